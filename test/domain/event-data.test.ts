import { describe, expect, it } from 'vitest';
import {
  describeSubject,
  EMPTY_FACTS,
  findLastReading,
  resolveAttribute,
  resolveCommonName,
  type SubjectState,
  UNKNOWN_VERDICT,
} from '../../src/domain/event-data.ts';
import type { CertificateFacts, Entry, LiveLocation, Verdict } from '../../src/domain/index.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';

/** The object types of an entry with these locations. */
function listTypes(locations: string[], entry: Entry | null): string[] {
  const described = {
    name: 'shop',
    entry,
    fingerprint: null,
    facts: null,
    verdict: UNKNOWN_VERDICT,
    locations,
    distinguishing_locations: null,
  };
  return describeSubject({ ...described, error: null, last_seen: null }).assigned_objects.map(({ type }) => type);
}

describe('the type of a location', () => {
  it.each([
    ['endpoint', 'shop.example.com:443'],
    ['endpoint', '[2001:db8::1]:443'],
    ['endpoint', 'shop.example.com:443@192.0.2.1'],
    ['endpoint', 'shop.example.com:443@2001:db8::1#rsa'],
    ['endpoint', 'shop.example.com:443#ecdsa'],
    ['endpoint', '[fe80::1%eth0]:443@fe80::1%eth0'],
    ['endpoint', 'shop.example.com:443#ml-dsa'],
    ['endpoint', '_imaps._tcp.example.com'],
    ['endpoint', '_sip._tls.example.com'],
    ['file', 'certs/shop.pem'],
    ['file', 'certs/shop.pem#0123456789ab'],
    ['file', 'C:443/shop.pem'],
    ['declared', 'declared'],
    ['pem', 'pem'],
    ['env', 'env:SIGNING'],
    ['url', 'https://certs.example.com/a.pem'],
  ])('is %s for %s if its entry is not in the manifest any more', (type, location) => {
    expect(listTypes([location], null)).toEqual([type]);
  });

  it('is file for the client certificate of an endpoint', () => {
    const source = createEndpointSource([], { client_certificate: { cert: 'certs/scan.pem', key: 'certs/scan.key' } });
    const entry = { source, settings: {}, assignments: [], labels: {} } as unknown as Entry;
    expect(listTypes(['shop.example.com:443', 'certs/scan.pem', 'certs/scan.pem#0123456789ab'], entry)).toEqual([
      'endpoint',
      'file',
      'file',
    ]);
  });
});

const FACTS: CertificateFacts = {
  ...{ common_name: 'shop.example.com', subject: 'CN=shop.example.com', issuer: 'CN=Example CA', serial_number: '01' },
  ...{
    fingerprint_sha256: 'ab'.repeat(32),
    sans: ['shop.example.com', '192.0.2.1'],
    key_algorithm: 'EC',
    key_size: 256,
  },
  ...{ signature_algorithm: 'ecdsa-with-SHA256', valid_from: '2026-12-01T00:00:00Z', valid_to: '2027-03-01T00:00:00Z' },
  lifetime_days: 90,
};
const DATE: CertificateFacts = { ...EMPTY_FACTS, sans: [], valid_to: '2027-03-01T00:00:00Z' };

const LIMIT = { subject: 'CN=Example CA', fingerprint_sha256: 'cd'.repeat(32) };
const VERDICT: Verdict = {
  ...{ status: 'critical', level: 'error', date_status: 'warning', effective_valid_to: '2027-02-01T00:00:00Z' },
  ...{ limited_by: LIMIT, findings: [], undecided: [], days_remaining: 20, days_since_expiry: null },
  threshold: { key: '25%', raw: '25%', days: 22.5, crosses_at: 0 },
  renewal: {
    expected_at: '2027-01-30T00:00:00Z',
    source: 'lifetime',
    window: null,
    explanation_url: null,
    error: null,
  },
};

describe('the fields of a certificate', () => {
  const entry = {
    ...{ source: createEndpointSource([]), settings: {}, labels: { team: 'web', tenant: 'shop' }, owner: '@web' },
    ...{ assignments: ['lb-1', 'lb-2'], renewal_instructions: 'https://wiki.example/renew' },
  } as unknown as Entry;
  const empty: SubjectState = {
    ...{ name: 'shop', entry: null, fingerprint: null, facts: null, verdict: UNKNOWN_VERDICT, locations: [] },
    ...{ distinguishing_locations: null, error: null, last_seen: null },
  };

  it.each<[string, Partial<SubjectState>]>([
    [
      'everything',
      { entry, fingerprint: 'ab'.repeat(32), facts: FACTS, verdict: VERDICT, locations: ['a:443', 'b:443'] },
    ],
    ['a-hard-coded-date', { fingerprint: '2027-03-01', facts: DATE, locations: ['declared'] }],
    [
      'never-read',
      {
        entry: { ...entry, labels: {} },
        locations: ['a:443'],
        error: { code: 'endpoint-refused', detail: 'Refused.' },
      },
    ],
    [
      'a-removed-entry',
      { facts: FACTS, distinguishing_locations: ['a.pem'], locations: ['a.pem'], last_seen: '2027-01-01T00:00:00Z' },
    ],
    ['a-title', { title: '2 certificates' }],
  ])('with %s', async (name, more) => {
    const text = JSON.stringify(describeSubject({ ...empty, ...more }), null, 1);
    await expect(`${text}\n`).toMatchFileSnapshot(`../golden/domain/event-data/${name}.json`);
  });

  it('have the name of the entry as the common name only for a hard-coded date', () => {
    expect(resolveCommonName('shop', FACTS)).toBe('shop.example.com');
    expect(resolveCommonName('shop', { ...FACTS, common_name: null })).toBeNull();
    expect(resolveCommonName('shop', DATE)).toBe('shop');
  });

  it('have other names in conditions of NetBox SSL', () => {
    const names = ['id', 'status.value', 'status', 'constructor'];
    expect(names.map(resolveAttribute)).toEqual(['certificate_id', 'status', 'status', 'constructor']);
  });
});

describe('the last reading of a certificate', () => {
  const NONE = { error: null, last_seen: null };
  const refused = { code: 'endpoint-refused', detail: 'Refused.' };
  const location = (failure: LiveLocation['failure'], since: string | null) => ({ failure, since }) as LiveLocation;

  it('is its latest at any location if all locations fail', () => {
    const times = ['2027-01-01T00:00:00Z', '2027-01-03T00:00:00Z', null, '2027-01-02T00:00:00Z'];
    expect(findLastReading(times.map((since) => location(refused, since)))).toEqual({
      ...{ error: refused, last_seen: '2027-01-03T00:00:00Z' },
    });
    expect(findLastReading([location(refused, null)])).toEqual({ error: refused, last_seen: null });
  });

  it('is not reported without locations, or if one could be read', () => {
    const since = '2027-01-01T00:00:00Z';
    expect(findLastReading([])).toEqual(NONE);
    expect(findLastReading([location(refused, since), location(null, since)])).toEqual(NONE);
  });
});
