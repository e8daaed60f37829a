/** Which signatures in certificates OpenSSL can verify, and since when: it says no to any other, as if it were damaged. */

import { constants } from 'node:crypto';
import type { PathFields } from '../domain/index.ts';

/** `later`: only newer versions of OpenSSL can verify it. */
export type SignatureSupport = 'supported' | 'later' | 'unsupported';

/** Node.js has OpenSSL 3.5 since 22.20 and 24.5, and 3.0 before. */
export const OPENSSL_3_0 = 0x30000000;
export const OPENSSL_3_5 = 0x30500000;

/** The signatures that OpenSSL 3.0 verifies (`crypto/objects/obj_xref.txt`), as `signature_algorithm` spells them. RSA-PSS depends on its hashes. */
const SUPPORTED: readonly RegExp[] = [
  /^(?:md5|sha1)WithRSA$/,
  /^(?:md5|sha1|sha224|sha256|sha384|sha512)WithRSAEncryption$/,
  /^ripemd160WithRSA$/,
  /^RSA-SHA3-(?:224|256|384|512)$/,
  /^ecdsa-with-SHA(?:1|224|256|384|512)$/,
  /^dsa(?:WithSHA1|_with_SHA224|_with_SHA256)$/,
  /^(?:ED25519|ED448|SM2-with-SM3)$/,
];

/** The hashes of RSA-PSS, as `PssParameters` spells them; dotted: SHA-512/224 and SHA-512/256. */
const PSS_HASHES: ReadonlySet<string> = new Set([
  ...['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'],
  ...['2.16.840.1.101.3.4.2.5', '2.16.840.1.101.3.4.2.6'],
]);

/** Finds out whether a version of OpenSSL, default: that of Node.js, can verify the signature of a certificate. */
export function findSignatureSupport(
  { signature_algorithm: algorithm, pss }: Pick<PathFields, 'signature_algorithm' | 'pss'>,
  version: number = constants.OPENSSL_VERSION_NUMBER,
): SignatureSupport {
  if (isLater(algorithm)) return isOnlyInNewerOpenssl(algorithm, version) ? 'later' : 'supported';
  const isSupported =
    pss === null
      ? SUPPORTED.some((pattern) => pattern.test(algorithm))
      : PSS_HASHES.has(pss.hash) && PSS_HASHES.has(pss.mask);
  return isSupported ? 'supported' : 'unsupported';
}

/** Whether only newer versions of OpenSSL than this one, default: that of Node.js, support an algorithm of keys and signatures. */
export function isOnlyInNewerOpenssl(algorithm: string, version: number = constants.OPENSSL_VERSION_NUMBER): boolean {
  return version < OPENSSL_3_5 && isLater(algorithm);
}

/** Whether only OpenSSL 3.5 supports an algorithm in certificates: ECDSA with SHA-3 (FIPS 202) is the other one. */
function isLater(algorithm: string): boolean {
  return isPostQuantum(algorithm) || algorithm.startsWith('ecdsa_with_SHA3-');
}

/** Whether an algorithm of keys and signatures is ML-DSA or SLH-DSA (FIPS 204 and 205). */
export function isPostQuantum(algorithm: string): boolean {
  return /^(?:ML|SLH)-DSA-/.test(algorithm);
}
