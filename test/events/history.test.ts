import { describe, expect, it } from 'vitest';
import {
  computeRecordId,
  findHistory,
  findRecord,
  groupHistories,
  hasActivitySince,
  isResolved,
  lastNotified,
  lastNotifiedAt,
  lastResolution,
  lastResolutionNotified,
  lastSequence,
  notifiedDestinations,
  type RecordKey,
} from '../../src/events/log/history.ts';
import { sentAt } from '../../src/events/log/timestamps.ts';
import type { LoggedDelivery, LoggedEvent } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { day } from './scenario.ts';

const EMPTY = { version: 1 as const, scans: {}, locations: {}, certificates: {} };

const HOOK = 'webhook:in';

function record(over: Partial<LoggedEvent> = {}): LoggedEvent {
  return {
    ...{
      id: 'e',
      certificate: 'shop',
      event: 'certificate.expired',
      fingerprint: 'a',
      threshold: null,
      location: null,
    },
    ...{ locations: [], fired_at: null, scan_id: null, cleared_at: null, deliveries: {}, ...over },
  };
}

/** Sent on a day. */
function sent(number: number, more: Partial<LoggedDelivery> = {}): LoggedDelivery {
  const time = formatIsoTime(day(number));
  return { tried_at: time, sent_at: time, status: 'warning', attempts: 0, error: null, ...more };
}

const to = (delivery: LoggedDelivery, rule = 'all', destination = HOOK) => ({ [rule]: { [destination]: delivery } });
const RENEWED = { event: 'certificate.renewed', fired_at: formatIsoTime(day(5)) } as const;

describe('two records are of one history', () => {
  const location = { fingerprint: null, location: 'h:1' };
  it.each<[string, Partial<LoggedEvent>, Partial<LoggedEvent>, boolean]>([
    ['if they are about one certificate', {}, { event: 'certificate.renewed', threshold: 30 }, true],
    ['whatever location the certificate appeared at', { location: 'h:1' }, { location: 'h:2' }, true],
    ['unless they are of another entry', {}, { certificate: 'mail' }, false],
    ['unless they are about another certificate', {}, { fingerprint: 'b' }, false],
    ['if they are about one finding', { topic: 'untrusted' }, { topic: 'untrusted', threshold: 1 }, true],
    ['unless they are about another finding', { topic: 'untrusted' }, { topic: 'revoked' }, false],
    ['unless one is about a finding', { topic: 'untrusted' }, {}, false],
    ['if they are about one location', location, { ...location, event: 'certificate.recovered' }, true],
    ['unless they are about another location', location, { ...location, location: 'h:2' }, false],
    ['unless one is about a location', location, { location: 'h:1' }, false],
    ['unless they are about a location of another entry', location, { ...location, certificate: 'mail' }, false],
  ])('%s', (_, one, other, expected) => {
    const [a, b, between] = [record(one), record(other), record({ certificate: 'between' })];
    for (const events of [
      [a, b],
      [a, between, b],
      [b, between, a],
    ]) {
      const { records } = findHistory(groupHistories({ ...EMPTY, events }), a);
      expect(records.includes(a)).toBe(true);
      expect(records.includes(b)).toBe(expected);
    }
  });
});

it('a record without a history has an empty one', () => {
  expect(findHistory(groupHistories({ ...EMPTY, events: [record()] }), record({ fingerprint: 'b' })).records).toEqual(
    [],
  );
});

it('a record is found by its event, threshold and location', () => {
  const records = [
    record({ threshold: 30 }),
    record({ threshold: 14 }),
    record({ event: 'certificate.changed', location: 'h:1' }),
    record({ event: 'certificate.changed', location: 'h:2' }),
    record({ event: 'certificate.changed' }),
    record(),
  ];
  for (const one of records) expect(findRecord({ records }, one as RecordKey)).toBe(one);
  expect(findRecord({ records }, record({ threshold: 60 }) as RecordKey)).toBeUndefined();
});

describe('a history', () => {
  const alert = record({ fired_at: formatIsoTime(day(1)), deliveries: to(sent(2)) });
  const resolution = record({ ...RENEWED, deliveries: to(sent(6)) });
  const earlier = record({ event: 'certificate.removed', fired_at: formatIsoTime(day(4)), deliveries: to(sent(4)) });

  it('was notified by its alerts, not by its resolutions', () => {
    const records = [resolution, alert, record({ deliveries: to(sent(3), 'other', 'issue') })];
    expect(lastNotified({ records })?.wallClock).toBe(day(3));
    expect(lastNotifiedAt({ records }, 'all', HOOK)?.wallClock).toBe(day(2));
    expect(lastNotifiedAt({ records }, 'all', 'issue')).toBeNull();
    expect(notifiedDestinations({ records })).toEqual([
      { rule: 'all', destination: HOOK },
      { rule: 'other', destination: 'issue' },
    ]);
    expect(lastNotified({ records: [resolution] })).toBeNull();
  });

  it('has the resolution that fired last, in any order', () => {
    for (const records of [
      [alert, earlier, resolution],
      [resolution, earlier, alert],
    ])
      expect(lastResolution({ records })?.record).toBe(resolution);
    expect(lastResolution({ records: [alert, record({ event: 'certificate.renewed' })] })).toBeNull();
  });

  it('was resolved for a destination by any rule, whatever the order', () => {
    const other = record({ ...RENEWED, deliveries: to(sent(7), 'other') });
    const elsewhere = record({ ...RENEWED, deliveries: to(sent(8), 'all', 'issue') });
    for (const records of [
      [alert, resolution, other, elsewhere],
      [elsewhere, other, resolution, alert],
    ])
      expect(lastResolutionNotified({ records }, HOOK, sentAt)?.wallClock).toBe(day(7));
    expect(lastResolutionNotified({ records: [alert] }, HOOK, sentAt)).toBeNull();
  });

  it('is resolved if nothing was sent, or nothing after its resolution', () => {
    const at = (number: number) => [record({ deliveries: to(sent(number)) }), resolution];
    expect([[], [alert], at(4), at(5), at(6)].map((records) => isResolved({ records }))).toEqual([
      ...[true, false, true, true, false],
    ]);
  });

  it.each<[string, Partial<LoggedEvent>]>([
    ['when it fired', { fired_at: formatIsoTime(day(3)) }],
    ['what that followed', { fired_at: formatIsoTime(day(1)), sequenced_at: formatIsoTime(day(3)) }],
    ['when it was cleared', { cleared_at: formatIsoTime(day(3)) }],
    ['an attempt', { deliveries: to(sent(3, { sent_at: null })) }],
    ['what an attempt followed', { deliveries: to(sent(1, { sequenced_at: formatIsoTime(day(3)) })) }],
  ])('has as its last time %s', (_, over) => {
    for (const records of [
      [record(over), record({ fired_at: formatIsoTime(day(0)) })],
      [record({ fired_at: formatIsoTime(day(0)), cleared_at: formatIsoTime(day(2)) }), record(over)],
    ]) {
      expect(lastSequence({ records })).toBe(day(3));
      expect([day(3), day(3) + 1].map((time) => hasActivitySince({ records }, time))).toEqual([true, false]);
    }
    expect(lastSequence({ records: [record()] })).toBe(Number.NEGATIVE_INFINITY);
  });
});

it('the identifier of a record never changes', () => {
  const ids = [record(), record({ topic: 'untrusted' }), record({ threshold: 30, location: 'h:1' })].map(
    computeRecordId as (one: LoggedEvent) => string,
  );
  expect(ids).toMatchInlineSnapshot(`
    [
      "f15971f35c66a543",
      "a9372e0aa8ed7c83",
      "ba1f5faacc2765a0",
    ]
  `);
});
