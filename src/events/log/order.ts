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

function compareKeys([a]: [string, unknown], [b]: [string, unknown]): number {
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

/** The keys of a record in the order of the text; values do not matter. Leaving out a key of the schema does not compile. */
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
type Seen = NonNullable<LoggedPlace['seen']>;
type Sighting = Seen['certificates'][string];
type LimitedBy = NonNullable<PathEnd['limited_by']>;
type Window = NonNullable<LoggedRenewal['window']>;
type Shift = NonNullable<LoggedRenewal['shift']>;
type Acknowledgement = NonNullable<LoggedEvent['acknowledged']>;
type Statuses = LoggedDay['statuses'];

const PARTITION = listKeys<LoggedPartition>({ index: null, count: null, generation: null });
const SCAN = listKeys<Scan>({ id: null, scanned_at: null, finished_at: null });
const DIGEST = listKeys<LoggedDigest>({ id: null, scanned_at: null, last_scan: null, renewed: null });
const PLACE = listKeys<LoggedPlace>({
  source: null,
  fingerprint: null,
  previous: null,
  since: null,
  failures: null,
  failures_at: null,
  failing_since: null,
  gone: null,
  path_end: null,
  revocation: null,
  unobserved: null,
  ownership: null,
  auto_renewal: null,
  seen: null,
});
const PATH_END = listKeys<PathEnd>({ of: null, valid_to: null, limited_by: null, since: null });
const LIMITED_BY = listKeys<LimitedBy>({ subject: null, fingerprint_sha256: null });
const REVOCATION = listKeys<Revocation>({ of: null, revoked: null, since: null });
const UNOBSERVED = listKeys<Unobserved>({ scans: null, since: null });
const AUTO_RENEWAL = listKeys<LoggedAutoRenewal>({ works: null, since: null });
const SEEN = listKeys<Seen>({ certificates: null, since: null });
const SIGHTING = listKeys<Sighting>({ last_seen: null, gap_hours: null, missed: null, handshakes: null });
const HANDSHAKES = listKeys<Sighting['handshakes']>({ seen: null, of: null });
const OWNERSHIP = listKeys<LoggedOwnership>({
  labels: null,
  owner: null,
  assignments: null,
  renewal_instructions: null,
  muted: null,
  since: null,
});
const REVOKED = listKeys<Revoked>({ subject: null, fingerprint_sha256: null, reason: null, at: null, stated_at: null });
const CERTIFICATE = listKeys<LoggedCertificate>(EMPTY_FACTS);
const RENEWAL = listKeys<LoggedRenewal>({
  window: null,
  shift: null,
  baseline: null,
  asked_at: null,
  next_check: null,
  error: null,
});
const WINDOW = listKeys<Window>({ start: null, end: null, explanation_url: null });
const SHIFT = listKeys<Shift>({ from: null, to: null });
const DAY = listKeys<LoggedDay>({ scanned_at: null, statuses: null, policy_score: null });
const STATUSES = listKeys<Statuses>({
  unknown: null,
  expired: null,
  not_yet_valid: null,
  critical: null,
  warning: null,
  ok: null,
});
const EVENT = listKeys<LoggedEvent>({
  id: null,
  certificate: null,
  event: null,
  threshold: null,
  about: null,
  fingerprint: null,
  place: null,
  places: null,
  fired_at: null,
  first_fired_at: null,
  first_seen_at: null,
  scan_id: null,
  after: null,
  acknowledged: null,
  cleared_at: null,
  deliveries: null,
});
const DELIVERY = listKeys<LoggedDelivery>({
  tried_at: null,
  sent_at: null,
  first_delivered_at: null,
  repeats: null,
  status: null,
  attempts: null,
  error: null,
  after: null,
});

const ACKNOWLEDGEMENT = listKeys<Acknowledgement>({ by: null, reason: null, at: null });

export const serializePartition = (partition: LoggedPartition) => toJson(partition, PARTITION);
export const serializeScan = (scan: Scan) => toJson(scan, SCAN);
export const serializeDigest = (digest: LoggedDigest) => toJson(digest, DIGEST);
export const serializeCertificate = (facts: LoggedCertificate) => toJson(facts, CERTIFICATE);

export function serializePlace(place: LoggedPlace): string {
  const { path_end, revocation, unobserved, ownership, auto_renewal, seen } = place;
  const registers = [path_end, revocation, unobserved, ownership, auto_renewal, seen];
  if (registers.every((register) => register === undefined)) return toJson(place, PLACE);
  const ordered = {
    ...place,
    ...(path_end && { path_end: orderPathEnd(path_end) }),
    ...(revocation && { revocation: orderRevocation(revocation) }),
    ...(unobserved && { unobserved: orderKeys(unobserved, UNOBSERVED) }),
    ...(ownership && { ownership: orderOwnership(ownership) }),
    ...(auto_renewal && { auto_renewal: orderKeys(auto_renewal, AUTO_RENEWAL) }),
    ...(seen && { seen: orderSeen(seen) }),
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

function orderSeen(seen: Seen): Seen {
  const orderSighting = (sighting: Sighting): Sighting =>
    orderKeys({ ...sighting, handshakes: orderKeys(sighting.handshakes, HANDSHAKES) }, SIGHTING);
  const sorted = sortEntries(seen.certificates).map(([fingerprint, one]) => [fingerprint, orderSighting(one)] as const);
  return orderKeys({ ...seen, certificates: Object.fromEntries(sorted) }, SEEN);
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
  const acknowledged = event.acknowledged && orderKeys(event.acknowledged, ACKNOWLEDGEMENT);
  const isOrdered = deliveries === event.deliveries && acknowledged === event.acknowledged;
  return toJson(isOrdered ? event : { ...event, deliveries, ...(acknowledged && { acknowledged }) }, EVENT);
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
