/**
 * The notification history of one alert. All records about the expiry of a subject (entry and fingerprint) form one history, each
 * of its findings (by topic) another, and each unreadable location (entry and location) another. The alerts of a history share one
 * resolution, and its records are kept and dropped together.
 *
 * The key of a record is [entry, fingerprint, event, threshold, location], for a finding also its topic:
 *
 *   expiry_warning   fingerprint, threshold          changed       fingerprint (the new one), location
 *   expired          fingerprint                     unreachable   location, whatever was last seen there
 *   findings         fingerprint, topic: `untrusted`, `policy_violation/strong-keys`
 *   CAs              fingerprint of the CA, topic: `expiry_warning/issuer`; expiry_warning also threshold
 *   fixture_expiring topic alone: it is about all test certificates of the entry
 *   resolutions      the fingerprint and topic, or the location, of what they resolve
 *   scan.stale       location: the time of the scan before the gap; `ALL_SCANS` as the entry
 *   scan.blind       location: `BLIND_SCANS`; so has scan.recovered
 */

import { hash } from 'node:crypto';
import { ALL_SCANS, type Destination, type EventName, isResolution } from '../../domain/index.ts';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { getOrCreate, getOwn } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import {
  clearedAt,
  findDelivery,
  firedAt,
  isAtOrAfter,
  notifiedAt,
  pickLater,
  type Timestamp,
  toTimestamp,
} from './timestamps.ts';

/** Identifies a record; `threshold` is the key of the threshold, not its spelling in the manifest. */
export type RecordKey = Pick<LoggedEvent, 'certificate' | 'fingerprint' | 'threshold' | 'location' | 'topic'> & {
  event: EventName;
};

export interface History {
  records: LoggedEvent[];
}

export type Histories = ReadonlyMap<string, History>;

const EMPTY_HISTORY: History = { records: [] };

/** Groups the records of a log. */
export function groupHistories({ events }: Pick<EventLog, 'events'>): Histories {
  const histories = new Map<string, History>();
  for (const record of events) getOrCreate(histories, toHistoryKey(record), createHistory).records.push(record);
  return histories;
}

const createHistory = (): History => ({ records: [] });

type HistoryKey = Pick<LoggedEvent, 'certificate' | 'fingerprint' | 'location' | 'topic'>;

export function findHistory(index: Histories, key: HistoryKey): History {
  return index.get(toHistoryKey(key)) ?? EMPTY_HISTORY;
}

/**
 * Builds the key of a history. The location is part of it only without a fingerprint: `changed` belongs to the certificate that appeared.
 */
function toHistoryKey({ certificate, fingerprint, location, topic }: HistoryKey): string {
  const subject = fingerprint ?? `\n${location ?? ''}`;
  return topic === undefined ? `${certificate}\n${subject}` : `${certificate}\n${subject}\n${topic}`;
}

export function findRecord({ records }: History, key: RecordKey): LoggedEvent | undefined {
  return records.find(
    ({ event, threshold, location }) => event === key.event && threshold === key.threshold && location === key.location,
  );
}

/** Computes the first 16 hex digits of the SHA-256 of a record's key. */
export function computeRecordId({ certificate, fingerprint, event, threshold, location, topic }: RecordKey): string {
  const key = [certificate, fingerprint, event, threshold, location, ...(topic === undefined ? [] : [topic])];
  return hash('sha256', JSON.stringify(key), 'hex').slice(0, 16);
}

/** The location in the records about scans that reach no endpoint. */
export const BLIND_SCANS = 'endpoints';

/** Whether a record is about a gap between scans, which never resolves. */
export function isGap({ event }: Pick<LoggedEvent, 'event'>): boolean {
  return event === 'scan.stale';
}

/** Whether a record is about the scans themselves. */
export function isScanEvent({ certificate }: Pick<LoggedEvent, 'certificate'>): boolean {
  return certificate === ALL_SCANS;
}

/** Lists the deliveries of all rules and destinations. */
export function listDeliveries({ deliveries }: LoggedEvent): LoggedDelivery[] {
  return Object.values(deliveries).flatMap((byDestination) => Object.values(byDestination));
}

export function hasDelivery(record: LoggedEvent, matches: (delivery: LoggedDelivery) => boolean): boolean {
  return listDeliveries(record).some(matches);
}

/** Returns the resolution that fired last. */
export function lastResolution({ records }: History): { record: LoggedEvent; fired: Timestamp } | null {
  let last: { record: LoggedEvent; fired: Timestamp } | null = null;
  for (const record of records) {
    const fired = isResolution(record.event) ? firedAt(record) : null;
    if (fired !== null && (last === null || fired.sequence > last.fired.sequence)) last = { record, fired };
  }
  return last;
}

/** Returns when one of the alerts was last sent to any destination, or may have been; null if never. */
export function lastNotified({ records }: History): Timestamp | null {
  let last: Timestamp | null = null;
  for (const record of records) {
    if (isResolution(record.event)) continue;
    for (const delivery of listDeliveries(record)) last = pickLater(last, notifiedAt(delivery));
  }
  return last;
}

/** Returns when one of the alerts was last sent to one destination of one rule, or may have been. */
export function lastNotifiedAt({ records }: History, rule: string, to: Destination): Timestamp | null {
  let last: Timestamp | null = null;
  for (const record of records) {
    const delivery = isResolution(record.event) ? undefined : findDelivery(record, rule, to);
    if (delivery !== undefined) last = pickLater(last, notifiedAt(delivery));
  }
  return last;
}

/**
 * Returns when a destination last got a resolution, by any rule, since it is one receiver. `toTime` reads the time of a delivery, such as
 * `sentAt` or `notifiedAt`.
 */
export function lastResolutionNotified(
  { records }: History,
  to: Destination,
  toTime: (delivery: LoggedDelivery) => Timestamp | null,
): Timestamp | null {
  let last: Timestamp | null = null;
  for (const { event, deliveries } of records) {
    if (!isResolution(event)) continue;
    for (const byDestination of Object.values(deliveries)) {
      const delivery = getOwn(byDestination, to);
      if (delivery !== undefined) last = pickLater(last, toTime(delivery));
    }
  }
  return last;
}

/** Returns every rule and destination to which one of the alerts was sent, or attempted. */
export function notifiedDestinations({ records }: History): { rule: string; destination: Destination }[] {
  return records
    .filter(({ event }) => !isResolution(event))
    .flatMap(({ deliveries }) => Object.entries(deliveries))
    .flatMap(([rule, byDestination]) => Object.keys(byDestination).map((destination) => ({ rule, destination })));
}

/** Returns the last `sequence` of anything in a history: a new record comes after it. */
export function lastSequence({ records }: History): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const record of records) {
    last = Math.max(last, firedAt(record)?.sequence ?? last, clearedAt(record));
    for (const { tried_at, sequenced_at } of listDeliveries(record))
      last = Math.max(last, toTimestamp(tried_at, sequenced_at).sequence);
  }
  return last;
}

/** Whether `lastSequence`, or an acknowledgement, is at or after `time`. Checks `fired_at` first, which mostly decides. */
export function hasActivitySince({ records }: History, time: number): boolean {
  return records.some(
    (record) =>
      (record.fired_at !== null && parseIsoTime(record.fired_at) >= time) ||
      (record.acknowledged !== undefined && parseIsoTime(record.acknowledged.acknowledged_at) >= time) ||
      lastSequence({ records: [record] }) >= time,
  );
}

/** Whether the last resolution came after everything that was sent, or nothing was sent. */
export function isResolved(history: History): boolean {
  const notified = lastNotified(history);
  return notified === null || isAtOrAfter(lastResolution(history)?.fired ?? null, notified);
}
