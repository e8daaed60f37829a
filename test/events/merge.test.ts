import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { EventLog, LoggedEvent, LoggedLocation } from '../../src/generated/event-log.ts';
import { getOwn } from '../../src/lib/collections.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { arbitraryLogs, arbitraryRelatedLogs } from './arbitrary-logs.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED } from './scenario.ts';

type Pair = [EventLog, EventLog];
type Triple = [EventLog, EventLog, EventLog];
const pairs = arbitraryRelatedLogs(2) as fc.Arbitrary<Pair>;
const triples = arbitraryRelatedLogs(3) as fc.Arbitrary<Triple>;

/** The records of both logs that are not the same. */
function findEvents(a: EventLog, b: EventLog): [LoggedEvent, LoggedEvent][] {
  return a.events.flatMap((one) => {
    const other = b.events.find(({ id }) => id === one.id);
    return other === undefined || isDeepStrictEqual(one, other) ? [] : [[one, other]];
  });
}

/** The locations of both logs, with the name of the entry and of the location. */
function findLocations(a: EventLog, b: EventLog): [LoggedLocation, LoggedLocation, string, string][] {
  return Object.entries(a.locations).flatMap(([name, locations]) =>
    Object.entries(locations).flatMap(([key, location]): [LoggedLocation, LoggedLocation, string, string][] => {
      const other = getOwn(getOwn(b.locations, name), key);
      return other === undefined ? [] : [[location, other, name, key]];
    }),
  );
}

const REGISTERS = [
  'path_end',
  'issuer_end',
  'revocation',
  'unobserved',
  'ownership',
  'auto_renewal',
  'sightings',
] as const;

function listKeys({ deliveries }: LoggedEvent): [rule: string, to: string][] {
  return Object.entries(deliveries).flatMap(([rule, to]) =>
    Object.keys(to).map((one): [string, string] => [rule, one]),
  );
}

function listSharedKeys(a: LoggedEvent, b: LoggedEvent): [rule: string, to: string][] {
  return listKeys(a).filter(([rule, to]) => getOwn(getOwn(b.deliveries, rule), to) !== undefined);
}

/** All times of these logs have the same format, so that they compare as text. */
function later(a: string | null, b: string | null): string | null {
  return (a ?? '') > (b ?? '') ? a : b;
}

type Followed = { sequenced_at?: string };

/** The registers that count: those of the later `after`, or both if it is the same. */
function listLatest<T extends Followed>(x: T, y: T): T[] {
  const [ofX, ofY] = [x.sequenced_at ?? '', y.sequenced_at ?? ''];
  if (ofX === ofY) return [x, y];
  return ofX > ofY ? [x] : [y];
}

function expectMergedEvent(merged: LoggedEvent | undefined, x: LoggedEvent, y: LoggedEvent): void {
  const toKey = ({ id, certificate, event, threshold, topic, fingerprint, location }: LoggedEvent) => {
    return { id, certificate, event, threshold, topic, fingerprint, location };
  };
  expect(merged && toKey(merged)).toEqual(toKey(x));
  expect(merged?.cleared_at).toBe(later(x.cleared_at, y.cleared_at));
  expect(merged?.fired_at).toBe(
    listLatest(x, y)
      .map(({ fired_at }) => fired_at)
      .reduce(later),
  );
  for (const [rule, to] of listSharedKeys(x, y)) {
    const [one, other, result] = [x, y, merged].map((event) => getOwn(getOwn(event?.deliveries, rule), to));
    if (one === undefined || other === undefined) throw new Error('the delivery is not shared');
    const latest = listLatest(one, other);
    expect(result?.tried_at).toBe(
      latest
        .map(({ tried_at }) => tried_at)
        .sort()
        .at(-1),
    );
    expect(result?.sent_at).toBe(latest.map(({ sent_at }) => sent_at).reduce(later));
    expect(result?.sequenced_at).toBe(latest[0]?.sequenced_at);
  }
}

describe('the generated pairs of logs', () => {
  const SAMPLES = 1000;
  const samples = fc.sample(pairs, { numRuns: SAMPLES });
  const countPairs = (hasShared: (a: EventLog, b: EventLog) => boolean) =>
    samples.filter(([a, b]) => hasShared(a, b)).length;
  it.each<[string, number, (a: EventLog, b: EventLog) => boolean]>([
    ['an event with different registers', 0.7, (a, b) => findEvents(a, b).length > 0],
    ['a delivery of such an event', 0.5, (a, b) => findEvents(a, b).some(([x, y]) => listSharedKeys(x, y).length > 0)],
    ['a location', 0.5, (a, b) => findLocations(a, b).length > 0],
    [
      'a location whose path_end only one of them has',
      0.2,
      (a, b) => findLocations(a, b).some(([x, y]) => (x.path_end === undefined) !== (y.path_end === undefined)),
    ],
  ])('share %s in %d of the cases or more', (_, share, hasShared) => {
    expect(countPairs(hasShared)).toBeGreaterThanOrEqual(share * SAMPLES);
  });
});

describe('the merge of two logs', () => {
  it('is commutative', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(mergeLogs(a, b)).toEqual(mergeLogs(b, a));
      }),
    );
  });

  it('is associative', () => {
    fc.assert(
      fc.property(triples, ([a, b, c]) => {
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

  it('loses no location, certificate, event or delivery', () => {
    const keys = (log: EventLog) => [
      ...Object.entries(log.locations).flatMap(([name, locations]) =>
        Object.keys(locations).map((location) => `${name} ${location}`),
      ),
      ...Object.keys(log.certificates),
      ...log.events.map(({ id }) => id),
    ];
    const deliveries = (log: EventLog) =>
      log.events.flatMap(({ id, deliveries }) =>
        Object.entries(deliveries).flatMap(([rule, to]) => Object.keys(to).map((one) => `${id} ${rule} ${one}`)),
      );
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const merged = mergeLogs(a, b);
        expect(new Set(keys(merged))).toEqual(new Set([...keys(a), ...keys(b)]));
        expect(new Set(deliveries(merged))).toEqual(new Set([...deliveries(a), ...deliveries(b)]));
      }),
    );
  });

  it('has the later value of every register, and the key of every record', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const merged = mergeLogs(a, b);
        for (const [x, y] of findEvents(a, b))
          expectMergedEvent(
            merged.events.find(({ id }) => id === x.id),
            x,
            y,
          );
        for (const [x, y, name, key] of findLocations(a, b)) {
          const location = getOwn(getOwn(merged.locations, name), key);
          expect([location?.since, location?.failures_at]).toEqual([
            later(x.since, y.since),
            later(x.failures_at, y.failures_at),
          ]);
          for (const register of REGISTERS) {
            const since = [x, y].map((one) => one[register]?.since ?? null).reduce(later);
            expect(location?.[register]?.since ?? null).toBe(since);
          }
        }
      }),
    );
  });

  it('does not change its inputs', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
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
      first_delivered_at: formatIsoTime(day(80)),
      status: 'warning',
      attempts: 1,
      error: 'http-server-error',
    });
  });

  it('combines the locations of both', () => {
    const scenario = createScenario([entry('shop')]);
    const one = scenario.start({ now: day(80), readings });
    const two = scenario.start({
      now: day(80),
      readings: [endpoint('shop', 'other:443', certificate('a', { to: day(100) }))],
    });
    one.save();
    two.save();
    expect(scenario.log.events[0]?.locations).toEqual(['other:443', 'shop:443']);
  });
});

describe('merging one location', () => {
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
    const { fingerprint, failures } = shop.log.locations.shop?.['shop:443'] ?? {};
    expect({ fingerprint, failures }).toEqual({ fingerprint: certificate('b', { to: 0 }).fingerprint, failures: 1 });
  });
});
