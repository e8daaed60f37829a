import { describe, expect, it } from 'vitest';
import { isNeverRead, type SourceReading } from '../../src/domain/index.ts';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import { getFailingSince } from '../../src/events/state/location-registers.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, day, endpoint, entry, REFUSED, revocation, trust } from './scenario.ts';

const LOCATION = 'h:443@192.0.2.1';
const a = certificate('a', { to: day(100) });
const read = { ...endpoint('shop', LOCATION, a), source: 'h:443' };
const down = { ...endpoint('shop', LOCATION, REFUSED), source: 'h:443' };

function observeAt(log: EventLog, number: number, readings: SourceReading[], isObserved = true): EventLog {
  const unobserved = isObserved ? new Map() : new Map([['shop', { code: 'not-observed', detail: 'Nothing came.' }]]);
  const entries = [entry('shop')];
  return compareWithLog({ log, entries, readings, unobserved, covers: () => true, now: day(number) }).log;
}

/** The location after one scan on each day. */
function follow(...scans: (SourceReading[] | 'unobserved')[]) {
  let log = createEmptyLog();
  return scans.map((readings, number) => {
    log = observeAt(log, number, readings === 'unobserved' ? [] : readings, readings !== 'unobserved');
    return log.locations.shop?.[LOCATION];
  });
}

describe('a location that was not observed', () => {
  const other = endpoint('shop', 'other:443', a);

  it('is observed again by any reading, and that is recorded once', () => {
    const [, missing, again, same, down2] = follow([read], 'unobserved', [read], [read], [down]);
    expect(missing?.unobserved).toEqual({ scans: 1, since: formatIsoTime(day(1)) });
    expect(again?.unobserved).toEqual({ scans: 0, since: formatIsoTime(day(2)) });
    expect(same).toBe(again);
    expect(down2?.unobserved).toEqual(again?.unobserved);
  });

  it('counts two scans, and no more', () => {
    const scans = follow([read], 'unobserved', 'unobserved', 'unobserved');
    expect(scans.map((location) => location?.unobserved?.scans)).toEqual([undefined, 1, 2, 2]);
    expect(scans[3]).toBe(scans[2]);
  });

  it('is observed by a lookup that did not list it, but not by a scan that reached nothing', () => {
    const unlisted = {
      ...other,
      source: 'h:443',
      unlisted: [{ server: 'h:443', family: 4 as const, failure: REFUSED }],
    };
    const [, , listed] = follow([read], 'unobserved', [unlisted]);
    expect(listed?.unobserved).toMatchObject({ scans: 0 });
    const [, missing, blind] = follow([read], 'unobserved', [{ ...down, blind: true }]);
    expect(blind).toBe(missing);
  });
});

describe('a location that cannot be read', () => {
  it('has the time of the first failed scan in a row', () => {
    const scans = follow([read], [down], [down], 'unobserved', [down], [read], [down]);
    expect(scans.map((location) => location?.failing_since)).toEqual([
      ...[undefined, undefined, formatIsoTime(day(1)), formatIsoTime(day(1)), formatIsoTime(day(1))],
      ...[undefined, undefined],
    ]);
    expect(scans.map((location) => location && getFailingSince(location))).toEqual([
      ...[null, formatIsoTime(day(1)), formatIsoTime(day(1)), formatIsoTime(day(1)), formatIsoTime(day(1))],
      ...[null, formatIsoTime(day(6))],
    ]);
  });

  it('was never read until a scan finds a certificate there, even if it is removed later', () => {
    const scans = follow([down], 'unobserved', [down], [read], [down], [], [down]);
    expect(scans.map((location) => location && isNeverRead(location))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a location that was removed and fails', () => {
  const [, removed, failing] = follow([read], [], [down]);
  const log = observeAt(observeAt(createEmptyLog(), 0, [read]), 1, [endpoint('shop', 'other:443', a)]);

  it('exists again without a certificate', () => {
    expect(removed).toBeDefined();
    const location = observeAt(log, 2, [down]).locations.shop?.[LOCATION];
    expect(location).toMatchObject({ removed: false, fingerprint: null, previous: null, failures: 1 });
    expect(location?.failures_at).toBe(formatIsoTime(day(2)));
    expect(failing?.removed).toBe(false);
  });

  it('does not override what another scan reads there at the same time', () => {
    const [one, other] = [observeAt(log, 3, [down]), observeAt(log, 2, [read])];
    for (const merged of [mergeLogs(one, other), mergeLogs(other, one)]) {
      expect(merged.locations.shop?.[LOCATION]).toMatchObject({ removed: false, fingerprint: a.fingerprint });
    }
    // It does override the removal.
    expect(mergeLogs(log, one).locations.shop?.[LOCATION]?.removed).toBe(false);
  });
});

describe('a revocation', () => {
  const revoked = revocation({ revoked: a.fingerprint });
  const isRevoked = (...evidence: Parameters<typeof endpoint>[3][]) => {
    const locations = follow(...evidence.map((one) => [{ ...endpoint('shop', LOCATION, a, one), source: 'h:443' }]));
    return locations.map((location) => location?.revocation?.revoked !== null && location?.revocation !== undefined);
  };

  it('is over if its source says good later than it was revoked, and not of the same time', () => {
    const good = (at: number) => revocation({ good: [a.fingerprint], at });
    expect(isRevoked(revoked, good(-1), good(0))).toEqual([true, true, false]);
  });

  it('of an issuer is over if the issuer is not on the path, and stays if the path is unknown', () => {
    const by = revocation({ revoked: 'ca' });
    const path = (...fingerprints: string[]) => ({ ...revocation({}), ...trust({ path: fingerprints }) });
    expect(isRevoked(by, path(), path('leaf', 'ca'), path('leaf', 'other'))).toEqual([true, true, true, false]);
  });

  it('that is over is recorded once, also at an address that did not have it', () => {
    const at = (location: string, evidence: Parameters<typeof endpoint>[3]) => endpoint('shop', location, a, evidence);
    const good = revocation({ good: [a.fingerprint], at: 5 });
    const first = observeAt(createEmptyLog(), 0, [at('h:1', revoked)]);
    const both = observeAt(first, 1, [at('h:1', good), at('h:2', good)]);
    const registers = ['h:1', 'h:2'].map((location) => both.locations.shop?.[location]?.revocation?.revoked);
    expect(registers).toEqual([null, null]);
    expect(observeAt(both, 2, [at('h:1', good), at('h:2', good)]).locations).toBe(both.locations);
  });
});

describe('the CA that expires first', () => {
  const issuer = (expires: number, subject = 'Issuing CA') => ({
    subject,
    fingerprint_sha256: 'c'.repeat(64),
    valid_from: formatIsoTime(day(-1000)),
    valid_to: formatIsoTime(day(expires)),
    origin: 'sent' as const,
    is_root: false,
  });
  const below = (expires: number) => [
    { ...endpoint('shop', LOCATION, a, trust({ issuer_expiry: issuer(expires) })), source: 'h:443' },
  ];

  it('is recorded if it ends soon, or no later than the certificate', () => {
    expect(follow(below(1000))[0]?.issuer_end).toBeUndefined();
    expect(follow(below(101))[0]?.issuer_end).toBeUndefined();
    for (const expires of [100, 99, 20])
      expect(follow(below(expires))[0]?.issuer_end).toEqual({
        fingerprint: a.fingerprint,
        issuer: issuer(expires),
        since: formatIsoTime(day(0)),
      });
  });

  it('stays while the location cannot be read, or the trust store', () => {
    const unverified = [{ ...endpoint('shop', LOCATION, a, trust({ reason: 'ca-file-unusable' })), source: 'h:443' }];
    const [first, , , last] = follow(below(20), [down], unverified, below(20));
    expect(last?.issuer_end).toEqual(first?.issuer_end);
  });

  it('is over when another CA is on the path', () => {
    const [, after] = follow(below(20), below(1000));
    expect(after?.issuer_end).toEqual({ fingerprint: a.fingerprint, issuer: null, since: formatIsoTime(day(1)) });
  });
});
