/** The schema of the template context (docs/reference/templates.md), with which `validate` checks templates. */

import { DIGEST, EVENT_NAMES, type EventContext, type MessageName, SCAN_EVENTS, STATUSES } from '../domain/index.ts';
import { type DataFields, type DataShape, DIGEST_DATA, EVENT_DATA } from '../generated/template-data.ts';
import { type ContextSchema, type Schema, schemas } from '../jinja/index.ts';

const {
  ANY,
  BOOLEAN,
  createChoiceSchema,
  createListSchema: listOf,
  createMapSchema: mapOf,
  NUMBER,
  numberLike,
  createObjectSchema: objectOf,
  optional,
  createSingleSchema: singleOf,
  TEXT,
  textLike,
} = schemas;

const TIME = textLike('2026-06-01T00:00:00Z', '2027-11-30T23:59:59Z');
const NAME = textLike('shop.example.com', 'www.example.org');
const DISTINGUISHED_NAME = textLike('CN=Example CA,O=Example', 'C=DE,O=Example GmbH,CN="Example, R1"');

/** Sample values of the texts, by name. */
const SAMPLES: Readonly<Record<string, Schema>> = {
  event_type: textLike(...EVENT_NAMES),
  certificate: NAME,
  common_name: NAME,
  sans: NAME,
  subject: DISTINGUISHED_NAME,
  issuer: DISTINGUISHED_NAME,
  status: createChoiceSchema({ value: textLike(...STATUSES), label: TEXT }, ...STATUSES),
  level: textLike('error', 'warning', 'info'),
  valid_from: TIME,
  valid_to: TIME,
  effective_valid_to: TIME,
  previous_valid_to: TIME,
  expected_at: TIME,
  renewed_at: TIME,
  scanned_at: TIME,
  last_seen: TIME,
  timestamp: TIME,
  since: TIME,
  until: TIME,
  start: TIME,
  end: TIME,
  from: TIME,
  to: TIME,
};

const SCALARS = { text: TEXT, number: NUMBER, boolean: BOOLEAN, any: ANY };

function createFields(fields: DataFields): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, shape]) => {
      const name = key.replace('?', '');
      const schema = createSchema(name, shape);
      return [name, key === name ? schema : optional(schema)];
    }),
  );
}

function createSchema(name: string, shape: DataShape): Schema {
  if (typeof shape === 'string') return (shape === 'text' ? SAMPLES[name] : undefined) ?? SCALARS[shape];
  if (isList(shape)) return listOf(createSchema(name, shape[0]));
  return shape['*'] === undefined ? objectOf(createFields(shape)) : mapOf(createSchema('', shape['*']));
}

function isList(shape: Exclude<DataShape, string>): shape is readonly [DataShape] {
  return Array.isArray(shape);
}

const EVENT = {
  ...createFields(EVENT_DATA),
  id: TEXT,
  // This is never null: the previous certificate was read, or its date is hard-coded.
  previous: optional(objectOf({ ...createFields(EVENT_DATA['previous?']), valid_to: TIME })),
};

/** These fields are never null in events about a certificate that was read, or whose date is hard-coded. */
const READ = { certificate_id: TEXT, valid_to: TIME, effective_valid_to: TIME, days_remaining: NUMBER };

/** Messages about a certificate that may never have been read, or without a certificate. */
const WITHOUT_CERTIFICATE: readonly MessageName[] = ['certificate.unreachable', ...SCAN_EVENTS, DIGEST];

/** The fields of an event. Fewer are null if the receiver gets only certain messages. */
function createEventFields(messages: readonly MessageName[]): Record<string, Schema> {
  const isWarning = (message: MessageName) => message === 'certificate.expiry_warning';
  return {
    ...EVENT,
    event_type: optional(textLike(...messages)),
    ...(!messages.some((message) => WITHOUT_CERTIFICATE.includes(message)) && READ),
    ...(messages.every(isWarning) && { threshold: ANY, threshold_days: NUMBER }),
  };
}

const READ_CERTIFICATES = listOf(
  objectOf({
    ...createFields(DIGEST_DATA.expired[0]),
    certificate_id: TEXT,
    valid_to: TIME,
    days_remaining: NUMBER,
  }),
);

const { deliveries: _, ...DIGEST_FIELDS } = createFields(DIGEST_DATA);

/** The additional fields of a digest. A template may serve both events and the digest. */
const DIGEST_ONLY: Record<string, Schema> = {
  ...DIGEST_FIELDS,
  expired: READ_CERTIFICATES,
  critical: READ_CERTIFICATES,
  not_yet_valid: READ_CERTIFICATES,
  warning: READ_CERTIFICATES,
  findings: READ_CERTIFICATES,
  upcoming: listOf(objectOf({ ...createFields(DIGEST_DATA.upcoming[0]), certificates: READ_CERTIFICATES })),
};

const SNAPSHOT = optional(objectOf(EVENT));

/**
 * The context of a template. `secrets` are the names of the webhook's secrets, or null for email, which has none; `messages` are the
 * messages that the receiver can get.
 */
export function createContextSchema(
  secrets: readonly string[] | null,
  messages: readonly MessageName[] = [...EVENT_NAMES, DIGEST],
): ContextSchema {
  const context: Record<keyof EventContext | 'request', Schema> = {
    event: textLike(...messages),
    timestamp: TIME,
    object_type: textLike('certvigil.certificate', 'certvigil.scan', 'certvigil.digest'),
    model: textLike('certificate', 'scan', 'digest'),
    username: optional(TEXT),
    request_id: TEXT,
    request: objectOf({ id: TEXT, user: optional(TEXT) }),
    data: objectOf({ ...DIGEST_ONLY, ...createEventFields(messages) }),
    snapshots: objectOf({ prechange: SNAPSHOT, postchange: SNAPSHOT }),
  };
  const secretFields = secrets && { secrets: objectOf(Object.fromEntries(secrets.map((name) => [name, TEXT]))) };
  return {
    ...context,
    events: singleOf(objectOf(context)),
    more: numberLike(0, 5),
    mentions: listOf(TEXT),
    label_prefix: TEXT,
    issues_url: optional(TEXT),
    ...secretFields,
  };
}
