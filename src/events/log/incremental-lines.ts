/**
 * Reuses the lines of a log's text. A scan changes few records of a long log, so the lines of all others are copied from the
 * text that the log was read from: serializing them again would take most of the time that saving takes.
 */

import type { EventLog } from '../../generated/event-log.ts';
import { compareText } from '../../lib/collections.ts';
import { slicePiece, type TextPiece, type TextSource } from '../../lib/files/chunked-text.ts';

/** A log with the text that it was read from. */
export interface LoadedLog {
  log: LogToSerialize;
  text: TextSource;
  /** Where its records are in the text; null if the text is not formatted as we format it. */
  lines: LineIndex | null;
}

/** Records by key. Two lists spare a partition an object with thousands of keys, which takes several times as much time and memory. */
export type Keyed<T> = Readonly<Record<string, T>> | KeyedLists<T>;

/** Keys, and a record for each. */
export type KeyedLists<T> = readonly [keys: readonly string[], records: readonly T[]];

/** `Array.isArray` does not narrow readonly lists. */
function isLists<T>(records: Keyed<T>): records is KeyedLists<T> {
  return Array.isArray(records);
}

export function toKeyedLists<T>(records: Keyed<T>): KeyedLists<T> {
  if (isLists(records)) return records;
  const keys = Object.keys(records);
  return [keys, keys.map((key) => records[key] as T)];
}

/** In the order of a file. Lists are in that order already. */
export function toSortedLists<T>(records: Keyed<T>): KeyedLists<T> {
  if (isLists(records)) return records;
  const keys = Object.keys(records).sort(compareText);
  return [keys, keys.map((key) => records[key] as T)];
}

export function toKeyedRecord<T>(records: Keyed<T>): Readonly<Record<string, T>> {
  if (!isLists(records)) return records;
  const [keys, values] = records;
  return Object.fromEntries(keys.map((key, index) => [key, values[index] as T]));
}

/** A log, or a part of one, to serialize. */
export type LogToSerialize = Omit<EventLog, 'places' | 'certificates' | 'renewals'> & {
  places: Keyed<EventLog['places'][string]>;
  certificates: Keyed<EventLog['certificates'][string]>;
  renewals?: Keyed<NonNullable<EventLog['renewals']>[string]> | undefined;
};

/** For each section by name, where its records start in the text, and finally where the last one ends. */
export type LineIndex = ReadonlyMap<string, readonly number[]>;

/** How the records of a section are identified, sorted and serialized. `Part` contains them. Pairs of keys and records would be garbage. */
export interface SectionFormat<Part, Record> {
  name: string;
  /** The line before the first record. */
  open: string;
  /** The line after the last record. */
  close: string;
  select: (log: LogToSerialize) => Part;
  /** In the order of the text, if the text is ours. */
  list: (part: Part) => KeyedLists<Record>;
  /** In the order of a text of ours. */
  sort: (part: Part) => KeyedLists<Record>;
  compare: (key: string, record: Record, otherKey: string, other: Record) => number;
  /** Returns where the lines of a record end that start at `start`; -1 if a line there is not the record's. */
  findEnd: (text: string, start: number, key: string, record: Record) => number;
  /** Without the comma that follows all but the last. */
  print: (key: string, record: Record) => string;
}

export interface Section {
  name: string;
  /**
   * Finds the records in a text whose section starts at `start`, and where the section ends; null if a line does not start
   * as ours does. Otherwise each record is on its own lines.
   */
  find: (log: EventLog, text: string, start: number) => { starts: readonly number[]; end: number } | null;
  /** Serializes in chunks, sorted. A record, or a whole section, that is the same object as in `original` keeps its text. */
  serialize: (log: LogToSerialize, original: LoadedLog | null) => TextPiece[];
}

export function createSection<Part, Record>(format: SectionFormat<Part, Record>): Section {
  const { name, open, close } = format;
  return {
    name,
    find: (log, text, start) => findRecords(format, log, text, start),
    serialize: (log, original) => {
      const chunks = serializeRecords(format, log, original);
      const last = chunks.pop();
      return last === undefined
        ? [`${open}${close.trim()}\n`]
        : [`${open}\n`, ...chunks, slicePiece(last, 0, last.length - SEPARATOR.length), `\n${close}\n`];
    },
  };
}

/** Follows each record but the last. */
const SEPARATOR = ',\n';

function findRecords<Part, Record>(
  { open, close, select, list, findEnd }: SectionFormat<Part, Record>,
  log: EventLog,
  text: string,
  start: number,
): ReturnType<Section['find']> {
  const [keys, records] = list(select(log));
  const opening = records.length === 0 ? open + close.trim() : open;
  if (!isLineAt(text, start, opening)) return null;
  let at = start + opening.length + 1;
  const starts = [at];
  if (records.length === 0) return { starts, end: at };
  for (let index = 0; index < records.length; index += 1) {
    at = findEnd(text, at, keys[index] as string, records[index] as Record);
    const isLast = starts.length === records.length;
    if (at === -1 || text.startsWith(SEPARATOR, at - SEPARATOR.length) === isLast) return null;
    starts.push(at);
  }
  return isLineAt(text, at, close) ? { starts, end: at + close.length + 1 } : null;
}

function isLineAt(text: string, start: number, line: string): boolean {
  return text.startsWith(line, start) && text.startsWith('\n', start + line.length);
}

/**
 * Returns where the line that starts at `start` ends, after its newline; -1 if it does not start with these three parts. They are
 * compared one by one, because joining them for tens of thousands of lines takes longer than everything else.
 */
export function findLineEnd(text: string, start: number, open: string, key: string, close: string): number {
  const afterKey = start + open.length + key.length;
  const matches =
    text.startsWith(open, start) && text.startsWith(key, start + open.length) && text.startsWith(close, afterKey);
  return matches ? text.indexOf('\n', afterKey) + 1 || -1 : -1;
}

/** Each record with a separator. */
function serializeRecords<Part, Record>(
  format: SectionFormat<Part, Record>,
  log: LogToSerialize,
  original: LoadedLog | null,
): TextPiece[] {
  const { name, select, list, sort, print } = format;
  const part = select(log);
  const starts = original?.lines?.get(name);
  if (original === null || starts === undefined) {
    const [keys, records] = sort(part);
    return records.map((record, index) => print(keys[index] as string, record) + SEPARATOR);
  }
  const known = { text: original.text, starts };
  const before = select(original.log);
  if (part === before) return sliceKnown(known, 0, starts.length - 1);
  return mergeKnownAndNew(sort(part), format, list(before), known);
}

interface KnownText {
  text: TextSource;
  starts: readonly number[];
}

function mergeKnownAndNew<Record>(
  [keys, records]: KeyedLists<Record>,
  { compare, print }: Pick<SectionFormat<never, Record>, 'compare' | 'print'>,
  [keysBefore, before]: KeyedLists<Record>,
  known: KnownText,
): TextPiece[] {
  const chunks: TextPiece[] = [];
  let [from, to] = [0, 0];
  for (let index = 0; index < records.length; index += 1) {
    const key = keys[index] as string;
    const record = records[index] as Record;
    let at = to;
    let candidate = before[at];
    while (
      candidate !== undefined &&
      candidate !== record &&
      compare(keysBefore[at] as string, candidate, key, record) < 0
    ) {
      at += 1;
      candidate = before[at];
    }
    const isKnown = candidate === record;
    if (at > to || !isKnown) {
      chunks.push(...sliceKnown(known, from, to));
      [from, to] = [at, at];
    }
    if (isKnown) to += 1;
    else chunks.push(print(key, record) + SEPARATOR);
  }
  return [...chunks, ...sliceKnown(known, from, to)];
}

/** Returns the text of consecutive records, excluding `to`. */
function sliceKnown({ text, starts }: KnownText, from: number, to: number): TextPiece[] {
  if (from === to) return [];
  const [start, end] = [starts[from] as number, starts[to] as number];
  return to < starts.length - 1 ? [text.slice(start, end)] : [text.slice(start, end - 1), SEPARATOR];
}
