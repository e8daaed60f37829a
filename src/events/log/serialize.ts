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
  return [serializeHead(log), ...serializeRecords(log)].join('');
}

/** Serializes the text up to the records, the only part that a scan without changes renews. */
export function serializeHead({ version, min_reader, partitions, partition, scans }: EventLog): string {
  const lines = [`"version": ${version}`];
  if (min_reader !== undefined) lines.push(`"min_reader": ${JSON.stringify(min_reader)}`);
  if (partitions !== undefined) lines.push(`"partitions": ${JSON.stringify(partitions)}`);
  if (partition !== undefined) lines.push(`"partition": ${JSON.stringify(partition)}`);
  lines.push(`"scans": ${formatBlock('{}', formatProperties(scans, Object.keys(scans)), 2)}`);
  return `{\n  ${lines.join(',\n  ')},\n`;
}

/** Serializes the rest of the text, in pieces. The optional sections exist only if they are not empty. */
export function serializeRecords(log: EventLog): string[] {
  const { locations, certificates, renewals = {}, transparency = {}, issuances = {}, history = {}, events } = log;
  const printed = sortEvents(events).map((event) => JSON.stringify(event));
  return [
    '  "locations": ',
    formatBlock('{}', formatEntries(locations), 2),
    ',\n  "certificates": ',
    formatBlock('{}', formatSorted(certificates), 2),
    ...(isEmpty(renewals) ? [] : [',\n  "renewals": ', formatBlock('{}', formatSorted(renewals), 2)]),
    ...(isEmpty(transparency) ? [] : [',\n  "transparency": ', formatBlock('{}', formatEntries(transparency), 2)]),
    ...(isEmpty(issuances) ? [] : [',\n  "issuances": ', formatBlock('{}', formatEntries(issuances), 2)]),
    ...(isEmpty(history) ? [] : [',\n  "history": ', formatBlock('{}', formatSorted(history), 2)]),
    ...formatUnknown(selectUnknown(log, LOG_FIELDS)),
    ',\n  "events": ',
    formatBlock('[]', printed, 2),
    '\n}\n',
  ];
}

/** Formats the sections that a later version has added, sorted by name. */
function formatUnknown(sections: Readonly<Record<string, unknown>>): string[] {
  return sortKeys(sections).map((name) => {
    const section = sections[name];
    const isRecords = typeof section === 'object' && section !== null && !Array.isArray(section);
    const text = isRecords ? formatBlock('{}', formatSorted({ ...section }), 2) : JSON.stringify(section);
    return `,\n  ${JSON.stringify(name)}: ${text}`;
  });
}

/** Formats the records of each entry. */
function formatEntries(records: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string[] {
  return sortKeys(records).map(
    (entry) => `${JSON.stringify(entry)}: ${formatBlock('{}', formatSorted(records[entry] ?? {}), 4)}`,
  );
}

/** Formats lines in brackets, indented by two more than `indent`. Without lines, both brackets are on one line. */
function formatBlock(brackets: '{}' | '[]', lines: readonly string[], indent: number): string {
  if (lines.length === 0) return brackets;
  const start = `\n${' '.repeat(indent)}`;
  return `${brackets[0]}${start}  ${lines.join(`,${start}  `)}${start}${brackets[1]}`;
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
