/** Reads the times of attempts, notifications and resolutions from log records. */

import { DEFERRED, DEFERRED_EXPIRED, type Destination } from '../../domain/index.ts';
import type { LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';

/**
 * The time of an event, in milliseconds. `wallClock` measures cooldowns. `sequence` orders events even if the clocks of two scans disagree:
 * it is never earlier than the event that it followed.
 */
export interface Timestamp {
  wallClock: number;
  sequence: number;
}

export function toTimestamp(time: string, sequencedAt: string | undefined): Timestamp {
  const wallClock = parseIsoTime(time);
  return {
    wallClock,
    sequence: sequencedAt === undefined ? wallClock : Math.max(wallClock, parseIsoTime(sequencedAt)),
  };
}

export function firedAt({ fired_at, sequenced_at }: LoggedEvent): Timestamp | null {
  return fired_at === null ? null : toTimestamp(fired_at, sequenced_at);
}

/** Returns the last attempt. A delivery that was only deferred was not attempted. */
export function attemptedAt(delivery: LoggedDelivery): Timestamp | null {
  const { tried_at, attempts, error, sequenced_at } = delivery;
  const wasDeferred = error === DEFERRED || error === DEFERRED_EXPIRED;
  return wasDeferred && attempts === 0 ? sentAt(delivery) : toTimestamp(tried_at, sequenced_at);
}

export function sentAt({ sent_at, sequenced_at }: LoggedDelivery): Timestamp | null {
  return sent_at === null ? null : toTimestamp(sent_at, sequenced_at);
}

/**
 * Returns when the receiver got the notification, or may have got it: after a lost response it may have, after a failed connection it has
 * not.
 */
export function notifiedAt(delivery: LoggedDelivery): Timestamp | null {
  return delivery.attempts > 0 ? attemptedAt(delivery) : sentAt(delivery);
}

/** Returns since when a delivery is deferred by quiet hours, in milliseconds; null for other deliveries. */
export function deferredSince(record: LoggedEvent | undefined, rule: string, to: Destination): number | null {
  const delivery = record === undefined ? undefined : findDelivery(record, rule, to);
  return delivery?.error === DEFERRED ? parseIsoTime(delivery.tried_at) : null;
}

/** Returns the time of the last `log clear` in milliseconds, or minus infinity. */
export function clearedAt({ cleared_at }: LoggedEvent): number {
  return cleared_at === null ? Number.NEGATIVE_INFINITY : parseIsoTime(cleared_at);
}

export function pickLater(a: Timestamp | null, b: Timestamp | null): Timestamp | null {
  if (a === null || b === null) return a ?? b;
  return b.sequence > a.sequence ? b : a;
}

/** Whether `one` exists and is not before `other`. */
export function isAtOrAfter(one: Timestamp | null, other: Timestamp): boolean {
  return one !== null && one.sequence >= other.sequence;
}

export function findDelivery({ deliveries }: LoggedEvent, rule: string, to: Destination): LoggedDelivery | undefined {
  return getOwn(getOwn(deliveries, rule), to);
}
