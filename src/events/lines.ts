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

/** How the records of a section of the log are told apart, put in order and written. */
export interface Section<Record> {
  /** The line before the first of them. */
  open: string;
  /** What follows the last of them, on a line of its own. */
  close: string;
  /** In the order of the text, where that was written by us. */
  recordsOf: (log: EventLog) => readonly Record[];
  isSame: (one: Record, other: Record) => boolean;
  compare: (one: Record, other: Record) => number;
  /** What each of its lines begins with; no other record of the section begins so. */
  heads: (record: Record) => readonly string[];
  /** Without the comma that follows all but the last. */
  print: (record: Record) => string;
}

/**
 * The lines of a section with these records, which are in order; some may stand together in one text. A record that is the
 * same object as in `original` keeps its text.
 */
export function sectionLines<Record>(
  records: readonly Record[],
  section: Section<Record>,
  original: Original | null,
): string[] {
  const { open, close, print } = section;
  if (records.length === 0) return [open + close.trim()];
  const known = original && knownLines(original, section);
  const texts = known === null ? records.map(print) : mixed(records, section, known);
  const last = texts.pop() as string;
  return [open, ...texts.map((text) => `${text},`), last, close];
}

interface Known<Record> {
  records: readonly Record[];
  /** The text of some that follow each other; `to` is the first that is not among them. */
  textOf: (from: number, to: number) => string;
}

function mixed<Record>(records: readonly Record[], section: Section<Record>, known: Known<Record>): string[] {
  const { compare, isSame, print } = section;
  const pieces: string[] = [];
  let [from, to] = [0, 0];
  const takeRun = () => {
    if (to > from) pieces.push(known.textOf(from, to));
  };
  for (const record of records) {
    let at = to;
    let there = known.records[at];
    while (there !== undefined && !isSame(there, record) && compare(there, record) < 0) {
      at += 1;
      there = known.records[at];
    }
    const isKnown = there !== undefined && isSame(there, record);
    if (at > to || !isKnown) {
      takeRun();
      [from, to] = [at, at];
    }
    if (isKnown) to += 1;
    else pieces.push(print(record));
  }
  takeRun();
  return pieces;
}

/**
 * Where each record of a section stands in the text; null where a line begins otherwise than we would write it, as in a text
 * that was put into another form by hand. Where every line of the section does begin so, a record is on its own lines alone.
 */
function knownLines<Record>({ log, text }: Original, section: Section<Record>): Known<Record> | null {
  const { open, close, recordsOf, heads } = section;
  const records = recordsOf(log);
  const opened = text.indexOf(`\n${open}\n`);
  if (opened === -1) return null;
  const starts = [opened + open.length + 2];
  for (const record of records) {
    let start = starts.at(-1) as number;
    for (const head of heads(record)) {
      const end = text.indexOf('\n', start);
      if (end === -1 || !text.startsWith(head, start)) return null;
      start = end + 1;
    }
    if (starts.length < records.length && text[start - 2] !== ',') return null;
    starts.push(start);
  }
  if (!text.startsWith(close, starts.at(-1))) return null;
  return {
    records,
    textOf: (from, to) => text.slice(starts[from], (starts[to] as number) - (to < records.length ? 2 : 1)),
  };
}
