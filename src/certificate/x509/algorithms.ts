/** Names of signature and key algorithms by object identifier. */

import type { PssParameters } from '../../domain/index.ts';
import { type Element, expectTag, readChildren, readIntegerHex, readOid, TAG } from '../asn1/der.ts';

/** Algorithms whose key and signature have the same name, because neither hash nor size can be chosen (FIPS 204 and 205). */
const POST_QUANTUM: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
  '2.16.840.1.101.3.4.3.20': 'SLH-DSA-SHA2-128s',
  '2.16.840.1.101.3.4.3.21': 'SLH-DSA-SHA2-128f',
  '2.16.840.1.101.3.4.3.22': 'SLH-DSA-SHA2-192s',
  '2.16.840.1.101.3.4.3.23': 'SLH-DSA-SHA2-192f',
  '2.16.840.1.101.3.4.3.24': 'SLH-DSA-SHA2-256s',
  '2.16.840.1.101.3.4.3.25': 'SLH-DSA-SHA2-256f',
  '2.16.840.1.101.3.4.3.26': 'SLH-DSA-SHAKE-128s',
  '2.16.840.1.101.3.4.3.27': 'SLH-DSA-SHAKE-128f',
  '2.16.840.1.101.3.4.3.28': 'SLH-DSA-SHAKE-192s',
  '2.16.840.1.101.3.4.3.29': 'SLH-DSA-SHAKE-192f',
  '2.16.840.1.101.3.4.3.30': 'SLH-DSA-SHAKE-256s',
  '2.16.840.1.101.3.4.3.31': 'SLH-DSA-SHAKE-256f',
  // Combinations with a classical algorithm (draft-ietf-lamps-pq-composite-sigs).
  '1.3.6.1.5.5.7.6.37': 'MLDSA44-RSA2048-PSS-SHA256',
  '1.3.6.1.5.5.7.6.38': 'MLDSA44-RSA2048-PKCS15-SHA256',
  '1.3.6.1.5.5.7.6.39': 'MLDSA44-Ed25519-SHA512',
  '1.3.6.1.5.5.7.6.40': 'MLDSA44-ECDSA-P256-SHA256',
  '1.3.6.1.5.5.7.6.41': 'MLDSA65-RSA3072-PSS-SHA512',
  '1.3.6.1.5.5.7.6.42': 'MLDSA65-RSA3072-PKCS15-SHA512',
  '1.3.6.1.5.5.7.6.43': 'MLDSA65-RSA4096-PSS-SHA512',
  '1.3.6.1.5.5.7.6.44': 'MLDSA65-RSA4096-PKCS15-SHA512',
  '1.3.6.1.5.5.7.6.45': 'MLDSA65-ECDSA-P256-SHA512',
  '1.3.6.1.5.5.7.6.46': 'MLDSA65-ECDSA-P384-SHA512',
  '1.3.6.1.5.5.7.6.47': 'MLDSA65-ECDSA-brainpoolP256r1-SHA512',
  '1.3.6.1.5.5.7.6.48': 'MLDSA65-Ed25519-SHA512',
  '1.3.6.1.5.5.7.6.49': 'MLDSA87-ECDSA-P384-SHA512',
  '1.3.6.1.5.5.7.6.50': 'MLDSA87-ECDSA-brainpoolP384r1-SHA512',
  '1.3.6.1.5.5.7.6.51': 'MLDSA87-Ed448-SHAKE256',
  '1.3.6.1.5.5.7.6.52': 'MLDSA87-RSA3072-PSS-SHA512',
  '1.3.6.1.5.5.7.6.53': 'MLDSA87-RSA4096-PSS-SHA512',
  '1.3.6.1.5.5.7.6.54': 'MLDSA87-ECDSA-P521-SHA512',
};

/** Signature algorithms as OpenSSL spells them. */
const SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.3': 'md4WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.14': 'sha224WithRSAEncryption',
  '1.2.840.113549.1.1.15': 'sha512-224WithRSAEncryption',
  '1.2.840.113549.1.1.16': 'sha512-256WithRSAEncryption',
  // Identifiers that old Microsoft tools wrote for the same algorithms.
  '1.3.14.3.2.3': 'md5WithRSA',
  '1.3.14.3.2.29': 'sha1WithRSA',
  '1.3.36.3.3.1.2': 'ripemd160WithRSA',
  '1.2.840.10040.4.3': 'dsaWithSHA1',
  '1.3.14.3.2.27': 'dsaWithSHA1-old',
  '2.16.840.1.101.3.4.3.1': 'dsa_with_SHA224',
  '2.16.840.1.101.3.4.3.2': 'dsa_with_SHA256',
  '2.16.840.1.101.3.4.3.3': 'dsa_with_SHA384',
  '2.16.840.1.101.3.4.3.4': 'dsa_with_SHA512',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.1': 'ecdsa-with-SHA224',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '2.16.840.1.101.3.4.3.9': 'ecdsa_with_SHA3-224',
  '2.16.840.1.101.3.4.3.10': 'ecdsa_with_SHA3-256',
  '2.16.840.1.101.3.4.3.11': 'ecdsa_with_SHA3-384',
  '2.16.840.1.101.3.4.3.12': 'ecdsa_with_SHA3-512',
  '2.16.840.1.101.3.4.3.13': 'RSA-SHA3-224',
  '2.16.840.1.101.3.4.3.14': 'RSA-SHA3-256',
  '2.16.840.1.101.3.4.3.15': 'RSA-SHA3-384',
  '2.16.840.1.101.3.4.3.16': 'RSA-SHA3-512',
  '1.2.156.10197.1.501': 'SM2-with-SM3',
  '1.3.101.112': 'ED25519',
  '1.3.101.113': 'ED448',
  ...POST_QUANTUM,
};

/** Key algorithms. `bits` is the size if the algorithm fixes it; otherwise the key or its parameters have it. */
export const KEYS: Readonly<Record<string, { name: string; bits?: number }>> = {
  '1.2.840.113549.1.1.1': { name: 'RSA' },
  // The identifier of X.509 itself, with a size in bits as its parameter.
  '2.5.8.1.1': { name: 'RSA' },
  '1.2.840.113549.1.1.10': { name: 'RSA-PSS' },
  '1.2.840.10040.4.1': { name: 'DSA' },
  '1.2.840.10045.2.1': { name: 'EC' },
  '1.3.101.110': { name: 'X25519', bits: 256 },
  '1.3.101.111': { name: 'X448', bits: 448 },
  '1.3.101.112': { name: 'Ed25519', bits: 256 },
  '1.3.101.113': { name: 'Ed448', bits: 456 },
  ...Object.fromEntries(Object.entries(POST_QUANTUM).map(([oid, name]) => [oid, { name }])),
};

/** The dotted OID of the curve of an EC key; null for any other key, and for a curve without a name. */
export function readCurve(bytes: Buffer, publicKey: Element): string | null {
  const [oid, parameters] = readKeyAlgorithm(bytes, publicKey);
  return isEcKey(bytes, oid) && parameters?.tag === TAG.oid ? readOid(bytes, parameters) : null;
}

/** Whether an EC key has the parameters of its curve instead of the name, which RFC 5480 section 2.1.1 requires. */
export function hasExplicitCurve(bytes: Buffer, publicKey: Element): boolean {
  const [oid, parameters] = readKeyAlgorithm(bytes, publicKey);
  return isEcKey(bytes, oid) && parameters?.tag !== TAG.oid;
}

function readKeyAlgorithm(bytes: Buffer, publicKey: Element): Element[] {
  const [algorithm] = readChildren(bytes, publicKey);
  return readChildren(bytes, expectTag(algorithm, TAG.sequence));
}

function isEcKey(bytes: Buffer, oid: Element | undefined): boolean {
  return KEYS[readOid(bytes, expectTag(oid, TAG.oid))]?.name === 'EC';
}

/** Reads an AlgorithmIdentifier of a signature: as OpenSSL spells it, or dotted. Throws MalformedError. */
export function readSignatureAlgorithm(bytes: Buffer, algorithm: Element | undefined): string {
  const oid = readAlgorithmOid(bytes, algorithm, 'the signature algorithm');
  return SIGNATURES[oid] ?? oid;
}

/** Reads the dotted identifier in an AlgorithmIdentifier. `what` names it if the message is shown. Throws MalformedError. */
function readAlgorithmOid(bytes: Buffer, algorithm: Element | undefined, what?: string): string {
  const [oid] = readChildren(bytes, expectTag(algorithm, TAG.sequence, what));
  return readOid(bytes, expectTag(oid, TAG.oid, what));
}

/** Hash algorithms as node:crypto spells them. */
const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.2': 'md2',
  '1.2.840.113549.2.4': 'md4',
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.7': 'sha3-224',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
};

/** Reads an AlgorithmIdentifier of a hash: as node:crypto spells it, or dotted. Throws MalformedError. */
export function readHashAlgorithm(bytes: Buffer, algorithm: Element | undefined): string {
  const oid = readAlgorithmOid(bytes, algorithm);
  return HASHES[oid] ?? oid;
}

/**
 * Reads the parameters of an RSA-PSS signature (RFC 4055 section 3.1): the hash [0], the hash of the mask generation [1] and the octets of
 * salt [2]. Default: SHA-1, SHA-1 and 20. Returns null for any other algorithm. Throws MalformedError.
 */
export function readPssParameters(bytes: Buffer, algorithm: Element): PssParameters | null {
  if (readSignatureAlgorithm(bytes, algorithm) !== 'rsassaPss') return null;
  const parameters = readChildren(bytes, algorithm)[1];
  const fields = parameters === undefined ? [] : readChildren(bytes, expectTag(parameters, TAG.sequence));
  const readField = (wanted: number) => {
    const field = fields.find(({ tag }) => tag === wanted);
    return field && readChildren(bytes, field)[0];
  };
  const [hash, mask, salt] = [readField(0xa0), readField(0xa1), readField(0xa2)];
  return {
    hash: hash === undefined ? 'sha1' : readHashAlgorithm(bytes, hash),
    mask: mask === undefined ? 'sha1' : readHashAlgorithm(bytes, readChildren(bytes, mask)[1]),
    salt: salt === undefined ? 20 : Number.parseInt(readIntegerHex(bytes, salt), 16),
  };
}
