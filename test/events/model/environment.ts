import type { Certificate, Manifest, Rule, Source } from '../../../src/domain/index.ts';
import { createEndpointSource } from '../../../src/domain/sources/endpoint.ts';
import {
  createCatchAllRule,
  createEntry,
  createManifest,
  createRandomRule,
  createRandomSettings,
  WEBHOOKS,
} from './manifest.ts';
import { createRandom, type Random } from './random.ts';
import { createHardCodedDate, type Issue, type Item, issuer, type Site, type Slot } from './state.ts';

export interface Environment {
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
  mode: 'healthy' | 'failing' | 'refusing' | 'losing responses';
  until: number;
}

export const DAY = 86_400_000;
export const START = Date.parse('2027-01-01T00:00:00Z');
const LIFETIMES = [6, 47, 90, 398];

export function createEnvironment(seed: number): Environment {
  const random = createRandom(seed);
  const certificates = new Map<string, Certificate>();
  const rules = [createCatchAllRule('all', 'audit'), createRandomRule('r1', random), createRandomRule('r2', random)];
  const receivers = WEBHOOKS.map((name): [string, Receiver] => [name, { mode: 'healthy', until: 0 }]);
  const environment: Environment = {
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
  environment.items = (names.length > 0 ? names : ['shop']).map((name) => createItem(name, environment));
  return environment;
}

export function getManifest({ items, rules, retention_days }: Environment): Manifest {
  const entries = items.filter(({ listed }) => listed).map(({ entry }) => entry);
  return createManifest(entries, rules, retention_days);
}

/** Every kind of source once: one host, several hosts, a glob, a file of several certificates, a date. */
function createItem(name: string, environment: Environment): Item {
  const { random } = environment;
  const declared = name === 'legacy';
  const sites = createSites(name, environment);
  const lifetime = random.pick(declared ? [47, 90, 398] : LIFETIMES);
  const item: Item = {
    entry: createEntry(name, createSource(name, sites), createRandomSettings(random, declared), random),
    listed: random.chance(0.9),
    sites,
    lifetime,
    renews_at: random.pick([0.05, 0.2, 0.34]),
    diligence: random.pick([0.1, 0.3, 0.9]),
  };
  fillSlots(item, environment);
  return item;
}

function createSites(name: string, { random }: Environment): Site[] {
  const site = (shape: Site['shape'], source: string, locations: string[], names?: string[]): Site => ({
    source,
    shape,
    slots: locations.map((location, at) => createSlot(location, [names?.[at % names.length] ?? `${name}.example.com`])),
    silent_until: 0,
  });
  if (name === 'shop') return [1, 2, 3].map((n) => site('endpoint', `shop-${n}.test:443`, [`shop-${n}.test:443`]));
  if (name === 'mail') return [site('endpoint', 'mail.test:587', ['mail.test:587'])];
  if (name === 'legacy') return [site('declared', 'declared', ['declared'])];
  if (name === 'internal') {
    const files = ['a', 'b', 'c', 'd'].map((file) => `certs/${file}.pem`);
    return [
      site('glob', 'certs/**/*.pem', files, ['a.example.com', 'internal.example.com']),
      site('file', 'one/leaf.pem', ['one/leaf.pem']),
    ];
  }
  const source = random.pick(['trust/all.pem', 'trust/*.pem']);
  const members = ['x.example.com', 'y.example.com', 'z.example.com'];
  return [
    site(
      'bundle',
      source,
      members.map(() => 'trust/all.pem'),
      members,
    ),
  ];
}

function createSlot(location: string, names: string[]): Slot {
  return { location, names, certificate: null, former: null, silent_until: 0 };
}

export function createSource(name: string, sites: readonly Site[]): Source {
  if (name === 'legacy')
    return { kind: 'expires', date: sites[0]?.slots[0]?.certificate?.fingerprint ?? '', what: null };
  const sources = sites.map(({ source }) => source);
  if (name !== 'shop' && name !== 'mail')
    return {
      kind: 'file',
      patterns: sources,
      exclude: [],
      skip_empty: null,
      trust: 'none',
      ca_file: null,
      aia: false,
      revocation: false,
      purpose: null,
    };
  const targets = sources.map((location) => ({ host: location.split(':')[0] ?? '', port: 443, location }));
  return createEndpointSource(targets);
}

/** The certificates of the first day: of any age, and mostly shared by slots with the same names. */
function fillSlots(item: Item, environment: Environment): void {
  const shared = new Map<string, Certificate>();
  for (const slot of item.sites.flatMap(({ slots }) => slots)) {
    if (environment.random.chance(0.1) && item.entry.source.kind === 'file') continue;
    const names = slot.names.join();
    const known = shared.get(names);
    slot.certificate =
      known && environment.random.chance(0.7) ? known : issueCertificate(item, slot, environment, START, true);
    shared.set(names, slot.certificate);
  }
  item.entry.source = createSource(item.entry.name, item.sites);
}

export function issueCertificate(
  item: Item,
  slot: Slot,
  environment: Environment,
  now: number,
  aged = false,
): Certificate {
  const { random } = environment;
  const lifetimeMs = item.lifetime * DAY;
  const from = now - (aged ? Math.floor((lifetimeMs * random.int(0, 95)) / 100) : random.int(0, 7_200_000));
  if (item.entry.source.kind === 'expires') return createHardCodedDate(environment.certificates, from + lifetimeMs);
  return environment.issue(slot.names, from, from + lifetimeMs);
}
