/** Messages that differ from a usual one in one respect, and the lines of a request in which they differ. */

import { DIGEST, type EventContext, type EventData, type EventName, type Webhook } from '../../src/domain/index.ts';
import { STATUS_BY_SEVERITY } from '../../src/domain/severity.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import { PRESETS, type PresetName } from '../../src/presets/index.ts';
import { createContext } from './context.ts';
import { createPresetWebhook } from './preset-webhook.ts';

export interface Message {
  context: EventContext & { events?: EventContext[]; more?: number };
  mentions?: Webhook['mentions'];
  hasIssues?: boolean;
}

const USUAL: Partial<EventData> = {
  run_url: 'https://git.example/o/r/actions/runs/1',
  repository: 'o/r',
  renewal_instructions: 'https://wiki.example/renew',
};

function createEvent(changes: Partial<EventData> = {}, event: EventName = 'certificate.expiry_warning'): EventContext {
  return { ...createContext({ event_type: event, ...USUAL, ...changes }), event };
}

const alone = (changes: Partial<EventData>, event?: EventName): Message => ({ context: createEvent(changes, event) });

/** Few facts, so that a group of many is short. */
const BARE = { common_name: null, issuer: null, owner: null, assigned_objects: [], renewal_instructions: null };

function group(count: number, more: number, first: EventContext = createEvent()): Message {
  const rest = Array.from({ length: count - 1 }, (_, index) => createEvent({ ...BARE, certificate: `entry-${index}` }));
  return { context: { ...first, events: [first, ...rest], more } };
}

const ERROR = { code: 'endpoint-refused', detail: 'It refuses connections.' };
const FINDING = { event: 'certificate.untrusted', qualifier: '', severity: 'warning', ...ERROR } as const;
const NAMES = ['a:443', 'b:443', 'c:443', 'd:443'].map((name) => ({ type: 'endpoint' as const, name }));
const MARKUP = '\\ * _ ` [a](b) < > & " ~ | # @all';
const link = (length: number) => `https://wiki.example/${'r'.repeat(length - 21)}`;
const STATUSES = ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning', 'ok'] as const;

/** Every text has this length. */
function createLong(length: number): Message {
  const text = 'x'.repeat(length);
  return alone({
    ...{ common_name: text, display_name: text, owner: text, issuer: text, tenant: text, location: text },
    ...{ error: { code: 'x', detail: text }, repository: text, renewal_instructions: text },
    assigned_objects: [{ type: 'endpoint', name: text }],
  });
}

/** `data` of a digest with lists of this many certificates. */
function createDigest(count: number, prefix = 'c'): Message {
  const certificates = Array.from({ length: count }, (_, index) => ({
    ...{
      certificate: `${prefix}${index}`,
      display_name: `${prefix}${index}`,
      days_remaining: index === 1 ? null : index,
    },
    found: index === 2 ? ['was revoked', `is not trusted by ${prefix}${prefix}`] : [],
  }));
  const names = ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning', 'findings', 'renewed', 'silenced'];
  const upcoming = ['2026-06-01', '2026-06-08'].map((from) => ({ from, to: '2026-06-14', certificates }));
  const data = {
    ...{
      ...createEvent().data,
      event_type: 'digest',
      certificate: '(scan)',
      display_name: '(scan)',
      common_name: null,
    },
    ...Object.fromEntries(names.map((name) => [name, certificates])),
    ...{ upcoming: count === 0 ? [] : upcoming, unchecked: [...certificates, ...certificates] },
    ...{ headline: '9 expired', summary: { certificates: 300 }, owner: null, assigned_objects: [] },
  };
  return { context: { ...createEvent(), event: 'digest', data } as unknown as EventContext, hasIssues: true };
}

const EVENTS: [string, Message][] = [
  ...STATUSES.map((status): [string, Message] => [`status ${status}`, alone({ status, level: 'warning' })]),
  ['level error', alone({ status: 'expired', level: 'error' }, 'certificate.expired')],
  ['renewed', alone({ status: 'ok', level: 'info' }, 'certificate.renewed')],
  ['renewed, without a run', alone({ status: 'ok', level: 'info', run_url: null }, 'certificate.renewed')],
  ['removed while critical', alone({ status: 'critical' }, 'certificate.removed')],
  ['recovered with an error', alone({ status: 'ok', level: 'info', error: ERROR }, 'certificate.recovered')],
  ['finding', alone({ finding: FINDING, error: ERROR, status: STATUS_BY_SEVERITY.warning }, 'certificate.untrusted')],
  ['error', alone({ error: ERROR, last_seen: '2026-05-16T06:00:00Z' }, 'certificate.unreachable')],
  ['last seen, without an error', alone({ last_seen: '2026-05-16T06:00:00Z' })],
  ...[0, 1].map((days_remaining): [string, Message] => [`${days_remaining} days`, alone({ days_remaining })]),
  ...[-1, -2, -3].map((days_remaining): [string, Message] => [
    `${days_remaining} days`,
    alone({ days_remaining, status: 'expired' }, 'certificate.expired'),
  ]),
  ['test', alone({ test: true })],
];

const FACTS: [string, Message][] = [
  ['no owner and no labels', alone({ owner: null, labels: {} })],
  ['tenant', alone({ tenant: 'shop-eu' })],
  ['tenant, and no owner', alone({ tenant: 'shop-eu', owner: null })],
  ['no names', alone({ common_name: null, subject: null, issuer: null, sans: [] })],
  ['the name of the entry', alone({ common_name: 'shop' })],
  ['a name of its own', alone({ display_name: 'shop (1)' })],
  ['location', alone({ location: 'shop.example.com:8443' })],
  ['no locations', alone({ assigned_objects: [], assignment_count: 0 })],
  ['three locations', alone({ assigned_objects: NAMES.slice(0, 3), assignment_count: 3 })],
  ['four locations', alone({ assigned_objects: NAMES, assignment_count: 4 })],
  [
    'a chain that expires first',
    alone({
      limited_by: { subject: 'CN=Example CA', fingerprint_sha256: 'ab' } as never,
      effective_valid_to: '2026-05-30T00:00:00Z',
    }),
  ],
  ['no effective expiry', alone({ effective_valid_to: null })],
  ['previous', alone({ previous: { fingerprint_sha256: null, valid_to: '2026-05-01T00:00:00Z', common_name: null } })],
  ['no threshold', alone({ threshold: null, threshold_days: null })],
  ['markup', alone({ common_name: MARKUP, display_name: MARKUP, owner: MARKUP })],
  ...[40, 101, 151, 181, 201, 256, 513, 1001].map((length): [string, Message] => [
    `texts of ${length} characters`,
    createLong(length),
  ]),
  ['a long common name', alone({ common_name: 'x'.repeat(210) })],
  ['a long name of the entry', alone({ certificate: 'n'.repeat(150) })],
  [
    'a long title',
    alone(
      { display_name: 'x'.repeat(201), finding: { ...FINDING, qualifier: 'p'.repeat(100) }, test: true },
      'certificate.policy_violation',
    ),
  ],
  ['long locations', alone({ assigned_objects: NAMES.map((one) => ({ ...one, name: 'n'.repeat(150) })) })],
  [
    'a long chain that expires first',
    alone({ limited_by: { subject: 'x'.repeat(210), fingerprint_sha256: 'ab' } as never }),
  ],
  [
    'an error with a reason',
    alone({ error: { code: 'x', detail: 'x'.repeat(501) }, finding: { ...FINDING, qualifier: 'expect' } }),
  ],
  ...[255, 256, 512, 513, 1024, 1025].map((length): [string, Message] => [
    `alert key of ${length} characters`,
    alone({ alert_key: `certvigil/${'e'.repeat(length - 20)}0123456789` }),
  ]),
  ['December', { context: { ...createEvent(), timestamp: '2026-12-31T23:59:58Z' } }],
];

const LINKS: [string, Message][] = [
  ['no run', alone({ run_url: null, repository: null })],
  ['no links', alone({ run_url: null, repository: null, renewal_instructions: null })],
  ...['docs/renew.md', 'http://wiki.example/renew', link(512), link(513), link(999), link(1000), 'r'.repeat(2010)].map(
    (renewal_instructions): [string, Message] => [
      `how to renew: ${renewal_instructions.slice(0, 12)} (${renewal_instructions.length})`,
      alone({ renewal_instructions }),
    ],
  ),
  ['issues', { ...alone({}), hasIssues: true }],
  ['issues, renewed', { ...alone({ status: 'ok' }, 'certificate.renewed'), hasIssues: true }],
  ['one mention', { ...alone({}), mentions: { 'env=prod': '@prod:example.org' } }],
  [
    'two mentions',
    { ...alone({}), mentions: { '@example/payments': '<@TEAM> & "co"', 'env=prod': '@prod:example.org' } },
  ],
  ['a long mention', { ...alone({}), mentions: { 'env=prod': `@${'m'.repeat(400)}` } }],
  ['a mention of somebody else', { ...alone({}), mentions: { 'env=test': '@test:example.org' } }],
];

const GROUPS: [string, Message][] = [
  ['two', group(2, 0)],
  ['one and one more', group(1, 1)],
  ['twelve and five more', group(12, 5)],
  ['two, of which one was renewed', group(2, 0, createEvent({ status: 'ok', level: 'info' }, 'certificate.renewed'))],
  ['two with links and mentions', { ...group(2, 0), hasIssues: true, mentions: { 'env=prod': '@prod:example.org' } }],
  ['two with long texts', group(2, 0, createEvent({ common_name: 'x'.repeat(300), display_name: 'x'.repeat(300) }))],
  ['a digest without problems', createDigest(0)],
  ['a digest', createDigest(3)],
  ['a digest with lists of ten', createDigest(10)],
  ['a digest with lists of eleven', createDigest(11)],
  ['a digest with long lists', createDigest(11, 'c'.repeat(60))],
];

/** How many events of a group a message shows; the rest is counted. Others show all of them. */
const SHOWN: Partial<Record<PresetName, number>> = {
  ...{ slack: 10, teams: 8, google_chat: 8, matrix: 8, jira: 8, gitlab: 8, mattermost: 6, discord: 5 },
  ...{ ntfy: 3, telegram: 3, webex: 3, pushover: 3 },
};

/** Those of the mail: events alone, and in groups. */
export function listMailVariations(): [string, Message][] {
  return [...EVENTS, ...FACTS, ...LINKS, ...GROUPS.filter(([, { context }]) => context.event !== DIGEST)];
}

/** Those of one event for all presets; groups only for those that get them. */
export function listVariations(preset: PresetName): [string, Message][] {
  const single = [...EVENTS, ...FACTS, ...LINKS];
  if (PRESETS[preset].stateful) return single;
  const shown = SHOWN[preset] ?? 12;
  const full: [string, Message][] = [
    ['as many as it shows', group(shown, 0)],
    ['one more than it shows', group(shown + 1, 0)],
  ];
  return [...single, ...GROUPS, ...full];
}

/** Everything of a request as lines `path: text`: one for each line of a text. */
export function renderLines(preset: PresetName, { context, mentions = {}, hasIssues = false }: Message): string[] {
  const rendered = renderRequest(createPresetWebhook(preset, { mentions }), context, {
    ...{ env: {}, reveal: true, hasIssues },
  });
  if (!rendered.ok) return [`failure: ${rendered.failure.detail}`];
  const { url, headers, body } = rendered.request;
  const { 'User-Agent': _, ...own } = headers;
  const isText = PRESETS[preset].content_type === 'text/plain';
  return listLeaves({ url, headers: own, body: isText ? body : JSON.parse(body ?? 'null') }, '');
}

/** Elements of lists have no numbers, so that one more at the start does not change all others. */
export function listLeaves(value: unknown, path: string): string[] {
  if (typeof value === 'string') return value.split('\n').map((line) => `${path}: ${shorten(line)}`);
  if (typeof value !== 'object' || value === null) return [`${path}: ${JSON.stringify(value)}`];
  const members = Object.entries(value);
  if (members.length === 0) return [`${path}: ${JSON.stringify(value)}`];
  return members.flatMap(([name, member]) => {
    const step = Array.isArray(value) ? '*' : name;
    return listLeaves(member, path === '' ? step : `${path}.${step}`);
  });
}

/** `x{300}` for the same character 300 times. */
function shorten(line: string): string {
  return line.replace(/(.)\1{19,}/gu, (run, character: string) => `${character}{${run.length}}`);
}

/** The lines that only one of them has, or has more often, in the order of each. */
export function compareLines(usual: readonly string[], other: readonly string[]): string[] {
  const missing = subtractLines(usual, other).map((line) => `- ${line}`);
  return [...missing, ...subtractLines(other, usual).map((line) => `+ ${line}`)];
}

function subtractLines(from: readonly string[], lines: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of lines) left.set(line, (left.get(line) ?? 0) + 1);
  return from.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

export const USUAL_MESSAGE: Message = alone({});
