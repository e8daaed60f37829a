/** The order of records and of their keys in the text of an event log, which does not depend on how the log came about. */

import { EMPTY_FACTS } from '../../domain/event-data.ts';
import type {
  EventLog,
  LoggedCertificate,
  LoggedDay,
  LoggedDelivery,
  LoggedDigest,
  LoggedEvent,
  LoggedPartition,
  LoggedPlace,
  LoggedRenewal,
} from '../../generated/event-log.ts';
import { compareText, listEntries } from '../../lib/collections.ts';

export function compareKeys([a]: [string, unknown], [b]: [string, unknown]): number {
  return compareText(a, b);
}

export function sortEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return listEntries(record).sort(compareKeys);
}

export function sortEvents(events: readonly LoggedEvent[]): LoggedEvent[] {
  return [...events].sort(compareEvents);
}

/** Compares by certificate, then by the rest of the record's key. */
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

/** The keys of a record in the order of the text. Leaving out a key of the schema does not compile. */
type KeyOrder<T> = Readonly<Required<Record<keyof T, unknown>>>;
type Key<T> = keyof T & string;

const listKeys = <T>(keys: KeyOrder<T>) => Object.keys(keys) as Key<T>[];

type Scan = NonNullable<EventLog['scans']['last']>;
type PathEnd = NonNullable<LoggedPlace['path_end']>;
type Revocation = NonNullable<LoggedPlace['revocation']>;
type Unobserved = NonNullable<LoggedPlace['unobserved']>;
type Revoked = NonNullable<Revocation['revoked']>;
type LoggedOwnership = NonNullable<LoggedPlace['ownership']>;
type LoggedAutoRenewal = NonNullable<LoggedPlace['auto_renewal']>;
type LimitedBy = NonNullable<PathEnd['limited_by']>;
type Window = NonNullable<LoggedRenewal['window']>;
type Shift = NonNullable<LoggedRenewal['shift']>;
type Statuses = LoggedDay['statuses'];

const PARTITION = listKeys<LoggedPartition>({ index: true, count: true, generation: true });
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
  revocation: true,
  unobserved: true,
  ownership: true,
  auto_renewal: true,
});
const PATH_END = listKeys<PathEnd>({ of: true, valid_to: true, limited_by: true, since: true });
const LIMITED_BY = listKeys<LimitedBy>({ subject: true, fingerprint_sha256: true });
const REVOCATION = listKeys<Revocation>({ of: true, revoked: true, since: true });
const UNOBSERVED = listKeys<Unobserved>({ scans: true, since: true });
const AUTO_RENEWAL = listKeys<LoggedAutoRenewal>({ works: true, since: true });
const OWNERSHIP = listKeys<LoggedOwnership>({ labels: true, owner: true, assignments: true, since: true });
const REVOKED = listKeys<Revoked>({ subject: true, fingerprint_sha256: true, reason: true, at: true });
const CERTIFICATE = listKeys<LoggedCertificate>(EMPTY_FACTS);
const RENEWAL = listKeys<LoggedRenewal>({
  window: true,
  shift: true,
  baseline: true,
  asked_at: true,
  next_check: true,
  error: true,
});
const WINDOW = listKeys<Window>({ start: true, end: true, explanation_url: true });
const SHIFT = listKeys<Shift>({ from: true, to: true });
const DAY = listKeys<LoggedDay>({ scanned_at: true, statuses: true, policy_score: true });
const STATUSES = listKeys<Statuses>({
  unknown: true,
  expired: true,
  not_yet_valid: true,
  critical: true,
  warning: true,
  ok: true,
});
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

export const serializePartition = (partition: LoggedPartition) => toJson(partition, PARTITION);
export const serializeScan = (scan: Scan) => toJson(scan, SCAN);
export const serializeDigest = (digest: LoggedDigest) => toJson(digest, DIGEST);
export const serializeCertificate = (facts: LoggedCertificate) => toJson(facts, CERTIFICATE);

export function serializePlace(place: LoggedPlace): string {
  const { path_end, revocation, unobserved, ownership, auto_renewal } = place;
  const registers = [path_end, revocation, unobserved, ownership, auto_renewal];
  if (registers.every((register) => register === undefined)) return toJson(place, PLACE);
  const ordered = {
    ...place,
    ...(path_end && { path_end: orderPathEnd(path_end) }),
    ...(revocation && { revocation: orderRevocation(revocation) }),
    ...(unobserved && { unobserved: orderKeys(unobserved, UNOBSERVED) }),
    ...(ownership && { ownership: orderOwnership(ownership) }),
    ...(auto_renewal && { auto_renewal: orderKeys(auto_renewal, AUTO_RENEWAL) }),
  };
  return toJson(ordered, PLACE);
}

function orderPathEnd(path_end: PathEnd): PathEnd {
  const { limited_by } = path_end;
  return orderKeys({ ...path_end, limited_by: limited_by && orderKeys(limited_by, LIMITED_BY) }, PATH_END);
}

function orderRevocation(revocation: Revocation): Revocation {
  const { revoked } = revocation;
  return orderKeys({ ...revocation, revoked: revoked && orderKeys(revoked, REVOKED) }, REVOCATION);
}

function orderOwnership(ownership: LoggedOwnership): LoggedOwnership {
  const labels = Object.fromEntries(sortEntries(ownership.labels));
  return orderKeys({ ...ownership, labels }, OWNERSHIP);
}

export function serializeRenewal(renewal: LoggedRenewal): string {
  const { window, shift } = renewal;
  const ordered = { window: window && orderKeys(window, WINDOW), shift: shift && orderKeys(shift, SHIFT) };
  return toJson({ ...renewal, ...ordered }, RENEWAL);
}

export function serializeDay(day: LoggedDay): string {
  return toJson({ ...day, statuses: orderKeys(day.statuses, STATUSES) }, DAY);
}

export function serializeEvent(event: LoggedEvent): string {
  const orderRule = (byDestination: Record<string, LoggedDelivery>) =>
    sortRecord(byDestination, (delivery) => orderKeys(delivery, DELIVERY));
  const deliveries = sortRecord(event.deliveries, orderRule);
  return toJson(deliveries === event.deliveries ? event : { ...event, deliveries }, EVENT);
}

function toJson<T extends object>(record: T, keys: readonly Key<T>[]): string {
  return JSON.stringify(orderKeys(record, keys));
}

/** Returns the same record if its keys are in order already, as in a log that was not edited manually. */
function orderKeys<T extends object>(record: T, keys: readonly Key<T>[]): T {
  let next = 0;
  for (const key in record) {
    next = keys.indexOf(key, next) + 1;
    if (next === 0) return pickKeys(record, keys);
  }
  return record;
}

function pickKeys<T extends object>(record: T, keys: readonly Key<T>[]): T {
  return Object.fromEntries(keys.filter((key) => record[key] !== undefined).map((key) => [key, record[key]])) as T;
}

/** Sorts the keys and orders the values; returns the same record if both are in order already. */
function sortRecord<T>(record: Record<string, T>, orderValue: (value: T) => T): Record<string, T> {
  let last = '';
  for (const key in record) {
    const value = record[key] as T;
    if (key < last || orderValue(value) !== value) {
      return Object.fromEntries(sortEntries(record).map(([name, one]) => [name, orderValue(one)]));
    }
    last = key;
  }
  return record;
}
