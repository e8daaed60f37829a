/** Messages that differ from a usual one in one respect. */

import type { EventContext, EventData, EventName, Webhook } from '../../src/domain/index.ts';
import { STATUS_BY_SEVERITY } from '../../src/domain/severity.ts';
import { PRESETS, type PresetName } from '../../src/presets/index.ts';
import { createContext } from './context.ts';

export interface Message {
  context: EventContext & { events?: EventContext[]; more?: number };
  mentions?: Webhook['mentions'];
  hasIssues?: boolean;
}

/** Data of a usual message. */
export const USUAL: Partial<EventData> = {
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
    problems: index === 2 ? ['was revoked', `is not trusted by ${prefix}${prefix}`] : [],
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

const STATUSES = (['expired', 'critical', 'unknown', 'not_yet_valid', 'warning', 'ok'] as const).map(
  (status): [string, Message] => [`status ${status}`, alone({ status, level: 'warning' })],
);

const REMOVED = alone({ status: 'critical' }, 'certificate.removed');
const RECOVERED = alone({ status: 'ok', level: 'info', error: ERROR }, 'certificate.recovered');
const SCANS_RECOVERED = alone({ status: 'ok', level: 'info' }, 'scan.recovered');
const NAME_OF_ENTRY = alone({ common_name: 'shop' });
const LONG_COMMON_NAME = alone({ common_name: 'x'.repeat(210) });
const NO_NAMES = alone({ common_name: null, subject: null, issuer: null, sans: [] });
const LIMITED = alone({
  limited_by: { subject: 'x'.repeat(210), fingerprint_sha256: 'ab' } as never,
  effective_valid_to: '2026-05-30T00:00:00Z',
});
const LONG_TEXTS = createLong(1001);
const LONG_LOCATIONS = alone({ assigned_objects: NAMES.map((one) => ({ ...one, name: 'n'.repeat(150) })) });

const EVENTS: [string, Message][] = [
  ['level error', alone({ status: 'expired', level: 'error' }, 'certificate.expired')],
  ['renewed, without a run', alone({ status: 'ok', level: 'info', run_url: null }, 'certificate.renewed')],
  ['removed while critical', REMOVED],
  ['recovered with an error', RECOVERED],
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

const AT_ONE = { renewed_locations: 1, locations: 1 };

const FACTS: [string, Message][] = [
  ['no owner', alone({ owner: null })],
  ['the name of the entry', NAME_OF_ENTRY],
  ['a name of its own', alone({ display_name: 'shop (1)' })],
  ['no locations', alone({ assigned_objects: [], assignment_count: 0 })],
  ['three locations', alone({ assigned_objects: NAMES.slice(0, 3), assignment_count: 3 })],
  ['four locations', alone({ assigned_objects: NAMES, assignment_count: 4 })],
  ['a certificate of some handshakes', alone({ handshakes: { served: 3, total: 8 } })],
  ['previous', alone({ previous: { fingerprint_sha256: null, valid_to: '2026-05-01T00:00:00Z', common_name: null } })],
  [
    'evidence of a renewal',
    alone({ status: 'ok', renewal_evidence: { ...AT_ONE, text: `at 1 of 1 location; ${MARKUP}` } }),
  ],
  ['long evidence of a renewal', alone({ status: 'ok', renewal_evidence: { ...AT_ONE, text: 'x'.repeat(500) } })],
  ['a long common name', LONG_COMMON_NAME],
  ['long locations', LONG_LOCATIONS],
  ['long texts', LONG_TEXTS],
  ['no names', NO_NAMES],
  ['a chain that expires first', LIMITED],
];

/** What presets place, cut or escape by themselves. */
const LAYOUTS: [string, Message][] = [
  ['renewed', alone({ status: 'ok', level: 'info' }, 'certificate.renewed')],
  ['a warning', alone({ status: 'warning' })],
  [
    'a long error',
    alone(
      {
        ...{ status: 'expired', level: 'error', last_seen: '2026-05-16T06:00:00Z' },
        ...{ error: { code: 'x', detail: 'x'.repeat(501) }, finding: { ...FINDING, qualifier: 'expect' } },
      },
      'certificate.unreachable',
    ),
  ],
  ['no links', alone({ run_url: null, repository: null, renewal_instructions: null })],
  ['markup', alone({ common_name: MARKUP, display_name: MARKUP, owner: MARKUP })],
  ['long texts', LONG_TEXTS],
  [
    'a long title',
    alone(
      { display_name: 'x'.repeat(201), finding: { ...FINDING, qualifier: 'p'.repeat(100) }, test: true },
      'certificate.policy_violation',
    ),
  ],
];

const LINKS: [string, Message][] = [
  ['no run', alone({ run_url: null, repository: null })],
  ...['docs/renew.md', 'http://wiki.example/renew', link(512), link(513), link(999), link(1000)].map(
    (renewal_instructions): [string, Message] => [
      `how to renew: ${renewal_instructions.slice(0, 12)} (${renewal_instructions.length})`,
      alone({ renewal_instructions }),
    ],
  ),
  ['issues', { ...alone({}), hasIssues: true }],
  ['issues, renewed', { ...alone({ status: 'ok' }, 'certificate.renewed'), hasIssues: true }],
];

const MENTIONS: [string, Message][] = [
  [
    'two mentions',
    { ...alone({}), mentions: { '@example/payments': '<@TEAM> & "co"', 'env=prod': '@prod:example.org' } },
  ],
  ['a long mention', { ...alone({}), mentions: { 'env=prod': `@${'m'.repeat(400)}` } }],
];

const GROUPS: [string, Message][] = [
  ['two', group(2, 0)],
  ['one and one more', group(1, 1)],
  ['twelve and five more', group(12, 5)],
  ['two, of which one was renewed', group(2, 0, createEvent({ status: 'ok', level: 'info' }, 'certificate.renewed'))],
  ['two with links and mentions', { ...group(2, 0), hasIssues: true, mentions: { 'env=prod': '@prod:example.org' } }],
  ['two with long texts', group(2, 0, createEvent({ common_name: 'x'.repeat(300), display_name: 'x'.repeat(300) }))],
];

const DIGESTS: [string, Message][] = [
  ['a digest without problems', createDigest(0)],
  ['a digest', createDigest(3)],
  ['a digest with lists of ten', createDigest(10)],
  ['a digest with lists of eleven', createDigest(11)],
  ['a digest with long lists', createDigest(11, 'c'.repeat(60))],
];

/** Those in which the layout of a mail differs. */
export function listMailVariations(): [string, Message][] {
  return [...STATUSES, ...LAYOUTS, ...LINKS, ['one and one more', group(1, 1)]];
}

/** Those in which the texts, facts and links of the shared macros differ. */
export function listSharedVariations(): [string, Message][] {
  return [...STATUSES, ...EVENTS, ...FACTS, ...LINKS, ...GROUPS, ...DIGESTS];
}

/** How many events of a group a message shows; the rest is counted. Others show all of them. */
const SHOWN: Partial<Record<PresetName, number>> = {
  ...{ slack: 10, teams: 8, google_chat: 8, matrix: 8, jira: 8, gitlab: 8, mattermost: 6, discord: 5 },
  ...{ ntfy: 3, telegram: 3, webex: 3, pushover: 3 },
};

/** Lengths at which a preset begins to truncate one of its texts. */
const LENGTHS: Partial<Record<PresetName, number[]>> = {
  ...{ mattermost: [40], discord: [181], ntfy: [151], telegram: [151], webex: [151], pushover: [151] },
  ...{ pagerduty: [256], opsgenie: [201, 513], splunk_oncall: [201], servicenow: [101, 201] },
  gitlab_alerts: [101, 201, 256],
};

/** The length of the longest alert key that the receiver accepts. */
const MAX_KEY_LENGTHS: Partial<Record<PresetName, number>> = {
  ...{ pagerduty: 255, opsgenie: 512, splunk_oncall: 512, servicenow: 1024 },
};

const createKey = (length: number): [string, Message] => [
  `alert key of ${length} characters`,
  alone({ alert_key: `certvigil/${'e'.repeat(length - 20)}0123456789` }),
];

/** What only one preset treats differently. */
const SPECIAL: Partial<Record<PresetName, [string, Message][]>> = {
  alertmanager: [['a domain registration', alone({ kind: 'domain', what: 'domain registration' })]],
  cloudevents: [['no threshold', alone({ threshold: null, threshold_days: null })]],
  gitlab_alerts: [['long locations', LONG_LOCATIONS]],
  matrix: [createKey(255)],
  ntfy: [
    ['removed', REMOVED],
    ['recovered', RECOVERED],
    ['scans recovered', SCANS_RECOVERED],
  ],
  opsgenie: [
    ['recovered', RECOVERED],
    ['scans recovered', SCANS_RECOVERED],
    [
      'renewed, with a long alert key',
      alone({ status: 'ok', alert_key: `certvigil/${'e'.repeat(503)}` }, 'certificate.renewed'),
    ],
  ],
  pagerduty: [
    ['the name of the entry', NAME_OF_ENTRY],
    ['a long common name', LONG_COMMON_NAME],
    ['location', alone({ location: 'shop.example.com:8443' })],
  ],
  pushover: [512, 513].map((length): [string, Message] => [
    `link of ${length} characters`,
    alone({ renewal_instructions: link(length) }),
  ]),
  servicenow: [['a long name of the entry', alone({ certificate: 'n'.repeat(150) })]],
};

/** Those in which the layout of a preset differs. */
export function listLayouts(preset: PresetName): [string, Message][] {
  const lengths = (LENGTHS[preset] ?? []).map((length): [string, Message] => [
    `texts of ${length} characters`,
    createLong(length),
  ]);
  const special = [...lengths, ...(SPECIAL[preset] ?? [])];
  return [...LAYOUTS, ...special, ...(PRESETS[preset].stateful ? listAlerts(preset) : listGroups(SHOWN[preset] ?? 12))];
}

/** Of receivers that keep alerts: what identifies, routes and describes an alert. */
function listAlerts(preset: PresetName): [string, Message][] {
  const max = MAX_KEY_LENGTHS[preset];
  const keys = max === undefined ? [] : [max, max + 1];
  return [
    ['status ok', alone({ status: 'ok' })],
    ['removed, without a run', alone({ status: 'critical', run_url: null }, 'certificate.removed')],
    ['no owner and no labels', alone({ owner: null, labels: {} })],
    ['tenant, and no owner', alone({ tenant: 'shop-eu', owner: null })],
    ['no names', NO_NAMES],
    ['no locations', alone({ assigned_objects: [], assignment_count: 0 })],
    ['a chain that expires first', LIMITED],
    ['no effective expiry', alone({ effective_valid_to: null })],
    ['long instructions', alone({ renewal_instructions: 'r'.repeat(2010) })],
    ...keys.map(createKey),
  ];
}

function listGroups(shown: number): [string, Message][] {
  return [
    ...MENTIONS,
    ['as many as it shows', { ...group(shown, 0), hasIssues: true, mentions: { 'env=prod': '@prod:example.org' } }],
    ['one more than it shows', group(shown + 1, 0)],
    ['one and one more', group(1, 1)],
    ['two with long texts', group(2, 0, createLong(300).context)],
    ['a digest', createDigest(3)],
    ['a digest with long lists', createDigest(11, 'c'.repeat(60))],
  ];
}

export const USUAL_MESSAGE: Message = alone({});
