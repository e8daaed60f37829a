/** The simulated infrastructure: certificates that are renewed, rolled back, removed and unreadable. */

import type { Certificate, Entry, SourceReading } from '../../../src/domain/index.ts';
import type { Random } from '../../events/model/random.ts';
import { certificate, endpoint, entry, REFUSED, settings } from '../../events/scenario.ts';

const DAY = 86_400_000;

interface Item {
  entry: Entry;
  /** Whether it is in the manifest. */
  listed: boolean;
  lifetime: number;
  slots: { location: string; now: Certificate; before: Certificate | null; failing: boolean }[];
}

export interface Infrastructure {
  items: Item[];
  issued: number;
}

export function createInfrastructure(random: Random, start: number): Infrastructure {
  const ground: Infrastructure = { items: [], issued: 0 };
  const count = random.int(3, 7);
  for (let nth = 0; nth < count; nth += 1) {
    const name = `e${nth}`;
    const lifetime = random.pick([20, 40, 60, 90, 200]);
    const thresholds = random.pick([[14], [3, 7, 14], [1, 5, 10, 20]]);
    const own = settings({
      thresholds,
      critical: 14,
      warning: 30,
      cooldown: random.pick([0, 20, 24, 100]),
      repeat: random.chance(0.7),
    });
    const item: Item = { entry: entry(name, { settings: own }), listed: true, lifetime, slots: [] };
    const first = issueCertificate(ground, item, start - random.int(0, lifetime - 5) * DAY);
    const locations = random.int(1, 2);
    for (let at = 0; at < locations; at += 1)
      item.slots.push({ location: `${name}-${at}.example.com:443`, now: first, before: null, failing: false });
    ground.items.push(item);
  }
  return ground;
}

function issueCertificate(ground: Infrastructure, { entry: { name }, lifetime }: Item, from: number): Certificate {
  ground.issued += 1;
  return certificate(`c${ground.issued}`, { from, to: from + lifetime * DAY, names: [`${name}.example.com`] });
}

/** Simulates one day, and describes what happened. */
export function advanceDay(ground: Infrastructure, random: Random, now: number): string[] {
  const changes: string[] = [];
  for (const item of ground.items) {
    const { name } = item.entry;
    const ends = Math.min(...item.slots.map(({ now: held }) => Date.parse(held.facts.valid_to)));
    const left = (ends - now) / DAY;
    if (left < random.int(-8, 12) && random.chance(0.4)) {
      const fresh = issueCertificate(ground, item, now - 3_600_000);
      for (const slot of item.slots) if (random.chance(0.85)) replaceCertificate(slot, fresh);
      changes.push(`${name} is renewed`);
    } else if (random.chance(0.01)) {
      for (const slot of item.slots) if (slot.before !== null) replaceCertificate(slot, slot.before);
      changes.push(`${name} is rolled back`);
    }
    if (random.chance(0.01)) {
      item.listed = !item.listed;
      changes.push(`${name} is ${item.listed ? 'in' : 'out of'} the manifest`);
    }
    for (const slot of item.slots) if (random.chance(slot.failing ? 0.5 : 0.03)) slot.failing = !slot.failing;
  }
  return changes;
}

function replaceCertificate(slot: Item['slots'][number], by: Certificate): void {
  if (slot.now === by) return;
  slot.before = slot.now;
  slot.now = by;
}

export function listReadings({ items }: Infrastructure): SourceReading[] {
  return items
    .filter(({ listed }) => listed)
    .flatMap(({ entry: { name }, slots }) =>
      slots.map(({ location, now, failing }) => endpoint(name, location, failing ? REFUSED : now)),
    );
}

/** The alert keys of all certificates and locations in use. */
export function listKeysInUse({ items }: Infrastructure): Set<string> {
  return new Set(
    items
      .filter(({ listed }) => listed)
      .flatMap(({ entry: { name }, slots }) =>
        slots.flatMap(({ now, location }) => [`certvigil/${name}/${now.fingerprint}`, `certvigil/${name}/${location}`]),
      ),
  );
}

export function isFailing({ items }: Infrastructure, name: string): boolean {
  return items.some((item) => item.listed && item.entry.name === name && item.slots.some(({ failing }) => failing));
}
