import { describe, expect, it } from 'vitest';
import type { Entry, SourceReading } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, day, endpoint, entry, files, REFUSED } from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const a = certificate('a', { to: day(100) });
const b = certificate('b', { to: day(200) });

function observeReadings(log: EventLog, number: number, readings: SourceReading[], entries: Entry[] = [entry('shop')]) {
  return compareWithLog({ log, entries, readings, covers: () => true, now: day(number) });
}

/** The locations of `shop` in the log after readings on days 0, 1, 2... */
function observeLocations(...days: SourceReading[][]) {
  const log = days.reduce((log, readings, number) => observeReadings(log, number, readings).log, createEmptyLog());
  return log.locations.shop ?? {};
}

const at = (showing: Parameters<typeof endpoint>[2]) => [endpoint('shop', LOCATION, showing)];

describe('a location', () => {
  const first = {
    source: LOCATION,
    fingerprint: a.fingerprint,
    previous: null,
    since: formatIsoTime(day(0)),
    failures: 0,
    failures_at: null,
    removed: false,
  };

  it('is recorded with its certificate', () => {
    expect(observeLocations(at(a))).toEqual({ [LOCATION]: first });
  });

  it('is the same object if nothing changed', () => {
    const { log } = observeReadings(createEmptyLog(), 0, at(a));
    expect(observeReadings(log, 1, at(a)).log.locations.shop?.[LOCATION]).toBe(log.locations.shop?.[LOCATION]);
  });

  it('adds nothing to the certificates of the log if it has what was read', () => {
    const { log } = observeReadings(createEmptyLog(), 0, at(a));
    for (const facts of [log.certificates[a.fingerprint] as typeof a.facts, { ...a.facts, sans: [...a.facts.sans] }])
      expect(observeReadings(log, 1, at({ ...a, facts })).log.certificates).toBe(log.certificates);
    const { certificates } = observeReadings(log, 1, at({ ...a, facts: { ...a.facts, key_size: 384 } })).log;
    expect(certificates[a.fingerprint]?.key_size).toBe(384);
  });

  it('that was removed is the same object from then on', () => {
    const none = [files('shop', '*.pem', {})];
    const removed = observeReadings(observeReadings(createEmptyLog(), 0, at(a)).log, 1, none).log;
    expect(observeReadings(removed, 2, none).log.locations).toBe(removed.locations);
    expect(removed.locations.shop?.[LOCATION]).toMatchObject({ removed: true, previous: a.fingerprint });
  });

  it('records the previous certificate', () => {
    expect(observeLocations(at(a), at(b))[LOCATION]).toEqual({
      ...first,
      fingerprint: b.fingerprint,
      previous: a.fingerprint,
      since: formatIsoTime(day(1)),
    });
  });

  it('keeps its state while its address cannot be looked up, and others are read or removed', () => {
    const [v4, old, v6] = [`${LOCATION}@127.0.0.1`, `${LOCATION}@127.0.0.2`, `${LOCATION}@::1`] as const;
    const read = (...locations: string[]): SourceReading => ({
      entry: 'shop',
      source: LOCATION,
      failure: null,
      locations: locations.map((location) => ({ location, observed: {}, certificate: a, failure: null })),
    });
    const failure = { code: 'endpoint-addresses-missing', detail: 'The lookup failed.' };
    const partly = { ...read(v4), unlisted: [{ server: LOCATION, family: 6 as const, failure }] };
    const before = observeReadings(createEmptyLog(), 0, [read(v4, old, v6)]);
    const { log, locations, subjects } = observeReadings(before.log, 1, [partly]);
    expect(log.locations.shop?.[v6]).toBe(before.log.locations.shop?.[v6]);
    expect(log.locations.shop?.[old]).toMatchObject({ removed: true });
    expect(locations.map(({ location, failures, failure: why }) => [location, failures, why])).toEqual([
      [v4, 0, null],
      [v6, 0, null],
    ]);
    expect(subjects).toMatchObject([{ locations: [v4, v6] }]);
    expect(Object.keys(observeReadings(createEmptyLog(), 0, [partly]).log.locations.shop ?? {})).toEqual([v4]);
  });

  it('keeps its certificate while it cannot be read, and counts the failures', () => {
    expect(observeLocations(at(a), at(REFUSED), at(REFUSED))[LOCATION]).toEqual({
      ...first,
      failures: 2,
      failures_at: formatIsoTime(day(2)),
      failing_since: formatIsoTime(day(1)),
    });
    expect(observeLocations(at(a), at(REFUSED), at(a))[LOCATION]).toEqual({
      ...first,
      failures_at: formatIsoTime(day(2)),
    });
  });

  it('that is removed forgets its certificate, so that one that comes back is new', () => {
    const removed = {
      ...first,
      fingerprint: null,
      previous: a.fingerprint,
      since: formatIsoTime(day(1)),
      removed: true,
    };
    expect(observeLocations(at(a), [files('shop', '*.pem', {})])[LOCATION]).toEqual(removed);
    expect(observeLocations(at(a), [files('shop', '*.pem', {})], at(b))[LOCATION]).toEqual({
      ...first,
      fingerprint: b.fingerprint,
      since: formatIsoTime(day(2)),
    });
  });

  it('gets a later time than what it replaces, even if the clock is behind', () => {
    const { log } = observeReadings(createEmptyLog(), 5, at(a));
    expect(observeReadings(log, 4, at(b)).log.locations.shop?.[LOCATION]?.since).toBe(formatIsoTime(day(5) + 1));
  });

  it('is not new if the spelling of its glob changes', () => {
    const renamed = observeLocations(
      [files('shop', '*.pem', { 'a.pem': a })],
      [files('shop', '**/*.pem', { 'a.pem': a })],
    );
    expect(renamed['a.pem']).toMatchObject({ source: '**/*.pem', since: formatIsoTime(day(0)), removed: false });
  });

  it.each(['__proto__', 'constructor', 'toString'])('may be called %s', (name) => {
    const reading = files(name, name, { [name]: a });
    const reading2 = { ...reading, locations: [{ location: name, observed: {}, certificate: a, failure: null }] };
    const { log, subjects } = observeReadings(createEmptyLog(), 0, [reading2], [entry(name)]);
    expect(subjects).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(log.locations))).toEqual(
      JSON.parse(`{"${name}": {"${name}": ${JSON.stringify({ ...first, source: name })}}}`),
    );
  });
});

describe.each(['private-key-only', 'certificate-request', 'no-certificate'])(
  'a file that is not a certificate (%s)',
  (code) => {
    const no = { code, detail: 'it holds none' };
    const found = (locations: Parameters<typeof files>[2]): SourceReading => ({
      ...files('shop', '*.pem', locations),
      skips: 'text',
    });

    it('is ignored if a glob finds it beside certificates', () => {
      expect(Object.keys(observeLocations([found({ 'a.pem': a, 'key.pem': no })]))).toEqual(['a.pem']);
    });

    it('is reported if a glob finds nothing else, or if it is listed', () => {
      expect(observeLocations([found({ 'key.pem': no })])).toMatchObject({ 'key.pem': { failures: 1 } });
      const named = [found({ 'a.pem': a }), files('shop', 'key.pem', { 'key.pem': no })];
      expect(observeLocations(named)).toMatchObject({ 'a.pem': { failures: 0 }, 'key.pem': { failures: 1 } });
    });

    it('is reported if it replaced a certificate', () => {
      const locations = observeLocations([found({ 'a.pem': a, 'b.pem': b })], [found({ 'a.pem': no, 'b.pem': b })]);
      expect(locations).toMatchObject({
        'a.pem': { fingerprint: a.fingerprint, failures: 1 },
        'b.pem': { failures: 0 },
      });
    });

    it('is not reported any more once there is a certificate beside it', () => {
      const locations = observeLocations([found({ 'key.pem': no })], [found({ 'key.pem': no, 'a.pem': a })]);
      expect(locations).toMatchObject({ 'key.pem': { removed: true, failures: 0 }, 'a.pem': { failures: 0 } });
    });
  },
);

describe('a file without a certificate', () => {
  const TEXT = ['private-key-only', 'certificate-request', 'no-certificate'];
  const BINARY = ['file-empty', 'container-empty', 'unknown-format'];
  const DAMAGED = ['certificate-malformed', 'keystore-password-wrong', 'file-unreadable'];

  it.each<[SourceReading['skips'], string[]]>([
    ['text', TEXT],
    ['all', [...TEXT, ...BINARY]],
    [undefined, []],
  ])('is skipped by a glob that skips %s', (skips, skipped) => {
    const codes = [...TEXT, ...BINARY, ...DAMAGED];
    const found = Object.fromEntries(codes.map((code) => [`${code}.bin`, { code, detail: 'it has none' }]));
    const reading = { ...files('shop', '*', { 'a.pem': a, ...found }), ...(skips && { skips }) };
    const reported = Object.keys(observeLocations([reading])).map((location) => location.replace('.bin', ''));
    expect(reported.sort()).toEqual(['a.pem', ...codes.filter((code) => !skipped.includes(code))].sort());
  });

  it('is reported once for a glob that finds thousands and no certificate', () => {
    const none = { code: 'no-certificate', detail: 'it has none' };
    const found = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`${index}.yaml`, none]));
    const locations = observeLocations([{ ...files('shop', '*.yaml', found), skips: 'text' }]);
    expect(locations).toMatchObject({ '*.yaml': { failures: 1, fingerprint: null } });
    expect(Object.keys(locations)).toHaveLength(1);
  });
});

describe('a source that cannot be read', () => {
  const nothing = files('shop', '*.pem', { code: 'glob-no-match', detail: 'matches no file' });

  it('fails for every location known under it', () => {
    const found = [files('shop', '*.pem', { 'a.pem': a, 'b.pem': b })];
    const failures = Object.entries(observeLocations(found, [nothing])).map(([location, { failures }]) => [
      location,
      failures,
    ]);
    expect(failures).toEqual([
      ['a.pem', 1],
      ['b.pem', 1],
    ]);
  });

  it('fails itself if no location is known under it', () => {
    expect(observeLocations([nothing])).toEqual({
      '*.pem': {
        source: '*.pem',
        fingerprint: null,
        previous: null,
        since: null,
        failures: 1,
        failures_at: formatIsoTime(day(0)),
        removed: false,
      },
    });
  });

  it('does not fail for locations that another source read', () => {
    const locations = observeLocations(
      [files('shop', '*.pem', { 'a.pem': a, 'b.pem': b })],
      [nothing, files('shop', 'b.pem', { 'b.pem': b })],
    );
    expect([locations['a.pem']?.failures, locations['b.pem']?.failures]).toEqual([1, 0]);
  });

  it('that is a file fails for every certificate in it that was not read', () => {
    const both = [files('shop', 'a.pem', { 'a.pem#aaaaaaaaaaaa': a, 'a.pem#bbbbbbbbbbbb': b })];
    const half = [files('shop', 'a.pem', { 'a.pem#aaaaaaaaaaaa': a, 'a.pem': REFUSED })];
    const failures = Object.entries(observeLocations(both, half)).map(([location, { failures }]) => [
      location,
      failures,
    ]);
    expect(failures).toEqual([
      ['a.pem#aaaaaaaaaaaa', 0],
      ['a.pem#bbbbbbbbbbbb', 1],
    ]);
  });

  it('that is a directory fails for everything in it, and nothing else', () => {
    const read = files('shop', 'certs/**', { 'certs/a/tls.pem': a, 'certs/a.pem': a, 'certs/b/tls.pem': b });
    const closed = files('shop', 'certs/**', { 'certs/a/': REFUSED, 'certs/b/tls.pem': b });
    const locations = observeLocations([read], [closed]);
    expect(locations['certs/a/tls.pem']).toMatchObject({ fingerprint: a.fingerprint, failures: 1, removed: false });
    expect(locations['certs/a.pem']).toMatchObject({ removed: true });
    expect(locations['certs/b/tls.pem']).toMatchObject({ fingerprint: b.fingerprint, failures: 0 });
    expect(observeLocations([closed])['certs/a/']).toMatchObject({ fingerprint: null, failures: 1 });
    expect(
      observeLocations([files('shop', '**', { 'a.pem': a })], [files('shop', '**', { './': REFUSED })])['a.pem'],
    ).toMatchObject({
      failures: 1,
    });
  });

  it('that is a URL with a trailing slash fails only itself', () => {
    const read = files('shop', 'x', { 'https://a.example/': a, 'https://a.example/old.pem': b });
    const failed = files('shop', 'x', { 'https://a.example/': REFUSED });
    expect(observeLocations([read], [failed])['https://a.example/old.pem']).toMatchObject({ removed: true });
  });

  it('that is a slot of a file fails for everything in it, and no other slot', () => {
    const slots = { 'a.yaml#x/ca.crt#aaaaaaaaaaaa': a, 'a.yaml#x/ca.crt#bbbbbbbbbbbb': b, 'a.yaml#x/ca.crt2': b };
    const half = { 'a.yaml#x/ca.crt': REFUSED, 'a.yaml#x/ca.crt2': b };
    const after = observeLocations([files('shop', 'a.yaml', slots)], [files('shop', 'a.yaml', half)]);
    expect(after).toMatchObject({
      'a.yaml#x/ca.crt#aaaaaaaaaaaa': { failures: 1, removed: false },
      'a.yaml#x/ca.crt#bbbbbbbbbbbb': { failures: 1, removed: false },
      'a.yaml#x/ca.crt2': { failures: 0, removed: false },
    });
  });
});

describe('subjects', () => {
  it('are the distinct certificates of an entry with all their locations', () => {
    const readings = [endpoint('shop', 'x:443', a), endpoint('shop', 'y:443', a), endpoint('shop', 'z:443', b)];
    const { subjects } = observeReadings(createEmptyLog(), 0, readings);
    expect(subjects.map(({ fingerprint, locations }) => [fingerprint, locations])).toEqual([
      [a.fingerprint, ['x:443', 'y:443']],
      [b.fingerprint, ['z:443']],
    ]);
  });

  it('have the facts of the log if they cannot be read', () => {
    const { log } = observeReadings(createEmptyLog(), 0, at({ ...a, chain: [b.facts] }));
    const { subjects, locations } = observeReadings(log, 1, at(REFUSED));
    expect(subjects[0]?.certificate).toEqual({ ...a, chain: [] });
    expect(locations[0]).toMatchObject({ failure: REFUSED, failures: 1, fingerprint: a.fingerprint });
  });

  it('do not include removed, disabled and uncovered certificates', () => {
    const { log } = observeReadings(createEmptyLog(), 0, at(a));
    expect(observeReadings(log, 1, [], [])).toMatchObject({ locations: [], subjects: [] });
    expect(observeReadings(log, 1, [], [entry('shop', { enabled: false })])).toMatchObject({
      locations: [],
      subjects: [],
    });
    const uncovered = compareWithLog({ log, entries: [entry('shop')], readings: [], covers: () => false, now: day(1) });
    expect(uncovered).toMatchObject({ log, locations: [], subjects: [], digests: new Map() });
  });
});
