/** Verifies the signatures of revocation lists and OCSP responses. */

import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { SignedData } from '../../domain/index.ts';
import { isPostQuantum } from '../signature-support.ts';

interface Scheme {
  /** The hash; null if it is part of the algorithm. */
  hash: string | null;
  keys: readonly string[];
}

const rsa = (hash: string): Scheme => ({ hash, keys: ['rsa'] });
const ecdsa = (hash: string): Scheme => ({ hash, keys: ['ec'] });
const whole = (key: string): Scheme => ({ hash: null, keys: [key] });

/** Other algorithms can be forged (SHA-1, MD5), or are not used by CAs. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  sha224WithRSAEncryption: rsa('sha224'),
  sha256WithRSAEncryption: rsa('sha256'),
  sha384WithRSAEncryption: rsa('sha384'),
  sha512WithRSAEncryption: rsa('sha512'),
  'RSA-SHA3-224': rsa('sha3-224'),
  'RSA-SHA3-256': rsa('sha3-256'),
  'RSA-SHA3-384': rsa('sha3-384'),
  'RSA-SHA3-512': rsa('sha3-512'),
  'ecdsa-with-SHA224': ecdsa('sha224'),
  'ecdsa-with-SHA256': ecdsa('sha256'),
  'ecdsa-with-SHA384': ecdsa('sha384'),
  'ecdsa-with-SHA512': ecdsa('sha512'),
  'ecdsa_with_SHA3-224': ecdsa('sha3-224'),
  'ecdsa_with_SHA3-256': ecdsa('sha3-256'),
  'ecdsa_with_SHA3-384': ecdsa('sha3-384'),
  'ecdsa_with_SHA3-512': ecdsa('sha3-512'),
  ED25519: whole('ed25519'),
  ED448: whole('ed448'),
};

const PSS_HASHES: readonly (string | null)[] = ['sha256', 'sha384', 'sha512'];

function resolveScheme({ algorithm, hash }: SignedData): Scheme | null {
  if (isPostQuantum(algorithm)) return whole(algorithm.toLowerCase());
  if (algorithm !== 'rsassaPss') return SCHEMES[algorithm] ?? null;
  return PSS_HASHES.includes(hash) ? { hash, keys: ['rsa', 'rsa-pss'] } : null;
}

/** Verifies a signature. `spki` is the SubjectPublicKeyInfo of the signer in DER. */
export function verifySignature(signed: SignedData, spki: Uint8Array): 'valid' | 'invalid' | 'unsupported' {
  const scheme = resolveScheme(signed);
  if (scheme === null) return 'unsupported';
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    if (!scheme.keys.some((kind) => kind === key.asymmetricKeyType)) return 'invalid';
    return verify(scheme.hash, signed.bytes, addPadding(signed, key), signed.signature) ? 'valid' : 'invalid';
  } catch {
    // OpenSSL does not support the algorithm or the curve; its message does not help the user.
    return 'unsupported';
  }
}

function addPadding({ algorithm }: SignedData, key: KeyObject) {
  if (algorithm !== 'rsassaPss') return key;
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
}
