import { describe, expect, it } from 'vitest';
import { DEFERRED, DEFERRED_EXPIRED, type PlannedDelivery } from '../../src/domain/index.ts';
import {
  attemptedAt,
  clearedAt,
  deferredSince,
  firedAt,
  isAtOrAfter,
  notifiedAt,
  pickLater,
  sentAt,
  type Timestamp,
  toTimestamp,
} from '../../src/events/log/timestamps.ts';
import { clearDeferred, toDeferred } from '../../src/events/state/record.ts';
import type { LoggedDelivery, LoggedEvent } from '../../src/generated/event-log.ts';

const [ONE, TWO, THREE] = ['2027-01-01T00:00:00Z', '2027-01-02T00:00:00Z', '2027-01-03T00:00:00Z'] as const;
const at = (wallClock: string, sequence = wallClock): Timestamp => {
  return { wallClock: Date.parse(wallClock), sequence: Date.parse(sequence) };
};

const delivery = (more: Partial<LoggedDelivery> = {}): LoggedDelivery => ({
  ...{ tried_at: TWO, sent_at: ONE, status: 'warning', attempts: 1, error: null, ...more },
});

function record(deliveries: LoggedEvent['deliveries'], more: Partial<LoggedEvent> = {}): LoggedEvent {
  return {
    ...{
      id: 'e1',
      certificate: 'shop',
      event: 'certificate.expired',
      fingerprint: 'aa',
      location: null,
      locations: [],
    },
    ...{ threshold: null, fired_at: TWO, scan_id: 'scan-1', cleared_at: null, deliveries, ...more },
  };
}

describe('a time in the log', () => {
  it('is never before what it follows, except by the clock', () => {
    expect(toTimestamp(TWO, undefined)).toEqual(at(TWO));
    expect(toTimestamp(TWO, ONE)).toEqual(at(TWO));
    expect(toTimestamp(TWO, THREE)).toEqual(at(TWO, THREE));
  });

  it('of an event is when it fired', () => {
    expect(firedAt(record({}))).toEqual(at(TWO));
    expect(firedAt(record({}, { sequenced_at: THREE }))).toEqual(at(TWO, THREE));
    expect(firedAt(record({}, { fired_at: null }))).toBeNull();
    expect([clearedAt(record({})), clearedAt(record({}, { cleared_at: ONE }))]).toEqual([
      ...[Number.NEGATIVE_INFINITY, Date.parse(ONE)],
    ]);
  });

  it.each<[string, Partial<LoggedDelivery>, attempted: Timestamp | null, notified: Timestamp | null]>([
    ['was sent', {}, at(TWO), at(TWO)],
    ['follows another event', { sequenced_at: THREE }, at(TWO, THREE), at(TWO, THREE)],
    ['failed after a request', { sent_at: null, error: 'http-server-error' }, at(TWO), at(TWO)],
    ['failed without a request', { sent_at: null, attempts: 0, error: 'x' }, at(TWO), null],
    ['was sent, and failed later without a request', { attempts: 0, error: 'x' }, at(TWO), at(ONE)],
    ['was deferred', { sent_at: null, attempts: 0, error: DEFERRED }, null, null],
    ['was deferred after it was sent', { attempts: 0, error: DEFERRED }, at(ONE), at(ONE)],
    ['was deferred in vain', { sent_at: null, attempts: 0, error: DEFERRED_EXPIRED }, null, null],
    ['was deferred after a request', { error: DEFERRED }, at(TWO), at(TWO)],
  ])('of a delivery that %s', (_, more, attempted, notified) => {
    expect(attemptedAt(delivery(more))).toEqual(attempted);
    expect(notifiedAt(delivery(more))).toEqual(notified);
  });

  it('of sending is null if nothing was sent', () => {
    expect(sentAt(delivery({ sequenced_at: THREE }))).toEqual(at(ONE, THREE));
    expect(sentAt(delivery({ sent_at: null }))).toBeNull();
  });

  it('is later by its sequence; of equal ones the first counts', () => {
    const [early, late, same] = [at(THREE, ONE), at(ONE, TWO), at(ONE)];
    expect(pickLater(early, late)).toBe(late);
    expect(pickLater(late, early)).toBe(late);
    expect(pickLater(early, same)).toBe(early);
    expect(pickLater(null, early)).toBe(early);
    expect(pickLater(early, null)).toBe(early);
    expect(pickLater(null, null)).toBeNull();
    expect([
      isAtOrAfter(late, early),
      isAtOrAfter(early, late),
      isAtOrAfter(same, early),
      isAtOrAfter(null, early),
    ]).toEqual([true, false, true, false]);
  });

  it('since a delivery is deferred is when it was deferred first', () => {
    const deferred = record({ all: { 'webhook:in': delivery({ error: DEFERRED }), issue: delivery() } });
    expect(deferredSince(deferred, 'all', 'webhook:in')).toBe(Date.parse(TWO));
    expect(deferredSince(deferred, 'all', 'issue')).toBeNull();
    expect(deferredSince(deferred, 'other', 'webhook:in')).toBeNull();
    expect(deferredSince(undefined, 'all', 'webhook:in')).toBeNull();
  });
});

describe('a delivery that is deferred', () => {
  const NEVER = { tried_at: THREE, sent_at: null, status: null, attempts: 0, error: DEFERRED };
  const FIRST = { first_delivered_at: ONE };
  const KEPT = { tried_at: THREE, sent_at: ONE, ...FIRST, status: 'warning', attempts: 1, error: DEFERRED };

  it.each<[string, LoggedDelivery | undefined, string | undefined, object]>([
    ['for the first time', undefined, undefined, NEVER],
    ['for the first time, after another event', undefined, TWO, { ...NEVER, sequenced_at: TWO }],
    ['after it was sent', delivery(), undefined, KEPT],
    [
      'after it was sent, and followed another event',
      delivery({ sequenced_at: ONE }),
      undefined,
      { ...KEPT, sequenced_at: ONE },
    ],
    ['anew after another event', delivery({ sequenced_at: ONE }), TWO, { ...NEVER, ...FIRST, sequenced_at: TWO }],
    ['still', delivery({ error: DEFERRED }), TWO, delivery({ error: DEFERRED })],
  ])('%s', (_, before, after, expected) => {
    expect(toDeferred(before, THREE, after)).toEqual(expected);
  });

  it('is over unless it stays deferred', () => {
    const deferred = delivery({ error: DEFERRED });
    const before = record({ all: { a: deferred, b: deferred, c: delivery() }, other: { a: deferred } });
    const stays = [{ rule: 'all', destination: 'a' }] as PlannedDelivery[];
    const over = { ...deferred, error: DEFERRED_EXPIRED };
    expect(clearDeferred(before, () => stays)).toEqual({
      ...before,
      deliveries: { all: { a: deferred, b: over, c: delivery() }, other: { a: over } },
    });
    const none = record({ all: { c: delivery() } });
    expect(clearDeferred(none, () => stays)).toBe(none);
  });
});
