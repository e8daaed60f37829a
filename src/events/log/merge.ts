/**
 * Merges two event logs: for each key, the later value of each register. The merge is commutative, associative and idempotent, so it does
 * not matter which of two scans saves first. If two registers have the same time, the larger JSON of their fields wins: any choice works if
 * both sides make the same one.
 */

import { type IsoTime, isFromCertificate } from '../../domain/index.ts';
import { MAX_RECENT_SCANS } from '../../domain/scan-distance.ts';
import type { CertificateFacts } from '../../generated/definitions.ts';
import type {
  EventLog,
  LoggedDay,
  LoggedDelivery,
  LoggedDnssec,
  LoggedDomain,
  LoggedEvent,
  LoggedIssuance,
  LoggedKey,
  LoggedLocation,
  LoggedRenewal,
} from '../../generated/event-log.ts';
import { toCanonicalJson } from '../../lib/canonical-json.ts';
import { compareText } from '../../lib/collections.ts';
import { compareVersions } from '../../lib/version.ts';
import { compareEvents, sortEvents } from './serialize.ts';
import { DELIVERY_FIELDS, EVENT_FIELDS, LOCATION_FIELDS, LOG_FIELDS, selectUnknown } from './unknown-fields.ts';

/** Merges logs, or the partitions of one, without changing them. */
export function mergeLogs(first: EventLog, ...others: EventLog[]): EventLog {
  const logs = [first, ...others];
  const select = <Key extends keyof EventLog>(key: Key) => logs.map((log) => log[key]);
  return {
    version: first.version,
    min_reader: select('min_reader').reduce(pickLaterVersion),
    scans: select('scans').reduce((a, b) => mergeEqual(a, b, mergeScans)),
    locations: mergeRecords(select('locations'), (a, b) => mergeRecords([a, b], mergeLocation)),
    certificates: mergeRecords(select('certificates'), mergeFacts),
    renewals: mergeSections(select('renewals'), mergeRenewal),
    keys: mergeSections(select('keys'), mergeKey),
    transparency: mergeSections(select('transparency'), (a, b) => mergeRecords([a, b], mergeDomain)),
    issuances: mergeSections(select('issuances'), (a, b) => mergeRecords([a, b], mergeIssuance)),
    history: mergeSections(select('history'), mergeDay),
    events: mergeEvents(select('events')),
    ...mergeRecords(
      logs.map((log) => selectUnknown(log, LOG_FIELDS)),
      mergeUnknownSections,
    ),
  };
}

function pickLaterVersion(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareVersions(a, b) >= 0 ? a : b;
}

/** Merges sections that a later version has added: by key, down to the records, which have times as those of this version do. */
function mergeUnknownSections(a: unknown, b: unknown): unknown {
  if (isSection(a) && isSection(b)) return mergeRecords([a, b], mergeUnknownSections);
  if (isSection(a) || isSection(b)) return isSection(a) ? b : a;
  return pickLater(a, b, findLatestTime);
}

function isSection(value: unknown): value is Record<string, unknown> {
  return isObject(value) && findLatestTime(value) === null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the latest time of a record, such as `since` or `asked_at`; null without one. */
function findLatestTime(value: unknown): IsoTime | null {
  if (!isObject(value)) return null;
  const times = Object.entries(value).filter(
    ([key, time]) => /^since$|_at$/.test(key) && !Number.isNaN(Date.parse(time)),
  );
  return times.map(([, time]) => String(time)).reduce<IsoTime | null>((a, b) => pickLater(a, b, (time) => time), null);
}

function mergeOptional<T>(a: T | undefined, b: T | undefined, merge: (a: T, b: T) => T): T | undefined {
  return a === undefined || b === undefined ? (a ?? b) : mergeEqual(a, b, merge);
}

/** Keeps equal values unchanged, with the order of their fields: two logs are mostly the same. */
function mergeEqual<T>(a: T, b: T, merge: (a: T, b: T) => T): T {
  return a === b || JSON.stringify(a) === JSON.stringify(b) ? a : merge(a, b);
}

/** Merges records by key, sorted, so that the text does not depend on the order of the logs. */
function mergeRecords<T>(all: readonly Readonly<Record<string, T>>[], merge: (a: T, b: T) => T): Record<string, T> {
  const merged = new Map<string, T>();
  for (const records of all) {
    for (const [key, record] of Object.entries(records)) {
      const known = merged.get(key);
      merged.set(key, known === undefined ? record : mergeEqual(known, record, merge));
    }
  }
  return Object.fromEntries([...merged].sort(([a], [b]) => compareText(a, b)));
}

/** Merges optional sections, such as renewals and the history, which exist only if they are not empty. */
function mergeSections<T>(
  all: readonly (Readonly<Record<string, T>> | undefined)[],
  merge: (a: T, b: T) => T,
): Record<string, T> | undefined {
  const known = all.filter((section) => section !== undefined);
  return known.length === 0 ? undefined : mergeRecords(known, merge);
}

type Scans = EventLog['scans'];

/**
 * Merges the last digest, the last scan with the manifest's name at that time, the times of the last scans, one register for each probe
 * and shard, and for each receiver, and the counts of failed readings.
 */
function mergeScans(
  { digest: x, observed: s, channels: c, recent: m, errors: e, ...a }: Scans,
  { digest: y, observed: t, channels: d, recent: n, errors: f, ...b }: Scans,
): Scans {
  const digest = mergeOptional(x, y, (p, q) => pickLater(p, q, ({ scanned_at }) => scanned_at));
  const [observed, channels] = [mergeOptional(s, t, mergeLatest), mergeOptional(c, d, mergeLatest)];
  const [recent, errors] = [mergeOptional(m, n, mergeTimes), mergeOptional(e, f, mergeErrors)];
  return { ...pickLaterScan(a, b), recent, digest, channels, observed, ...(errors && { errors }) };
}

/** Merges counts that only grow: the larger of each. Failures of two concurrent scans count once. */
function mergeErrors(a: NonNullable<Scans['errors']>, b: NonNullable<Scans['errors']>): NonNullable<Scans['errors']> {
  return mergeRecords([a, b], (one, other) => mergeRecords([one, other], Math.max));
}

function mergeLatest(
  a: Readonly<Record<string, IsoTime>>,
  b: Readonly<Record<string, IsoTime>>,
): Record<string, IsoTime> {
  return mergeRecords([a, b], (one, other) => pickLater(one, other, (at) => at));
}

type ScanRegister = Omit<Scans, 'digest' | 'observed' | 'channels' | 'recent' | 'errors'>;

function pickLaterScan(a: ScanRegister, b: ScanRegister): ScanRegister {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) ? b : a;
  return pickLater(a, b, ({ last }) => last?.scanned_at ?? null);
}

function isEmpty(scans: object): boolean {
  return Object.keys(scans).length === 0;
}

/** Returns the last times of both logs. The times of concurrent scans may be closer together than the times in one log. */
function mergeTimes(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort(compareText).slice(-MAX_RECENT_SCANS);
}

function mergeLocation(a: LoggedLocation, b: LoggedLocation): LoggedLocation {
  const content = ({ fingerprint, previous, since, removed }: LoggedLocation) => ({
    fingerprint,
    previous,
    since,
    removed,
  });
  const readability = ({ source, failures, failures_at, failing_since }: LoggedLocation) => {
    return { source, failures, failures_at, failing_since };
  };
  const { fingerprint, previous, since, removed } = pickLater(content(a), content(b), (one) => one.since);
  const { source, failures, failures_at, failing_since } = pickLater(
    readability(a),
    readability(b),
    (one) => one.failures_at,
  );
  return {
    ...{ source, fingerprint, previous, since, failures, failures_at, failing_since, removed: removed },
    path_end: mergeOptional(a.path_end, b.path_end, pickNewer),
    issuer_end: mergeOptional(a.issuer_end, b.issuer_end, pickNewer),
    revocation: mergeOptional(a.revocation, b.revocation, pickNewer),
    unobserved: mergeOptional(a.unobserved, b.unobserved, pickNewer),
    late: mergeOptional(a.late, b.late, pickNewer),
    lookups: mergeOptional(a.lookups, b.lookups, pickNewer),
    tlsa: mergeOptional(a.tlsa, b.tlsa, pickNewer),
    ownership: mergeOptional(a.ownership, b.ownership, pickNewer),
    registration: mergeOptional(a.registration, b.registration, pickNewer),
    mta_sts: mergeOptional(a.mta_sts, b.mta_sts, pickNewer),
    dnssec: mergeOptional(a.dnssec, b.dnssec, mergeSignatures),
    auto_renewal: mergeOptional(a.auto_renewal, b.auto_renewal, pickNewer),
    sightings: mergeOptional(a.sightings, b.sightings, pickNewer),
    shrunk: mergeOptional(a.shrunk, b.shrunk, pickNewer),
    ...mergeUnknown(a, b, LOCATION_FIELDS, ({ since, failures_at }) => [
      Math.max(toMilliseconds(since), toMilliseconds(failures_at)),
    ]),
  };
}

/** Returns the unknown fields of the newer record. `getTimes` returns the times of a record, of which the first different one decides. */
function mergeUnknown<T extends object>(
  a: T,
  b: T,
  known: Readonly<Record<keyof T, true>>,
  getTimes: (record: T) => readonly number[],
): object {
  const [first, second] = [selectUnknown(a, known), selectUnknown(b, known)];
  const [times, others] = [getTimes(a), getTimes(b)];
  const order = times.map((time, index) => time - (others[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
  if (order === 0) return pickLargerJson(first, second);
  return order > 0 ? first : second;
}

function pickNewer<T extends { since: string }>(a: T, b: T): T {
  return pickLater(a, b, ({ since }) => since);
}

/** Merges the signatures of each type of records. */
function mergeSignatures(a: LoggedDnssec, b: LoggedDnssec): LoggedDnssec {
  const soa = mergeOptional(a.soa, b.soa, pickNewer);
  const ns = mergeOptional(a.ns, b.ns, pickNewer);
  const dnskey = mergeOptional(a.dnskey, b.dnskey, pickNewer);
  return { ...a, ...b, ...(soa && { soa }), ...(ns && { ns }), ...(dnskey && { dnskey }) };
}

/** Facts from a certificate itself take precedence over the fields of an inventory. */
function mergeFacts(a: CertificateFacts, b: CertificateFacts): CertificateFacts {
  if (isFromCertificate(a) !== isFromCertificate(b)) return isFromCertificate(a) ? a : b;
  return pickLargerJson(a, b);
}

/** Picks the later response. */
function mergeRenewal(a: LoggedRenewal, b: LoggedRenewal): LoggedRenewal {
  return pickLater(a, b, ({ asked_at }) => asked_at);
}

/** A certificate always has the same key. The earlier first use wins. */
function mergeKey({ first_used_at: a, ...first }: LoggedKey, { first_used_at: b, ...second }: LoggedKey): LoggedKey {
  const first_used_at = mergeFirst(a, b);
  return { ...pickLargerJson(first, second), ...(first_used_at !== undefined && { first_used_at }) };
}

/** Picks the later answer. Each log has all issuances up to its own cursor, so that either cursor is right for the issuances of both. */
function mergeDomain(a: LoggedDomain, b: LoggedDomain): LoggedDomain {
  return pickLater(a, b, ({ asked_at }) => asked_at);
}

/**
 * A known issuance stays known, and one whose CAA records were looked up stays looked up. An issuance that any scan discovered after its
 * baseline does not belong to the baseline.
 */
function mergeIssuance(a: LoggedIssuance, b: LoggedIssuance): LoggedIssuance {
  if (a.known !== b.known) return a.known ? a : b;
  const { first_seen_at, ...first } = a;
  const { first_seen_at: other_seen_at, ...second } = b;
  const checked = a.unchecked === b.unchecked ? pickLargerJson(first, second) : a.unchecked ? second : first;
  return { ...checked, first_seen_at: mergeFirst(first_seen_at, other_seen_at) };
}

/** Picks the later scan of a day. */
function mergeDay(a: LoggedDay, b: LoggedDay): LoggedDay {
  return pickLater(a, b, ({ scanned_at }) => scanned_at);
}

/** Merges records with the same id; returns the same log if there are none. */
export function mergeDuplicates(log: EventLog): EventLog {
  const { events } = log;
  // Records in strict order, as certvigil writes them, have no duplicates.
  const isInOrder = events.every((event, at) => at === 0 || compareEvents(events[at - 1] as LoggedEvent, event) < 0);
  if (isInOrder || new Set(events.map(({ id }) => id)).size === events.length) return log;
  return { ...log, events: mergeEvents([events]) };
}

function mergeEvents(all: readonly (readonly LoggedEvent[])[]): LoggedEvent[] {
  const byId = new Map<string, LoggedEvent>();
  for (const event of all.flat()) {
    const known = byId.get(event.id);
    byId.set(event.id, known === undefined ? event : mergeEqual(known, event, mergeEvent));
  }
  return sortEvents([...byId.values()]);
}

function mergeEvent(a: LoggedEvent, b: LoggedEvent): LoggedEvent {
  const { id, certificate, event, threshold, topic, fingerprint, location } = a;
  const fired = (event: LoggedEvent) => ({
    fired_at: event.fired_at,
    scan_id: event.scan_id,
    sequenced_at: event.sequenced_at,
  });
  const { fired_at, scan_id, sequenced_at } = mergeRegisters(fired(a), fired(b), (x, y) =>
    pickLater(x, y, (one) => one.fired_at),
  );
  return {
    id,
    certificate,
    event,
    threshold,
    topic,
    fingerprint,
    location,
    locations: [...new Set([...a.locations, ...b.locations])].sort(compareText),
    fired_at,
    first_fired_at: mergeFirst(a.first_fired_at, b.first_fired_at, a.fired_at, b.fired_at),
    first_seen_at: mergeFirst(a.first_seen_at, b.first_seen_at),
    scan_id,
    sequenced_at,
    acknowledged: mergeOptional(a.acknowledged, b.acknowledged, (x, y) =>
      pickLater(x, y, (one) => one.acknowledged_at),
    ),
    cleared_at: pickLater(a.cleared_at, b.cleared_at, (time) => time),
    deliveries: mergeRecords([a.deliveries, b.deliveries], (x, y) => mergeRecords([x, y], mergeDelivery)),
    ...mergeUnknown(a, b, EVENT_FIELDS, (one) => [toMilliseconds(one.sequenced_at), toMilliseconds(one.fired_at)]),
  };
}

/** Merges deliveries, which have two registers, the last attempt and the last accepted one, and the evidence of what was sent before. */
function mergeDelivery(a: LoggedDelivery, b: LoggedDelivery): LoggedDelivery {
  const tried = ({ tried_at, attempts, error }: LoggedDelivery) => ({ tried_at, attempts, error });
  const sent = ({ sent_at, status }: LoggedDelivery) => ({ sent_at, status });
  const { tried_at, sent_at, status, attempts, error, sequenced_at } = mergeRegisters(a, b, (x, y) => ({
    ...pickLater(tried(x), tried(y), (one) => one.tried_at),
    ...pickLater(sent(x), sent(y), (one) => one.sent_at),
    sequenced_at: x.sequenced_at,
  }));
  return {
    tried_at,
    sent_at,
    first_delivered_at: mergeFirst(a.first_delivered_at, b.first_delivered_at, a.sent_at, b.sent_at),
    repeats: mergeOptional(a.repeats, b.repeats, Math.max),
    status,
    attempts,
    error,
    sequenced_at,
    ...mergeUnknown(a, b, DELIVERY_FIELDS, (one) => [toMilliseconds(one.sequenced_at), toMilliseconds(one.tried_at)]),
  };
}

/**
 * Returns the earliest time, independent of the registers, so that evidence is never lost. A record of an earlier version has only the
 * `last` time, which is added to the times of the other record.
 */
function mergeFirst(
  a: string | undefined,
  b: string | undefined,
  lastA: string | null = null,
  lastB: string | null = null,
): string | undefined {
  if (a === b && lastA === lastB) return a;
  const known = [a, b, lastA, lastB].filter((time) => typeof time === 'string');
  return known.sort((x, y) => toMilliseconds(x) - toMilliseconds(y) || compareText(x, y))[0];
}

/** Merges registers by `sequenced_at`, not by their own times: the later one wins as a whole, and equal ones are merged. */
function mergeRegisters<T extends { sequenced_at?: string }>(a: T, b: T, merge: (a: T, b: T) => T): T {
  const order = toMilliseconds(a.sequenced_at) - toMilliseconds(b.sequenced_at);
  if (order > 0) return a;
  return order < 0 ? b : merge(a, b);
}

function pickLater<T>(a: T, b: T, getTime: (register: T) => string | null): T {
  const order = toMilliseconds(getTime(a)) - toMilliseconds(getTime(b));
  if (order > 0) return a;
  return order < 0 ? b : pickLargerJson(a, b);
}

/** Parses a time; an absent time is before all others. */
function toMilliseconds(time: string | null | undefined): number {
  return time ? Date.parse(time) : 0;
}

/** Compares with sorted keys, because two logs may order them differently. If only the order of keys differs, it breaks the tie. */
function pickLargerJson<T>(a: T, b: T): T {
  return (compareText(toCanonicalJson(a), toCanonicalJson(b)) || compareText(JSON.stringify(a), JSON.stringify(b))) >= 0
    ? a
    : b;
}
