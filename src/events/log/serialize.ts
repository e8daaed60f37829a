/** The event log as text: one record a line. */

import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import { toCanonicalJson } from '../../lib/canonical-json.ts';
import { compareText } from '../../lib/collections.ts';
import { joinChunks, type TextPiece } from '../../lib/files/chunked-text.ts';
import {
  createSection,
  findLineEnd,
  type Keyed,
  type LineIndex,
  type LoadedLog,
  type LogToSerialize,
  type Section,
  toKeyedLists,
  toSortedLists,
} from './incremental-lines.ts';
import {
  compareEvents,
  serializeCertificate,
  serializeDay,
  serializeDigest,
  serializeEvent,
  serializePartition,
  serializePlace,
  serializeRenewal,
  serializeScan,
  sortEntries,
  sortEvents,
} from './order.ts';

/** The version of the format that this certvigil reads and writes. */
export const LOG_VERSION = 1;

export function createEmptyLog(): EventLog {
  return { version: LOG_VERSION, scans: {}, places: {}, certificates: {}, events: [] };
}

/**
 * Serializes a log as JSON with a trailing newline: each place, certificate and event on a line of its own, all sorted. Records
 * that are the same objects as in `original` keep their lines.
 */
export function serializeLog(log: EventLog, original: LoadedLog | null = null): string {
  return joinChunks(serializeLogChunks(log, original));
}

/** The same in chunks: a long log has tens of megabytes, and joining them takes as many again. */
export function serializeLogChunks(log: LogToSerialize, original: LoadedLog | null = null): TextPiece[] {
  return [serializeHead(log), ...listSections(log).flatMap(({ serialize }) => serialize(log, original)), TAIL];
}

/** Finds the lines of a log's records in its text; null if the text is not formatted as `serializeLog` does it. */
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

/** Everything before the first section. */
export function serializeHead({
  version,
  partitions,
  partition,
  scans: { manifest, last, recent, digest, observed },
}: LogToSerialize): string {
  const scans = formatBlock('  "scans": {', '  }', '    ', [
    ...(manifest === undefined ? [] : [formatKeyed('manifest', JSON.stringify(manifest))]),
    ...(last === undefined ? [] : [formatKeyed('last', serializeScan(last))]),
    ...(recent === undefined ? [] : [formatKeyed('recent', JSON.stringify(recent))]),
    ...(digest === undefined ? [] : [formatKeyed('digest', serializeDigest(digest))]),
    ...(observed === undefined ? [] : [formatKeyed('observed', toCanonicalJson(observed))]),
  ]);
  const parts = partitions === undefined ? '' : `  "partitions": ${JSON.stringify(partitions)},\n`;
  const part = partition === undefined ? '' : `  "partition": ${serializePartition(partition)},\n`;
  return `{\n  "version": ${version},\n${parts}${part}${scans},\n`;
}

const TAIL = '}\n';

/** The sections of renewals and of the history exist only if they are not empty. */
function listSections({ renewals = {}, history = {} }: LogToSerialize): Section[] {
  const isFilled = (records: Keyed<unknown>) => toKeyedLists(records)[0].length > 0;
  return [
    PLACES,
    CERTIFICATES,
    ...(isFilled(renewals) ? [RENEWALS] : []),
    ...(isFilled(history) ? [HISTORY] : []),
    EVENTS,
  ];
}

/** On several lines, or on one if it is empty. */
function formatBlock(open: string, close: string, indent: string, lines: readonly string[]): string {
  if (lines.length === 0) return open + close.trim();
  return `${open}\n${indent}${lines.join(`,\n${indent}`)}\n${close}`;
}

function formatKeyed(key: string, json: string): string {
  return `${JSON.stringify(key)}: ${json}`;
}

/** Does not find the few keys that JSON escapes, so that their log is written anew. */
function findKeyedLineEnd(text: string, start: number, indent: string, key: string): number {
  return findLineEnd(text, start, indent, key, '": {');
}

/** Creates a section of keyed records; `findInnerEnd` finds the end of what is below the line of the key. */
function createKeyedSection<T>(
  name: 'places' | 'certificates' | 'renewals' | 'history',
  select: (log: LogToSerialize) => Keyed<T>,
  print: (value: T) => string,
  findInnerEnd: (text: string, start: number, value: T) => number = (_, start) => start,
): Section {
  return createSection<Keyed<T>, T>({
    name,
    open: `  "${name}": {`,
    close: '  },',
    select,
    list: toKeyedLists,
    sort: toSortedLists,
    compare: (key, _, otherKey) => compareText(key, otherKey),
    findEnd: (text, start, key, value) => {
      const end = findKeyedLineEnd(text, start, '    "', key);
      return end === -1 ? -1 : findInnerEnd(text, end, value);
    },
    print: (key, value) => `    ${formatKeyed(key, print(value))}`,
  });
}

/** All places of an entry are one record here. */
const PLACES = createKeyedSection(
  'places',
  ({ places }) => places,
  (byPlace) => {
    const lines = sortEntries(byPlace).map(([place, logged]) => formatKeyed(place, serializePlace(logged)));
    return formatBlock('{', '    }', '      ', lines);
  },
  (text, start, byPlace) => {
    let end = start;
    for (const place in byPlace) {
      end = findKeyedLineEnd(text, end, '      "', place);
      if (end === -1) return -1;
    }
    // An entry without places is on one line.
    return end === start ? end : findLineEnd(text, end, '    }', '', '');
  },
);

const CERTIFICATES = createKeyedSection('certificates', ({ certificates }) => certificates, serializeCertificate);

const RENEWALS = createKeyedSection('renewals', ({ renewals = {} }) => renewals, serializeRenewal);

const HISTORY = createKeyedSection('history', ({ history = {} }) => history, serializeDay);

/** An event is identified by itself. */
const NO_KEYS: readonly string[] = [];

const EVENTS = createSection<EventLog['events'], LoggedEvent>({
  name: 'events',
  open: '  "events": [',
  close: '  ]',
  select: ({ events }) => events,
  list: (events) => [NO_KEYS, events],
  sort: (events) => [NO_KEYS, sortEvents(events)],
  compare: (_, event, __, other) => compareEvents(event, other),
  findEnd: (text, start, _, { id }) => findLineEnd(text, start, '    {"id":"', id, '"'),
  print: (_, event) => `    ${serializeEvent(event)}`,
});
