/**
 * Parses one certificate (RFC 5280 section 4.1) from DER. docs/internals/decisions/009-reading-certificates.md explains why `node:crypto`
 * is not used for this. Nothing is verified here: expired and forged certificates must be reported too.
 */

import { hash } from 'node:crypto';
import type { Certificate, CertificateFacts, Failure } from '../../domain/index.ts';
import { limitFacts } from '../../domain/limit-facts.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import {
  countIntegerBits,
  type Element,
  expectTag,
  handleMalformed,
  ignoreMalformed,
  readChildren,
  readElement,
  readIntegerHex,
  readOid,
  TAG,
} from '../asn1/der.ts';
import { computeLifetimeDays, readTime } from '../asn1/time.ts';
import { isTruncated } from '../detect-format.ts';
import { createFailure } from '../failures.ts';
import { KEYS, readSignatureAlgorithm } from './algorithms.ts';
import { CURVES } from './curves.ts';
import { readAlternativeNames, readName } from './names.ts';
import { type CertificateStructure, readStructure } from './structure.ts';

/** An item that expires: a certificate, or another document. */
export type Parsed = ParsedCertificate | ParsedDocument;

interface ParsedBase {
  der: Buffer;
  /** The SHA-256 fingerprint in lower-case hex. */
  fingerprint: string;
  facts: CertificateFacts;
}

/** Every certificate has these facts. */
type ReadFacts = CertificateFacts & Record<'serial_number' | 'key_algorithm' | 'signature_algorithm', string>;

type KeyFacts = Pick<ReadFacts, 'key_algorithm' | 'key_size'>;

/** A certificate with its facts, and with its structure, which the other readers in this directory use. */
export interface ParsedCertificate extends ParsedBase {
  kind: 'certificate';
  facts: ReadFacts;
  structure: CertificateStructure;
  /** The subject and issuer as RFC 4514 strings; empty for an empty name. Unlike those of the facts, they are never shortened. */
  subject: string;
  issuer: string;
  /** The key identifiers in hex, or null. */
  subject_key_id: string | null;
  authority_key_id: string | null;
}

/** A revocation list, a provisioning profile or the validity of metadata: relevant only because it expires. */
export interface ParsedDocument extends ParsedBase {
  kind: 'crl' | 'profile' | 'metadata';
}

/** Parses the certificate at the beginning of `bytes` and ignores the rest. `where` names it in a failure. */
export function parseCertificate(bytes: Buffer, where = SENT): ParsedCertificate | Failure {
  if (isTruncated(bytes)) return createFailure('certificate-truncated', where);
  return handleMalformed(
    () => readCertificate(readStructure(bytes)),
    ({ message }) => createFailure('certificate-malformed', where, message),
  );
}

/**
 * Parsed certificates by their bytes as Latin-1. Thousands of chains share a few intermediates: without it, a scan of 10,000 files with a leaf
 * and its intermediate takes 10 % longer. The caller creates it with `new Map()`.
 */
export type ParseCache = Map<string, ParsedCertificate>;

/** The cache is bounded, because untrusted input can contain any number of certificates of any length. */
const MAX_CACHED = 256;
const MAX_CACHED_BYTES = 8 * 1024;

/** Like `parseCertificate`, for certificates that are likely to occur again. Failures are not cached. */
export function parseCached(bytes: Buffer, where: string, cache: ParseCache | null): ParsedCertificate | Failure {
  if (cache === null || bytes.length > MAX_CACHED_BYTES) return parseCertificate(bytes, where);
  const key = bytes.toString('latin1');
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const parsed = parseCertificate(bytes, where);
  if ('code' in parsed) return parsed;
  if (cache.size === MAX_CACHED) cache.clear();
  cache.set(key, parsed);
  return parsed;
}

/** The name of a certificate that a server sent in a failure. */
export const SENT = 'The certificate that was sent';

/** Returns `bytes` as a Buffer on the same memory. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The maximum length in hex. A key identifier is a hash (RFC 5280 section 4.2.1.2). */
const MAX_KEY_ID_LENGTH = 256;

/** Converts a leaf and its chain to the type of all layers, without DER and structure. */
export function toCertificate(leaf: Parsed, chain: readonly Parsed[]): Certificate {
  const { fingerprint, facts } = leaf;
  const authority_key_id = leaf.kind === 'certificate' ? leaf.authority_key_id : null;
  return {
    fingerprint,
    facts,
    chain: chain.map((one) => one.facts),
    ...(authority_key_id && authority_key_id.length <= MAX_KEY_ID_LENGTH && { authority_key_id }),
  };
}

/** Whether a certificate of the chain expires no later than the leaf, or before `soon` (milliseconds), so that its path matters. */
export function hasEndingIssuer({ facts, chain }: Certificate, soon = Number.NEGATIVE_INFINITY): boolean {
  const end = Math.max(parseIsoTime(facts.valid_to), soon);
  return chain.some(({ valid_to }) => parseIsoTime(valid_to) <= end);
}

function readCertificate(structure: CertificateStructure): ParsedCertificate {
  const { der } = structure;
  const subject = readName(der, structure.subject);
  const issuer = readName(der, structure.issuer);
  const { sans, subject_key_id, authority_key_id } = readBasicExtensions(structure);
  const [notBefore, notAfter] = structure.validity;
  // A malformed notBefore must not hide when the certificate expires.
  const from = ignoreMalformed(() => readTime(der, notBefore));
  const to = readTime(der, notAfter);
  const fingerprint = hash('sha256', der, 'hex');
  const serial_number = readIntegerHex(der, structure.serialNumber);
  const { key_algorithm, key_size } = readKey(der, structure.publicKey);
  const facts: ReadFacts = limitFacts({
    common_name: subject.commonName ?? sans[0] ?? null,
    subject: subject.text,
    issuer: issuer.text,
    serial_number,
    fingerprint_sha256: fingerprint,
    sans,
    key_algorithm,
    key_size,
    signature_algorithm: readSignatureAlgorithm(der, structure.signatureAlgorithm),
    valid_from: from?.iso ?? null,
    valid_to: to.iso,
    lifetime_days: from === null ? null : computeLifetimeDays(from, to),
  });
  return {
    kind: 'certificate',
    der,
    structure,
    fingerprint,
    facts,
    subject: subject.text,
    issuer: issuer.text,
    subject_key_id,
    authority_key_id,
  };
}

/** Reads a SubjectPublicKeyInfo: the algorithm, and the size in bits, or null if it is unknown. A malformed key must not hide the rest. */
function readKey(bytes: Buffer, element: Element): KeyFacts {
  const [algorithm, key] = readChildren(bytes, element);
  const [oid, parameters] = readChildren(bytes, expectTag(algorithm, TAG.sequence, 'the key algorithm'));
  const dotted = readOid(bytes, expectTag(oid, TAG.oid, 'the key algorithm'));
  const known = KEYS[dotted];
  const bits = expectTag(key, TAG.bitString, 'the public key');
  return {
    key_algorithm: known?.name ?? dotted,
    key_size: known?.bits ?? ignoreMalformed(() => readKeyBits(bytes, known?.name, parameters, bits)),
  };
}

/** The size is that of the modulus for RSA (RFC 8017 A.1.1), the curve for EC, the prime for DSA (RFC 3279 2.3.2). */
function readKeyBits(
  bytes: Buffer,
  name: string | undefined,
  parameters: Element | undefined,
  key: Element,
): number | null {
  if (name === 'EC') return readCurveBits(bytes, parameters);
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

/** A curve is named (RFC 5480) or explicit, with the order of its base point as the fifth field (RFC 3279 section 2.3.5). */
function readCurveBits(bytes: Buffer, parameters: Element | undefined): number | null {
  if (parameters?.tag === TAG.oid) return CURVES[readOid(bytes, parameters)] ?? null;
  const order = parameters?.tag === TAG.sequence ? readChildren(bytes, parameters)[4] : undefined;
  return order?.tag === TAG.integer ? countIntegerBits(bytes, order) : null;
}

/** The last arc of the extensions that every scan needs, which are all named 2.5.29.N (RFC 5280 section 4.2.1). */
const SUBJECT_KEY_ID = 14;
const ALTERNATIVE_NAMES = 17;
const AUTHORITY_KEY_ID = 35;

interface BasicExtensions {
  sans: string[];
  subject_key_id: string | null;
  authority_key_id: string | null;
}

/** Reads the extensions that every scan needs. A malformed extension must not hide when the certificate expires. */
function readBasicExtensions({ der, extensions }: CertificateStructure): BasicExtensions {
  const found: BasicExtensions = { sans: [], subject_key_id: null, authority_key_id: null };
  for (const { id, value } of extensions) {
    const arc = readLastArc(der, id);
    if (arc === ALTERNATIVE_NAMES) {
      found.sans = ignoreMalformed(() => readAlternativeNames(der, value)) ?? [];
    } else if (arc === SUBJECT_KEY_ID) {
      found.subject_key_id = ignoreMalformed(() => readSubjectKeyId(der, value));
    } else if (arc === AUTHORITY_KEY_ID) {
      const read = () => readAuthorityKeyId(der, readElement(der, value.start, value.end));
      found.authority_key_id = ignoreMalformed(read);
    }
  }
  return found;
}

/** Reads the N of 2.5.29.N; returns null for any other identifier. */
function readLastArc(bytes: Buffer, { start, end }: Element): number | null {
  return end - start === 3 && bytes[start] === 0x55 && bytes[start + 1] === 0x1d ? (bytes[start + 2] as number) : null;
}

function readSubjectKeyId(bytes: Buffer, value: Element): string {
  const id = expectTag(readElement(bytes, value.start, value.end), TAG.octetString);
  return bytes.toString('hex', id.start, id.end);
}

/** The key identifier has the tag [0] and is optional. */
function readAuthorityKeyId(bytes: Buffer, value: Element): string | null {
  const fields = readChildren(bytes, expectTag(value, TAG.sequence));
  const id = fields.find(({ tag }) => tag === 0x80);
  return id === undefined ? null : bytes.toString('hex', id.start, id.end);
}
