/** Whether one certificate signed another: the only thing here that costs, so what was found out is kept. */

import { type KeyObject, X509Certificate } from 'node:crypto';
import type { PathFields } from '../domain/index.ts';

/** `unsupported`: this build of OpenSSL cannot tell. */
export type SignatureStatus = 'valid' | 'invalid' | 'unsupported';

export type VerifySignature = (child: PathFields, issuer: PathFields) => SignatureStatus;

/** What is kept is bounded: a scan may meet any number of certificates. */
const MAX_CACHED = 10_000;

/** A check that remembers what it found, for as long as it is kept. */
export function createSignatureVerifier(): VerifySignature {
  const found = new Map<string, SignatureStatus>();
  const keys = new Map<string, KeyObject | null>();
  const keyOf = (issuer: PathFields) => {
    const known = keys.get(issuer.key);
    if (known !== undefined) return known;
    const key = orNull(() => new X509Certificate(issuer.der).publicKey);
    if (keys.size >= MAX_CACHED) keys.clear();
    keys.set(issuer.key, key);
    return key;
  };
  return (child, issuer) => {
    const pair = `${child.fingerprint} ${issuer.key}`;
    const known = found.get(pair);
    if (known !== undefined) return known;
    const signature = check(child, keyOf(issuer));
    if (found.size >= MAX_CACHED) found.clear();
    found.set(pair, signature);
    return signature;
  };
}

function check(child: PathFields, key: KeyObject | null): SignatureStatus {
  if (key === null) return 'unsupported';
  const valid = orNull(() => new X509Certificate(child.der).verify(key));
  return valid === null ? 'unsupported' : valid ? 'valid' : 'invalid';
}

function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    // OpenSSL's reason is of no use to the user: it knows the algorithm, the curve or the encoding not.
    return null;
  }
}
