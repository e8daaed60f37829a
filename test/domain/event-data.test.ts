import { describe, expect, it } from 'vitest';
import { describeSubject, UNKNOWN_VERDICT } from '../../src/domain/event-data.ts';
import type { Entry } from '../../src/domain/index.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';

/** The object types of an entry with these places. */
function listTypes(places: string[], entry: Entry | null): string[] {
  const described = {
    name: 'shop',
    entry,
    fingerprint: null,
    facts: null,
    verdict: UNKNOWN_VERDICT,
    places,
    distinct_at: null,
  };
  return describeSubject({ ...described, error: null, last_seen: null }).assigned_objects.map(({ type }) => type);
}

describe('the type of a place', () => {
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
  ])('is %s for %s if its entry is not in the manifest any more', (type, place) => {
    expect(listTypes([place], null)).toEqual([type]);
  });

  it('is file for the client certificate of an endpoint', () => {
    const source = createEndpointSource([], { client_certificate: { cert: 'certs/scan.pem', key: 'certs/scan.key' } });
    const entry = { source, assignments: [], labels: {} } as unknown as Entry;
    expect(listTypes(['shop.example.com:443', 'certs/scan.pem', 'certs/scan.pem#0123456789ab'], entry)).toEqual([
      'endpoint',
      'file',
      'file',
    ]);
  });
});
