/**
 * Merges two event logs: for each key, the later value of each register. The merge is commutative, associative and idempotent, so
 * it does not matter which of two scans saves first. If two registers have the same time, the larger JSON of their fields
 * wins: any choice will do if both sides make the same one.
 */

import { isFromCertificate } from '../../domain/index.ts';
import { MAX_RECENT_SCANS } from '../../domain/scan-distance.ts';
import type {
  EventLog,
  LoggedCertificate,
  LoggedDay,
  LoggedDelivery,
  LoggedEvent,
  LoggedPlace,
  LoggedRenewal,
} from '../../generated/event-log.ts';
import { toCanonicalJson } from '../../lib/canonical-json.ts';
import { compareText, getOwn } from '../../lib/collections.ts';
import { compareEvents, sortEvents } from './order.ts';

/** Merges two logs without changing them. */
export function mergeLogs(a: EventLog, b: EventLog): EventLog {
  return {
    version: a.version,
    scans: mergeScans(a.scans, b.scans),
    places: mergeRecords(a.places, b.places, (x, y) => mergeRecords(x, y, mergePlace)),
    certificates: mergeRecords(a.certificates, b.certificates, mergeFacts),
    renewals: mergeOptional(a.renewals, b.renewals, (x, y) => mergeRecords(x, y, mergeRenewal)),
    history: mergeOptional(a.history, b.history, (x, y) => mergeRecords(x, y, mergeDay)),
    events: mergeEvents(a.events, b.events),
  };
}

export function mergeOptional<T>(a: T | undefined, b: T | undefined, merge: (a: T, b: T) => T): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  // Two logs are mostly the same, and so are the objects of what was read once.
  return a === b || JSON.stringify(a) === JSON.stringify(b) ? a : merge(a, b);
}

function mergeRecords<T>(a: Record<string, T>, b: Record<string, T>, merge: (a: T, b: T) => T): Record<string, T> {
  const added = Object.entries(b).map(([key, value]): [string, T] => {
    return [key, mergeOptional(getOwn(a, key), value, merge) as T];
  });
  return { ...a, ...Object.fromEntries(added) };
}

type Scans = EventLog['scans'];

/**
 * The last digest, the last scan with the manifest's name at that time, the times of the last scans, and one register for each probe
 * and shard.
 */
function mergeScans(
  { digest: x, observed: s, recent: m, ...a }: Scans,
  { digest: y, observed: t, recent: n, ...b }: Scans,
): Scans {
  const digest = mergeOptional(x, y, (p, q) => pickLater(p, q, ({ scanned_at }) => scanned_at));
  const observed = mergeOptional(s, t, (p, q) => mergeRecords(p, q, (one, other) => pickLater(one, other, (at) => at)));
  return { ...pickLaterScan(a, b), recent: mergeOptional(m, n, mergeTimes), digest, observed };
}

type ScanRegister = Omit<Scans, 'digest' | 'observed' | 'recent'>;

function pickLaterScan(a: ScanRegister, b: ScanRegister): ScanRegister {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) ? b : a;
  return pickLater(a, b, ({ last }) => last?.scanned_at ?? null);
}

function isEmpty(scans: object): boolean {
  return Object.keys(scans).length === 0;
}

/** The last times of both. Those of two scans at once may be closer than those of one log. */
function mergeTimes(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort(compareText).slice(-MAX_RECENT_SCANS);
}

function mergePlace(a: LoggedPlace, b: LoggedPlace): LoggedPlace {
  const content = ({ fingerprint, previous, since, gone }: LoggedPlace) => ({ fingerprint, previous, since, gone });
  const readability = ({ source, failures, failures_at, failing_since }: LoggedPlace) => {
    return { source, failures, failures_at, failing_since };
  };
  return {
    ...pickLater(content(a), content(b), ({ since }) => since),
    ...pickLater(readability(a), readability(b), ({ failures_at }) => failures_at),
    path_end: mergeOptional(a.path_end, b.path_end, pickNewer),
    revocation: mergeOptional(a.revocation, b.revocation, pickNewer),
    unobserved: mergeOptional(a.unobserved, b.unobserved, pickNewer),
    ownership: mergeOptional(a.ownership, b.ownership, pickNewer),
    auto_renewal: mergeOptional(a.auto_renewal, b.auto_renewal, pickNewer),
    seen: mergeOptional(a.seen, b.seen, pickNewer),
  };
}

function pickNewer<T extends { since: string }>(a: T, b: T): T {
  return pickLater(a, b, ({ since }) => since);
}

/** What was read from a certificate itself is preferred to the fields of an inventory. */
export function mergeFacts(a: LoggedCertificate, b: LoggedCertificate): LoggedCertificate {
  if (isFromCertificate(a) !== isFromCertificate(b)) return isFromCertificate(a) ? a : b;
  return pickLargerJson(a, b);
}

/** The later response. */
export function mergeRenewal(a: LoggedRenewal, b: LoggedRenewal): LoggedRenewal {
  return pickLater(a, b, ({ asked_at }) => asked_at);
}

/** The later scan of a day. */
function mergeDay(a: LoggedDay, b: LoggedDay): LoggedDay {
  return pickLater(a, b, ({ scanned_at }) => scanned_at);
}

/** Merges records with the same id; returns the same log if there are none. */
export function mergeDuplicates(log: EventLog): EventLog {
  const { events } = log;
  // In strict order, as in our own text, no two are the same.
  const isInOrder = events.every((event, at) => at === 0 || compareEvents(events[at - 1] as LoggedEvent, event) < 0);
  if (isInOrder || new Set(events.map(({ id }) => id)).size === events.length) return log;
  return { ...log, events: mergeEvents([], events) };
}

function mergeEvents(a: readonly LoggedEvent[], b: readonly LoggedEvent[]): LoggedEvent[] {
  const byId = new Map(a.map((event) => [event.id, event]));
  for (const event of b) byId.set(event.id, mergeOptional(byId.get(event.id), event, mergeEvent) as LoggedEvent);
  return sortEvents([...byId.values()]);
}

function mergeEvent(a: LoggedEvent, b: LoggedEvent): LoggedEvent {
  const { id, certificate, event, threshold, about, fingerprint, place } = a;
  const fired = ({ fired_at, scan_id, after }: LoggedEvent) => ({ fired_at, scan_id, after });
  return {
    id,
    certificate,
    event,
    threshold,
    about,
    fingerprint,
    place,
    places: [...new Set([...a.places, ...b.places])].sort(compareText),
    ...mergeRegisters(fired(a), fired(b), (x, y) => pickLater(x, y, ({ fired_at }) => fired_at)),
    first_fired_at: mergeFirst(a.first_fired_at, b.first_fired_at, a.fired_at, b.fired_at),
    first_seen_at: mergeFirst(a.first_seen_at, b.first_seen_at),
    acknowledged: mergeOptional(a.acknowledged, b.acknowledged, (x, y) => pickLater(x, y, ({ at }) => at)),
    cleared_at: pickLater(a.cleared_at, b.cleared_at, (time) => time),
    deliveries: mergeRecords(a.deliveries, b.deliveries, (x, y) => mergeRecords(x, y, mergeDelivery)),
  };
}

/** A delivery has two registers, the last attempt and the last accepted one, and the evidence of what was sent before. */
function mergeDelivery(a: LoggedDelivery, b: LoggedDelivery): LoggedDelivery {
  const tried = ({ tried_at, attempts, error }: LoggedDelivery) => ({ tried_at, attempts, error });
  const sent = ({ sent_at, status }: LoggedDelivery) => ({ sent_at, status });
  const last = mergeRegisters(a, b, (x, y) => ({
    ...pickLater(tried(x), tried(y), ({ tried_at }) => tried_at),
    ...pickLater(sent(x), sent(y), ({ sent_at }) => sent_at),
    after: x.after,
  }));
  return {
    ...last,
    first_delivered_at: mergeFirst(a.first_delivered_at, b.first_delivered_at, a.sent_at, b.sent_at),
    repeats: mergeOptional(a.repeats, b.repeats, Math.max),
  };
}

/**
 * Returns the earliest time, whatever the registers say: evidence is never lost. A record of an earlier version has only the `last` time,
 * which is added to the other's.
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

/** `after` orders registers whatever their own times are: the later one wins as a whole, and equal ones are merged. */
function mergeRegisters<T extends { after?: string }>(a: T, b: T, merge: (a: T, b: T) => T): T {
  const order = toMilliseconds(a.after) - toMilliseconds(b.after);
  if (order > 0) return a;
  return order < 0 ? b : merge(a, b);
}

function pickLater<T>(a: T, b: T, getTime: (register: T) => string | null): T {
  const order = toMilliseconds(getTime(a)) - toMilliseconds(getTime(b));
  if (order > 0) return a;
  return order < 0 ? b : pickLargerJson(a, b);
}

/** A time that is not set is before all others. */
function toMilliseconds(time: string | null | undefined): number {
  return time ? Date.parse(time) : 0;
}

/** Compares with sorted keys, because two logs may order them differently. */
function pickLargerJson<T>(a: T, b: T): T {
  return toCanonicalJson(a) >= toCanonicalJson(b) ? a : b;
}
