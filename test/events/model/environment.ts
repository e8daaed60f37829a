import type { Certificate, Manifest, Rule, Source } from '../../../src/domain/index.ts';
import { createEndpointSource } from '../../../src/domain/sources/endpoint.ts';
import { aManifest, anEntry, aRule, catchAll, someSettings, WEBHOOKS } from './manifest.ts';
import { type Random, randomOf } from './random.ts';
import { declare, type Ground, type Issue, type Item, issuer, type Slot } from './state.ts';

export interface World {
  random: Random;
  certificates: Map<string, Certificate>;
  issue: Issue;
  items: Item[];
  rules: Rule[];
  retention_days: number;
  receivers: Map<string, Receiver>;
}

/** How a webhook's receiver responds until a time. */
export interface Receiver {
  mood: 'well' | 'failing' | 'refusing' | 'losing answers';
  until: number;
}

export const DAY = 86_400_000;
export const START = Date.parse('2027-01-01T00:00:00Z');
const LIFETIMES = [6, 47, 90, 398];

export function createWorld(seed: number): World {
  const random = randomOf(seed);
  const certificates = new Map<string, Certificate>();
  const rules = [catchAll('all', 'audit'), aRule('r1', random), aRule('r2', random)];
  const receivers = WEBHOOKS.map((name): [string, Receiver] => [name, { mood: 'well', until: 0 }]);
  const world: World = {
    random,
    certificates,
    issue: issuer(certificates),
    items: [],
    rules: random.chance(0.8) ? rules : rules.slice(1),
    retention_days: random.pick([10, 30, 90]),
    receivers: new Map(receivers),
  };
  // Few entries in many simulations find more, in the same time, than many entries in few.
  const names = random.some(['shop', 'mail', 'internal', 'bundle', 'legacy'], 0.25);
  world.items = (names.length > 0 ? names : ['shop']).map((name) => createItem(name, world));
  return world;
}

export function manifestOf({ items, rules, retention_days }: World): Manifest {
  const entries = items.filter(({ listed }) => listed).map(({ entry }) => entry);
  return aManifest(entries, rules, retention_days);
}

/** Every kind of source once: one host, several hosts, a glob, a file of several certificates, a date. */
function createItem(name: string, world: World): Item {
  const { random } = world;
  const declared = name === 'legacy';
  const grounds = groundsOf(name, world);
  const lifetime = random.pick(declared ? [47, 90, 398] : LIFETIMES);
  const item: Item = {
    entry: anEntry(name, sourceOf(name, grounds), someSettings(random, declared), random),
    listed: random.chance(0.9),
    grounds,
    lifetime,
    renews_at: random.pick([0.05, 0.2, 0.34]),
    diligence: random.pick([0.1, 0.3, 0.9]),
  };
  stock(item, world);
  return item;
}

function groundsOf(name: string, { random }: World): Ground[] {
  const ground = (shape: Ground['shape'], source: string, places: string[], names?: string[]): Ground => ({
    source,
    shape,
    slots: places.map((place, at) => slotAt(place, [names?.[at % names.length] ?? `${name}.example.com`])),
    silent_until: 0,
  });
  if (name === 'shop') return [1, 2, 3].map((n) => ground('endpoint', `shop-${n}.test:443`, [`shop-${n}.test:443`]));
  if (name === 'mail') return [ground('endpoint', 'mail.test:587', ['mail.test:587'])];
  if (name === 'legacy') return [ground('declared', 'declared', ['declared'])];
  if (name === 'internal') {
    const files = ['a', 'b', 'c', 'd'].map((file) => `certs/${file}.pem`);
    return [
      ground('glob', 'certs/**/*.pem', files, ['a.example.com', 'internal.example.com']),
      ground('file', 'one/leaf.pem', ['one/leaf.pem']),
    ];
  }
  const source = random.pick(['trust/all.pem', 'trust/*.pem']);
  const members = ['x.example.com', 'y.example.com', 'z.example.com'];
  return [
    ground(
      'bundle',
      source,
      members.map(() => 'trust/all.pem'),
      members,
    ),
  ];
}

function slotAt(place: string, names: string[]): Slot {
  return { place, names, certificate: null, former: null, silent_until: 0 };
}

export function sourceOf(name: string, grounds: readonly Ground[]): Source {
  if (name === 'legacy') return { kind: 'expires', date: grounds[0]?.slots[0]?.certificate?.fingerprint ?? '' };
  const sources = grounds.map(({ source }) => source);
  if (name !== 'shop' && name !== 'mail')
    return {
      kind: 'file',
      patterns: sources,
      exclude: [],
      trust: 'none',
      ca_file: null,
      aia: false,
      revocation: false,
    };
  const targets = sources.map((place) => ({ host: place.split(':')[0] ?? '', port: 443, place }));
  return createEndpointSource(targets);
}

/** The certificates of the first day: of any age, and mostly shared by slots with the same names. */
function stock(item: Item, world: World): void {
  const shared = new Map<string, Certificate>();
  for (const slot of item.grounds.flatMap(({ slots }) => slots)) {
    if (world.random.chance(0.1) && item.entry.source.kind === 'file') continue;
    const names = slot.names.join();
    const known = shared.get(names);
    slot.certificate = known && world.random.chance(0.7) ? known : newCertificate(item, slot, world, START, true);
    shared.set(names, slot.certificate);
  }
  item.entry.source = sourceOf(item.entry.name, item.grounds);
}

export function newCertificate(item: Item, slot: Slot, world: World, now: number, aged = false): Certificate {
  const { random } = world;
  const life = item.lifetime * DAY;
  const from = now - (aged ? Math.floor((life * random.int(0, 95)) / 100) : random.int(0, 7_200_000));
  if (item.entry.source.kind === 'expires') return declare(world.certificates, from + life);
  return world.issue(slot.names, from, from + life);
}
