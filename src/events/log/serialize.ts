/** The event log as text: JSON with one record a line, sorted. The fields of a record are in the order in which it was created. */

import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import { compareText } from '../../lib/collections.ts';
import { LOG_FIELDS, selectUnknown } from './unknown-fields.ts';

/** The version of the format that this certvigil reads and writes. */
export const LOG_VERSION = 1;

export function createEmptyLog(): EventLog {
  return { version: LOG_VERSION, scans: {}, locations: {}, certificates: {}, events: [] };
}

/** Serializes a log, or a partition of one, with a newline at the end. */
export function serializeLog(log: EventLog): string {
  return [...serializePieces(log)].join('');
}

/** Whether a text is a serialized log. Unlike comparing two texts, this takes no memory for a second one: a log can have 100 MB. */
export function isSerialized(text: string, log: EventLog): boolean {
  let at = 0;
  for (const piece of serializePieces(log)) {
    if (!text.startsWith(piece, at)) return false;
    at += piece.length;
  }
  return at === text.length;
}

function* serializePieces(log: EventLog): Generator<string> {
  yield serializeHead(log);
  yield* serializeRecords(log);
}

/** Serializes the text up to the records, the only part that a scan without changes renews. */
function serializeHead({ version, min_reader, partitions, partition, scans }: EventLog): string {
  const lines = [`"version": ${version}`];
  if (min_reader !== undefined) lines.push(`"min_reader": ${JSON.stringify(min_reader)}`);
  if (partitions !== undefined) lines.push(`"partitions": ${JSON.stringify(partitions)}`);
  if (partition !== undefined) lines.push(`"partition": ${JSON.stringify(partition)}`);
  lines.push(`"scans": ${[...formatBlock('{}', formatProperties(scans, Object.keys(scans)), 2)].join('')}`);
  return `{\n  ${lines.join(',\n  ')},\n`;
}

/** Serializes the rest of the text. The optional sections exist only if they are not empty. */
function* serializeRecords(log: EventLog): Generator<string> {
  const {
    locations,
    certificates,
    renewals = {},
    keys = {},
    transparency = {},
    issuances = {},
    history = {},
    events,
  } = log;
  yield '  "locations": ';
  yield* formatBlock('{}', formatEntries(locations), 2);
  yield ',\n  "certificates": ';
  yield* formatBlock('{}', formatSorted(certificates), 2);
  if (!isEmpty(renewals)) yield* formatSection('renewals', formatSorted(renewals));
  if (!isEmpty(keys)) yield* formatSection('keys', formatSorted(keys));
  if (!isEmpty(transparency)) yield* formatSection('transparency', formatEntries(transparency));
  if (!isEmpty(issuances)) yield* formatSection('issuances', formatEntries(issuances));
  if (!isEmpty(history)) yield* formatSection('history', formatSorted(history));
  yield* formatUnknown(selectUnknown(log, LOG_FIELDS));
  yield ',\n  "events": ';
  yield* formatBlock('[]', formatEvents(events), 2);
  yield '\n}\n';
}

function* formatSection(name: string, lines: Iterable<string>): Generator<string> {
  yield `,\n  ${JSON.stringify(name)}: `;
  yield* formatBlock('{}', lines, 2);
}

/** Formats the sections that a later version has added, sorted by name. */
function* formatUnknown(sections: Readonly<Record<string, unknown>>): Generator<string> {
  for (const name of sortKeys(sections)) {
    const section = sections[name];
    if (typeof section === 'object' && section !== null && !Array.isArray(section))
      yield* formatSection(name, formatSorted({ ...section }));
    else yield `,\n  ${JSON.stringify(name)}: ${JSON.stringify(section)}`;
  }
}

function* formatEvents(events: readonly LoggedEvent[]): Generator<string> {
  for (const event of sortEvents(events)) yield JSON.stringify(event);
}

/** Formats the records of each entry. */
function* formatEntries(records: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Generator<string> {
  for (const entry of sortKeys(records)) {
    const block = [...formatBlock('{}', formatSorted(records[entry] ?? {}), 4)].join('');
    yield `${JSON.stringify(entry)}: ${block}`;
  }
}

/** Formats lines in brackets, indented by two more than `indent`. Without lines, both brackets are on one line. */
function* formatBlock(brackets: '{}' | '[]', lines: Iterable<string>, indent: number): Generator<string> {
  const start = `\n${' '.repeat(indent)}`;
  let separator = `${brackets[0]}${start}  `;
  let isEmptyBlock = true;
  for (const line of lines) {
    yield separator;
    yield line;
    separator = `,${start}  `;
    isEmptyBlock = false;
  }
  yield isEmptyBlock ? brackets : `${start}${brackets[1]}`;
}

function formatSorted(records: Readonly<Record<string, unknown>>): string[] {
  return formatProperties(records, sortKeys(records));
}

function formatProperties(records: object, keys: readonly string[]): string[] {
  const all = records as Readonly<Record<string, unknown>>;
  const defined = keys.filter((key) => all[key] !== undefined);
  return defined.map((key) => `${JSON.stringify(key)}: ${JSON.stringify(all[key])}`);
}

function sortKeys(records: object): string[] {
  return Object.keys(records).sort(compareText);
}

function isEmpty(records: object): boolean {
  return Object.keys(records).length === 0;
}

export function sortEvents(events: readonly LoggedEvent[]): LoggedEvent[] {
  return [...events].sort(compareEvents);
}

/** Compares by certificate, then by the rest of the record's key. */
export function compareEvents(a: LoggedEvent, b: LoggedEvent): number {
  return (
    compareText(a.certificate, b.certificate) ||
    compareText(a.fingerprint ?? '', b.fingerprint ?? '') ||
    compareText(a.topic ?? '', b.topic ?? '') ||
    compareText(a.location ?? '', b.location ?? '') ||
    compareText(a.event, b.event) ||
    compareText(String(a.threshold), String(b.threshold)) ||
    compareText(a.id, b.id)
  );
}
