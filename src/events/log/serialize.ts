/** The event log as text: one record a line, in an order that never depends on how it came about. */

import type {
  EventLog,
  LoggedCertificate,
  LoggedDelivery,
  LoggedDigest,
  LoggedEvent,
  LoggedPlace,
  LoggedRenewal,
} from '../../generated/event-log.ts';
import { compareText } from '../../lib/collections.ts';
import { createSection, findLineEnd, type LineIndex, type LoadedLog, type Section } from './incremental-lines.ts';

/** The version of the format that this one reads and writes. */
export const LOG_VERSION = 1;

export function createEmptyLog(): EventLog {
  return { version: LOG_VERSION, scans: {}, places: {}, certificates: {}, events: [] };
}

/**
 * The log as JSON that ends with a newline: each place, certificate and event on a line of its own, all sorted. Of what is
 * the same as in `original`, the lines are too.
 */
export function serializeLog(log: EventLog, original: LoadedLog | null = null): string {
  return serializeLogChunks(log, original).join('');
}

/** The same in pieces: a long log is tens of megabytes, and to put it together would take as many again. */
export function serializeLogChunks(log: EventLog, original: LoadedLog | null = null): string[] {
  return [serializeHead(log), ...listSections(log).flatMap(({ serialize: pieces }) => pieces(log, original)), TAIL];
}

/** Where the records of a log stand in its text; null where that is not laid out as `serializeLog` does it. */
export function indexLines(text: string, log: EventLog): LineIndex | null {
  const head = serializeHead(log);
  if (!text.startsWith(head)) return null;
  const lines = new Map<string, readonly number[]>();
  let at = head.length;
  for (const { name, find } of listSections(log)) {
    const found = find(log, text, at);
    if (found === null) return null;
    lines.set(name, found.starts);
    at = found.end;
  }
  return text.startsWith(TAIL, at) && text.length === at + TAIL.length ? lines : null;
}

function serializeHead({ version, scans }: EventLog): string {
  return `{\n  "version": ${version},\n${serializeScans(scans)},\n`;
}

const TAIL = '}\n';

/** Only where something was heard of renewals there is a section for it. */
function listSections({ renewals = {} }: EventLog): Section[] {
  const hasRenewals = Object.keys(renewals).length > 0;
  return [PLACES, CERTIFICATES, ...(hasRenewals ? [RENEWALS] : []), EVENTS];
}

function serializeScans({ manifest, last, digest }: EventLog['scans']): string {
  return formatBlock('  "scans": {', '  }', '    ', [
    ...(manifest === undefined ? [] : [formatKeyed('manifest', JSON.stringify(manifest))]),
    ...(last === undefined ? [] : [formatKeyed('last', toJson(last, SCAN))]),
    ...(digest === undefined ? [] : [formatKeyed('digest', toJson(digest, DIGEST))]),
  ]);
}

/** On lines, or one where it is empty. */
function formatBlock(open: string, close: string, indent: string, lines: readonly string[]): string {
  if (lines.length === 0) return open + close.trim();
  return `${open}\n${indent}${lines.join(`,\n${indent}`)}\n${close}`;
}

function formatKeyed(key: string, json: string): string {
  return `${JSON.stringify(key)}: ${json}`;
}

function sortEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(compareKeys);
}

function compareKeys([a]: [string, unknown], [b]: [string, unknown]): number {
  return compareText(a, b);
}

/** By certificate, then by what makes a record's key. */
export function sortEvents(events: readonly LoggedEvent[]): LoggedEvent[] {
  return [...events].sort(compareEvents);
}

export function compareEvents(a: LoggedEvent, b: LoggedEvent): number {
  return (
    compareText(a.certificate, b.certificate) ||
    compareText(a.fingerprint ?? '', b.fingerprint ?? '') ||
    compareText(a.about ?? '', b.about ?? '') ||
    compareText(a.place ?? '', b.place ?? '') ||
    compareText(a.event, b.event) ||
    compareText(String(a.threshold), String(b.threshold)) ||
    compareText(a.id, b.id)
  );
}

// ---------------------------------------------------------------------------------------------- the order of keys

type Scan = NonNullable<EventLog['scans']['last']>;

/** The keys of a record in the order in which they are written; one that the schema has and this leaves out is an error. */
type Keys<T> = Readonly<Record<keyof T, true>>;

const SCAN = listKeys<Scan>({ id: true, scanned_at: true, finished_at: true });

const DIGEST = listKeys<LoggedDigest>({ id: true, scanned_at: true, last_scan: true, renewed: true });

const PLACE = listKeys<LoggedPlace>({
  source: true,
  fingerprint: true,
  previous: true,
  since: true,
  failures: true,
  failures_at: true,
  gone: true,
  path_end: true,
});

type PathEnd = NonNullable<LoggedPlace['path_end']>;

const PATH_END = listKeys<PathEnd>({ of: true, valid_to: true, limited_by: true, since: true });

const LIMITED_BY = listKeys<NonNullable<PathEnd['limited_by']>>({ subject: true, fingerprint_sha256: true });

const CERTIFICATE = listKeys<LoggedCertificate>({
  common_name: true,
  subject: true,
  issuer: true,
  serial_number: true,
  fingerprint_sha256: true,
  sans: true,
  key_algorithm: true,
  key_size: true,
  signature_algorithm: true,
  valid_from: true,
  valid_to: true,
  lifetime_days: true,
});

const RENEWAL = listKeys<LoggedRenewal>({ window: true, shift: true, asked_at: true, next_check: true, error: true });

type Part<Key extends 'window' | 'shift'> = NonNullable<LoggedRenewal[Key]>;

const WINDOW = listKeys<Part<'window'>>({ start: true, end: true, explanation_url: true });

const SHIFT = listKeys<Part<'shift'>>({ from: true, to: true });

const EVENT = listKeys<LoggedEvent>({
  id: true,
  certificate: true,
  event: true,
  threshold: true,
  about: true,
  fingerprint: true,
  place: true,
  places: true,
  fired_at: true,
  scan_id: true,
  after: true,
  cleared_at: true,
  deliveries: true,
});

const DELIVERY = listKeys<LoggedDelivery>({
  tried_at: true,
  sent_at: true,
  status: true,
  attempts: true,
  error: true,
  after: true,
});

function listKeys<T>(keys: Required<Keys<T>>): readonly (keyof T & string)[] {
  return Object.keys(keys) as (keyof T & string)[];
}

function toJson<T extends object>(record: T, keys: readonly (keyof T & string)[]): string {
  return JSON.stringify(orderKeys(record, keys));
}

/** The same record where its keys stand in order already, as they do in a log that was not edited by hand. */
function orderKeys<T extends object>(record: T, keys: readonly (keyof T & string)[]): T {
  let next = 0;
  for (const key in record) {
    next = keys.indexOf(key, next) + 1;
    if (next === 0) return pickKeys(record, keys);
  }
  return record;
}

function pickKeys<T extends object>(record: T, keys: readonly (keyof T & string)[]): T {
  return Object.fromEntries(keys.filter((key) => record[key] !== undefined).map((key) => [key, record[key]])) as T;
}

function orderRenewal(renewal: LoggedRenewal): LoggedRenewal {
  const { window, shift } = renewal;
  return { ...renewal, window: window && orderKeys(window, WINDOW), shift: shift && orderKeys(shift, SHIFT) };
}

/** Few places have more than plain fields. */
function orderPlace(place: LoggedPlace): LoggedPlace {
  const { path_end } = place;
  if (path_end === undefined) return place;
  const { limited_by } = path_end;
  return {
    ...place,
    path_end: orderKeys({ ...path_end, limited_by: limited_by && orderKeys(limited_by, LIMITED_BY) }, PATH_END),
  };
}

function orderDeliveries(deliveries: LoggedEvent['deliveries']): LoggedEvent['deliveries'] {
  return sortRecord(deliveries, (ofRule) => sortRecord(ofRule, (delivery) => orderKeys(delivery, DELIVERY)));
}

/** With its keys sorted and its values put in order; the same record where both are so already. */
function sortRecord<T>(record: Record<string, T>, orderedValue: (value: T) => T): Record<string, T> {
  let last = '';
  for (const key in record) {
    const value = record[key] as T;
    if (key < last || orderedValue(value) !== value) {
      return Object.fromEntries(sortEntries(record).map(([key, value]) => [key, orderedValue(value)]));
    }
    last = key;
  }
  return record;
}

// ---------------------------------------------------------------------------------------------- the sections

/** Of the few keys that JSON writes otherwise, no line begins so. */
function findKeyedLineEnd(text: string, start: number, indent: string, key: string): number {
  return findLineEnd(text, start, indent, key, '": {');
}

/** Records under keys; `endOfInner` finds the end of what stands below the line of the key. */
function createKeyedSection<T>(
  name: 'places' | 'certificates' | 'renewals',
  partOf: (log: EventLog) => Record<string, T>,
  print: (value: T) => string,
  endOfInner: (text: string, start: number, value: T) => number = (_, start) => start,
): Section {
  return createSection<Record<string, T>, [string, T]>({
    name,
    open: `  "${name}": {`,
    close: '  },',
    select: partOf,
    listRecords: Object.entries,
    isSame: ([, one], [, other]) => one === other,
    compare: compareKeys,
    findEnd: (text, start, [key, value]) => {
      const end = findKeyedLineEnd(text, start, '    "', key);
      return end === -1 ? -1 : endOfInner(text, end, value);
    },
    print: ([key, value]) => `    ${formatKeyed(key, print(value))}`,
  });
}

/** The places of an entry, which are its record here. */
const PLACES = createKeyedSection(
  'places',
  ({ places }) => places,
  (ofEntry) => {
    const lines = sortEntries(ofEntry).map(([place, logged]) => formatKeyed(place, toJson(orderPlace(logged), PLACE)));
    return formatBlock('{', '    }', '      ', lines);
  },
  (text, start, ofEntry) => {
    let end = start;
    for (const place in ofEntry) {
      end = findKeyedLineEnd(text, end, '      "', place);
      if (end === -1) return -1;
    }
    // One that has none is on one line.
    return end === start ? end : findLineEnd(text, end, '    }', '', '');
  },
);

const CERTIFICATES = createKeyedSection(
  'certificates',
  ({ certificates }) => certificates,
  (facts) => toJson(facts, CERTIFICATE),
);

const RENEWALS = createKeyedSection(
  'renewals',
  ({ renewals = {} }) => renewals,
  (logged) => toJson(orderRenewal(logged), RENEWAL),
);

const EVENTS = createSection<EventLog['events'], LoggedEvent>({
  name: 'events',
  open: '  "events": [',
  close: '  ]',
  select: ({ events }) => events,
  listRecords: (events) => events,
  isSame: (one, other) => one === other,
  compare: compareEvents,
  findEnd: (text, start, { id }) => findLineEnd(text, start, '    {"id":"', id, '"'),
  print: (event) => {
    const deliveries = orderDeliveries(event.deliveries);
    return `    ${toJson(deliveries === event.deliveries ? event : { ...event, deliveries }, EVENT)}`;
  },
});
