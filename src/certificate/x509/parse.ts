/**
 * One certificate (RFC 5280 section 4.1) from DER to facts. It is read here and not by `node:crypto`: that gives no
 * exact times, names in an order and spelling of its own, no signature algorithm on Node 20, and takes longer for
 * that. Nothing is verified here: what is expired, forged or odd is just what must be told of.
 */

import { hash } from 'node:crypto';
import type { Certificate, CertificateFacts, Failure } from '../../domain/index.ts';
import {
  countIntegerBits,
  type Element,
  expectTag,
  MalformedError,
  readChildren,
  readElement,
  readFirstChild,
  readIntegerHex,
  readLastChild,
  readOid,
  TAG,
} from '../asn1/der.ts';
import { computeLifetimeDays, readTime, type Time } from '../asn1/time.ts';
import { isTruncated } from '../detect-format.ts';
import { createFailure } from '../failures.ts';
import { KEYS, SIGNATURES } from './algorithms.ts';
import { CURVES } from './curves.ts';
import { type Name, readAlternativeNames, readName } from './names.ts';

/** A certificate with what tells who issued it; or what has an end as certificates have: a revocation list, a profile. */
export interface Parsed {
  kind: 'certificate' | 'crl' | 'profile';
  der: Buffer;
  /** SHA-256 in lower-case hex. */
  fingerprint: string;
  facts: CertificateFacts;
  /** RFC 4514 strings; empty for an empty name. */
  subject: string;
  issuer: string;
  /** Hex of the key identifiers, or null. */
  subject_key_id: string | null;
  authority_key_id: string | null;
}

/** Reads the certificate at the head of `bytes`; what follows it is left alone. `where` names it in a failure. */
export function tryParse(bytes: Buffer, where = 'What was sent'): Parsed | Failure {
  if (isTruncated(bytes)) return createFailure('certificate-truncated', where);
  try {
    return parseCertificate(bytes);
  } catch (error) {
    if (error instanceof MalformedError) return createFailure('certificate-malformed', where, error.message);
    throw error;
  }
}

export function toCertificate(leaf: Parsed, chain: readonly Parsed[]): Certificate {
  const { fingerprint, facts, authority_key_id } = leaf;
  return { fingerprint, facts, chain: chain.map(({ facts }) => facts), ...(authority_key_id && { authority_key_id }) };
}

function parseCertificate(bytes: Buffer): Parsed {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the certificate');
  const [tbs, algorithm, signature] = readChildren(bytes, outer);
  expectTag(signature, TAG.bitString, 'the signature');
  const fields = readChildren(bytes, expectTag(tbs, TAG.sequence, 'the signed part'));
  // Version 1 is not written.
  const first = fields[0]?.tag === 0xa0 ? 1 : 0;
  const serial = expectTag(fields[first], TAG.integer, 'the serial number');
  const issuer = readIssuer(bytes, expectTag(fields[first + 2], TAG.sequence, 'the issuer'));
  const validity = readChildren(bytes, expectTag(fields[first + 3], TAG.sequence, 'the validity'));
  const subject = readSubject(bytes, expectTag(fields[first + 4], TAG.sequence, 'the subject'));
  const key = readKey(bytes, expectTag(fields[first + 5], TAG.sequence, 'the public key'));
  const { sans, subject_key_id, authority_key_id } = readExtensions(bytes, fields);
  const from = readBegin(bytes, validity[0]);
  const to = readTime(bytes, validity[1]);
  const der = outer.end === bytes.length ? bytes : bytes.subarray(0, outer.end);
  const fingerprint = hash('sha256', der, 'hex');
  const facts: CertificateFacts = {
    common_name: subject.commonName ?? sans[0] ?? null,
    subject: subject.text,
    issuer: issuer.text,
    serial_number: readIntegerHex(bytes, serial),
    fingerprint_sha256: fingerprint,
    sans,
    key_algorithm: key.key_algorithm,
    key_size: key.key_size,
    signature_algorithm: readAlgorithm(bytes, algorithm, 'the signature algorithm', SIGNATURES),
    valid_from: from === null ? null : from.iso,
    valid_to: to.iso,
    lifetime_days: from === null ? null : computeLifetimeDays(from, to),
  };
  return {
    kind: 'certificate',
    der,
    fingerprint,
    facts,
    subject: subject.text,
    issuer: issuer.text,
    subject_key_id,
    authority_key_id,
  };
}

/** Null for rubbish, which must not hide when the certificate ends. */
function readBegin(bytes: Buffer, element: Element | undefined): Time | null {
  try {
    return readTime(bytes, element);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

/**
 * Issuers by their bytes: of thousands of certificates few issuers sign most, and what signs itself has one name twice.
 * Bounded, as a stranger can make up any number of them, of any length.
 */
const ISSUERS = new Map<string, Name>();
const MOST_ISSUERS = 256;
const LONGEST_ISSUER = 512;

function readIssuer(bytes: Buffer, element: Element): Name {
  const encoded = bytes.toString('latin1', element.start, element.end);
  const known = ISSUERS.get(encoded);
  if (known !== undefined) return known;
  const name = readName(bytes, element);
  if (ISSUERS.size === MOST_ISSUERS) ISSUERS.clear();
  if (encoded.length <= LONGEST_ISSUER) ISSUERS.set(encoded, name);
  return name;
}

function readSubject(bytes: Buffer, element: Element): Name {
  return ISSUERS.get(bytes.toString('latin1', element.start, element.end)) ?? readName(bytes, element);
}

/** An AlgorithmIdentifier by its name in the table, or dotted. */
export function readAlgorithm(
  bytes: Buffer,
  element: Element | undefined,
  what: string,
  names: Readonly<Record<string, string>>,
): string {
  const [oid] = readChildren(bytes, expectTag(element, TAG.sequence, what));
  const dotted = readOid(bytes, expectTag(oid, TAG.oid, what));
  return names[dotted] ?? dotted;
}

/** A SubjectPublicKeyInfo: the algorithm's name, and the size in bits where it can be told. */
function readKey(bytes: Buffer, element: Element): Pick<CertificateFacts, 'key_algorithm' | 'key_size'> {
  const [algorithm, key] = readChildren(bytes, element);
  const [oid, parameters] = readChildren(bytes, expectTag(algorithm, TAG.sequence, 'the key algorithm'));
  const dotted = readOid(bytes, expectTag(oid, TAG.oid, 'the key algorithm'));
  const known = KEYS[dotted];
  return {
    key_algorithm: known?.name ?? dotted,
    key_size: known?.bits ?? keyBits(bytes, known?.name, parameters, expectTag(key, TAG.bitString, 'the public key')),
  };
}

/** RSA by its modulus (RFC 8017 A.1.1), EC by its curve, DSA by its prime (RFC 3279 2.3.2). */
function keyBits(
  bytes: Buffer,
  name: string | undefined,
  parameters: Element | undefined,
  key: Element,
): number | null {
  if (name === 'EC') return curveBits(bytes, parameters);
  const numbers =
    name === 'RSA' || name === 'RSA-PSS'
      ? // The first byte of a BIT STRING counts its unused bits.
        readElement(bytes, key.start + 1, key.end)
      : name === 'DSA'
        ? parameters
        : undefined;
  if (numbers?.tag !== TAG.sequence) return null;
  const [first] = readChildren(bytes, numbers);
  return first?.tag === TAG.integer ? countIntegerBits(bytes, first) : null;
}

/** A curve by its name (RFC 5480), or written out with the order of its base point as fifth (RFC 3279 section 2.3.5). */
function curveBits(bytes: Buffer, parameters: Element | undefined): number | null {
  if (parameters?.tag === TAG.oid) return CURVES[readOid(bytes, parameters)] ?? null;
  const order = parameters?.tag === TAG.sequence ? readChildren(bytes, parameters)[4] : undefined;
  return order?.tag === TAG.integer ? countIntegerBits(bytes, order) : null;
}

interface Extensions {
  sans: string[];
  subject_key_id: string | null;
  authority_key_id: string | null;
}

/** The last arc of the extensions that every scan needs, which are all named 2.5.29.N (RFC 5280 section 4.2.1). */
const SUBJECT_KEY_ID = 14;
const ALTERNATIVE_NAMES = 17;
const AUTHORITY_KEY_ID = 35;

/** Reads the extensions among the fields of the signed part. */
function readExtensions(bytes: Buffer, fields: Element[]): Extensions {
  const found: Extensions = { sans: [], subject_key_id: null, authority_key_id: null };
  const wrapper = fields.find(({ tag }) => tag === 0xa3);
  if (wrapper === undefined) return found;
  const list = expectTag(readChildren(bytes, wrapper)[0], TAG.sequence, 'the extensions');
  for (let at = list.start, extension: Element; at < list.end; at = extension.end) {
    extension = expectTag(readElement(bytes, at, list.end), TAG.sequence, 'an extension');
    const name = expectTag(readFirstChild(bytes, extension), TAG.oid, 'the name of an extension');
    // Whether it is critical may stand between its name and its value.
    const value = expectTag(readLastChild(bytes, extension), TAG.octetString, 'the value of an extension');
    try {
      readExtension(bytes, lastArc(bytes, name), value, found);
    } catch (error) {
      // An extension that is rubbish inside must not hide when the certificate ends.
      if (!(error instanceof MalformedError)) throw error;
    }
  }
  return found;
}

/** The N of 2.5.29.N; null for any other name. */
function lastArc(bytes: Buffer, { start, end }: Element): number | null {
  return end - start === 3 && bytes[start] === 0x55 && bytes[start + 1] === 0x1d ? (bytes[start + 2] as number) : null;
}

function readExtension(bytes: Buffer, arc: number | null, value: Element, found: Extensions): void {
  if (arc === ALTERNATIVE_NAMES) found.sans = readAlternativeNames(bytes, value);
  else if (arc === SUBJECT_KEY_ID) found.subject_key_id = readSubjectKeyId(bytes, value);
  else if (arc === AUTHORITY_KEY_ID) found.authority_key_id = readAuthorityKeyId(bytes, value);
}

function readSubjectKeyId(bytes: Buffer, value: Element): string {
  const id = expectTag(readElement(bytes, value.start, value.end), TAG.octetString, 'the key identifier');
  return bytes.toString('hex', id.start, id.end);
}

/** The key identifier stands at [0] and may be left out. */
function readAuthorityKeyId(bytes: Buffer, value: Element): string | null {
  const fields = expectTag(readElement(bytes, value.start, value.end), TAG.sequence, 'the key identifier');
  const id = readChildren(bytes, fields).find(({ tag }) => tag === 0x80);
  return id === undefined ? null : bytes.toString('hex', id.start, id.end);
}
