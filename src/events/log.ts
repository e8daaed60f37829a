/** The event log as text: one record a line, in an order that never depends on how it came about. */

import { compareText } from '../collections.ts';
import type { EventLog, LoggedCertificate, LoggedDelivery, LoggedEvent, LoggedPlace } from '../generated/event-log.ts';
import { validateEventLog } from '../generated/validate-event-log.js';
import { logProblem } from './messages.ts';

const VERSION = 1;

export function emptyLog(): EventLog {
  return { version: VERSION, scans: {}, places: {}, certificates: {}, events: [] };
}

/**
 * Reads a log; `file` is how messages name it. Throws AppError (exit 3) `event-log-not-json`,
 * `event-log-newer-version` or `event-log-invalid`: a log that cannot be read whole must never be overwritten.
 */
export function parseLog(text: string, file: string): EventLog {
  const value = parseJson(text, file);
  if (isRecord(value) && typeof value.version === 'number' && value.version > VERSION) {
    throw logProblem('event-log-newer-version', file, String(value.version));
  }
  if (validateEventLog(value)) return value as EventLog;
  throw logProblem('event-log-invalid', file, whereInvalid(value));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's message quotes the text, and is of no use to anyone.
    throw logProblem('event-log-not-json', file);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function whereInvalid(value: unknown): string {
  if (!isRecord(value)) return 'it holds no JSON object';
  const path = validateEventLog.errors?.[0]?.instancePath ?? '';
  return path === '' ? 'its top-level keys are others' : `what stands at ${path} is not what belongs there`;
}

/** The log as JSON that ends with a newline: each place, certificate and event on a line of its own, all sorted. */
export function serializeLog(log: EventLog): string {
  const scans = log.scans.last === undefined ? [] : [`"last": ${JSON.stringify(orderedScan(log.scans.last))}`];
  const places = sortedEntries(log.places).map(([entry, ofEntry]) => {
    const lines = sortedEntries(ofEntry).map(([place, logged]) => keyed(place, JSON.stringify(orderedPlace(logged))));
    return keyed(entry, block('{', lines, '}', 4));
  });
  const certificates = sortedEntries(log.certificates).map(([fingerprint, facts]) =>
    keyed(fingerprint, JSON.stringify(orderedCertificate(facts))),
  );
  const events = sortEvents(log.events).map((event) => JSON.stringify(orderedEvent(event)));
  const parts = [
    `"version": ${log.version}`,
    `"scans": ${block('{', scans, '}', 2)}`,
    `"places": ${block('{', places, '}', 2)}`,
    `"certificates": ${block('{', certificates, '}', 2)}`,
    `"events": ${block('[', events, ']', 2)}`,
  ];
  return `${block('{', parts, '}', 0)}\n`;
}

function block(open: string, lines: readonly string[], close: string, indent: number): string {
  if (lines.length === 0) return open + close;
  const margin = `\n${' '.repeat(indent)}`;
  return `${open}${margin}  ${lines.join(`,${margin}  `)}${margin}${close}`;
}

function keyed(key: string, json: string): string {
  return `${JSON.stringify(key)}: ${json}`;
}

function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => compareText(a, b));
}

/** By certificate, then by what makes a record's key. */
export function sortEvents(events: readonly LoggedEvent[]): LoggedEvent[] {
  return [...events].sort(
    (a, b) =>
      compareText(a.certificate, b.certificate) ||
      compareText(a.fingerprint ?? '', b.fingerprint ?? '') ||
      compareText(a.place ?? '', b.place ?? '') ||
      compareText(a.event, b.event) ||
      compareText(String(a.threshold), String(b.threshold)) ||
      compareText(a.id, b.id),
  );
}

type Scan = NonNullable<EventLog['scans']['last']>;

function orderedScan({ id, scanned_at, finished_at }: Scan): Scan {
  return { id, scanned_at, ...(finished_at !== undefined && { finished_at }) };
}

function orderedPlace(place: LoggedPlace): LoggedPlace {
  const { source, fingerprint, previous, since, failures, failures_at, gone } = place;
  return { source, fingerprint, previous, since, failures, failures_at, gone };
}

function orderedCertificate(facts: LoggedCertificate): LoggedCertificate {
  return {
    common_name: facts.common_name,
    subject: facts.subject,
    issuer: facts.issuer,
    serial_number: facts.serial_number,
    fingerprint_sha256: facts.fingerprint_sha256,
    sans: facts.sans,
    key_algorithm: facts.key_algorithm,
    key_size: facts.key_size,
    signature_algorithm: facts.signature_algorithm,
    valid_from: facts.valid_from,
    valid_to: facts.valid_to,
    lifetime_days: facts.lifetime_days,
  };
}

function orderedEvent(event: LoggedEvent): LoggedEvent {
  const { id, certificate, fingerprint, place, threshold, places, fired_at, scan_id, after, cleared_at } = event;
  return {
    id,
    certificate,
    event: event.event,
    threshold,
    fingerprint,
    place,
    places,
    fired_at,
    scan_id,
    ...(after !== undefined && { after }),
    cleared_at,
    deliveries: orderedDeliveries(event.deliveries),
  };
}

function orderedDeliveries(deliveries: LoggedEvent['deliveries']): LoggedEvent['deliveries'] {
  return Object.fromEntries(
    sortedEntries(deliveries).map(([rule, byDestination]) => [
      rule,
      Object.fromEntries(sortedEntries(byDestination).map(([to, delivery]) => [to, orderedDelivery(delivery)])),
    ]),
  );
}

function orderedDelivery({ tried_at, sent_at, status, attempts, error, after }: LoggedDelivery): LoggedDelivery {
  return { tried_at, sent_at, status, attempts, error, ...(after !== undefined && { after }) };
}
