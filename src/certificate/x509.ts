/**
 * One certificate (RFC 5280 section 4.1) from DER to facts. It is read here and not by `node:crypto`: that gives no
 * exact times, names in an order and spelling of its own, no signature algorithm on Node 20, and takes thrice as
 * long. Nothing is verified here: what is expired, forged or odd is just what must be told of.
 */

import { hash } from 'node:crypto';
import { DAY } from '../limits.ts';
import { isoTime, parseTime } from '../time.ts';
import type { Certificate, CertificateFacts, Failure } from '../types.ts';
import { CURVES, KEYS, SIGNATURES } from './algorithms.ts';
import {
  children,
  content,
  type Element,
  expectTag,
  integerBits,
  Malformed,
  readElement,
  readIntegerHex,
  readOid,
  TAG,
} from './der.ts';
import { failure } from './failures.ts';
import { isCutShort } from './formats.ts';
import { readAlternativeNames, readName } from './names.ts';

/** A certificate with what tells who issued it. */
export interface Parsed {
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
  if (isCutShort(bytes)) return failure('certificate-truncated', where);
  try {
    return parseCertificate(bytes);
  } catch (error) {
    if (error instanceof Malformed) return failure('certificate-malformed', where, error.message);
    throw error;
  }
}

export function toCertificate(leaf: Parsed, chain: readonly Parsed[]): Certificate {
  return { fingerprint: leaf.fingerprint, facts: leaf.facts, chain: chain.map(({ facts }) => facts) };
}

function parseCertificate(bytes: Buffer): Parsed {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the certificate');
  const [tbs, algorithm, signature] = children(bytes, outer);
  expectTag(signature, TAG.bitString, 'the signature');
  const fields = children(bytes, expectTag(tbs, TAG.sequence, 'the signed part'));
  // Version 1 is not written.
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [serial, , issuerField, validity, subjectField, key, ...optional] = fields;
  const issuer = readName(bytes, expectTag(issuerField, TAG.sequence, 'the issuer'));
  const subject = readName(bytes, expectTag(subjectField, TAG.sequence, 'the subject'));
  const [from, to] = children(bytes, expectTag(validity, TAG.sequence, 'the validity')).map((time) =>
    readTime(bytes, time),
  );
  if (from === undefined || to === undefined) throw new Malformed('the validity is missing');
  const extensions = readExtensions(bytes, optional);
  const der = bytes.subarray(0, outer.end);
  const fingerprint = hash('sha256', der, 'hex');
  const facts: CertificateFacts = {
    common_name: subject.commonName ?? extensions.sans[0] ?? null,
    subject: subject.text,
    issuer: issuer.text,
    serial_number: readIntegerHex(bytes, expectTag(serial, TAG.integer, 'the serial number')),
    fingerprint_sha256: fingerprint,
    sans: extensions.sans,
    ...readKey(bytes, expectTag(key, TAG.sequence, 'the public key')),
    signature_algorithm: readAlgorithm(bytes, algorithm, 'the signature algorithm', SIGNATURES),
    valid_from: isoTime(from),
    valid_to: isoTime(to),
    // Without -0.
    lifetime_days: Math.round((to - from) / DAY) || 0,
  };
  return {
    der,
    fingerprint,
    facts,
    subject: subject.text,
    issuer: issuer.text,
    subject_key_id: extensions.subject_key_id,
    authority_key_id: extensions.authority_key_id,
  };
}

/** YYMMDDhhmm[ss] or YYYYMMDDhhmm[ss[.f]], then Z or an offset, which RFC 5280 forbids and old certificates have. */
const TIME = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(?:Z|([+-]\d{2})(\d{2}))$/;

/** A UTCTime or GeneralizedTime in milliseconds; fractions of a second are dropped. */
function readTime(bytes: Buffer, element: Element): number {
  const utc = element.tag === TAG.utcTime;
  if (!utc) expectTag(element, TAG.generalizedTime, 'a time of the validity');
  const match = TIME.exec(content(bytes, element).toString('latin1'));
  const [, written = '', month, day, hour, minute, second = '00', offsetHours, offsetMinutes] = match ?? [];
  if (match === null || written.length !== (utc ? 2 : 4)) throw new Malformed('a time that cannot be read');
  // RFC 5280 section 4.1.2.5.1: two digits from 50 on are of the last century.
  const year = utc ? `${Number(written) >= 50 ? '19' : '20'}${written}` : written;
  const zone = offsetHours === undefined ? 'Z' : `${offsetHours}:${offsetMinutes}`;
  const time = parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  if (time === null || !inCalendar(time)) throw new Malformed('a time that the calendar does not have');
  return time;
}

/** Whether four digits hold the year: an offset can lead out of them. */
function inCalendar(time: number): boolean {
  return time >= Date.parse('0000-01-01T00:00:00Z') && time <= Date.parse('9999-12-31T23:59:59Z');
}

/** An AlgorithmIdentifier by its name in the table, or dotted. */
function readAlgorithm(
  bytes: Buffer,
  element: Element | undefined,
  what: string,
  names: Readonly<Record<string, string>>,
): string {
  const [oid] = children(bytes, expectTag(element, TAG.sequence, what));
  const dotted = readOid(bytes, expectTag(oid, TAG.oid, what));
  return names[dotted] ?? dotted;
}

/** A SubjectPublicKeyInfo: the algorithm's name, and the size in bits where it can be told. */
function readKey(bytes: Buffer, element: Element): Pick<CertificateFacts, 'key_algorithm' | 'key_size'> {
  const [algorithm, key] = children(bytes, element);
  const [oid, parameters] = children(bytes, expectTag(algorithm, TAG.sequence, 'the key algorithm'));
  const dotted = readOid(bytes, expectTag(oid, TAG.oid, 'the key algorithm'));
  const known = KEYS[dotted];
  return {
    key_algorithm: known?.name ?? dotted,
    key_size: known?.bits ?? keyBits(bytes, known?.name, parameters, expectTag(key, TAG.bitString, 'the public key')),
  };
}

/** RSA by its modulus (RFC 8017 A.1.1), EC by its named curve (RFC 5480), DSA by its prime (RFC 3279 2.3.2). */
function keyBits(
  bytes: Buffer,
  name: string | undefined,
  parameters: Element | undefined,
  key: Element,
): number | null {
  if (name === 'EC') return parameters?.tag === TAG.oid ? (CURVES[readOid(bytes, parameters)] ?? null) : null;
  const numbers =
    name === 'RSA' || name === 'RSA-PSS'
      ? // The first byte of a BIT STRING counts its unused bits.
        readElement(bytes, key.start + 1, key.end)
      : name === 'DSA'
        ? parameters
        : undefined;
  if (numbers?.tag !== TAG.sequence) return null;
  const [first] = children(bytes, numbers);
  return first?.tag === TAG.integer ? integerBits(bytes, first) : null;
}

interface Extensions {
  sans: string[];
  subject_key_id: string | null;
  authority_key_id: string | null;
}

const SUBJECT_KEY_ID = '2.5.29.14';
const ALTERNATIVE_NAMES = '2.5.29.17';
const AUTHORITY_KEY_ID = '2.5.29.35';

/** The extensions that every scan needs, from the optional fields at the end of the signed part. */
function readExtensions(bytes: Buffer, optional: Element[]): Extensions {
  const found: Extensions = { sans: [], subject_key_id: null, authority_key_id: null };
  const wrapper = optional.find(({ tag }) => tag === 0xa3);
  if (wrapper === undefined) return found;
  const list = expectTag(children(bytes, wrapper)[0], TAG.sequence, 'the extensions');
  for (const extension of children(bytes, list)) {
    // Whether it is critical may stand between its name and its value.
    const fields = children(bytes, expectTag(extension, TAG.sequence, 'an extension'));
    const oid = readOid(bytes, expectTag(fields[0], TAG.oid, 'the name of an extension'));
    const value = content(bytes, expectTag(fields.at(-1), TAG.octetString, 'the value of an extension'));
    try {
      if (oid === ALTERNATIVE_NAMES) found.sans = readAlternativeNames(value);
      else if (oid === SUBJECT_KEY_ID) found.subject_key_id = readSubjectKeyId(value);
      else if (oid === AUTHORITY_KEY_ID) found.authority_key_id = readAuthorityKeyId(value);
    } catch (error) {
      // An extension that is rubbish inside must not hide when the certificate ends.
      if (!(error instanceof Malformed)) throw error;
    }
  }
  return found;
}

function readSubjectKeyId(value: Buffer): string {
  const id = expectTag(readElement(value, 0, value.length), TAG.octetString, 'the key identifier');
  return content(value, id).toString('hex');
}

/** The key identifier stands at [0] and may be left out. */
function readAuthorityKeyId(value: Buffer): string | null {
  const fields = children(value, expectTag(readElement(value, 0, value.length), TAG.sequence, 'the key identifier'));
  const id = fields.find(({ tag }) => tag === 0x80);
  return id === undefined ? null : content(value, id).toString('hex');
}
