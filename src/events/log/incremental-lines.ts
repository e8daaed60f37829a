/**
 * The lines of a log's text. In a long log a scan changes few records: the lines of all others are taken from the text that
 * the log was read from, many at once, as to print them again would take most of the time that it takes to save it.
 */

import type { EventLog } from '../../generated/event-log.ts';

/** A log that was read, and the text that it was read from. */
export interface LoadedLog {
  log: EventLog;
  text: string;
  /** Where its records stand in the text; null where that is not laid out as we would. */
  lines: LineIndex | null;
}

/** Of each section, by its name, where its records begin in the text, and last of all where they end. */
export type LineIndex = ReadonlyMap<string, readonly number[]>;

/** How the records of a section of the log are told apart, put in order and written. `Part` is what holds them. */
export interface SectionFormat<Part, Record> {
  name: string;
  /** The line before the first of them. */
  open: string;
  /** What follows the last of them, on a line of its own. */
  close: string;
  select: (log: EventLog) => Part;
  /** In the order of the text, where that was written by us. */
  listRecords: (part: Part) => readonly Record[];
  isSame: (one: Record, other: Record) => boolean;
  compare: (one: Record, other: Record) => number;
  /** Where the lines of a record end that begin at `start`; -1 where one begins otherwise than a line of it, and no other, does. */
  findEnd: (text: string, start: number, record: Record) => number;
  /** Without the comma that follows all but the last. */
  print: (record: Record) => string;
}

export interface Section {
  name: string;
  /**
   * Where the records stand in a text in which the section begins at `start`, and where it ends; null where a line begins
   * otherwise than we would write it. Where none does, a record is on its own lines alone.
   */
  find: (log: EventLog, text: string, start: number) => { starts: readonly number[]; end: number } | null;
  /**
   * Its text in pieces, records in order. What is the same object as in `original` keeps its text: a record, or all of them.
   */
  serialize: (log: EventLog, original: LoadedLog | null) => string[];
}

export function createSection<Part, Record>(form: SectionFormat<Part, Record>): Section {
  const { name } = form;
  return {
    name,
    find: (log, text, start) => findRecords(form, log, text, start),
    serialize: (log, original) => {
      const { open, close } = form;
      const pieces = serializeRecords(form, log, original);
      const last = pieces.pop();
      return last === undefined
        ? [`${open}${close.trim()}\n`]
        : [`${open}\n`, ...pieces, last.slice(0, -SEPARATOR.length), `\n${close}\n`];
    },
  };
}

/** After each record; of the last it is left out. */
const SEPARATOR = ',\n';

// ---------------------------------------------------------------------------------------------- where records stand

function findRecords<Part, Record>(
  { open, close, select: partOf, listRecords: recordsOf, findEnd: endOf }: SectionFormat<Part, Record>,
  log: EventLog,
  text: string,
  start: number,
): ReturnType<Section['find']> {
  const records = recordsOf(partOf(log));
  const opening = records.length === 0 ? open + close.trim() : open;
  if (!isLineAt(text, start, opening)) return null;
  const starts = [start + opening.length + 1];
  if (records.length === 0) return { starts, end: starts[0] as number };
  for (const record of records) {
    const end = endOf(text, starts[starts.length - 1] as number, record);
    const isLast = starts.length === records.length;
    if (end === -1 || text.startsWith(SEPARATOR, end - SEPARATOR.length) === isLast) return null;
    starts.push(end);
  }
  const last = starts[starts.length - 1] as number;
  return isLineAt(text, last, close) ? { starts, end: last + close.length + 1 } : null;
}

function isLineAt(text: string, start: number, line: string): boolean {
  return text.startsWith(line, start) && text.startsWith('\n', start + line.length);
}

/**
 * Where the line ends that begins at `start`, after its newline; -1 where it does not begin with what opens it and this key. They
 * are compared one after the other: to put them together for each of tens of thousands of lines would take longer than all else.
 */
export function findLineEnd(text: string, start: number, open: string, key: string, close: string): number {
  const afterKey = start + open.length + key.length;
  const isIts =
    text.startsWith(open, start) && text.startsWith(key, start + open.length) && text.startsWith(close, afterKey);
  return isIts ? text.indexOf('\n', afterKey) + 1 || -1 : -1;
}

// ---------------------------------------------------------------------------------------------- what is written

/** Each ends with a comma. */
function serializeRecords<Part, Record>(
  form: SectionFormat<Part, Record>,
  log: EventLog,
  original: LoadedLog | null,
): string[] {
  const { name, select: partOf, listRecords: recordsOf, compare, print } = form;
  const part = partOf(log);
  const sorted = () => [...recordsOf(part)].sort(compare);
  const starts = original?.lines?.get(name);
  if (original === null || starts === undefined) return sorted().map((record) => print(record) + SEPARATOR);
  const known = { text: original.text, starts };
  const before = partOf(original.log);
  if (part === before) return sliceKnown(known, 0, starts.length - 1);
  return mergeKnownAndNew(sorted(), form, recordsOf(before), known);
}

interface KnownText {
  text: string;
  starts: readonly number[];
}

function mergeKnownAndNew<Record>(
  records: readonly Record[],
  { compare, isSame, print }: Pick<SectionFormat<never, Record>, 'compare' | 'isSame' | 'print'>,
  before: readonly Record[],
  known: KnownText,
): string[] {
  const pieces: string[] = [];
  let [from, to] = [0, 0];
  for (const record of records) {
    let at = to;
    let there = before[at];
    while (there !== undefined && !isSame(there, record) && compare(there, record) < 0) {
      at += 1;
      there = before[at];
    }
    const isKnown = there !== undefined && isSame(there, record);
    if (at > to || !isKnown) {
      pieces.push(...sliceKnown(known, from, to));
      [from, to] = [at, at];
    }
    if (isKnown) to += 1;
    else pieces.push(print(record) + SEPARATOR);
  }
  return [...pieces, ...sliceKnown(known, from, to)];
}

/** The text of some that follow each other, `to` is the first that is not among them: none where there are none. */
function sliceKnown({ text, starts }: KnownText, from: number, to: number): string[] {
  if (from === to) return [];
  const [start, end] = [starts[from] as number, starts[to] as number];
  return to < starts.length - 1 ? [text.slice(start, end)] : [text.slice(start, end - 1), SEPARATOR];
}
