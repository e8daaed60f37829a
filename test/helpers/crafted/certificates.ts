/**
 * Creates signed certificates field by field, so that a test can deviate from RFC 5280 in any of them. Tools that issue
 * certificates refuse most of these.
 */

import {
  constants,
  createHash,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  randomBytes,
  sign,
} from 'node:crypto';
import { CN, der, name, oid, pem } from '../certificates.ts';

export interface CraftedKey {
  privateKey: KeyObject;
  /** The SubjectPublicKeyInfo in DER. */
  spki: Buffer;
  /** RFC 5280 section 4.2.1.2, method 1. */
  id: Buffer;
}

export interface CraftedExtension {
  oid: string;
  critical: boolean;
  /** The octet of the critical flag, if it is not as DER requires. */
  flag?: number;
  /** The content of the OCTET STRING. */
  value: Buffer;
}

/** How a certificate is signed: by the key of the issuer, whose kind decides between ECDSA, RSA and Ed25519, or RSASSA-PSS with these hashes. */
export type CraftedSignature = PlainHash | PssSignature;

/** With an EC key, the last three stand for SHA-1. An Ed25519 key has a hash of its own. */
type PlainHash = 'sha256' | 'sha224' | 'sha384' | 'sha512' | 'sha3-256' | 'sha1' | 'md5' | 'ripemd160' | 'sha512-256';

interface PssSignature {
  hash: PssHash;
  mask: PssHash;
  /** Octets of salt. */
  salt: number;
}

type PssHash = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | 'sha512-256' | 'sha3-256';

/** The fields of a certificate. Names, times and keys are DER. */
export interface CertificatePlan {
  /** 1 to 3. */
  version: number;
  /** The content of the INTEGER. */
  serial: Buffer;
  issuer: Buffer;
  subject: Buffer;
  from: Buffer;
  to: Buffer;
  key: CraftedKey;
  extensions: CraftedExtension[];
  signature: CraftedSignature;
}

export interface CraftedCertificate {
  der: Buffer;
  /** PEM. */
  certificate: string;
  plan: CertificatePlan;
}

const TAG = { boolean: 1, integer: 2, bits: 3, octets: 4, null: 5, utc: 0x17, generalized: 0x18, sequence: 0x30 };

/** `curve` is as OpenSSL spells it; `bits` is the size of an RSA key. */
export function craftKey(kind: 'ec' | 'rsa' | 'ed25519' = 'ec', curve = 'P-256', bits = 2048): CraftedKey {
  const { privateKey, publicKey } = generatePair(kind, curve, bits);
  return toCraftedKey(privateKey, publicKey.export({ format: 'der', type: 'spki' }));
}

function generatePair(kind: 'ec' | 'rsa' | 'ed25519', curve: string, bits: number) {
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  return kind === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: bits })
    : generateKeyPairSync('ec', { namedCurve: curve });
}

/** The SHA-1 of the SubjectPublicKeyInfo serves as the key identifier: any value does. */
function toCraftedKey(privateKey: KeyObject, spki: Buffer): CraftedKey {
  return { privateKey, spki, id: createHash('sha1').update(spki).digest() };
}

const PRIME = 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff';
const COEFFICIENT_A = 'ffffffff00000001000000000000000000000000fffffffffffffffffffffffc';
const COEFFICIENT_B = '5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b';
const BASE_POINT =
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';
const ORDER = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';

/** The same P-256 key, with the parameters of the curve instead of its name (RFC 3279 section 2.3.5). */
export function describeCurve({ privateKey, spki, id }: CraftedKey): CraftedKey {
  const bytes = (hex: string) => Buffer.from(hex, 'hex');
  const number = (hex: string) => der(TAG.integer, Buffer.concat([Buffer.from([0]), bytes(hex)]));
  const parameters = der(
    TAG.sequence,
    der(TAG.integer, Buffer.from([1])),
    der(TAG.sequence, oid('1.2.840.10045.1.1'), number(PRIME)),
    der(TAG.sequence, der(TAG.octets, bytes(COEFFICIENT_A)), der(TAG.octets, bytes(COEFFICIENT_B))),
    der(TAG.octets, bytes(BASE_POINT)),
    number(ORDER),
    der(TAG.integer, Buffer.from([1])),
  );
  const point = spki.subarray(-65);
  const key = der(TAG.bits, Buffer.from([0]), point);
  return { privateKey, spki: der(TAG.sequence, der(TAG.sequence, oid('1.2.840.10045.2.1'), parameters), key), id };
}

export const commonName = (value: string) => name([[CN, 12, value]]);

/** UTCTime until 2049, then GeneralizedTime, as RFC 5280 section 4.1.2.5 requires. `at` is in milliseconds. */
export function craftTime(at: number): Buffer {
  const digits = new Date(at).toISOString().slice(0, 19).replace(/[-T:]/g, '');
  return digits < '2050' ? der(TAG.utc, `${digits.slice(2)}Z`) : der(TAG.generalized, `${digits}Z`);
}

/** Signs a certificate with the key of its issuer. */
export function craftCertificate(plan: CertificatePlan, signer: CraftedKey): CraftedCertificate {
  const { version, serial, issuer, subject, from, to, key, extensions, signature } = plan;
  const algorithm = encodeAlgorithm(signature, signer);
  const tbs = der(
    TAG.sequence,
    ...(version === 1 ? [] : [der(0xa0, der(TAG.integer, Buffer.from([version - 1])))]),
    der(TAG.integer, serial),
    algorithm,
    issuer,
    der(TAG.sequence, from, to),
    subject,
    key.spki,
    ...(extensions.length === 0 ? [] : [der(0xa3, der(TAG.sequence, ...extensions.map(encodeExtension)))]),
  );
  const bytes = signContent(tbs, signature, signer);
  return { der: bytes, certificate: pem(bytes), plan };
}

/** Encodes signed content with its algorithm and its signature, as in certificates and revocation lists. */
export function signContent(tbs: Buffer, signature: CraftedSignature, signer: CraftedKey): Buffer {
  const signed = der(TAG.bits, Buffer.from([0]), signBytes(tbs, signature, signer));
  return der(TAG.sequence, tbs, encodeAlgorithm(signature, signer), signed);
}

function encodeExtension({ oid: dotted, critical, flag, value }: CraftedExtension): Buffer {
  const octet = flag ?? (critical ? 0xff : null);
  return der(
    TAG.sequence,
    oid(dotted),
    ...(octet === null ? [] : [der(TAG.boolean, Buffer.from([octet]))]),
    der(TAG.octets, value),
  );
}

const HASHES: Readonly<Record<PssHash, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  sha224: '2.16.840.1.101.3.4.2.4',
  'sha512-256': '2.16.840.1.101.3.4.2.6',
  'sha3-256': '2.16.840.1.101.3.4.2.8',
};

const SHA1 = '1.2.840.10045.4.1';

const ED25519 = '1.3.101.112';

const ALGORITHMS = {
  ec: {
    sha256: '1.2.840.10045.4.3.2',
    sha224: '1.2.840.10045.4.3.1',
    sha384: '1.2.840.10045.4.3.3',
    sha512: '1.2.840.10045.4.3.4',
    'sha3-256': '2.16.840.1.101.3.4.3.10',
    sha1: SHA1,
    md5: SHA1,
    ripemd160: SHA1,
    'sha512-256': SHA1,
  },
  rsa: {
    sha256: '1.2.840.113549.1.1.11',
    sha1: '1.2.840.113549.1.1.5',
    md5: '1.2.840.113549.1.1.4',
    ripemd160: '1.3.36.3.3.1.2',
    sha224: '1.2.840.113549.1.1.14',
    sha384: '1.2.840.113549.1.1.12',
    sha512: '1.2.840.113549.1.1.13',
    'sha3-256': '2.16.840.1.101.3.4.3.14',
    'sha512-256': '1.2.840.113549.1.1.16',
  },
} satisfies Record<string, Record<PlainHash, string>>;

export function encodeAlgorithm(signature: CraftedSignature, { privateKey }: CraftedKey): Buffer {
  if (typeof signature !== 'string') return encodePss(signature);
  if (privateKey.asymmetricKeyType === 'ed25519') return der(TAG.sequence, oid(ED25519));
  const isRsa = privateKey.asymmetricKeyType === 'rsa';
  return der(TAG.sequence, oid(ALGORITHMS[isRsa ? 'rsa' : 'ec'][signature]), ...(isRsa ? [der(TAG.null)] : []));
}

/** RFC 4055 section 3.1. DER leaves out what is the default. */
function encodePss({ hash, mask, salt }: PssSignature): Buffer {
  const algorithm = (one: PssHash) => der(TAG.sequence, oid(HASHES[one]), der(TAG.null));
  const parameters = [
    ...(hash === 'sha1' ? [] : [der(0xa0, algorithm(hash))]),
    ...(mask === 'sha1' ? [] : [der(0xa1, der(TAG.sequence, oid('1.2.840.113549.1.1.8'), algorithm(mask)))]),
    ...(salt === 20 ? [] : [der(0xa2, der(TAG.integer, Buffer.from([salt])))]),
  ];
  return der(TAG.sequence, oid('1.2.840.113549.1.1.10'), der(TAG.sequence, ...parameters));
}

function signBytes(bytes: Buffer, signature: CraftedSignature, { privateKey }: CraftedKey): Buffer {
  if (typeof signature !== 'string') return signPss(bytes, signature, privateKey);
  if (privateKey.asymmetricKeyType === 'ed25519') return sign(null, bytes, privateKey);
  const isRsa = privateKey.asymmetricKeyType === 'rsa';
  return sign(isRsa || ALGORITHMS.ec[signature] !== SHA1 ? signature : 'sha1', bytes, privateKey);
}

/** RFC 8017 section 9.1.1: node:crypto signs only with the same hash in both locations, and not with MD5. */
function signPss(bytes: Buffer, { hash, mask, salt }: PssSignature, key: KeyObject): Buffer {
  const digest = (algorithm: PssHash, ...parts: Buffer[]) =>
    createHash(algorithm).update(Buffer.concat(parts)).digest();
  const size = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const salted = randomBytes(salt);
  const inner = digest(hash, Buffer.alloc(8), digest(hash, bytes), salted);
  const padded = Buffer.concat([Buffer.alloc(size - salt - inner.length - 2), Buffer.from([1]), salted]);
  const blocks = Array.from({ length: Math.ceil(padded.length / digest(mask).length) }, (_, at) =>
    digest(mask, inner, Buffer.from([0, 0, 0, at])),
  );
  const masked = Buffer.concat(blocks).subarray(0, padded.length);
  for (const [at, byte] of padded.entries()) masked[at] = (masked[at] as number) ^ byte;
  masked[0] = (masked[0] as number) & 0x7f;
  const encoded = Buffer.concat([masked, inner, Buffer.from([0xbc])]);
  // The private operation alone.
  return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
}
