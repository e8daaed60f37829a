import type {
  ConditionSet,
  Entry,
  Manifest,
  Rule,
  Settings,
  Source,
  Status,
  ThresholdSpec,
  Webhook,
} from '../../../src/domain/index.ts';
import { parseThreshold } from '../../../src/domain/thresholds.ts';
import { DEFAULT_NETWORK_RULES } from '../../../src/lib/network/access.ts';
import type { Random } from './random.ts';

/** Random settings and rules, and random edits of them. */

const PROBES: Record<string, string> = { mail: 'office', internal: 'office', bundle: 'lab' };
const POSITION = { file: 'certvigil.yaml', line: 1, column: 1 };
export const WEBHOOKS = ['chat', 'pager', 'audit'] as const;

function limit(written: number | string): ThresholdSpec {
  const parsed = parseThreshold(written);
  if (!parsed) throw new Error(`not a limit: ${written}`);
  return parsed;
}

const limits = (...written: (number | string)[]): ThresholdSpec[] => written.map(limit);

const DAYS_ONLY = [limits(7, 21), limits(1, '36h', 10), limits('10d', 45), limits(0), limits(60, 14, 30)];
const WITH_PERCENT = [limits('33%', 5), limits('50%', '10%'), limits('120h', '20%', 2)];

/** Settings of which some are explicit; a hard-coded date has no percentages. */
export function createRandomSettings(random: Random, declared: boolean): Settings {
  const written = { warning: random.chance(0.3), critical: random.chance(0.3), thresholds: random.chance(0.5) };
  const thresholds = random.pick(declared ? DAYS_ONLY : [...DAYS_ONLY, ...WITH_PERCENT]);
  return {
    warning: written.warning ? limit(random.pick([20, 35])) : limit(30),
    critical: written.critical ? limit(random.pick([3, '60h', 12])) : limit(14),
    thresholds: written.thresholds ? thresholds : limits(14, 30, 60, 90),
    explicit: written,
    cooldown_hours: random.pick([0, 20, 24, 24, 24, 72]),
    repeat: random.pick([true, true, true, true, 'critical', 'critical', false, false] as const),
    settle_hours: 6,
    unreachable_days: 3,
  };
}

export function createEntry(name: string, source: Source, settings: Settings, random: Random): Entry {
  return {
    name,
    source,
    enabled: true,
    // Of three machines, if the readings are sent in files.
    probe: PROBES[name] ?? null,
    labels: { team: random.pick(['red', 'blue']) },
    owner: null,
    assignments: [],
    expect: null,
    passwords: [],
    proxy: null,
    variables: {},
    renewal_instructions: null,
    acme: null,
    settings,
    position: POSITION,
  };
}

const EVENTS = [
  ['certificate.*'],
  ['certificate.expiry_warning'],
  ['certificate.expiry_warning', 'certificate.expired'],
  ['certificate.expiry_warning', 'certificate.renewed'],
  ['certificate.renewed', 'certificate.removed', 'certificate.recovered'],
  ['certificate.unreachable', 'certificate.recovered'],
  ['certificate.changed', 'certificate.r*'],
];

export function createRandomRule(name: string, random: Random): Rule {
  const within = (probability: number): boolean => random.chance(probability);
  const status: Status[] = ['critical', 'expired'];
  const condition: ConditionSet = { attr: 'days_remaining', op: 'lte', value: random.int(3, 40), negate: false };
  return {
    name,
    enabled: true,
    events: random.pick(EVENTS),
    match: {
      labels: within(0.15) ? { team: [random.pick(['red', 'blue'])] } : {},
      names: within(0.15) ? [random.pick(['shop*', 'mail', 'internal', 'b*'])] : [],
      status: within(0.15) ? status : [],
      thresholds: within(0.1) ? limits(14, '25%', 7) : [],
    },
    conditions: within(0.1) ? condition : null,
    actions: random.some(WEBHOOKS, 0.4).map((webhook) => ({ kind: 'webhook', name: webhook })),
    position: POSITION,
  };
}

/** A rule that matches everything. */
export function createCatchAllRule(name: string, webhook: string): Rule {
  return {
    name,
    enabled: true,
    events: ['certificate.*'],
    match: { labels: {}, names: [], status: [], thresholds: [] },
    conditions: null,
    actions: [{ kind: 'webhook', name: webhook }],
    position: POSITION,
  };
}

/** One edit of the rules, with a description. */
export function editRules(rules: readonly Rule[], random: Random): { rules: Rule[]; did: string } {
  const chosen = rules.length > 0 ? random.pick(rules) : null;
  const others = rules.filter((rule) => rule !== chosen);
  const edit = random.pick(['add', 'add', 'remove', 'change', 'switch'] as const);
  if (!chosen || (edit === 'add' && rules.length < 5)) {
    const free = ['r1', 'r2', 'r3', 'r4', 'r5'].filter((name) => rules.every((rule) => rule.name !== name));
    const added = createRandomRule(random.pick(free), random);
    return { rules: [...rules, added], did: `rule added: ${describeRule(added)}` };
  }
  if (edit === 'remove') return { rules: others, did: `rule removed: ${chosen.name}` };
  const changed = edit === 'switch' ? { ...chosen, enabled: !chosen.enabled } : createRandomRule(chosen.name, random);
  return { rules: [...others, changed], did: `rule changed: ${describeRule(changed)}` };
}

export function describeRule({ name, enabled, events, match, conditions, actions }: Rule): string {
  const thresholds = match.thresholds.map(({ raw }) => raw);
  const asked = JSON.stringify({ ...match, thresholds, conditions });
  return `${name}${enabled ? '' : ' (off)'} ${events.join(' ')} -> ${actions.map((action) => (action.kind === 'webhook' ? action.name : action.kind)).join(' ')} ${asked}`;
}

export function describeSettings({
  warning,
  critical,
  thresholds,
  explicit,
  cooldown_hours,
  repeat,
}: Settings): string {
  const mark = (one: ThresholdSpec, own: boolean): string => `${one.raw}${own ? '' : '?'}`;
  const steps = thresholds.map((one) => mark(one, explicit.thresholds)).join(' ');
  return `thresholds ${steps}, warning ${mark(warning, explicit.warning)}, critical ${mark(critical, explicit.critical)}, cooldown ${cooldown_hours} h, repeat ${repeat}`;
}

export function createManifest(entries: Entry[], rules: Rule[], retention_days: number): Manifest {
  return {
    file: 'certvigil.yaml',
    files: [],
    root: '/',
    entries,
    webhooks: WEBHOOKS.map(createWebhook),
    emails: [],
    digest: { actions: [], always: false },
    rules,
    silences: [],
    discovery: null,
    policies: [],
    issues: { max_open: 25, options: { labels: [], assignees: [], milestone: null } },
    event_log: {
      store: 'file',
      path: '.certvigil/event-log.json',
      branch: 'certvigil-state',
      max_commits: null,
      partitions: 1,
      retention_days,
    },
    delivery_retry_days: 7,
    delivery_timeout_seconds: 600,
    dashboard: { title: 'Certificates', include: null },
    metrics: { labels: [] },
    stale_after_hours: Number.POSITIVE_INFINITY,
    heartbeat: null,
    heartbeat_declined: false,
    channel_test: null,
    observations: { secret: null, secrets: {}, max_age_hours: 24 },
    scan: {
      timeout_seconds: 10,
      concurrency: 1,
      reading_minutes: 8,
      network: { deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy },
    },
  };
}

function createWebhook(name: string): Webhook {
  return {
    name,
    preset: null,
    stateful: false,
    url: `https://${name}.test/`,
    path: '',
    method: 'POST',
    content_type: 'application/json',
    headers: {},
    body_template: null,
    max_messages: null,
    secrets: {},
    mentions: {},
    label_prefix: '',
    secret: null,
    ssl_verification: true,
    ca_file: null,
    proxy: null,
    timeout_seconds: 10,
    position: POSITION,
    variables: {},
  };
}
