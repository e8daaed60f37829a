/** Reads a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) beyond the facts that every scan needs. */

import { hash } from 'node:crypto';
import {
  type Element,
  expectTag,
  MalformedError,
  readChildren,
  readContent,
  readElement,
  readOid,
  TAG,
} from '../asn1/der.ts';
import { KEYS } from './algorithms.ts';

/** The numbers of an RSA key. */
export interface RsaKey {
  modulus: bigint;
  exponent: bigint;
}

/** As in OpenSSL. The work for larger numbers, which no client accepts, would not be bounded. */
const MAX_BYTES = 16_384 / 8;

/** Reads an RSA key (RFC 8017 appendix A.1.1); null for other keys. Throws MalformedError. */
export function readRsaKey(bytes: Buffer, element: Element): RsaKey | 'too-large' | null {
  const [algorithm, key] = readChildren(bytes, element);
  const [oid] = readChildren(bytes, expectTag(algorithm, TAG.sequence));
  const name = KEYS[readOid(bytes, expectTag(oid, TAG.oid))]?.name;
  if (name !== 'RSA' && name !== 'RSA-PSS') return null;
  const bits = expectTag(key, TAG.bitString);
  // The first byte of a BIT STRING counts its unused bits.
  const sequence = expectTag(readElement(bytes, bits.start + 1, bits.end), TAG.sequence);
  const numbers = readChildren(bytes, sequence).map((one) => readContent(bytes, expectTag(one, TAG.integer)));
  // A leading zero byte only says that the number is positive.
  if (numbers.some((number) => number.length > MAX_BYTES + 1)) return 'too-large';
  const [modulus, exponent] = numbers.map(readPositive);
  if (modulus === undefined || exponent === undefined) throw new MalformedError();
  return { modulus, exponent };
}

/** Negative numbers and zero are no moduli or exponents. */
function readPositive(content: Buffer): bigint {
  if ((content[0] ?? 0x80) >= 0x80) throw new MalformedError();
  return BigInt(`0x${content.toString('hex')}`);
}

/** The digest of a modulus by which Debian's lists name keys: the last 20 hex digits of the SHA-1 of what `openssl rsa -modulus` prints. */
export function toDebianKeyId(modulus: bigint): string {
  return hash('sha1', `Modulus=${modulus.toString(16).toUpperCase()}\n`, 'hex').slice(20);
}
