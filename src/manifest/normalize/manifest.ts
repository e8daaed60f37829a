/** A manifest that was found valid -> the words of the domain, with every default filled in. */
import { directoryNamed } from '../../domain/acme-directories.ts';
import {
  type Acme,
  type Action,
  type ConditionSet,
  type Email,
  type EmailTls,
  type EndpointSource,
  type Entry,
  type Heartbeat,
  type IssueOptions,
  type Limit,
  type Manifest,
  type Match,
  type Position,
  type QuietHours,
  REFUSALS,
  type Rule,
  type Settings,
  type Silence,
  type Source,
  type TrustedBy,
  WEEKDAYS,
  type Webhook,
} from '../../domain/index.ts';
import { limitKey, parseLimit } from '../../domain/thresholds.ts';
import type {
  AcmeSpec,
  ActionSpec,
  ConditionSetSpec,
  DigestActionSpec,
  EmailSpec,
  EntrySpec,
  Settings as GlobalSettings,
  IssueSpec,
  Manifest as ManifestSpec,
  Match as MatchSpec,
  QuietHoursSpec,
  RuleSpec,
  SilenceSpec,
  WebhookSpec,
} from '../../generated/manifest.ts';
import { isoTime, parseTime } from '../../lib/iso-time.ts';
import { PRESETS, type Preset } from '../../presets/index.ts';
import { minutesOf } from '../checks/quiet-hours.ts';
import { DEFAULT_CRITICAL, DEFAULT_THRESHOLDS, DEFAULT_WARNING } from '../defaults.ts';
import { whereIs } from '../diagnostics/diagnostic.ts';
import type { EntryPart, Parts, ReceiverPart, RulePart } from '../sections.ts';
import { type Node, toValue } from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';
import { asciiHost, parseEndpoint, parseHostPort, serviceName } from './endpoint.ts';
import { expectedOf } from './expectations.ts';
import { policy } from './policy.ts';
import { urlTarget } from './url.ts';
import { variablesIn } from './variable-references.ts';

/** `file` as named to the user; `root` absolute. */
export function normalise(parts: Parts, file: string, root: string): Manifest {
  const spec = toValue(parts.root) as ManifestSpec;
  const settings = spec.settings ?? {};
  const issues = { max_open: spec.issues?.max_open ?? 25, options: issueOptions(spec.issues ?? {}) };
  const rules = parts.rules.map((part) => rule(part, issues.options));
  return {
    file,
    root,
    entries: parts.entries.map((part) => entry(part, settings, parts.settings)),
    webhooks: parts.webhooks.map(webhook),
    emails: parts.emails.map(email),
    rules: spec.issues === undefined ? rules : withIssueRule(rules, issues.options, position(parts.root)),
    silences: parts.silences.map(silence),
    policies: parts.policies.map((part) => policy(part, matchOf)),
    digest: { actions: (spec.digest?.actions ?? []).flatMap(digestAction), always: spec.digest?.always ?? false },
    issues,
    event_log: {
      store: spec.event_log?.store ?? null,
      path: spec.event_log?.path ?? '.certvigil/event-log.json',
      branch: spec.event_log?.branch ?? 'certvigil-state',
      retention_days: spec.event_log?.retention_days ?? 90,
    },
    delivery_retry_days: settings.delivery_retry_days ?? 7,
    delivery_timeout_seconds: settings.delivery_timeout_seconds ?? 600,
    stale_after_hours: settings.stale_after_hours ?? null,
    heartbeat: heartbeat(parts, settings.heartbeat_url),
    scan: {
      timeout_seconds: settings.scan_timeout_seconds ?? 10,
      concurrency: settings.scan_concurrency ?? 100,
      network: {
        deny: spec.network?.deny ?? [],
        allow: spec.network?.allow ?? [],
        dns_servers: spec.network?.dns_servers ?? [],
      },
    },
  };
}

function heartbeat({ settings }: Parts, url: string | undefined): Heartbeat | null {
  return url === undefined || settings === undefined ? null : { url, variables: variablesOf(settings) };
}

function entry(part: EntryPart, settings: GlobalSettings, settingsNode: Node | undefined): Entry {
  const spec = toValue(part.node) as EntrySpec;
  return {
    name: spec.name,
    source: sourceOf(spec, settings),
    expect: expectedOf(spec.expect),
    password: spec.password ?? null,
    enabled: spec.enabled ?? true,
    labels: plain(spec.labels),
    owner: spec.owner ?? null,
    assignments: spec.assignments ?? [],
    renewal_instructions: spec.renewal_instructions ?? null,
    acme: acmeOf(spec.acme ?? true),
    settings: settingsOf({ ...settings, ...spec }),
    position: position(part.own),
    // What settings bring is the entry's too.
    variables: { ...(settingsNode && variablesOf(settingsNode)), ...variablesOf(part.own) },
  };
}

function sourceOf(spec: EntrySpec, settings: GlobalSettings): Source {
  if (spec.file !== undefined) return fileSource(spec);
  if (spec.url !== undefined) return urlSource(spec);
  if (spec.env !== undefined) return { kind: 'env', names: [...new Set(listed(spec.env))] };
  if (spec.pem !== undefined) return { kind: 'pem', text: spec.pem };
  if (spec.expires !== undefined) return { kind: 'expires', date: spec.expires };
  return endpointSource(spec, settings);
}

function acmeOf(spec: AcmeSpec): Acme | null {
  if (spec === false) return null;
  const { directory, ca_file } = spec === true ? {} : spec;
  return {
    directory: directory === undefined ? null : (directoryNamed(directory) ?? directory),
    ca_file: ca_file ?? null,
  };
}

/** A file says neither whom it is for nor whom to trust: its trust is judged where the manifest asks for that. */
function fileSource({ file, exclude, ...spec }: EntrySpec): Source {
  return { kind: 'file', patterns: listed(file), exclude: listed(exclude), ...trustOf(spec, 'none') };
}

function trustOf({ trust, ca_file, aia, revocation }: EntrySpec, unwritten: TrustedBy) {
  const anchors = trust ?? unwritten;
  return {
    trust: anchors,
    ca_file: ca_file ?? null,
    aia: aia ?? false,
    // Lists of an authority of one's own are often within its network, and nobody need have said so.
    revocation: revocation ?? (anchors === 'mozilla' && ca_file === undefined),
  };
}

function endpointSource(spec: EntrySpec, settings: GlobalSettings): EndpointSource {
  const targets = listed(spec.endpoint)
    .map(parseEndpoint)
    .filter((parsed) => 'place' in parsed);
  const elsewhere = spec.connect_to === undefined ? null : parseHostPort(spec.connect_to);
  const proxy = spec.proxy ?? settings.proxy ?? 'none';
  return {
    kind: 'endpoint',
    targets: targets.filter(({ place }, index) => targets.findIndex((other) => other.place === place) === index),
    services: [...new Set(listed(spec.srv).map(serviceName))],
    server_name: spec.server_name === undefined ? null : asciiHost(spec.server_name),
    starttls: spec.starttls ?? null,
    every_address: spec.addresses === 'all',
    both_algorithms: spec.both_algorithms ?? false,
    connect_to: elsewhere !== null && 'host' in elsewhere ? elsewhere : null,
    client_certificate: spec.client_certificate ?? null,
    proxy: proxy === 'none' ? null : proxy,
    ...trustOf(spec, 'mozilla'),
  };
}

function urlSource(spec: EntrySpec): Source {
  const targets = new Map(listed(spec.url).map((url) => [urlTarget(url).place, urlTarget(url)]));
  return {
    kind: 'url',
    targets: [...targets.values()],
    headers: plain(spec.headers),
    ca_file: spec.ca_file ?? null,
    ssl_verification: spec.ssl_verification ?? true,
  };
}

type ExpirySpec = Pick<
  EntrySpec,
  | 'expiry_warning_days'
  | 'expiry_critical_days'
  | 'expiry_scan_thresholds'
  | 'expiry_scan_cooldown_hours'
  | 'expiry_scan_repeat'
  | 'settle_hours'
>;

function settingsOf(spec: ExpirySpec): Settings {
  const { expiry_warning_days: warning, expiry_critical_days: critical, expiry_scan_thresholds: thresholds } = spec;
  return {
    warning: warning === undefined ? DEFAULT_WARNING : limit(warning),
    critical: critical === undefined ? DEFAULT_CRITICAL : limit(critical),
    thresholds: thresholds === undefined ? DEFAULT_THRESHOLDS : distinct(thresholds),
    written: {
      warning: warning !== undefined,
      critical: critical !== undefined,
      thresholds: thresholds !== undefined,
    },
    cooldown_hours: spec.expiry_scan_cooldown_hours ?? 24,
    repeat: spec.expiry_scan_repeat ?? true,
    settle_hours: spec.settle_hours ?? 6,
  };
}

function limit(written: number | string): Limit {
  const parsed = parseLimit(written);
  if (parsed === null) throw new Error(`A limit that was checked cannot be read: ${written}`);
  return parsed;
}

function distinct(written: readonly (number | string)[]): Limit[] {
  return [...new Map(written.map(limit).map((one) => [limitKey(one), one])).values()];
}

function webhook({ name, key, node }: ReceiverPart): Webhook {
  const spec = toValue(node) as WebhookSpec;
  const preset: Preset | null = spec.preset === undefined ? null : PRESETS[spec.preset];
  return {
    name,
    preset: spec.preset ?? null,
    stateful: preset?.keeps_state ?? false,
    url: spec.url ?? preset?.url ?? '',
    method: spec.method ?? 'POST',
    content_type: spec.content_type ?? preset?.content_type ?? 'application/json',
    headers: { ...preset?.headers, ...plain(spec.headers) },
    body_template: spec.body_template ?? preset?.body_template ?? null,
    secrets: plain(spec.secrets),
    secret: spec.secret ?? null,
    ssl_verification: spec.ssl_verification ?? true,
    ca_file: spec.ca_file ?? null,
    timeout_seconds: spec.timeout_seconds ?? 10,
    position: position(key),
    variables: variablesOf(node),
  };
}

const MAIL_PORTS: Record<EmailTls, number> = { starttls: 587, implicit: 465, none: 25 };

/** Who writes a text of his own wants no other one beside it; who writes HTML alone is given the plain text. */
function email({ name, key, node }: ReceiverPart): Email {
  const spec = toValue(node) as EmailSpec;
  const tls = spec.tls ?? 'starttls';
  return {
    name,
    host: spec.host,
    port: spec.port ?? MAIL_PORTS[tls],
    tls,
    username: spec.username ?? null,
    password: spec.password ?? null,
    from: spec.from,
    to: listed(spec.to),
    cc: listed(spec.cc),
    to_owner: spec.to_owner ?? false,
    subject: spec.subject ?? null,
    text_template: spec.text_template ?? null,
    html_template: spec.html_template ?? null,
    ssl_verification: spec.ssl_verification ?? true,
    ca_file: spec.ca_file ?? null,
    timeout_seconds: spec.timeout_seconds ?? 30,
    position: position(key),
    variables: variablesOf(node),
  };
}

/** Where each variable is first named. */
function variablesOf(node: Node): Record<string, Position> {
  const uses = variablesIn(node).reverse();
  return Object.fromEntries(uses.map(({ name, span }) => [name, position(span)]));
}

function rule({ node }: RulePart, issues: IssueOptions): Rule {
  const spec = toValue(node) as RuleSpec;
  return {
    name: spec.name,
    enabled: spec.enabled ?? true,
    events: spec.events,
    match: matchOf(spec.match),
    conditions: spec.conditions === undefined ? null : conditions(spec.conditions),
    actions: spec.actions.flatMap((one) => action(one, issues)),
    position: position(node),
  };
}

function matchOf(spec: MatchSpec = {}): Match {
  return {
    labels: Object.fromEntries(Object.entries(spec.labels ?? {}).map(([key, value]) => [key, listed(value)])),
    names: spec.names ?? [],
    status: spec.status ?? [],
    thresholds: distinct(spec.thresholds ?? []),
  };
}

function silence(node: Node): Silence {
  const spec = toValue(node) as SilenceSpec;
  const until = parseTime(spec.until);
  if (until === null) throw new Error(`A time that was checked cannot be read: ${spec.until}`);
  return {
    until: isoTime(until),
    // It is shown in one line, also where it is written as a block.
    reason: spec.reason.trim().replace(/\s+/g, ' '),
    events: spec.events ?? ['certificate.*'],
    match: matchOf(spec.match),
    position: position(node),
  };
}

/** `issues` stands for a rule of its own where no rule, enabled or not, has an issue action. */
function withIssueRule(rules: Rule[], options: IssueOptions, at: Position): Rule[] {
  if (rules.some(({ actions }) => actions.some(({ kind }) => kind === 'issue'))) return rules;
  const names = rules.map(({ name }) => name);
  const ofIssues: Rule = {
    name: names.includes('issues') ? 'issues of critical and expired' : 'issues',
    enabled: true,
    events: ['certificate.expiry_warning', 'certificate.expired', ...REFUSALS],
    match: { labels: {}, names: [], status: ['critical', 'expired'], thresholds: [] },
    conditions: null,
    actions: [{ kind: 'issue', options }],
    position: at,
  };
  return [...rules, ofIssues];
}

const DEFAULT_LABELS = ['certificate'];

function issueOptions(spec: IssueSpec, defaults?: IssueOptions): IssueOptions {
  return {
    labels: spec.labels ?? defaults?.labels ?? DEFAULT_LABELS,
    assignees: spec.assignees?.map((user) => user.replace(/^@/, '')) ?? defaults?.assignees ?? [],
    milestone: spec.milestone ?? defaults?.milestone ?? null,
  };
}

function conditions(spec: ConditionSetSpec): ConditionSet {
  if ('and' in spec) return { and: spec.and.map(conditions) };
  if ('or' in spec) return { or: spec.or.map(conditions) };
  return { attr: spec.attr, op: spec.op ?? 'eq', value: spec.value, negate: spec.negate ?? false };
}

function action(spec: ActionSpec, issues: IssueOptions): Action[] {
  const { webhook, email, issue, group_by, max_events = 20, send_resolved, quiet_hours } = spec;
  const manner = {
    ...(group_by && { group: { by: group_by, max_events } }),
    ...(send_resolved !== undefined && { send_resolved }),
    ...(quiet_hours && { quiet_hours: quietHours(quiet_hours) }),
  };
  if (issue !== undefined) return [{ kind: 'issue', options: issueOptions(issue, issues), ...manner }];
  if (email !== undefined) return [{ kind: 'email', name: email, ...manner }];
  return webhook === undefined ? [] : [{ kind: 'webhook', name: webhook, ...manner }];
}

function digestAction(spec: DigestActionSpec): Manifest['digest']['actions'] {
  const { webhook, email, body_template = null } = spec;
  const { subject = null, text_template = null, html_template = null } = spec;
  if (email !== undefined) return [{ kind: 'email', name: email, subject, text_template, html_template }];
  return webhook === undefined ? [] : [{ kind: 'webhook', name: webhook, body_template }];
}

function quietHours({ from, to, time_zone, days, except }: QuietHoursSpec): QuietHours {
  return {
    from: minutesOf(from),
    to: minutesOf(to),
    time_zone,
    days: days ?? [...WEEKDAYS],
    except: except ?? [],
  };
}

function listed(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

/** An ordinary object, in which a key such as __proto__ is a key like any other. */
function plain(map: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(map ?? {}));
}

function position(span: Span): Position {
  const { file, line, column } = whereIs(span);
  return { file, line, column };
}
