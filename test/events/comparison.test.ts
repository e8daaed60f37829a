import { describe, expect, it } from 'vitest';
import type { Certificate, CertificateFacts, Entry, Ownership, SourceReading } from '../../src/domain/index.ts';
import { createEndpointSource, parseEndpoint } from '../../src/domain/sources/endpoint.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import { keepIdentities } from '../../src/events/state/identities.ts';
import {
  createLocationLister,
  isAddressLocation,
  isDirectoryLocation,
  isWithin,
} from '../../src/events/state/location-names.ts';
import { getOwnership, updateOwnership } from '../../src/events/state/location-registers.ts';
import { detectReachability } from '../../src/events/state/reachability.ts';
import type { ReadResult } from '../../src/events/state/read-results.ts';
import type { EventLog, LoggedLocation } from '../../src/generated/event-log.ts';
import { certificate, day, endpoint, entry, files, REFUSED, trust } from './scenario.ts';

const a = certificate('a', { to: day(100) });
const b = certificate('b', { to: day(200) });

const see = (readings: SourceReading[], log: EventLog = createEmptyLog(), entries: Entry[] = [], number = 0) =>
  compareWithLog({
    ...{ log, readings, covers: () => true, now: day(number) },
    entries: [entry('shop'), entry('mail'), ...entries],
  });

describe('an observation', () => {
  it('has locations and certificates in the order of their names, whatever was read first', () => {
    const shop = files('shop', '*.pem', { 'z.pem': a, 'b.pem': b, 'a.pem': a });
    const { locations, subjects } = see([shop, endpoint('mail', 'mail:25', b)]);
    expect(locations.map(({ location }) => location)).toEqual(['mail:25', 'a.pem', 'b.pem', 'z.pem']);
    expect(subjects.map((one) => [one.entry, one.fingerprint === a.fingerprint ? 'a' : 'b', ...one.locations])).toEqual(
      [
        ['mail', 'b', 'mail:25'],
        ['shop', 'a', 'a.pem', 'z.pem'],
        ['shop', 'b', 'b.pem'],
      ],
    );
    const turned = see([files('shop', '*.pem', { 'z.pem': a, 'a.pem': b })]).subjects;
    expect(turned.map(({ locations: own }) => own)).toEqual([['z.pem'], ['a.pem']]);
  });

  it('has a chain only of what a server presented', () => {
    const served = endpoint('shop', 'shop:443', { ...a, chain: [b.facts] });
    const [location] = served.locations;
    const listEvidence = (reading: SourceReading) => see([reading]).locations.map(({ evidence }) => evidence);
    const answered = {
      ...served,
      locations: location ? [{ ...location, observed: { address: '192.0.2.1:443' } }] : [],
    };
    expect(listEvidence(answered)).toStrictEqual([{ chain: [b.facts] }]);
    expect(listEvidence(served)).toStrictEqual([{}]);
    expect(listEvidence(endpoint('shop', 'shop:443', REFUSED))).toStrictEqual([null]);
    const trusted = trust({});
    expect(listEvidence(endpoint('shop', 'shop:443', a, trusted))).toStrictEqual([trusted]);
  });

  it('keeps the log if nothing changed, and adds fields that a later version reads', () => {
    const before = see([endpoint('shop', 'shop:443', a)]).log;
    const later = (facts: Partial<CertificateFacts>) =>
      see([endpoint('shop', 'shop:443', { ...a, facts: { ...a.facts, ...facts } })], before, [], 1).log;
    expect(later({}).certificates).toBe(before.certificates);
    expect(later({ sans: [...a.facts.sans] }).certificates).toBe(before.certificates);
    for (const changed of [{ key_size: 384 }, { sans: ['other.example'] }, { sans: [...a.facts.sans, 'more.example'] }])
      expect(later(changed).certificates[a.fingerprint]).toMatchObject(changed);
  });

  it('adds a name that replaces one of several', () => {
    const named = (sans: string[], log?: EventLog) =>
      see([endpoint('shop', 'shop:443', { ...a, facts: { ...a.facts, sans } })], log).log;
    const after = named(['a.example', 'c.example'], named(['a.example', 'b.example']));
    expect(after.certificates[a.fingerprint]?.sans).toEqual(['a.example', 'c.example']);
  });

  it('does not replace what a certificate says by the fields of an inventory', () => {
    const before = see([endpoint('shop', 'shop:443', a)]).log;
    const fields: Certificate = { ...a, facts: { ...a.facts, signature_algorithm: null }, from_fields: true };
    const read = (seen: Certificate, log = before) => see([endpoint('mail', 'rest:1', seen)], log, [], 1).log;
    expect(read(fields).certificates).toBe(before.certificates);
    const onlyFields = read(fields, createEmptyLog());
    expect(read(a, onlyFields).certificates[a.fingerprint]).toEqual(a.facts);
    const more = { ...fields, facts: { ...fields.facts, key_size: 384 } };
    expect(read(more, onlyFields).certificates[a.fingerprint]).toEqual(more.facts);
  });

  it('shows new locations of a scan that reached nothing without recording them, and known ones once', () => {
    const [known, fresh] = ['known:443', 'new:443'] as const;
    const { log } = see([endpoint('shop', known, a)]);
    const readings = [known, fresh].map((location) => ({
      ...endpoint('shop', location, REFUSED),
      blind: true as const,
    }));
    const after = see(readings, log, [], 1);
    expect(after.locations).toMatchObject([
      { location: known, fingerprint: a.fingerprint, failures: 0 },
      { location: fresh, fingerprint: null, failures: 1, failure: REFUSED, source: fresh },
    ]);
    expect(after.log.locations).toBe(log.locations);
  });

  it('has the locations that an entry is known to have if no probe observed it', () => {
    const failure = { code: 'not-observed', detail: 'Nothing came.' };
    const target = parseEndpoint('web.example.com');
    const source = createEndpointSource('location' in target ? [target] : []);
    const entries = [entry('web', { source }), entry('search', { source: createEndpointSource([]) })];
    const unobserved = new Map([
      ['web', failure],
      ['search', failure],
    ]);
    const { locations } = compareWithLog({
      log: createEmptyLog(),
      readings: [],
      unobserved,
      entries,
      covers: () => true,
      now: day(0),
    });
    expect(locations.map(({ entry: name, location, failure: why }) => [name, location, why?.code])).toEqual([
      ['search', 'search', 'not-observed'],
      ['web', 'web.example.com:443', 'not-observed'],
    ]);
  });
});

describe('a server is reached', () => {
  const UNREACHABLE = { code: 'endpoint-unreachable', detail: 'There is no route.' };
  const HANDSHAKE = { code: 'tls-handshake-failed', detail: 'The TLS handshake failed.' };
  const hosts = ['a:443', 'b:443', 'c:443'];
  const detect = (more: Partial<SourceReading>) => {
    const readings = hosts.map((host) => ({ ...endpoint('shop', host, UNREACHABLE), ...more }));
    return detectReachability(readings, [entry('shop')], true).reachability.endpoints;
  };
  const location = (code: typeof UNREACHABLE | null) => {
    return { location: 'a', observed: {}, certificate: code === null ? a : null, failure: code };
  };

  it.each<[string, Partial<SourceReading>, 'some' | 'none']>([
    ['not if no request arrived', {}, 'none'],
    ['not if none of its addresses responds', { locations: [location(UNREACHABLE), location(UNREACHABLE)] }, 'none'],
    ['if one of its addresses responds', { locations: [location(UNREACHABLE), location(HANDSHAKE)] }, 'some'],
    ['if one of its addresses was read', { locations: [location(UNREACHABLE), location(null)] }, 'some'],
    ['if it has nothing', { locations: [] }, 'some'],
    ['not if it failed as a whole', { locations: [], failure: UNREACHABLE }, 'none'],
  ])('%s', (_, more, endpoints) => {
    expect(detect(more)).toBe(endpoints);
  });
});

describe('the register of whom a location belongs to', () => {
  const owned: Ownership = { labels: { team: 'web' }, owner: '@web', assignments: ['lb-1'] };
  const location: LoggedLocation = {
    ...{ source: 'rest', fingerprint: a.fingerprint, previous: null, since: null, failures: 0, failures_at: null },
    removed: false,
  };
  const result = (ownership?: Ownership, certificate: Certificate | null = a) =>
    ({ source: 'rest', certificate, observed: { ...(ownership && { ownership }) } }) as ReadResult;
  const update = (before: LoggedLocation, one: ReadResult) => updateOwnership(before, one, (since) => since ?? 'now');
  const recorded: LoggedLocation = { ...location, ownership: { value: owned, since: 'before' } };

  it.each<[string, Ownership]>([
    ['owner', { ...owned, owner: null }],
    ['labels', { ...owned, labels: { team: 'ops' } }],
    ['assignments', { ...owned, assignments: [] }],
  ])('changes with its %s', (_, ownership) => {
    expect(update(recorded, result(ownership)).ownership).toEqual({ value: ownership, since: 'before' });
    expect(update(recorded, result(owned))).toBe(recorded);
  });

  it('is not created for nobody, and empties if the inventory says nothing any more', () => {
    expect(update(location, result())).toBe(location);
    expect(update(location, result({ labels: {}, owner: null, assignments: [] }))).toBe(location);
    expect(update(recorded, result(undefined, null))).toBe(recorded);
    const nobody = { labels: {}, owner: null, assignments: [] };
    expect(update(recorded, result()).ownership).toEqual({ value: nobody, since: 'before' });
    expect(getOwnership(update(location, result(owned)))).toEqual(owned);
    expect(getOwnership(location)).toBeNull();
  });
});

describe('the identity of a certificate', () => {
  const facts = (over: Partial<CertificateFacts>) => ({ ...a.facts, fingerprint_sha256: null, ...over });
  const keeps = (known: Partial<CertificateFacts>, found: Partial<CertificateFacts>, from_fields?: true) => {
    const log = { ...createEmptyLog(), certificates: { 'id-1': facts(known) } };
    const before = { 'rest:1': { fingerprint: 'id-1' } as LoggedLocation };
    const seen = { ...a, fingerprint: 'other', facts: facts(found), ...(from_fields && { from_fields }) };
    const results = new Map([['rest:1', { source: 'rest', certificate: seen } as ReadResult]]);
    return keepIdentities(results, before, log).get('rest:1')?.certificate?.fingerprint === 'id-1';
  };

  it.each<[string, Partial<CertificateFacts>, Partial<CertificateFacts>, boolean]>([
    [
      'the fingerprint, if both have one',
      { fingerprint_sha256: 'x' },
      { fingerprint_sha256: 'x', serial_number: '2' },
      true,
    ],
    ['another fingerprint', { fingerprint_sha256: 'x' }, { fingerprint_sha256: 'y' }, false],
    ['the serial number, if one has no fingerprint', { fingerprint_sha256: 'x' }, { valid_to: 'later' }, true],
    ['another serial number', { serial_number: '1' }, { serial_number: '2' }, false],
    ['the expiry, if one has no serial number', { serial_number: null }, { serial_number: '2' }, true],
    ['the expiry, if the other has no serial number', { serial_number: '1' }, { serial_number: null }, true],
    ['another expiry', { serial_number: null }, { serial_number: '2', valid_to: 'later' }, false],
  ])('is kept or not by %s', (_, known, found, expected) => {
    expect(keeps(known, found)).toBe(expected);
    expect(keeps(known, found, true)).toBe(expected);
  });
});

describe('the facts of a certificate that keeps its identity', () => {
  const full = { ...a.facts, key_size: 384 };
  const fields = { ...a.facts, signature_algorithm: null };
  const keep = (known: CertificateFacts, found: CertificateFacts, from_fields: boolean, fingerprint = 'id-1') => {
    const log = { ...createEmptyLog(), certificates: { [fingerprint]: known } };
    const before = { 'rest:1': { fingerprint } as LoggedLocation };
    const certificate = { ...a, fingerprint: a.fingerprint, facts: found, ...(from_fields && { from_fields }) };
    const results = new Map([['rest:1', { source: 'rest', certificate } as ReadResult]]);
    return keepIdentities(results, before, log).get('rest:1')?.certificate?.facts;
  };

  it('are those of the certificate, if either scan read it, and otherwise the new ones', () => {
    expect(keep(full, fields, true)).toBe(full);
    expect(keep(full, fields, true, a.fingerprint)).toBe(full);
    expect(keep(fields, full, false)).toBe(full);
    const read = { ...full };
    expect(keep(full, read, false)).toBe(read);
    const changed = { ...fields, key_size: 521 };
    expect(keep(fields, changed, true)).toBe(changed);
  });
});

describe('the name of a location', () => {
  it.each<[location: string, outer: string, boolean]>([
    ['a.pem', 'a.pem', true],
    ['a.pem#1', 'a.pem', true],
    ['a.pem2', 'a.pem', false],
    ['certs/a.pem', 'certs/', true],
    ['certs2/a.pem', 'certs/', false],
    ['a.pem', './', true],
    ['certs/a.pem', './certs/', false],
    ['x/./a.pem', 'x/./', true],
    ['y/a.pem', 'x/./', false],
    ['x.d/a.pem', 'x./', false],
    ['https://a/b', 'https://a/', false],
  ])('%s is in %s: %s', (location, outer, expected) => {
    expect(isWithin(location, outer)).toBe(expected);
  });

  it('ends in a slash for a directory, and may for a URL', () => {
    expect(['certs/', 'certs', 'https://a/', './'].map(isDirectoryLocation)).toEqual([true, false, false, true]);
  });

  it('has an address of one family', () => {
    const locations = ['h:1@192.0.2.1', 'h:1@::1', 'h:1@::1#rsa', 'h:1', 'h:12@::1', 'h:1@192.0.2.1#a:b'];
    const select = (family: 4 | 6) => locations.filter((location) => isAddressLocation(location, 'h:1', family));
    expect([select(4), select(6)]).toEqual([
      ['h:1@192.0.2.1', 'h:1@192.0.2.1#a:b'],
      ['h:1@::1', 'h:1@::1#rsa'],
    ]);
  });

  it('is listed for a source of an entry while it has or had a certificate', () => {
    const { log } = see([
      files('shop', 'a.jks', { 'a.jks': a, 'a.jks#1': b }),
      files('shop', 'b.jks', { 'b.jks#1': a }),
      files('shop', 'c.pem', { 'c.pem': a }),
    ]);
    const after = see([files('shop', 'a.jks', { 'a.jks#1': b, 'a.jks#2': a })], log, [], 1).log;
    const list = createLocationLister(after);
    expect(createLocationLister(log)('shop', 'c.pem')).toEqual([]);
    expect([list('shop', 'a.jks'), list('shop', 'b.jks'), list('other', 'a.jks')]).toEqual([
      ['a.jks#1', 'a.jks#2'],
      [],
      [],
    ]);
  });
});
