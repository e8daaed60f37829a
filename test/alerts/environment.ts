/** The simulated environment: certificates at places, outages, and the manifest of the day. */

import type {
  Action,
  Certificate,
  Entry,
  Manifest,
  QuietHours,
  Rule,
  Settings,
  Silence,
  SourceReading,
} from '../../src/domain/index.ts';
import { WEEKDAYS } from '../../src/domain/index.ts';
import type { PresetName } from '../../src/presets/index.ts';
import { createRandom, type Random } from '../events/model/random.ts';
import { certificate, day, endpoint, entry, REFUSED, rule, settings, silence } from '../events/scenario.ts';
import { createWebhook } from '../notify/context.ts';

/** A server: its certificate, whether that expires no later than the one it replaced, and until when it is unreachable. */
export interface Server {
  entry: Entry;
  serves: Certificate;
  worse: boolean;
  downUntil: number;
  listed: boolean;
}

export interface Environment {
  random: Random;
  servers: Server[];
  rules: Rule[];
  silences: Silence[];
  /** Silences of missed scans: since when, and until when. */
  gapsSilenced: { from: number; until: number }[];
  made: number;
}

/** The receivers: a plain channel, one with send_resolved, one with quiet hours, and one that keeps alerts open. */
const PRESETS: Record<string, PresetName | null> = { chat: null, resolved: null, night: null, pager: 'pagerduty' };
/** They get the resolutions of exactly those alerts that they received. */
export const STATEFUL = ['webhook:resolved', 'webhook:pager'];

const NIGHT: QuietHours = { from: 22 * 60, to: 7 * 60, time_zone: 'UTC', days: [...WEEKDAYS], except: [] };
export const ALERTS = [
  'certificate.expiry_warning',
  'certificate.expired',
  'certificate.changed',
  'certificate.unreachable',
];

export function createEnvironment(seed: number): Environment {
  const random = createRandom(seed);
  const environment: Environment = { random, servers: [], rules: [], silences: [], gapsSilenced: [], made: 0 };
  const repeat = random.pick([true, 'critical', false] as const);
  environment.servers = ['a', 'b', 'c', 'd'].map((name) => ({
    entry: entry(name, {
      labels: { team: random.pick(['red', 'blue']) },
      settings: createRandomSettings(random, repeat),
    }),
    serves: issueCertificate(environment, day(random.int(2, 60))),
    worse: false,
    downUntil: 0,
    listed: true,
  }));
  environment.rules = [
    rule('everything', {
      events: ['*'],
      match: createRandomMatch(random),
      actions: [createRandomAction(random, 'chat')],
    }),
    rule('sleeper', {
      events: ['certificate.*'],
      actions: [{ ...createRandomAction(random, 'night'), quiet_hours: NIGHT }],
    }),
    createAlertRule('resolved', random),
    createAlertRule('pager', random),
  ];
  return environment;
}

function createRandomSettings(random: Random, repeat: Settings['repeat']): Settings {
  const thresholds = random.pick([[3, 7, 14, 30], [3, 7, 14, 30], [7], [1]]);
  return settings({ thresholds, warning: 30, critical: 7, repeat, cooldown: 20 });
}

function issueCertificate(environment: Environment, to: number): Certificate {
  environment.made += 1;
  return certificate(`certificate ${environment.made}`, { to });
}

function createRandomAction(random: Random, name: string): Action {
  const by = random.pick([[], ['rule'], ['labels.team'], ['event'], ['status', 'certificate']]);
  return { kind: 'webhook', name, ...(by.length > 0 && { group: { by, max_events: random.int(1, 3) } }) };
}

/** A rule that lists no resolution: its receiver gets resolutions only because it is stateful. */
function createAlertRule(to: 'resolved' | 'pager', random: Random): Rule {
  const quiet = random.chance(0.4) && { quiet_hours: { ...NIGHT, except: random.some(['critical', 'expired'], 0.5) } };
  const base: Action =
    to === 'pager' ? { kind: 'webhook', name: to } : { ...createRandomAction(random, to), send_resolved: true };
  return rule(random.pick([to, `${to} too`]), {
    events: random.chance(0.5) ? ALERTS : random.some(ALERTS, 0.7),
    match: createRandomMatch(random),
    enabled: random.chance(0.85),
    actions: [{ ...base, ...(quiet as { quiet_hours?: QuietHours }) }],
  });
}

function createRandomMatch(random: Random): Partial<Rule['match']> {
  return {
    names: random.chance(0.2) ? random.some(['a', 'b', 'c', 'd'], 0.6) : [],
    status: random.chance(0.3) ? ['critical', 'expired', 'unknown'] : [],
    labels: random.chance(0.2) ? { team: ['red'] } : {},
  };
}

/** Simulates the changes of one day. */
export function simulateChanges(environment: Environment, now: number): void {
  const { random } = environment;
  for (const server of environment.servers) {
    const left = Date.parse(server.serves.facts.valid_to) - now;
    const isDue = left < day(20) - day(0);
    if (random.chance(isDue ? 0.15 : 0.01))
      replaceCertificate(server, issueCertificate(environment, now + day(random.int(20, 100)) - day(0)));
    else if (random.chance(0.02))
      replaceCertificate(server, issueCertificate(environment, now + Math.max(day(2) - day(0), left / 2)));
    if (random.chance(0.05)) server.downUntil = now + day(random.int(1, 5)) - day(0);
    if (random.chance(0.004)) server.listed = false;
    // An alert that was sent may then have crossed no threshold any more, and recovers.
    if (random.chance(0.03))
      server.entry = { ...server.entry, settings: createRandomSettings(random, server.entry.settings.repeat) };
  }
  if (random.chance(0.06)) {
    const names = random.some(['a', 'b', 'c', 'd'], 0.4);
    const events = random.pick([['certificate.*'], ['certificate.expiry_warning'], ['certificate.changed', 'scan.*']]);
    const status: Silence['match']['status'] = random.chance(0.3) ? ['warning'] : [];
    const until = now + day(random.int(1, 12)) - day(0);
    environment.silences.push(silence(until, { events, match: { names, status } }));
    const isOfGaps = events.includes('scan.*') && names.length + status.length === 0;
    if (isOfGaps) environment.gapsSilenced.push({ from: now, until });
  }
  if (random.chance(0.08)) {
    const at = random.int(2, 3);
    environment.rules[at] = createAlertRule(at === 2 ? 'resolved' : 'pager', random);
  }
}

function replaceCertificate(server: Server, next: Certificate): void {
  server.worse = next.facts.valid_to <= server.serves.facts.valid_to;
  server.serves = next;
}

export function isDown(server: Server, now: number): boolean {
  return now < server.downUntil;
}

export function getPlace({ entry: { name } }: Server): string {
  return `${name}:443`;
}

export function getReadings({ servers }: Environment, now: number): SourceReading[] {
  return servers
    .filter(({ listed }) => listed)
    .map((server) => endpoint(server.entry.name, getPlace(server), isDown(server, now) ? REFUSED : server.serves));
}

export function getManifest({ servers, rules, silences }: Environment): Manifest {
  return {
    file: 'certvigil.yaml',
    root: '/',
    entries: servers.filter(({ listed }) => listed).map((server) => server.entry),
    webhooks: Object.entries(PRESETS).map(([name, preset]) => createWebhook({ name, preset })),
    emails: [],
    digest: { actions: [], always: false },
    rules,
    silences,
    policies: [],
    issues: { max_open: 25, options: { labels: [], assignees: [], milestone: null } },
    event_log: {
      store: 'file',
      path: 'log.json',
      branch: 'state',
      max_commits: null,
      partitions: 1,
      retention_days: 400,
    },
    delivery_retry_days: 365,
    delivery_timeout_seconds: 600,
    dashboard: { title: 'Certificates', include: null },
    stale_after_hours: 60,
    heartbeat: null,
    observations: { secret: null, secrets: {}, max_age_hours: 24 },
    scan: { timeout_seconds: 10, concurrency: 10, network: { deny: [], allow: [], dns_servers: [] } },
  };
}
