/** Checks whether one certificate signed another. This is the expensive part of path building, so results are cached. */

import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { PathFields } from '../domain/index.ts';
import { getOrCreate } from '../lib/collections.ts';
import { findSignatureSupport } from './signature-support.ts';

/** `unsupported`: OpenSSL cannot check it; `unverified`: the version of this Node.js cannot, but newer ones can. */
export type SignatureStatus = 'valid' | 'invalid' | 'unsupported' | 'unverified';

export type VerifySignature = (child: PathFields, issuer: PathFields) => SignatureStatus;

/** The caches are bounded: a scan may read any number of certificates. */
const MAX_CACHED = 10_000;

/** Creates a check with caches of its own. The caller decides how long to use it. */
export function createSignatureVerifier(): VerifySignature {
  const found = new Map<string, SignatureStatus>();
  const keys = new Map<string, KeyObject | null>();
  const readKey = (issuer: PathFields) => orNull(() => new X509Certificate(issuer.der).publicKey);
  const toKey = (issuer: PathFields) => getOrCreate(keys, issuer.key, () => readKey(issuer), MAX_CACHED);
  return (child, issuer) =>
    getOrCreate(found, `${child.fingerprint} ${issuer.key}`, () => check(child, toKey(issuer)), MAX_CACHED);
}

function check(child: PathFields, key: KeyObject | null): SignatureStatus {
  const valid = key && orNull(() => new X509Certificate(child.der).verify(key));
  if (valid === true) return 'valid';
  const support = findSignatureSupport(child);
  if (support === 'later') return 'unverified';
  return valid === false && support === 'supported' ? 'invalid' : 'unsupported';
}

/** Whether the certificate was signed with the private key of this one. */
export function isSignedWith({ der }: PathFields, key: KeyObject): boolean {
  return orNull(() => new X509Certificate(der).verify(key)) === true;
}

/** Whether OpenSSL can decode the certificate. */
export function isDecodable({ der }: PathFields): boolean {
  return orNull(() => new X509Certificate(der)) !== null;
}

/** Decodes the key in a SubjectPublicKeyInfo; returns null if OpenSSL cannot decode it. */
export function readPublicKey(spki: Uint8Array): KeyObject | null {
  return orNull(() => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }));
}

function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    // OpenSSL does not support the algorithm, the curve or the encoding; its message does not help the user.
    return null;
  }
}
