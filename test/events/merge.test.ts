import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { arbitraryLogs } from './arbitrary-logs.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED } from './scenario.ts';

describe('the merge of two logs', () => {
  it('is commutative', () => {
    fc.assert(
      fc.property(arbitraryLogs, arbitraryLogs, (a, b) => {
        expect(mergeLogs(a, b)).toEqual(mergeLogs(b, a));
      }),
    );
  });

  it('is associative', () => {
    fc.assert(
      fc.property(arbitraryLogs, arbitraryLogs, arbitraryLogs, (a, b, c) => {
        expect(mergeLogs(mergeLogs(a, b), c)).toEqual(mergeLogs(a, mergeLogs(b, c)));
      }),
    );
  });

  it('is idempotent, and an empty log adds nothing', () => {
    fc.assert(
      fc.property(arbitraryLogs, (a) => {
        expect(mergeLogs(a, structuredClone(a))).toEqual(a);
        expect(mergeLogs(a, createEmptyLog())).toEqual(a);
      }),
    );
  });

  it('loses no place, certificate, event or delivery', () => {
    const keys = (log: EventLog) => [
      ...Object.entries(log.places).flatMap(([name, places]) => Object.keys(places).map((place) => `${name} ${place}`)),
      ...Object.keys(log.certificates),
      ...log.events.map(({ id }) => id),
    ];
    const deliveries = (log: EventLog) =>
      log.events.flatMap(({ id, deliveries }) =>
        Object.entries(deliveries).flatMap(([rule, to]) => Object.keys(to).map((one) => `${id} ${rule} ${one}`)),
      );
    fc.assert(
      fc.property(arbitraryLogs, arbitraryLogs, (a, b) => {
        const merged = mergeLogs(a, b);
        expect(new Set(keys(merged))).toEqual(new Set([...keys(a), ...keys(b)]));
        expect(new Set(deliveries(merged))).toEqual(new Set([...deliveries(a), ...deliveries(b)]));
      }),
    );
  });

  it('does not change its inputs', () => {
    fc.assert(
      fc.property(arbitraryLogs, arbitraryLogs, (a, b) => {
        const before = structuredClone([a, b]);
        mergeLogs(a, b);
        expect([a, b]).toEqual(before);
      }),
    );
  });
});

describe('merging one delivery', () => {
  const readings = [endpoint('shop', 'shop:443', certificate('a', { to: day(100) }))];

  it('keeps an accepted attempt despite a later failure', () => {
    const scenario = createScenario([entry('shop')]);
    const accepted = scenario.start({ now: day(80), readings });
    const failed = scenario.start({ now: day(80, 1), readings, receive: () => 'failed' });
    failed.save();
    accepted.save();
    expect(scenario.log.events[0]?.deliveries.all?.['webhook:hook']).toEqual({
      tried_at: formatIsoTime(day(80, 1)),
      sent_at: formatIsoTime(day(80)),
      status: 'warning',
      attempts: 1,
      error: 'http-server-error',
    });
  });

  it('combines the places of both', () => {
    const scenario = createScenario([entry('shop')]);
    const one = scenario.start({ now: day(80), readings });
    const two = scenario.start({
      now: day(80),
      readings: [endpoint('shop', 'other:443', certificate('a', { to: day(100) }))],
    });
    one.save();
    two.save();
    expect(scenario.log.events[0]?.places).toEqual(['other:443', 'shop:443']);
  });
});

describe('merging one place', () => {
  it('treats certificate and failures as separate registers', () => {
    const shop = createScenario([entry('shop')]);
    shop.scan({ now: day(0), readings: [endpoint('shop', 'shop:443', certificate('a', { to: day(100) }))] });
    const renewed = shop.start({
      now: day(1),
      readings: [endpoint('shop', 'shop:443', certificate('b', { to: day(200) }))],
    });
    const failed = shop.start({ now: day(1, 1), readings: [endpoint('shop', 'shop:443', REFUSED)] });
    failed.save();
    renewed.save();
    const { fingerprint, failures } = shop.log.places.shop?.['shop:443'] ?? {};
    expect({ fingerprint, failures }).toEqual({ fingerprint: certificate('b', { to: 0 }).fingerprint, failures: 1 });
  });
});
