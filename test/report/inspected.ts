/** What `certvigil inspect` read, for tests of how it is shown. */

import type { InspectedCertificate, InspectedLocation, Inspection } from '../../src/generated/inspect.ts';

/** A certificate with a lifetime of 90 days and `days` left on 2026-11-17. */
export function certificate(
  name: string,
  days: number,
  more: Partial<InspectedCertificate> = {},
): InspectedCertificate {
  const ends = Date.parse('2026-11-17T12:00:00Z') + days * 86_400_000;
  const iso = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
  return {
    kind: 'certificate',
    status: days < 0 ? 'expired' : days < 10 ? 'critical' : 'ok',
    days_remaining: days,
    days_since_expiry: days < 0 ? -days - 1 : null,
    common_name: name,
    subject: `CN=${name}`,
    issuer: 'CN=Example CA R3',
    serial_number: '4a1b2c',
    sans: [name, `www.${name}`],
    valid_from: iso(ends - 90 * 86_400_000),
    valid_to: iso(ends),
    lifetime_days: 90,
    key_algorithm: 'EC',
    key_size: 256,
    signature_algorithm: 'ecdsa-with-SHA256',
    is_ca: false,
    path_length: null,
    key_usage: ['digitalSignature'],
    extended_key_usage: ['serverAuth', 'clientAuth'],
    fingerprint_sha256: 'ab'.repeat(32),
    fingerprint_sha1: 'cd'.repeat(20),
    spki_sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    subject_key_id: null,
    authority_key_id: null,
    issuer_urls: [],
    ocsp_urls: [],
    crl_urls: [],
    ...more,
  };
}

export function authority(name: string, issuer: string, days: number): InspectedCertificate {
  return certificate(name, days, { issuer: `CN=${issuer}`, is_ca: true, sans: [] });
}

export function createLocation(
  location: string,
  certificates: InspectedCertificate[],
  more: Partial<InspectedLocation> = {},
): InspectedLocation {
  return { location, observed: {}, format: 'pem', slot: null, error: null, certificates, ...more };
}

export function failed(location: string, code: string, detail: string): InspectedLocation {
  return createLocation(location, [], { format: null, error: { code, detail } });
}

export function inspection(...locations: InspectedLocation[]): Inspection {
  const targets = locations.map((one) => ({ target: one.location, kind: 'file' as const, locations: [one] }));
  return { version: 1, inspected_at: '2026-11-17T00:00:00Z', targets };
}

export const SERVED = createLocation(
  'shop.example.com:443',
  [certificate('shop.example.com', 6), authority('Example CA R3', 'Example Root X1', 400)],
  { observed: { address: '192.0.2.10:443' }, format: null },
);

export const TRUSTED = {
  trusted: true,
  reason: null,
  detail: null,
  reasons: [],
  effective_valid_to: null,
  limited_by: null,
  notes: [],
};

export const GONE = {
  subject: 'CN=shop',
  fingerprint_sha256: 'ab',
  revoked_at: '2026-11-01T00:00:00Z',
  reason: 'superseded',
};
