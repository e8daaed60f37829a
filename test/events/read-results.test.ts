import { describe, expect, it } from 'vitest';
import type { Evidence, LocationReading, SourceReading } from '../../src/domain/index.ts';
import { collectResults, type Locations } from '../../src/events/state/read-results.ts';
import type { LoggedLocation } from '../../src/generated/event-log.ts';
import { certificate, day, endpoint, files, REFUSED, trust } from './scenario.ts';

const a = certificate('a', { to: day(100) });
const b = certificate('b', { to: day(200) });

/** Locations of the log by name, each with its source. */
function known(sources: Record<string, string>): Locations {
  const entries = Object.entries(sources).map(([location, source]): [string, LoggedLocation] => [
    location,
    { source, fingerprint: a.fingerprint, previous: null, since: null, failures: 0, failures_at: null, removed: false },
  ]);
  return Object.fromEntries(entries);
}

/** The locations with what was found there: a certificate, a failure, or nothing. */
function collect(before: Locations, readings: SourceReading[]) {
  return Object.fromEntries(
    [...collectResults(before, readings)].map(([location, { certificate: one, failure }]) => {
      return [location, one === null ? (failure?.code ?? 'nothing') : one === a ? 'a' : 'b'];
    }),
  );
}

const failed = (source: string): SourceReading => ({ entry: 'shop', source, failure: REFUSED, locations: [] });

describe('the failure of a source', () => {
  it('is that of its known locations', () => {
    const before = known({ 'h:443@192.0.2.1': 'h:443', 'h:443@192.0.2.2': 'h:443', 'x:443': 'x:443' });
    expect(collect(before, [failed('h:443')])).toEqual({
      'h:443@192.0.2.1': REFUSED.code,
      'h:443@192.0.2.2': REFUSED.code,
    });
  });

  it('is its own if none is known, or each was read nevertheless', () => {
    expect(collect({}, [failed('certs/*.pem')])).toEqual({ 'certs/*.pem': REFUSED.code });
    const read = files('shop', 'certs/a.pem', { 'certs/a.pem': a });
    expect(collect(known({ 'certs/a.pem': 'certs/*.pem' }), [failed('certs/*.pem'), read])).toEqual({
      'certs/a.pem': 'a',
      'certs/*.pem': REFUSED.code,
    });
  });
});

it('a location that is read once has that certificate, whatever else fails there', () => {
  const readings = [
    files('shop', '*.pem', { 'a.pem': REFUSED }),
    files('shop', 'a.*', { 'a.pem': a }),
    files('shop', 'a.pem', { 'a.pem': b }),
  ];
  expect(collect({}, readings)).toEqual({ 'a.pem': 'a' });
  expect(collect(known({ 'a.pem': '*.pem' }), readings)).toEqual({ 'a.pem': 'a' });
});

it('addresses stay as they are if their family could not be looked up for any server of the source', () => {
  const before = known({
    ...{ 'h:1@192.0.2.1': 'h', 'h:1@::1': 'h', 'i:1@192.0.2.1': 'h', 'i:1@::1': 'h', 'j:1@::1': 'h' },
    'h:1@::2': 'other',
  });
  const unlisted = [
    { server: 'h:1', family: 6 as const, failure: REFUSED },
    { server: 'i:1', family: 4 as const, failure: REFUSED },
  ];
  const read = { ...endpoint('shop', 'h', a), unlisted };
  expect(collect(before, [read])).toEqual({ h: 'a', 'h:1@::1': 'nothing', 'i:1@192.0.2.1': 'nothing' });
});

it('evidence is what the scan found beside the certificate', () => {
  const found: Partial<LocationReading> & Evidence = {
    ...trust({}),
    deviations: [],
    unusable_staple: { expired_at: null },
  } as unknown as Evidence;
  const evidence = (reading: SourceReading) => [...collectResults({}, [reading]).values()][0]?.evidence;
  expect(evidence(endpoint('shop', 'h:443', a, found))).toStrictEqual(found);
  expect(evidence(endpoint('shop', 'h:443', a, { deviations: [] }))).toStrictEqual({ deviations: [] });
  expect(evidence(endpoint('shop', 'h:443', a))).toStrictEqual({});
});
