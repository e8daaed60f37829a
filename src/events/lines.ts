/**
 * The lines of a log's text. In a long log a scan changes few records: the lines of all others are taken from the text that
 * the log was read from, many at once, as to print them again would take most of the time that it takes to save it.
 */

import type { EventLog } from '../generated/event-log.ts';

/** A log that was read, and the text that it was read from. */
export interface Original {
  log: EventLog;
  text: string;
}

/** How the records of a section of the log are told apart, put in order and written. `Part` is what holds them. */
export interface Section<Part, Record> {
  /** The line before the first of them. */
  open: string;
  /** What follows the last of them, on a line of its own. */
  close: string;
  partOf: (log: EventLog) => Part;
  /** In the order of the text, where that was written by us. */
  recordsOf: (part: Part) => readonly Record[];
  isSame: (one: Record, other: Record) => boolean;
  compare: (one: Record, other: Record) => number;
  /** Where the lines of a record end that begin at `start`; -1 where one begins otherwise than a line of it, and no other, does. */
  endOf: (text: string, start: number, record: Record) => number;
  /** Without the comma that follows all but the last. */
  print: (record: Record) => string;
}

/**
 * The lines of a section of the log, in order; some may stand together in one text. What is the same object as in `original`
 * keeps its text: a record, or all of them.
 */
export function sectionLines<Part, Record>(
  log: EventLog,
  section: Section<Part, Record>,
  original: Original | null,
): string[] {
  const { open, close } = section;
  const texts = recordTexts(log, section, original);
  const last = texts.pop();
  return last === undefined ? [open + close.trim()] : [open, ...texts.map((text) => `${text},`), last, close];
}

function recordTexts<Part, Record>(log: EventLog, section: Section<Part, Record>, original: Original | null): string[] {
  const { partOf, recordsOf, compare, print } = section;
  const part = partOf(log);
  const known = original && knownLines(original, section);
  if (original !== null && known !== null && part === partOf(original.log))
    return known.textOf(0, known.records.length);
  const records = [...recordsOf(part)].sort(compare);
  return known === null ? records.map(print) : mixed(records, section, known);
}

/**
 * Where the line ends that begins at `start`, after its newline; -1 where it does not begin with what opens it and this key. They
 * are compared one after the other: to put them together for each of tens of thousands of lines would take longer than all else.
 */
export function lineEnd(text: string, start: number, open: string, key: string, close: string): number {
  const afterKey = start + open.length + key.length;
  const isIts =
    text.startsWith(open, start) && text.startsWith(key, start + open.length) && text.startsWith(close, afterKey);
  return isIts ? text.indexOf('\n', afterKey) + 1 || -1 : -1;
}

const COMMA = 44;

interface Known<Record> {
  records: readonly Record[];
  /** The text of some that follow each other, `to` is the first that is not among them: none where there are none. */
  textOf: (from: number, to: number) => string[];
}

function mixed<Record>(
  records: readonly Record[],
  { compare, isSame, print }: Pick<Section<never, Record>, 'compare' | 'isSame' | 'print'>,
  known: Known<Record>,
): string[] {
  const pieces: string[] = [];
  let [from, to] = [0, 0];
  for (const record of records) {
    let at = to;
    let there = known.records[at];
    while (there !== undefined && !isSame(there, record) && compare(there, record) < 0) {
      at += 1;
      there = known.records[at];
    }
    const isKnown = there !== undefined && isSame(there, record);
    if (at > to || !isKnown) {
      pieces.push(...known.textOf(from, to));
      [from, to] = [at, at];
    }
    if (isKnown) to += 1;
    else pieces.push(print(record));
  }
  return [...pieces, ...known.textOf(from, to)];
}

/**
 * Where each record of a section stands in the text; null where a line begins otherwise than we would write it, as in a text
 * that was put into another form by hand. Where every line of the section does begin so, a record is on its own lines alone.
 */
function knownLines<Part, Record>({ log, text }: Original, section: Section<Part, Record>): Known<Record> | null {
  const { open, close, partOf, recordsOf, endOf } = section;
  const records = recordsOf(partOf(log));
  const opened = text.indexOf(`\n${open}\n`);
  if (opened === -1) return null;
  const starts = [opened + open.length + 2];
  for (const record of records) {
    const end = endOf(text, starts[starts.length - 1] as number, record);
    if (end === -1 || (starts.length < records.length && text.charCodeAt(end - 2) !== COMMA)) return null;
    starts.push(end);
  }
  if (!text.startsWith(close, starts.at(-1))) return null;
  return {
    records,
    textOf: (from, to) => {
      return from === to ? [] : [text.slice(starts[from], (starts[to] as number) - (to < records.length ? 2 : 1))];
    },
  };
}
