import { describe, expect, it } from 'vitest';
import { parseCertificateList } from '../../../src/assess/affected/certificate-list.ts';
import { listAffected } from '../../../src/assess/affected/index.ts';
import type { Announcement } from '../../../src/assess/affected/matcher.ts';
import type { Entry } from '../../../src/domain/index.ts';
import type { CertificateFacts } from '../../../src/generated/definitions.ts';
import type { EventLog, LoggedLocation } from '../../../src/generated/event-log.ts';

const T1 = '2026-11-01T00:00:00Z';
const T2 = '2026-11-02T00:00:00Z';

const EVERYTHING: Announcement = { certificates: null, keys: null, issuer: [], issued: null, names: [] };

function facts(more: Partial<CertificateFacts> = {}): CertificateFacts {
  return {
    common_name: 'shop.example.com',
    subject: 'CN=shop.example.com',
    issuer: 'CN=R1,O=Example Trust',
    serial_number: '0a',
    fingerprint_sha256: 'aa',
    sans: ['shop.example.com'],
    key_algorithm: 'EC',
    key_size: 256,
    signature_algorithm: 'ecdsa-with-SHA256',
    valid_from: '2026-10-15T00:00:00Z',
    valid_to: '2027-01-13T00:00:00Z',
    lifetime_days: 90,
    ...more,
  };
}

function location(fingerprint: string | null, more: Partial<LoggedLocation> = {}): LoggedLocation {
  const nothing = { failures: 0, failures_at: null, removed: false };
  return { source: 's', fingerprint, previous: null, since: T1, ...nothing, ...more };
}

function log(locations: EventLog['locations'], more: Partial<EventLog> = {}): EventLog {
  const certificates = { aa: facts(), bb: facts({ serial_number: '0b', fingerprint_sha256: 'bb' }) };
  return { version: 1, scans: {}, locations, certificates, events: [], ...more };
}

function entry(name: string, more: Partial<Entry> = {}): Entry {
  const owned = { labels: {}, owner: null, assignments: [], renewal_instructions: null };
  return { name, source: { kind: 'file' }, enabled: true, ...owned, ...more } as unknown as Entry;
}

const announce = (text: string): Announcement => ({ ...EVERYTHING, certificates: parseCertificateList(text) });

function search(locations: EventLog['locations'], announced = announce('0a'), more: Partial<EventLog> = {}) {
  const entries = Object.keys(locations).map((name) => entry(name));
  return listAffected({ log: log(locations, more), entries, announced });
}

/** `entry state: location state, ...` for each certificate. */
const summarize = ({ certificates }: ReturnType<typeof listAffected>) =>
  certificates.map(
    (one) => `${one.certificate} ${one.state}: ${one.locations.map((at) => `${at.location} ${at.state}`).join(', ')}`,
  );

describe('an affected certificate', () => {
  it.each<[string, EventLog['locations'], string[]]>([
    ['is in use where it was last read', { shop: { a: location('aa') } }, ['shop affected: a affected']],
    ['is not listed where another one is', { shop: { a: location('bb') } }, []],
    [
      'is replaced where it was the previous one',
      { shop: { a: location('bb', { previous: 'aa' }) } },
      ['shop replaced: a replaced'],
    ],
    [
      'is gone from a location that was removed',
      { shop: { a: location(null, { previous: 'aa', removed: true }) } },
      ['shop replaced: a removed'],
    ],
    [
      'is in use while one location still has it',
      { shop: { a: location('bb', { previous: 'aa' }), b: location('aa') } },
      ['shop affected: a replaced, b affected'],
    ],
    [
      'is in use again after it came back',
      { shop: { a: location('aa', { previous: 'bb' }) } },
      ['shop affected: a affected'],
    ],
    [
      'is in use behind a load balancer that also has its successor',
      {
        shop: {
          a: location('bb', {
            previous: 'aa',
            sightings: {
              since: T1,
              certificates: Object.fromEntries(
                ['aa', 'bb'].map((one) => [
                  one,
                  { last_seen: T1, gap_hours: 0, missed: 0, handshakes: { served: 1, total: 2 } },
                ]),
              ),
            },
          }),
        },
      },
      ['shop affected: a affected'],
    ],
    [
      'is one certificate of each entry that has it',
      { shop: { a: location('aa') }, blog: { a: location('aa') } },
      ['blog affected: a affected', 'shop affected: a affected'],
    ],
  ])('%s', (_, locations, expected) => {
    expect(summarize(search(locations))).toEqual(expected);
  });

  it('says since when a location has another certificate, and which', () => {
    const [found] = search({ shop: { a: location('bb', { previous: 'aa', since: T2 }) } }).certificates;
    expect(found?.locations).toEqual([
      { location: 'a', state: 'replaced', since: T2, unread_since: null, replaced_by: 'bb' },
    ]);
  });

  it('says since when a location could not be read', () => {
    const [found] = search({
      shop: {
        a: location('aa', { failures: 2, failures_at: T2, failing_since: T1 }),
        b: location('aa', { failures: 1, failures_at: T2 }),
      },
    }).certificates;
    expect(found?.locations.map(({ unread_since }) => unread_since)).toEqual([T1, T2]);
  });

  it('has the owner, the labels and the instructions of its entry, and those of its inventory item first', () => {
    const value = { labels: { team: 'b' }, owner: 'ops', assignments: ['lb-1'], renewal_instructions: 'click' };
    const { certificates } = listAffected({
      log: log({ shop: { a: location('aa') }, items: { i: location('aa', { ownership: { value, since: T1 } }) } }),
      entries: [
        entry('shop', { owner: 'web', renewal_instructions: 'run certbot' }),
        entry('items', { owner: 'web', labels: { env: 'prod', team: 'a' } }),
      ],
      announced: announce('0a'),
    });
    expect(certificates).toMatchObject([
      { owner: 'ops', labels: { env: 'prod', team: 'b' }, assignments: ['lb-1'], renewal_instructions: 'click' },
      { owner: 'web', labels: {}, assignments: [], renewal_instructions: 'run certbot' },
    ]);
  });

  it('is sorted by owner, those without one last, and those in use first', () => {
    const locations = {
      a: { x: location('aa') },
      b: { x: location('bb', { previous: 'aa' }) },
      c: { x: location('aa') },
      d: { x: location('aa') },
    };
    const owners: Record<string, string | null> = { a: null, b: 'web', c: 'web', d: 'api' };
    const entries = Object.keys(locations).map((name) => entry(name, { owner: owners[name] ?? null }));
    const { certificates } = listAffected({ log: log(locations), entries, announced: announce('0a') });
    expect(certificates.map(({ certificate }) => certificate)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('of an entry that the manifest no longer has is listed without an owner', () => {
    const { certificates } = listAffected({
      log: log({ shop: { a: location('aa') } }),
      entries: [],
      announced: announce('0a'),
    });
    expect(certificates).toMatchObject([{ certificate: 'shop', owner: null }]);
  });

  it('is renewed automatically only if that works at every location', () => {
    const renewing = (healthy: boolean) => location('aa', { auto_renewal: { healthy, since: T1 } });
    const renewal = (...all: LoggedLocation[]) =>
      search({ shop: Object.fromEntries(all.map((one, index) => [`l${index}`, one])) }).certificates[0]?.auto_renewal;
    expect(renewal(renewing(true), renewing(true))).toBe(true);
    expect(renewal(renewing(true), renewing(false))).toBe(false);
    expect(renewal(location('aa'))).toBeNull();
  });
});

describe('the selection', () => {
  const shop = { shop: { a: location('aa') } };
  const issued = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });

  it.each<[string, Announcement, 'affected' | 'none' | 'undecided']>([
    ['a serial number', announce('0A'), 'affected'],
    ['another serial number', announce('0b'), 'none'],
    ['the issuer', { ...EVERYTHING, issuer: ['Example Trust'] }, 'affected'],
    ['another issuer', { ...EVERYTHING, issuer: ['Example'] }, 'none'],
    ['a glob for the issuer', { ...EVERYTHING, issuer: ['x', 'example*'] }, 'affected'],
    ['a period', { ...EVERYTHING, issued: issued('2026-10-15', '2026-10-15') }, 'affected'],
    ['a later period', { ...EVERYTHING, issued: issued('2026-10-16', '2026-10-17') }, 'none'],
    ['an earlier period', { ...EVERYTHING, issued: issued('2026-10-13', '2026-10-14') }, 'none'],
    ['a name', { ...EVERYTHING, names: ['*.example.com'] }, 'affected'],
    ['another name', { ...EVERYTHING, names: ['*.example.org'] }, 'none'],
    ['the key', { ...EVERYTHING, keys: new Set(['k1']) }, 'affected'],
    ['another key', { ...EVERYTHING, keys: new Set(['k2']) }, 'none'],
    ['all of it', { ...announce('0a'), issuer: ['R1'], names: ['shop*'] }, 'affected'],
    ['all but one', { ...announce('0a'), issuer: ['R1'], names: ['blog*'] }, 'none'],
  ])('by %s', (_, announced, expected) => {
    const found = search(shop, announced, { keys: { aa: { sha256: 'k1' } } });
    expect(found.certificates.length > 0 ? 'affected' : found.undecided.length > 0 ? 'undecided' : 'none').toBe(
      expected,
    );
  });

  it.each<[string, Announcement, boolean]>([
    ['a serial number', announce('0a'), true],
    ['a fingerprint', announce('ab'.repeat(32)), true],
    ['the issuer', { ...EVERYTHING, issuer: ['R1'] }, true],
    ['a period', { ...EVERYTHING, issued: { from: 0, to: 1 } }, true],
    ['a name', { ...EVERYTHING, names: ['*'] }, true],
    ['the key', { ...EVERYTHING, keys: new Set(['k']) }, true],
    [
      'an issuer that is unknown, and a key that is another one',
      { ...EVERYTHING, issuer: ['R1'], keys: new Set() },
      true,
    ],
  ])('by %s is undecided for a date in the manifest', (_, announced, isUndecided) => {
    const nothing = { common_name: null, subject: null, issuer: null, serial_number: null };
    const date = facts({ ...nothing, fingerprint_sha256: null, sans: [], valid_from: null });
    const found = search({ shop: { declared: location('date') } }, announced, { certificates: { date } });
    expect(found.undecided).toEqual(isUndecided ? [{ certificate: 'shop', location: 'declared', owner: null }] : []);
    expect(found.certificates).toEqual([]);
  });

  it('by a list with both is decided by the one that an inventory knows', () => {
    const both = announce(`serial,sha256\n0c,${'cc'.repeat(32)}\n`);
    const certificates = { aa: facts({ fingerprint_sha256: null }) };
    expect(search(shop, both, { certificates })).toMatchObject({ certificates: [], undecided: [] });
    expect(search(shop, announce('cc'.repeat(32)), { certificates }).undecided).toHaveLength(1);
  });

  it('by names is undecided if the log does not have all names, and none of them matches', () => {
    const certificates = { aa: facts({ sans: ['a.example.com', '… and 900 more, sha256 0123456789abcdef'] }) };
    const found = search(shop, { ...EVERYTHING, names: ['b.example.com'] }, { certificates });
    expect(found.summary.affected).toBe(0);
  });

  it('names the line and the reading by which a certificate was found', () => {
    const match = (text: string) => search(shop, announce(text)).certificates[0]?.match;
    expect(match('ff\n0a\n')).toEqual({ line: 2, by: 'serial' });
    expect(match('10\n')).toEqual({ line: 1, by: 'decimal' });
    expect(search(shop, { ...EVERYTHING, names: ['*'] }).certificates[0]?.match).toBeNull();
  });
});

describe('what the log cannot answer', () => {
  it('are locations that could never be read, and entries that no scan has tried', () => {
    const locations = {
      lost: { a: location(null, { failures: 3, failures_at: T1 }) },
      gone: { a: location(null, { removed: true, failures: 1 }) },
      empty: { a: location(null) },
    };
    const { unread } = listAffected({
      log: log(locations),
      entries: [entry('lost', { owner: 'web' }), entry('new'), entry('off', { enabled: false })],
      announced: announce('0a'),
    });
    expect(unread).toEqual([
      { certificate: 'lost', location: 'a', owner: 'web' },
      { certificate: 'new', location: 'not scanned yet', owner: null },
    ]);
  });
});

describe('certificate transparency', () => {
  const issuance = {
    names: ['shop.example.com'],
    issuer: 'CN=R1,O=Example Trust',
    serial_number: '00aa',
    tbs_sha256: null,
    key_sha256: 'k1',
    valid_from: T1,
    valid_to: T2,
  };
  const issuances: EventLog['issuances'] = {
    watched: { 'example.com 1': issuance, 'example.com 2': { valid_to: T2, known: true } },
  };

  it.each<[string, Announcement, number]>([
    ['by its serial number', announce('aa'), 1],
    ['by another one', announce('ab'), 0],
    ['by its issuer', { ...EVERYTHING, issuer: ['R1'] }, 1],
    ['by its key', { ...EVERYTHING, keys: new Set(['k1']) }, 1],
    ['by its name', { ...EVERYTHING, names: ['shop*'] }, 1],
  ])('has certificates that no location has, found %s', (_, announced, count) => {
    const { only_in_ct, summary } = listAffected({ log: log({}, { issuances }), entries: [], announced });
    expect(only_in_ct.map(({ domain }) => domain)).toEqual(count === 1 ? ['example.com 1'] : []);
    expect(summary).toMatchObject({ only_in_ct: count, affected: 0 });
  });
});

describe('renewal windows that moved to an earlier time', () => {
  const renewal = (from: string | null) => ({
    window: { start: T1, end: T2, explanation_url: null },
    shift: from === null ? null : { from, to: T1 },
    asked_at: T1,
    next_check: T2,
    error: null,
  });

  it('are shown with the certificate, or on their own if it is not selected', () => {
    const renewals = { aa: renewal('2026-12-01T00:00:00Z'), bb: renewal('2026-12-02T00:00:00Z') };
    const found = search({ shop: { a: location('aa') }, blog: { a: location('bb') } }, announce('0a'), { renewals });
    expect(found.certificates[0]?.renewal_window).toEqual({ start: T1, end: T2, moved_from: '2026-12-01T00:00:00Z' });
    expect(found.moved_windows).toEqual([
      {
        ...{ certificate: 'blog', owner: null, common_name: 'shop.example.com', fingerprint_sha256: 'bb' },
        ...{ from: '2026-12-02T00:00:00Z', to: T1 },
      },
    ]);
  });

  it('that did not move are not a signal', () => {
    const renewals = { aa: renewal(null), bb: renewal(null) };
    const found = search({ shop: { a: location('aa') }, blog: { a: location('bb') } }, announce('0a'), { renewals });
    expect(found.certificates[0]?.renewal_window).toEqual({ start: T1, end: T2, moved_from: null });
    expect(found.moved_windows).toEqual([]);
  });
});
