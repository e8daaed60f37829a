/** A manifest that was found valid -> the words of the domain, with every default filled in. */
import { findDirectory } from '../../domain/acme-directories.ts';
import {
  type AcmeSettings,
  type Action,
  CLIENT_REJECTIONS,
  type ConditionSet,
  type Email,
  type EmailTls,
  type Entry,
  type Heartbeat,
  type IssueOptions,
  type Manifest,
  type Match,
  type Position,
  type QuietHours,
  type Rule,
  type Settings,
  type Silence,
  type ThresholdSpec,
  WEEKDAYS,
  type Webhook,
} from '../../domain/index.ts';
import { createSource } from '../../domain/sources/index.ts';
import { parseThreshold, toThresholdKey } from '../../domain/thresholds.ts';
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
import { toArray, toPlainObject } from '../../lib/collections.ts';
import { formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { PRESETS, type Preset } from '../../presets/index.ts';
import { parseTimeOfDay } from '../checks/quiet-hours.ts';
import { DEFAULT_CRITICAL, DEFAULT_THRESHOLDS, DEFAULT_WARNING } from '../defaults.ts';
import { toLocation } from '../diagnostics/diagnostic.ts';
import type { EntrySection, ManifestSections, ReceiverSection, RuleSection } from '../sections.ts';
import { type Node, toValue } from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';
import { normalizeExpected } from './expectations.ts';
import { normalizePolicy } from './policy.ts';
import { listVariableUses } from './variable-references.ts';

/** `file` as named to the user; `root` absolute. */
export function normalizeManifest(parts: ManifestSections, file: string, root: string): Manifest {
  const spec = toValue(parts.root) as ManifestSpec;
  const settings = spec.settings ?? {};
  const issues = { max_open: spec.issues?.max_open ?? 25, options: normalizeIssueOptions(spec.issues ?? {}) };
  const rules = parts.rules.map((part) => normalizeRule(part, issues.options));
  return {
    file,
    root,
    entries: parts.entries.map((part) => normalizeEntry(part, settings, parts.settings)),
    webhooks: parts.webhooks.map(normalizeWebhook),
    emails: parts.emails.map(normalizeEmail),
    rules: spec.issues === undefined ? rules : addIssueRule(rules, issues.options, toPosition(parts.root)),
    silences: parts.silences.map(normalizeSilence),
    policies: parts.policies.map((part) => normalizePolicy(part, normalizeMatch)),
    digest: {
      actions: (spec.digest?.actions ?? []).flatMap(normalizeDigestAction),
      always: spec.digest?.always ?? false,
    },
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
    heartbeat: normalizeHeartbeat(parts, settings.heartbeat_url),
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

function normalizeHeartbeat({ settings }: ManifestSections, url: string | undefined): Heartbeat | null {
  return url === undefined || settings === undefined ? null : { url, variables: locateVariables(settings) };
}

function normalizeEntry(part: EntrySection, settings: GlobalSettings, settingsNode: Node | undefined): Entry {
  const spec = toValue(part.node) as EntrySpec;
  return {
    name: spec.name,
    source: createSource(spec, settings),
    expect: normalizeExpected(spec.expect),
    password: spec.password ?? null,
    enabled: spec.enabled ?? true,
    labels: toPlainObject(spec.labels),
    owner: spec.owner ?? null,
    assignments: spec.assignments ?? [],
    renewal_instructions: spec.renewal_instructions ?? null,
    acme: normalizeAcme(spec.acme ?? true),
    settings: normalizeSettings({ ...settings, ...spec }),
    position: toPosition(part.own),
    // What settings bring is the entry's too.
    variables: { ...(settingsNode && locateVariables(settingsNode)), ...locateVariables(part.own) },
  };
}

function normalizeAcme(spec: AcmeSpec): AcmeSettings | null {
  if (spec === false) return null;
  const { directory, ca_file } = spec === true ? {} : spec;
  return {
    directory: directory === undefined ? null : (findDirectory(directory) ?? directory),
    ca_file: ca_file ?? null,
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

function normalizeSettings(spec: ExpirySpec): Settings {
  const { expiry_warning_days: warning, expiry_critical_days: critical, expiry_scan_thresholds: thresholds } = spec;
  return {
    warning: warning === undefined ? DEFAULT_WARNING : toThreshold(warning),
    critical: critical === undefined ? DEFAULT_CRITICAL : toThreshold(critical),
    thresholds: thresholds === undefined ? DEFAULT_THRESHOLDS : toThresholds(thresholds),
    explicit: {
      warning: warning !== undefined,
      critical: critical !== undefined,
      thresholds: thresholds !== undefined,
    },
    cooldown_hours: spec.expiry_scan_cooldown_hours ?? 24,
    repeat: spec.expiry_scan_repeat ?? true,
    settle_hours: spec.settle_hours ?? 6,
  };
}

function toThreshold(written: number | string): ThresholdSpec {
  const parsed = parseThreshold(written);
  if (parsed === null) throw new Error(`A limit that was checked cannot be read: ${written}`);
  return parsed;
}

function toThresholds(written: readonly (number | string)[]): ThresholdSpec[] {
  return [...new Map(written.map(toThreshold).map((one) => [toThresholdKey(one), one])).values()];
}

function normalizeWebhook({ name, key, node }: ReceiverSection): Webhook {
  const spec = toValue(node) as WebhookSpec;
  const preset: Preset | null = spec.preset === undefined ? null : PRESETS[spec.preset];
  return {
    name,
    preset: spec.preset ?? null,
    stateful: preset?.stateful ?? false,
    url: spec.url ?? preset?.url ?? '',
    method: spec.method ?? 'POST',
    content_type: spec.content_type ?? preset?.content_type ?? 'application/json',
    headers: { ...preset?.headers, ...toPlainObject(spec.headers) },
    body_template: spec.body_template ?? preset?.body_template ?? null,
    secrets: toPlainObject(spec.secrets),
    secret: spec.secret ?? null,
    ssl_verification: spec.ssl_verification ?? true,
    ca_file: spec.ca_file ?? null,
    timeout_seconds: spec.timeout_seconds ?? 10,
    position: toPosition(key),
    variables: locateVariables(node),
  };
}

const MAIL_PORTS: Record<EmailTls, number> = { starttls: 587, implicit: 465, none: 25 };

/** Who writes a text of his own wants no other one beside it; who writes HTML alone is given the plain text. */
function normalizeEmail({ name, key, node }: ReceiverSection): Email {
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
    to: toArray(spec.to),
    cc: toArray(spec.cc),
    to_owner: spec.to_owner ?? false,
    subject: spec.subject ?? null,
    text_template: spec.text_template ?? null,
    html_template: spec.html_template ?? null,
    ssl_verification: spec.ssl_verification ?? true,
    ca_file: spec.ca_file ?? null,
    timeout_seconds: spec.timeout_seconds ?? 30,
    position: toPosition(key),
    variables: locateVariables(node),
  };
}

/** Where each variable is first named. */
function locateVariables(node: Node): Record<string, Position> {
  const uses = listVariableUses(node).reverse();
  return Object.fromEntries(uses.map(({ name, span }) => [name, toPosition(span)]));
}

function normalizeRule({ node }: RuleSection, issues: IssueOptions): Rule {
  const spec = toValue(node) as RuleSpec;
  return {
    name: spec.name,
    enabled: spec.enabled ?? true,
    events: spec.events,
    match: normalizeMatch(spec.match),
    conditions: spec.conditions === undefined ? null : normalizeConditions(spec.conditions),
    actions: spec.actions.flatMap((one) => normalizeAction(one, issues)),
    position: toPosition(node),
  };
}

function normalizeMatch(spec: MatchSpec = {}): Match {
  return {
    labels: Object.fromEntries(Object.entries(spec.labels ?? {}).map(([key, value]) => [key, toArray(value)])),
    names: spec.names ?? [],
    status: spec.status ?? [],
    thresholds: toThresholds(spec.thresholds ?? []),
  };
}

function normalizeSilence(node: Node): Silence {
  const spec = toValue(node) as SilenceSpec;
  const until = parseDateOrTime(spec.until);
  if (until === null) throw new Error(`A time that was checked cannot be read: ${spec.until}`);
  return {
    until: formatIsoTime(until),
    // It is shown in one line, also where it is written as a block.
    reason: spec.reason.trim().replace(/\s+/g, ' '),
    events: spec.events ?? ['certificate.*'],
    match: normalizeMatch(spec.match),
    position: toPosition(node),
  };
}

/** `issues` stands for a rule of its own where no rule, enabled or not, has an issue action. */
function addIssueRule(rules: Rule[], options: IssueOptions, at: Position): Rule[] {
  if (rules.some(({ actions }) => actions.some(({ kind }) => kind === 'issue'))) return rules;
  const names = rules.map(({ name }) => name);
  const ofIssues: Rule = {
    name: names.includes('issues') ? 'issues of critical and expired' : 'issues',
    enabled: true,
    events: ['certificate.expiry_warning', 'certificate.expired', ...CLIENT_REJECTIONS],
    match: { labels: {}, names: [], status: ['critical', 'expired'], thresholds: [] },
    conditions: null,
    actions: [{ kind: 'issue', options }],
    position: at,
  };
  return [...rules, ofIssues];
}

const DEFAULT_LABELS = ['certificate'];

function normalizeIssueOptions(spec: IssueSpec, defaults?: IssueOptions): IssueOptions {
  return {
    labels: spec.labels ?? defaults?.labels ?? DEFAULT_LABELS,
    assignees: spec.assignees?.map((user) => user.replace(/^@/, '')) ?? defaults?.assignees ?? [],
    milestone: spec.milestone ?? defaults?.milestone ?? null,
  };
}

function normalizeConditions(spec: ConditionSetSpec): ConditionSet {
  if ('and' in spec) return { and: spec.and.map(normalizeConditions) };
  if ('or' in spec) return { or: spec.or.map(normalizeConditions) };
  return { attr: spec.attr, op: spec.op ?? 'eq', value: spec.value, negate: spec.negate ?? false };
}

function normalizeAction(spec: ActionSpec, issues: IssueOptions): Action[] {
  const { webhook, email, issue, group_by, max_events = 20, send_resolved, quiet_hours } = spec;
  const manner = {
    ...(group_by && { group: { by: group_by, max_events } }),
    ...(send_resolved !== undefined && { send_resolved }),
    ...(quiet_hours && { quiet_hours: normalizeQuietHours(quiet_hours) }),
  };
  if (issue !== undefined) return [{ kind: 'issue', options: normalizeIssueOptions(issue, issues), ...manner }];
  if (email !== undefined) return [{ kind: 'email', name: email, ...manner }];
  return webhook === undefined ? [] : [{ kind: 'webhook', name: webhook, ...manner }];
}

function normalizeDigestAction(spec: DigestActionSpec): Manifest['digest']['actions'] {
  const { webhook, email, body_template = null } = spec;
  const { subject = null, text_template = null, html_template = null } = spec;
  if (email !== undefined) return [{ kind: 'email', name: email, subject, text_template, html_template }];
  return webhook === undefined ? [] : [{ kind: 'webhook', name: webhook, body_template }];
}

function normalizeQuietHours({ from, to, time_zone, days, except }: QuietHoursSpec): QuietHours {
  return {
    from: parseTimeOfDay(from),
    to: parseTimeOfDay(to),
    time_zone,
    days: days ?? [...WEEKDAYS],
    except: except ?? [],
  };
}

function toPosition(span: Span): Position {
  const { file, line, column } = toLocation(span);
  return { file, line, column };
}
