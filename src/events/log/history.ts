/**
 * What the log knows of one thing that is told of. All that is told of the end of a subject (entry and fingerprint) makes
 * one history, each finding of it (by its topic) another, and a place that could not be read (entry and place) another; the
 * alerts of a history end together in one ending, and its records are kept and dropped together.
 *
 * A record's key is [entry, fingerprint, event, threshold, place], and of a finding its topic:
 *
 *   expiry_warning   fingerprint, threshold          changed       fingerprint (the new one), place
 *   expired          fingerprint                     unreachable   place, whatever was last seen there
 *   findings         fingerprint, topic: `untrusted`, `policy_violation/strong-keys`
 *   endings          the fingerprint and topic, or the place, of what ends
 *   scan.stale       place: the time of the scan before the gap; `ALL_SCANS` stands for the entry
 */

import { hash } from 'node:crypto';
import {
  ALL_SCANS,
  DEFERRED,
  DEFERRED_EXPIRED,
  type Destination,
  type EventName,
  RESOLUTION_NAMES,
  type ResolutionName,
} from '../../domain/index.ts';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';

/** What a record stands for; `threshold` is the key of the threshold, not as written. */
export type RecordKey = Pick<LoggedEvent, 'certificate' | 'fingerprint' | 'threshold' | 'place' | 'about'> & {
  event: EventName;
};

/**
 * When something happened. `at` is by the clock and measures cooldowns; `order` is by cause and effect, never earlier
 * than what it followed, and tells what came first where clocks disagree. Both in milliseconds.
 */
export interface Timestamp {
  wallClock: number;
  sequence: number;
}

export interface History {
  records: LoggedEvent[];
}

export type Histories = ReadonlyMap<string, History>;

const EMPTY_HISTORY: History = { records: [] };

/** Of the records that were grouped before: a plan and what is recorded of it are about the same. */
const GROUPED = new WeakMap<readonly LoggedEvent[], Histories>();

/** Groups a log's records; one pass, so that a long log costs no more than reading it. */
export function groupHistories({ events }: EventLog): Histories {
  const known = GROUPED.get(events);
  if (known !== undefined) return known;
  const index = new Map<string, History>();
  // Sorted as they mostly are, the records of a history stand together.
  for (let from = 0, to = 0; from < events.length; from = to) {
    const first = events[from] as LoggedEvent;
    do to += 1;
    while (to < events.length && isSameHistory(first, events[to] as LoggedEvent));
    const key = toHistoryKey(first);
    const before = index.get(key);
    if (before === undefined) index.set(key, { records: events.slice(from, to) });
    else before.records.push(...events.slice(from, to));
  }
  GROUPED.set(events, index);
  return index;
}

/**
 * The same for what the records of a log have become: some were changed, each to one of the same history, and some came to
 * them. Of tens of thousands of histories only theirs are made anew.
 */
export function carryOverHistories(
  before: readonly LoggedEvent[],
  after: readonly LoggedEvent[],
  changed: ReadonlyMap<LoggedEvent, LoggedEvent>,
  added: Iterable<LoggedEvent>,
): void {
  const known = GROUPED.get(before);
  if (known === undefined) return;
  const index = new Map(known);
  for (const [was, is] of changed) {
    const key = toHistoryKey(was);
    const records = index.get(key)?.records ?? [];
    index.set(key, { records: records.map((record) => (record === was ? is : record)) });
  }
  for (const one of added) {
    const key = toHistoryKey(one);
    index.set(key, { records: [...(index.get(key)?.records ?? []), one] });
  }
  GROUPED.set(after, index);
}

function isSameHistory(a: LoggedEvent, b: LoggedEvent): boolean {
  if (a.fingerprint !== b.fingerprint || a.certificate !== b.certificate) return false;
  return a.fingerprint === null ? a.place === b.place : a.about === b.about;
}

export function findHistory(index: Histories, key: HistoryKey): History {
  return index.get(toHistoryKey(key)) ?? EMPTY_HISTORY;
}

type HistoryKey = Pick<LoggedEvent, 'certificate' | 'fingerprint' | 'place' | 'about'>;

/** A place is the key only where there is no fingerprint: `changed` belongs to the certificate that came. */
function toHistoryKey({ certificate, fingerprint, place, about }: HistoryKey): string {
  if (fingerprint === null) return `${certificate}\n\n${place}`;
  return about === undefined ? `${certificate}\n${fingerprint}` : `${certificate}\n${fingerprint}\n${about}`;
}

/** The record of a key in its history. */
export function findRecord({ records }: History, key: RecordKey): LoggedEvent | undefined {
  return records.find(
    ({ event, threshold, place }) => event === key.event && threshold === key.threshold && place === key.place,
  );
}

/** The first 16 hex digits of the SHA-256 of a record's key. */
export function computeRecordId({ certificate, fingerprint, event, threshold, place, about }: RecordKey): string {
  const key = JSON.stringify([
    certificate,
    fingerprint,
    event,
    threshold,
    place,
    ...(about === undefined ? [] : [about]),
  ]);
  return hash('sha256', key, 'hex').slice(0, 16);
}

/** Asked of each record of a log: to compare three names is less than to hash each. */
export function isResolution(event: string): event is ResolutionName {
  return (RESOLUTION_NAMES as readonly string[]).includes(event);
}

/** Whether a record is about the scans themselves: it is about nothing that could end. */
export function isScanEvent({ certificate }: Pick<LoggedEvent, 'certificate'>): boolean {
  return certificate === ALL_SCANS;
}

// ---------------------------------------------------------------------------------------------- moments

function toTimestamp(time: string, after: string | undefined): Timestamp {
  const at = parseIsoTime(time);
  return { wallClock: at, sequence: after === undefined ? at : Math.max(at, parseIsoTime(after)) };
}

export function firedAt({ fired_at, after }: LoggedEvent): Timestamp | null {
  return fired_at === null ? null : toTimestamp(fired_at, after);
}

/** When it was last tried; what was only held back since it was sent was not, nor what was only ever held back. */
export function attemptedAt(delivery: LoggedDelivery): Timestamp | null {
  const { tried_at, attempts, after } = delivery;
  return wasDeferred(delivery) && attempts === 0 ? sentAt(delivery) : toTimestamp(tried_at, after);
}

function wasDeferred({ error }: LoggedDelivery): boolean {
  return error === DEFERRED || error === DEFERRED_EXPIRED;
}

/** Since when a delivery waits for the end of quiet hours, in milliseconds; null where it does not. */
export function deferredSince(record: LoggedEvent | undefined, rule: string, to: Destination): number | null {
  const delivery = record === undefined ? undefined : findDelivery(record, rule, to);
  return delivery?.error === DEFERRED ? parseIsoTime(delivery.tried_at) : null;
}

export function sentAt({ sent_at, after }: LoggedDelivery): Timestamp | null {
  return sent_at === null ? null : toTimestamp(sent_at, after);
}

export function pickLater(a: Timestamp | null, b: Timestamp | null): Timestamp | null {
  if (a === null || b === null) return a ?? b;
  return b.sequence > a.sequence ? b : a;
}

/** Whether something happened, and not before something else did. */
export function isAtOrAfter(one: Timestamp | null, other: Timestamp): boolean {
  return one !== null && one.sequence >= other.sequence;
}

/** When the receiver got it, or may have: an answer that never came counts as told, and what was never sent does not. */
export function notifiedAt(delivery: LoggedDelivery): Timestamp | null {
  return delivery.attempts > 0 ? attemptedAt(delivery) : sentAt(delivery);
}

export function listDeliveries({ deliveries }: LoggedEvent): LoggedDelivery[] {
  const all: LoggedDelivery[] = [];
  // Most records have one: to list the keys first would cost more than all else that is done with it.
  for (const rule in deliveries) {
    const byDestination = deliveries[rule];
    for (const to in byDestination) all.push(byDestination[to] as LoggedDelivery);
  }
  return all;
}

/** Whether one of its deliveries is such; asked of each record of a log, so that no list is made for it. */
export function hasDelivery({ deliveries }: LoggedEvent, isSuch: (delivery: LoggedDelivery) => boolean): boolean {
  for (const rule in deliveries) {
    const byDestination = deliveries[rule];
    for (const to in byDestination) if (isSuch(byDestination[to] as LoggedDelivery)) return true;
  }
  return false;
}

export function findDelivery({ deliveries }: LoggedEvent, rule: string, to: Destination): LoggedDelivery | undefined {
  return getOwn(getOwn(deliveries, rule), to);
}

// ---------------------------------------------------------------------------------------------- what a history says

/** The ending that fired last, or null. */
export function lastResolution({ records }: History): { record: LoggedEvent; fired: Timestamp } | null {
  let last: { record: LoggedEvent; fired: Timestamp } | null = null;
  for (const record of records) {
    const fired = isResolution(record.event) ? firedAt(record) : null;
    if (fired !== null && (last === null || fired.sequence > last.fired.sequence)) last = { record, fired };
  }
  return last;
}

/** When anybody was last told, or may have been, by one of its alerts; null where nobody ever was. */
export function lastNotified({ records }: History): Timestamp | null {
  let last: Timestamp | null = null;
  for (const record of records) {
    if (isResolution(record.event)) continue;
    for (const rule in record.deliveries) {
      const byDestination = record.deliveries[rule];
      for (const to in byDestination) last = pickLater(last, notifiedAt(byDestination[to] as LoggedDelivery));
    }
  }
  return last;
}

/** When one destination of one rule was last told, or may have been, by one of its alerts. */
export function lastNotifiedAt({ records }: History, rule: string, to: Destination): Timestamp | null {
  let last: Timestamp | null = null;
  for (const record of records) {
    const delivery = isResolution(record.event) ? undefined : findDelivery(record, rule, to);
    if (delivery !== undefined) last = pickLater(last, notifiedAt(delivery));
  }
  return last;
}

/**
 * When a destination heard last that it was over, by whatever rule, since it is one receiver: `momentOf` says what counts
 * as having heard, such as `sentAt` or `toldAt`.
 */
export function lastResolutionNotified(
  { records }: History,
  to: Destination,
  momentOf: (delivery: LoggedDelivery) => Timestamp | null,
): Timestamp | null {
  let last: Timestamp | null = null;
  for (const { event, deliveries } of records) {
    if (!isResolution(event)) continue;
    for (const ofRule of Object.values(deliveries)) {
      const delivery = getOwn(ofRule, to);
      if (delivery !== undefined) last = pickLater(last, momentOf(delivery));
    }
  }
  return last;
}

/** Every rule and destination to which one of its alerts was sent, or tried. */
export function notifiedDestinations({ records }: History): { rule: string; destination: Destination }[] {
  const told: { rule: string; destination: Destination }[] = [];
  for (const { event, deliveries } of records) {
    if (isResolution(event)) continue;
    for (const rule in deliveries) for (const destination in deliveries[rule]) told.push({ rule, destination });
  }
  return told;
}

/** The last moment, in the order of things, of anything that a history holds: what is recorded now comes after it. */
export function lastSequence({ records }: History): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const record of records) {
    last = Math.max(last, firedAt(record)?.sequence ?? last, clearedAt(record));
    for (const { tried_at, after } of listDeliveries(record))
      last = Math.max(last, toTimestamp(tried_at, after).sequence);
  }
  return last;
}

/** Whether `lastOrder` is `time` or later: the first moment that is so tells, and mostly that is when it was fired. */
export function hasActivitySince({ records }: History, time: number): boolean {
  return records.some((record) => firedSince(record, time) || lastSequence({ records: [record] }) >= time);
}

function firedSince({ fired_at }: LoggedEvent, time: number): boolean {
  return fired_at !== null && parseIsoTime(fired_at) >= time;
}

/** Milliseconds of the last `log clear`, or minus infinity. */
export function clearedAt({ cleared_at }: LoggedEvent): number {
  return cleared_at === null ? Number.NEGATIVE_INFINITY : parseIsoTime(cleared_at);
}
