import { describe, expect, it } from 'vitest';
import type { Entry, SourceReading } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { observe } from '../../src/events/state/observe.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, day, endpoint, entry, files, REFUSED } from './scenario.ts';

const PLACE = 'shop.example.com:443';
const a = certificate('a', { to: day(100) });
const b = certificate('b', { to: day(200) });

function observeReadings(log: EventLog, number: number, readings: SourceReading[], entries: Entry[] = [entry('shop')]) {
  return observe({ log, entries, readings, covers: () => true, now: day(number) });
}

/** The places of `shop` in the log after readings on days 0, 1, 2... */
function observePlaces(...days: SourceReading[][]) {
  const log = days.reduce((log, readings, number) => observeReadings(log, number, readings).log, createEmptyLog());
  return log.places.shop ?? {};
}

const at = (showing: Parameters<typeof endpoint>[2]) => [endpoint('shop', PLACE, showing)];

describe('a place', () => {
  const first = {
    source: PLACE,
    fingerprint: a.fingerprint,
    previous: null,
    since: formatIsoTime(day(0)),
    failures: 0,
    failures_at: null,
    gone: false,
  };

  it('is recorded with its certificate', () => {
    expect(observePlaces(at(a))).toEqual({ [PLACE]: first });
  });

  it('is the same object if nothing changed', () => {
    const { log } = observeReadings(createEmptyLog(), 0, at(a));
    expect(observeReadings(log, 1, at(a)).log.places.shop?.[PLACE]).toBe(log.places.shop?.[PLACE]);
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
    expect(observeReadings(removed, 2, none).log.places).toBe(removed.places);
    expect(removed.places.shop?.[PLACE]).toMatchObject({ gone: true, previous: a.fingerprint });
  });

  it('records the previous certificate', () => {
    expect(observePlaces(at(a), at(b))[PLACE]).toEqual({
      ...first,
      fingerprint: b.fingerprint,
      previous: a.fingerprint,
      since: formatIsoTime(day(1)),
    });
  });

  it('keeps its state while its address cannot be looked up, and others are read or removed', () => {
    const [v4, old, v6] = [`${PLACE}@127.0.0.1`, `${PLACE}@127.0.0.2`, `${PLACE}@::1`] as const;
    const read = (...places: string[]): SourceReading => ({
      entry: 'shop',
      source: PLACE,
      failure: null,
      places: places.map((place) => ({ place, address: null, certificate: a, failure: null })),
    });
    const failure = { code: 'endpoint-addresses-missing', detail: 'The lookup failed.' };
    const partly = { ...read(v4), unlisted: [{ server: PLACE, family: 6 as const, failure }] };
    const before = observeReadings(createEmptyLog(), 0, [read(v4, old, v6)]);
    const { log, places, subjects } = observeReadings(before.log, 1, [partly]);
    expect(log.places.shop?.[v6]).toBe(before.log.places.shop?.[v6]);
    expect(log.places.shop?.[old]).toMatchObject({ gone: true });
    expect(places.map(({ place, failures, failure: why }) => [place, failures, why])).toEqual([
      [v4, 0, null],
      [v6, 0, null],
    ]);
    expect(subjects).toMatchObject([{ places: [v4, v6] }]);
    expect(Object.keys(observeReadings(createEmptyLog(), 0, [partly]).log.places.shop ?? {})).toEqual([v4]);
  });

  it('keeps its certificate while it cannot be read, and counts the failures', () => {
    expect(observePlaces(at(a), at(REFUSED), at(REFUSED))[PLACE]).toEqual({
      ...first,
      failures: 2,
      failures_at: formatIsoTime(day(2)),
      failing_since: formatIsoTime(day(1)),
    });
    expect(observePlaces(at(a), at(REFUSED), at(a))[PLACE]).toEqual({ ...first, failures_at: formatIsoTime(day(2)) });
  });

  it('that is removed forgets its certificate, so that one that comes back is new', () => {
    const removed = { ...first, fingerprint: null, previous: a.fingerprint, since: formatIsoTime(day(1)), gone: true };
    expect(observePlaces(at(a), [files('shop', '*.pem', {})])[PLACE]).toEqual(removed);
    expect(observePlaces(at(a), [files('shop', '*.pem', {})], at(b))[PLACE]).toEqual({
      ...first,
      fingerprint: b.fingerprint,
      since: formatIsoTime(day(2)),
    });
  });

  it('gets a later time than what it replaces, even if the clock is behind', () => {
    const { log } = observeReadings(createEmptyLog(), 5, at(a));
    expect(observeReadings(log, 4, at(b)).log.places.shop?.[PLACE]?.since).toBe(formatIsoTime(day(5) + 1));
  });

  it('is not new if the spelling of its glob changes', () => {
    const renamed = observePlaces(
      [files('shop', '*.pem', { 'a.pem': a })],
      [files('shop', '**/*.pem', { 'a.pem': a })],
    );
    expect(renamed['a.pem']).toMatchObject({ source: '**/*.pem', since: formatIsoTime(day(0)), gone: false });
  });

  it.each(['__proto__', 'constructor', 'toString'])('may be called %s', (name) => {
    const reading = files(name, name, { [name]: a });
    const reading2 = { ...reading, places: [{ place: name, address: null, certificate: a, failure: null }] };
    const { log, subjects } = observeReadings(createEmptyLog(), 0, [reading2], [entry(name)]);
    expect(subjects).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(log.places))).toEqual(
      JSON.parse(`{"${name}": {"${name}": ${JSON.stringify({ ...first, source: name })}}}`),
    );
  });
});

describe.each(['private-key-only', 'certificate-request', 'no-certificate'])(
  'a file that is not a certificate (%s)',
  (code) => {
    const no = { code, detail: 'it holds none' };
    const found = (places: Parameters<typeof files>[2]): SourceReading => ({
      ...files('shop', '*.pem', places),
      skips: 'text',
    });

    it('is ignored if a glob finds it beside certificates', () => {
      expect(Object.keys(observePlaces([found({ 'a.pem': a, 'key.pem': no })]))).toEqual(['a.pem']);
    });

    it('is reported if a glob finds nothing else, or if it is listed', () => {
      expect(observePlaces([found({ 'key.pem': no })])).toMatchObject({ 'key.pem': { failures: 1 } });
      const named = [found({ 'a.pem': a }), files('shop', 'key.pem', { 'key.pem': no })];
      expect(observePlaces(named)).toMatchObject({ 'a.pem': { failures: 0 }, 'key.pem': { failures: 1 } });
    });

    it('is reported if it replaced a certificate', () => {
      const places = observePlaces([found({ 'a.pem': a, 'b.pem': b })], [found({ 'a.pem': no, 'b.pem': b })]);
      expect(places).toMatchObject({ 'a.pem': { fingerprint: a.fingerprint, failures: 1 }, 'b.pem': { failures: 0 } });
    });

    it('is not reported any more once there is a certificate beside it', () => {
      const places = observePlaces([found({ 'key.pem': no })], [found({ 'key.pem': no, 'a.pem': a })]);
      expect(places).toMatchObject({ 'key.pem': { gone: true, failures: 0 }, 'a.pem': { failures: 0 } });
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
    const reported = Object.keys(observePlaces([reading])).map((place) => place.replace('.bin', ''));
    expect(reported.sort()).toEqual(['a.pem', ...codes.filter((code) => !skipped.includes(code))].sort());
  });

  it('is reported once for a glob that finds thousands and no certificate', () => {
    const none = { code: 'no-certificate', detail: 'it has none' };
    const found = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`${index}.yaml`, none]));
    const places = observePlaces([{ ...files('shop', '*.yaml', found), skips: 'text' }]);
    expect(places).toMatchObject({ '*.yaml': { failures: 1, fingerprint: null } });
    expect(Object.keys(places)).toHaveLength(1);
  });
});

describe('a source that cannot be read', () => {
  const nothing = files('shop', '*.pem', { code: 'glob-no-match', detail: 'matches no file' });

  it('fails for every place known under it', () => {
    const found = [files('shop', '*.pem', { 'a.pem': a, 'b.pem': b })];
    const failures = Object.entries(observePlaces(found, [nothing])).map(([place, { failures }]) => [place, failures]);
    expect(failures).toEqual([
      ['a.pem', 1],
      ['b.pem', 1],
    ]);
  });

  it('fails itself if no place is known under it', () => {
    expect(observePlaces([nothing])).toEqual({
      '*.pem': {
        source: '*.pem',
        fingerprint: null,
        previous: null,
        since: null,
        failures: 1,
        failures_at: formatIsoTime(day(0)),
        gone: false,
      },
    });
  });

  it('does not fail for places that another source read', () => {
    const places = observePlaces(
      [files('shop', '*.pem', { 'a.pem': a, 'b.pem': b })],
      [nothing, files('shop', 'b.pem', { 'b.pem': b })],
    );
    expect([places['a.pem']?.failures, places['b.pem']?.failures]).toEqual([1, 0]);
  });

  it('that is a file fails for every certificate in it that was not read', () => {
    const both = [files('shop', 'a.pem', { 'a.pem#aaaaaaaaaaaa': a, 'a.pem#bbbbbbbbbbbb': b })];
    const half = [files('shop', 'a.pem', { 'a.pem#aaaaaaaaaaaa': a, 'a.pem': REFUSED })];
    const failures = Object.entries(observePlaces(both, half)).map(([place, { failures }]) => [place, failures]);
    expect(failures).toEqual([
      ['a.pem#aaaaaaaaaaaa', 0],
      ['a.pem#bbbbbbbbbbbb', 1],
    ]);
  });

  it('that is a directory fails for everything in it, and nothing else', () => {
    const read = files('shop', 'certs/**', { 'certs/a/tls.pem': a, 'certs/a.pem': a, 'certs/b/tls.pem': b });
    const closed = files('shop', 'certs/**', { 'certs/a/': REFUSED, 'certs/b/tls.pem': b });
    const places = observePlaces([read], [closed]);
    expect(places['certs/a/tls.pem']).toMatchObject({ fingerprint: a.fingerprint, failures: 1, gone: false });
    expect(places['certs/a.pem']).toMatchObject({ gone: true });
    expect(places['certs/b/tls.pem']).toMatchObject({ fingerprint: b.fingerprint, failures: 0 });
    expect(observePlaces([closed])['certs/a/']).toMatchObject({ fingerprint: null, failures: 1 });
    expect(
      observePlaces([files('shop', '**', { 'a.pem': a })], [files('shop', '**', { './': REFUSED })])['a.pem'],
    ).toMatchObject({
      failures: 1,
    });
  });

  it('that is a URL with a trailing slash fails only itself', () => {
    const read = files('shop', 'x', { 'https://a.example/': a, 'https://a.example/old.pem': b });
    const failed = files('shop', 'x', { 'https://a.example/': REFUSED });
    expect(observePlaces([read], [failed])['https://a.example/old.pem']).toMatchObject({ gone: true });
  });

  it('that is a slot of a file fails for everything in it, and no other slot', () => {
    const slots = { 'a.yaml#x/ca.crt#aaaaaaaaaaaa': a, 'a.yaml#x/ca.crt#bbbbbbbbbbbb': b, 'a.yaml#x/ca.crt2': b };
    const half = { 'a.yaml#x/ca.crt': REFUSED, 'a.yaml#x/ca.crt2': b };
    const after = observePlaces([files('shop', 'a.yaml', slots)], [files('shop', 'a.yaml', half)]);
    expect(after).toMatchObject({
      'a.yaml#x/ca.crt#aaaaaaaaaaaa': { failures: 1, gone: false },
      'a.yaml#x/ca.crt#bbbbbbbbbbbb': { failures: 1, gone: false },
      'a.yaml#x/ca.crt2': { failures: 0, gone: false },
    });
  });
});

describe('subjects', () => {
  it('are the distinct certificates of an entry with all their places', () => {
    const readings = [endpoint('shop', 'x:443', a), endpoint('shop', 'y:443', a), endpoint('shop', 'z:443', b)];
    const { subjects } = observeReadings(createEmptyLog(), 0, readings);
    expect(subjects.map(({ fingerprint, places }) => [fingerprint, places])).toEqual([
      [a.fingerprint, ['x:443', 'y:443']],
      [b.fingerprint, ['z:443']],
    ]);
  });

  it('have the facts of the log if they cannot be read', () => {
    const { log } = observeReadings(createEmptyLog(), 0, at({ ...a, chain: [b.facts] }));
    const { subjects, places } = observeReadings(log, 1, at(REFUSED));
    expect(subjects[0]?.certificate).toEqual({ ...a, chain: [] });
    expect(places[0]).toMatchObject({ failure: REFUSED, failures: 1, fingerprint: a.fingerprint });
  });

  it('do not include removed, disabled and uncovered certificates', () => {
    const { log } = observeReadings(createEmptyLog(), 0, at(a));
    expect(observeReadings(log, 1, [], [])).toMatchObject({ places: [], subjects: [] });
    expect(observeReadings(log, 1, [], [entry('shop', { enabled: false })])).toMatchObject({
      places: [],
      subjects: [],
    });
    const uncovered = observe({ log, entries: [entry('shop')], readings: [], covers: () => false, now: day(1) });
    expect(uncovered).toEqual({ log, places: [], subjects: [] });
  });
});
