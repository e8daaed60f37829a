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
import { type Lines, lineEnd, type Original, type Section, section } from './incremental-lines.ts';

/** The version of the format that this one reads and writes. */
export const VERSION = 1;

export function emptyLog(): EventLog {
  return { version: VERSION, scans: {}, places: {}, certificates: {}, events: [] };
}

/**
 * The log as JSON that ends with a newline: each place, certificate and event on a line of its own, all sorted. Of what is
 * the same as in `original`, the lines are too.
 */
export function serializeLog(log: EventLog, original: Original | null = null): string {
  return logPieces(log, original).join('');
}

/** The same in pieces: a long log is tens of megabytes, and to put it together would take as many again. */
export function logPieces(log: EventLog, original: Original | null = null): string[] {
  return [headText(log), ...sectionsOf(log).flatMap(({ pieces }) => pieces(log, original)), TAIL];
}

/** Where the records of a log stand in its text; null where that is not laid out as `serializeLog` does it. */
export function linesOf(text: string, log: EventLog): Lines | null {
  const head = headText(log);
  if (!text.startsWith(head)) return null;
  const lines = new Map<string, readonly number[]>();
  let at = head.length;
  for (const { name, find } of sectionsOf(log)) {
    const found = find(log, text, at);
    if (found === null) return null;
    lines.set(name, found.starts);
    at = found.end;
  }
  return text.startsWith(TAIL, at) && text.length === at + TAIL.length ? lines : null;
}

function headText({ version, scans }: EventLog): string {
  return `{\n  "version": ${version},\n${scansText(scans)},\n`;
}

const TAIL = '}\n';

/** Only where something was heard of renewals there is a section for it. */
function sectionsOf({ renewals = {} }: EventLog): Section[] {
  const hasRenewals = Object.keys(renewals).length > 0;
  return [PLACES, CERTIFICATES, ...(hasRenewals ? [RENEWALS] : []), EVENTS];
}

function scansText({ manifest, last, digest }: EventLog['scans']): string {
  return block('  "scans": {', '  }', '    ', [
    ...(manifest === undefined ? [] : [keyed('manifest', JSON.stringify(manifest))]),
    ...(last === undefined ? [] : [keyed('last', json(last, SCAN))]),
    ...(digest === undefined ? [] : [keyed('digest', json(digest, DIGEST))]),
  ]);
}

/** On lines, or one where it is empty. */
function block(open: string, close: string, indent: string, lines: readonly string[]): string {
  if (lines.length === 0) return open + close.trim();
  return `${open}\n${indent}${lines.join(`,\n${indent}`)}\n${close}`;
}

function keyed(key: string, json: string): string {
  return `${JSON.stringify(key)}: ${json}`;
}

function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(byKey);
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
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

const SCAN = keysOf<Scan>({ id: true, scanned_at: true, finished_at: true });

const DIGEST = keysOf<LoggedDigest>({ id: true, scanned_at: true, last_scan: true, renewed: true });

const PLACE = keysOf<LoggedPlace>({
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

const PATH_END = keysOf<PathEnd>({ of: true, valid_to: true, limited_by: true, since: true });

const LIMITED_BY = keysOf<NonNullable<PathEnd['limited_by']>>({ subject: true, fingerprint_sha256: true });

const CERTIFICATE = keysOf<LoggedCertificate>({
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

const RENEWAL = keysOf<LoggedRenewal>({ window: true, shift: true, asked_at: true, next_check: true, error: true });

type Part<Key extends 'window' | 'shift'> = NonNullable<LoggedRenewal[Key]>;

const WINDOW = keysOf<Part<'window'>>({ start: true, end: true, explanation_url: true });

const SHIFT = keysOf<Part<'shift'>>({ from: true, to: true });

const EVENT = keysOf<LoggedEvent>({
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

const DELIVERY = keysOf<LoggedDelivery>({
  tried_at: true,
  sent_at: true,
  status: true,
  attempts: true,
  error: true,
  after: true,
});

function keysOf<T>(keys: Required<Keys<T>>): readonly (keyof T & string)[] {
  return Object.keys(keys) as (keyof T & string)[];
}

function json<T extends object>(record: T, keys: readonly (keyof T & string)[]): string {
  return JSON.stringify(ordered(record, keys));
}

/** The same record where its keys stand in order already, as they do in a log that was not edited by hand. */
function ordered<T extends object>(record: T, keys: readonly (keyof T & string)[]): T {
  let next = 0;
  for (const key in record) {
    next = keys.indexOf(key, next) + 1;
    if (next === 0) return pick(record, keys);
  }
  return record;
}

function pick<T extends object>(record: T, keys: readonly (keyof T & string)[]): T {
  return Object.fromEntries(keys.filter((key) => record[key] !== undefined).map((key) => [key, record[key]])) as T;
}

function orderedRenewal(renewal: LoggedRenewal): LoggedRenewal {
  const { window, shift } = renewal;
  return { ...renewal, window: window && ordered(window, WINDOW), shift: shift && ordered(shift, SHIFT) };
}

/** Few places have more than plain fields. */
function orderedPlace(place: LoggedPlace): LoggedPlace {
  const { path_end } = place;
  if (path_end === undefined) return place;
  const { limited_by } = path_end;
  return {
    ...place,
    path_end: ordered({ ...path_end, limited_by: limited_by && ordered(limited_by, LIMITED_BY) }, PATH_END),
  };
}

function orderedDeliveries(deliveries: LoggedEvent['deliveries']): LoggedEvent['deliveries'] {
  return sortedRecord(deliveries, (ofRule) => sortedRecord(ofRule, (delivery) => ordered(delivery, DELIVERY)));
}

/** With its keys sorted and its values put in order; the same record where both are so already. */
function sortedRecord<T>(record: Record<string, T>, orderedValue: (value: T) => T): Record<string, T> {
  let last = '';
  for (const key in record) {
    const value = record[key] as T;
    if (key < last || orderedValue(value) !== value) {
      return Object.fromEntries(sortedEntries(record).map(([key, value]) => [key, orderedValue(value)]));
    }
    last = key;
  }
  return record;
}

// ---------------------------------------------------------------------------------------------- the sections

/** Of the few keys that JSON writes otherwise, no line begins so. */
function keyedLineEnd(text: string, start: number, indent: string, key: string): number {
  return lineEnd(text, start, indent, key, '": {');
}

/** Records under keys; `endOfInner` finds the end of what stands below the line of the key. */
function keyedSection<T>(
  name: 'places' | 'certificates' | 'renewals',
  partOf: (log: EventLog) => Record<string, T>,
  print: (value: T) => string,
  endOfInner: (text: string, start: number, value: T) => number = (_, start) => start,
): Section {
  return section<Record<string, T>, [string, T]>({
    name,
    open: `  "${name}": {`,
    close: '  },',
    partOf,
    recordsOf: Object.entries,
    isSame: ([, one], [, other]) => one === other,
    compare: byKey,
    endOf: (text, start, [key, value]) => {
      const end = keyedLineEnd(text, start, '    "', key);
      return end === -1 ? -1 : endOfInner(text, end, value);
    },
    print: ([key, value]) => `    ${keyed(key, print(value))}`,
  });
}

/** The places of an entry, which are its record here. */
const PLACES = keyedSection(
  'places',
  ({ places }) => places,
  (ofEntry) => {
    const lines = sortedEntries(ofEntry).map(([place, logged]) => keyed(place, json(orderedPlace(logged), PLACE)));
    return block('{', '    }', '      ', lines);
  },
  (text, start, ofEntry) => {
    let end = start;
    for (const place in ofEntry) {
      end = keyedLineEnd(text, end, '      "', place);
      if (end === -1) return -1;
    }
    // One that has none is on one line.
    return end === start ? end : lineEnd(text, end, '    }', '', '');
  },
);

const CERTIFICATES = keyedSection(
  'certificates',
  ({ certificates }) => certificates,
  (facts) => json(facts, CERTIFICATE),
);

const RENEWALS = keyedSection(
  'renewals',
  ({ renewals = {} }) => renewals,
  (logged) => json(orderedRenewal(logged), RENEWAL),
);

const EVENTS = section<EventLog['events'], LoggedEvent>({
  name: 'events',
  open: '  "events": [',
  close: '  ]',
  partOf: ({ events }) => events,
  recordsOf: (events) => events,
  isSame: (one, other) => one === other,
  compare: compareEvents,
  endOf: (text, start, { id }) => lineEnd(text, start, '    {"id":"', id, '"'),
  print: (event) => {
    const deliveries = orderedDeliveries(event.deliveries);
    return `    ${json(deliveries === event.deliveries ? event : { ...event, deliveries }, EVENT)}`;
  },
});
