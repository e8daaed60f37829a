import { afterAll, describe, expect, it } from 'vitest';
import { recordObserved } from '../../../src/app/observations/observed-times.ts';
import type { Certificate, Entry, SourceReading } from '../../../src/domain/index.ts';
import { createEndpointSource } from '../../../src/domain/sources/endpoint.ts';
import { serializeLog } from '../../../src/events/log/serialize.ts';
import {
  certificate,
  createManifest,
  createScenario,
  day,
  endpoint,
  entry,
  REFUSED,
  rule,
} from '../../events/scenario.ts';
import { createDice, type Dice } from '../../helpers/dice.ts';
import { openChannel } from './transmit.ts';

const channel = openChannel();
afterAll(() => channel.close());

const RULES = [
  rule('all', { events: ['*'] }),
  rule('pager', { events: ['*'], actions: [{ kind: 'webhook', name: 'pager', send_resolved: true }] }),
];
const RESOLUTION = /^(?:renewed|removed|recovered)/;

interface Server {
  entry: string;
  location: string;
  certificate: Certificate;
  isDown: boolean;
}

/** A few entries of up to three probes, each with a few servers. */
function createWorld(dice: Dice) {
  const servers: Server[] = [];
  const entries = Array.from({ length: 2 + dice.upTo(6) }, (_, nth): Entry => {
    const name = `entry-${nth}`;
    const targets = Array.from({ length: 1 + dice.upTo(2) }, (_, at) => {
      const host = `host-${at}.${name}.test`;
      return { host, port: 443, location: `${host}:443` };
    });
    for (const { location } of targets)
      servers.push({ entry: name, location, certificate: createCertificate(dice, 0), isDown: dice.chance(0.1) });
    return entry(name, { probe: dice.pick([null, 'office', 'lab']), source: createEndpointSource(targets) });
  });
  return { entries, servers };
}

let serial = 0;
function createCertificate(dice: Dice, today: number): Certificate {
  serial += 1;
  return certificate(`certificate ${serial}`, { to: day(today + 20 + dice.upTo(120), 1) });
}

function change(servers: Server[], dice: Dice, today: number): void {
  for (const server of servers) {
    if (dice.chance(0.05)) server.certificate = createCertificate(dice, today);
    if (dice.chance(0.1)) server.isDown = !server.isDown;
  }
}

function readAll(servers: readonly Server[]): SourceReading[] {
  return servers.map(({ entry: name, location, certificate: shown, isDown }) =>
    endpoint(name, location, isDown ? REFUSED : shown),
  );
}

describe('a scan of files', () => {
  it.each(Array.from({ length: 3 }, (_, seed) => seed + 1))(
    'decides as a single scan that saw the same, whatever files are lost (seed %i)',
    async (seed) => {
      const dice = createDice(seed);
      const { entries, servers } = createWorld(dice);
      const direct = createScenario(entries, RULES);
      const split = createScenario(entries, RULES);
      for (let today = 0; today < 20; today += 1) {
        change(servers, dice, today);
        if (dice.chance(0.05)) {
          const { name } = dice.pick(entries);
          const toggle = (one: Entry) => (one.name === name ? { ...one, enabled: !one.enabled } : one);
          direct.entries = split.entries = split.entries.map(toggle);
        }
        const now = day(today);
        const enabled = new Set(split.entries.filter((one) => one.enabled).map(({ name }) => name));
        const readings = readAll(servers).filter(({ entry: name }) => enabled.has(name));
        const manifest = createManifest(split);
        const files = await channel.write({ manifest, readings, shards: 1 + dice.upTo(3), now });
        const isBad = dice.chance(0.4);
        const kept = files.filter(() => !isBad || !dice.chance(0.4));
        const read = await channel.read(manifest, kept, now, split.log);
        const observed = new Set(read.readings.map((one) => one.entry));
        expect(new Set([...observed, ...read.unobserved.keys()])).toEqual(enabled);
        const sent = split.scan({ now, readings: [...read.readings], unobserved: read.unobserved });
        const reference = readings.filter((one) => observed.has(one.entry));
        expect(sent).toEqual(direct.scan({ now, readings: reference, unobserved: read.unobserved }));
        expect(serializeLog(split.log)).toEqual(serializeLog(direct.log));
        // Of an entry that was not observed, nothing resolves.
        const plan = split.log.events.filter(
          (one) =>
            read.unobserved.has(one.certificate) && one.fired_at === new Date(now).toISOString().replace('.000Z', 'Z'),
        );
        expect(plan.filter(({ event }) => RESOLUTION.test(event.replace('certificate.', '')))).toEqual([]);
      }
    },
  );

  it.each(Array.from({ length: 2 }, (_, seed) => seed + 1))(
    'counts no failure twice and brings nothing back if files are late (seed %i)',
    async (seed) => {
      const dice = createDice(seed);
      const { entries, servers } = createWorld(dice);
      const scenario = createScenario(entries, RULES);
      const manifest = createManifest(scenario);
      let late: string[] = [];
      for (let nth = 0; nth < 30; nth += 1) {
        const now = day(nth / 3);
        change(servers, dice, nth / 3);
        const files = await channel.write({ manifest, readings: readAll(servers), shards: 2, now });
        const current = dice.chance(0.6) ? files : [];
        const fresh = await channel.read(manifest, [...late, ...current], now, scenario.log);
        scenario.log = recordObserved(scenario.log, fresh.observed, 0);
        scenario.scan({ now, readings: [...fresh.readings], unobserved: fresh.unobserved });
        // The same files again, a little later, are the observations of the scan before.
        const before = scenario.log.locations;
        const again = await channel.read(manifest, [...late, ...current], now + 60_000, scenario.log);
        const sent = scenario.scan({ now: now + 60_000, readings: [...again.readings], unobserved: new Map() });
        expect(sent).toEqual([]);
        expect(scenario.log.locations).toEqual(before);
        late = files;
      }
    },
  );

  it.each(Array.from({ length: 2 }, (_, seed) => seed + 1))(
    'decides as if they were in time if every file arrives after the scan that follows it (seed %i)',
    async (seed) => {
      const dice = createDice(seed);
      const { entries, servers } = createWorld(dice);
      const late = createScenario(entries, RULES);
      const punctual = createScenario(entries, RULES);
      const manifest = createManifest(late);
      const write = async (hour: number) => {
        // The probes begin before the scan of this hour, and are ready after it.
        const readings = readAll(servers);
        return { readings, files: await channel.write({ manifest, readings, shards: 2, now: day(0, hour) - 60_000 }) };
      };
      let written = await write(0);
      for (let hour = 1; hour <= 30; hour += 1) {
        const now = day(0, hour);
        const { readings, unobserved, observed } = await channel.read(manifest, written.files, now, late.log);
        late.log = recordObserved(late.log, observed, 0);
        const reference = written.readings.filter(({ entry: name }) => !unobserved.has(name));
        expect(late.scan({ now, readings: [...readings], unobserved })).toEqual(
          punctual.scan({ now, readings: reference, unobserved }),
        );
        expect(serializeLog({ ...late.log, scans: {} })).toBe(serializeLog({ ...punctual.log, scans: {} }));
        change(servers, dice, hour);
        written = await write(hour);
      }
    },
  );
});
