/** Fields of certificates without bytes, for the rules of paths. Signatures are given by a function. */

import { generateKeyPairSync } from 'node:crypto';
import type { PathFields } from '../../src/domain/index.ts';

export const NOW = Date.parse('2026-06-01T00:00:00Z');
export const DAY = 86_400_000;

/** Any key that can be decoded. */
const SPKI = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' });

/** Fields of a certificate with nothing wrong. No bytes are needed: signatures are given by a function. */
export function make(name: string, issuer: string, more: Partial<PathFields> = {}): PathFields {
  const none = Buffer.alloc(0);
  return {
    ...{ der: none, fingerprint: `${name}<${issuer}`, name, issuer_name: issuer, subject: [name], issuer: [issuer] },
    ...{ version: 3, valid_from: NOW - DAY, valid_to: NOW + DAY, has_strict_times: true, key: name },
    ...{ subject_key_id: null, authority_key_id: null, authority_id: null, key_algorithm: 'EC', key_size: 256 },
    ...{ curve: '1.2.840.10045.3.1.7', signature_algorithm: 'ecdsa-with-SHA256', pss: null, key_usages: null },
    ...{ basic_constraints: { ca: true, path_length: null }, extended_key_usages: null, netscape_server: null },
    ...{
      names: [],
      constraints: null,
      restricts_policies: false,
      critical: ['2.5.29.19'],
      is_readable: true,
      defects: [],
      issuer_urls: [],
      serial: '01',
    },
    ...{ serial_bytes: none, subject_der: Buffer.from(name), issuer_der: Buffer.from(issuer), spki: SPKI },
    ...{ public_key: none, distributionPoints: [], ocsp_urls: [], ocsp_nocheck: false },
    ...more,
  };
}

export const LEAF = make('leaf', 'ca', { basic_constraints: null });
export const CA = make('ca', 'root');
export const ROOT = make('root', 'root');

/** Adds what strict clients require: key identifiers, and the key usage of a CA. */
export function conform<Path extends readonly PathFields[]>(path: Path): Path {
  const keys = { subject_key_id: 'id', authority_key_id: 'id' };
  return path.map((one) => ({
    ...{ ...one, ...keys },
    key_usages: one.basic_constraints?.ca ? (one.key_usages ?? ['keyCertSign']) : one.key_usages,
  })) as readonly PathFields[] as Path;
}
