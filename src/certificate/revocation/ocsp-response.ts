/** An answer of a responder (RFC 6960 section 4.2.1), or an answer in which it refuses to give one. */

import type { OcspResponse, OcspSingle, Revocable, Revoked } from '../../domain/index.ts';
import { isoTime } from '../../lib/iso-time.ts';
import {
  children,
  content,
  type Element,
  expectTag,
  Malformed,
  readElement,
  readIntegerHex,
  readOid,
  TAG,
} from '../asn1/der.ts';
import { readSigned } from '../asn1/signed.ts';
import { readTime } from '../asn1/time.ts';
import { readExtensionList } from '../x509/details.ts';
import { comparableParts } from '../x509/general-names.ts';
import { readPathCertificate } from '../x509/path-fields.ts';
import { readRevocable } from '../x509/revocation-fields.ts';
import { readReason } from './crl-entries.ts';

const ENUMERATED = 0x0a;
const BASIC = '1.3.6.1.5.5.7.48.1.1';

/** The values of OCSPResponseStatus; 4 is not used. */
const REFUSALS: Readonly<Record<number, string>> = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
};

/** A responder answers for one certificate, and sends one of its own. */
const MOST_ANSWERS = 100;
const MOST_CERTIFICATES = 10;

/** Nothing is verified here. Null for bytes that are no such answer. */
export function readOcspResponse(bytes: Buffer): OcspResponse | { refusal: string } | null {
  try {
    const [status, wrapper] = children(bytes, expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'it'));
    const code = Number.parseInt(readIntegerHex(bytes, expectTag(status, ENUMERATED, 'the status')), 16);
    if (code !== 0) return { refusal: REFUSALS[code] ?? `status ${code}` };
    const inner = expectTag(wrapper, 0xa0, 'the answer');
    const [type, octets] = children(bytes, expectTag(children(bytes, inner)[0], TAG.sequence, 'the answer'));
    if (readOid(bytes, expectTag(type, TAG.oid, 'the kind')) !== BASIC) return null;
    return readBasic(content(bytes, expectTag(octets, TAG.octetString, 'the answer')));
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function readBasic(bytes: Buffer): OcspResponse {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the answer');
  const { tbs, signed, more } = readSigned(bytes, outer);
  const fields = children(bytes, tbs);
  const first = fields[0]?.tag === 0xa0 ? 1 : 0;
  const answers = children(bytes, expectTag(fields[first + 2], TAG.sequence, 'the answers'));
  const sent = more.find(({ tag }) => tag === 0xa0);
  const list = sent === undefined ? undefined : children(bytes, sent)[0];
  const certificates = list === undefined ? [] : children(bytes, list).slice(0, MOST_CERTIFICATES);
  return {
    signed,
    responder: readResponder(bytes, fields[first]),
    answers: answers.slice(0, MOST_ANSWERS).map((answer) => readSingle(bytes, answer)),
    certificates: certificates.flatMap(({ at, end }) => readOwn(bytes.subarray(at, end))),
    unknown: criticalOf(bytes, fields.slice(first + 3)),
  };
}

function readOwn(der: Buffer): Revocable[] {
  const certificate = readPathCertificate(der);
  const read = certificate && readRevocable(certificate);
  return read === null ? [] : [read];
}

function readResponder(bytes: Buffer, element: Element | undefined): OcspResponse['responder'] {
  const tag = element?.tag === 0xa1 ? 0xa1 : 0xa2;
  const { start, end } = expectTag(element, tag, 'the responder');
  const inner = readElement(bytes, start, end);
  if (tag === 0xa1) return { name: comparableParts(bytes, expectTag(inner, TAG.sequence, 'the responder')) };
  return { key_hash: content(bytes, expectTag(inner, TAG.octetString, 'the responder')).toString('hex') };
}

/** The critical ones among the extensions at [1]: none is known here. */
function criticalOf(bytes: Buffer, fields: readonly Element[]): string[] {
  const wrapper = fields.find(({ tag }) => tag === 0xa1);
  const extensions = readExtensionList(bytes, wrapper && children(bytes, wrapper)[0]);
  return [...extensions].filter(([, { critical }]) => critical).map(([oid]) => oid);
}

function readSingle(bytes: Buffer, element: Element): OcspSingle {
  const [id, status, this_update, ...more] = children(bytes, expectTag(element, TAG.sequence, 'an answer'));
  const [algorithm, name, key, serial] = children(bytes, expectTag(id, TAG.sequence, 'whom it is about'));
  const [hash] = children(bytes, expectTag(algorithm, TAG.sequence, 'a hash'));
  const hex = (octets: Element | undefined) =>
    content(bytes, expectTag(octets, TAG.octetString, 'a hash')).toString('hex');
  const next = more.find(({ tag }) => tag === 0xa0);
  return {
    hash: readOid(bytes, expectTag(hash, TAG.oid, 'a hash')),
    issuer_name_hash: hex(name),
    issuer_key_hash: hex(key),
    serial: readIntegerHex(bytes, expectTag(serial, TAG.integer, 'the serial number')),
    ...readStatus(bytes, status),
    this_update: readTime(bytes, this_update).milliseconds,
    next_update: next === undefined ? null : readTime(bytes, children(bytes, next)[0]).milliseconds,
    unknown: criticalOf(bytes, more),
  };
}

function readStatus(
  bytes: Buffer,
  status: Element | undefined,
): { status: OcspSingle['status']; revoked: Revoked | null } {
  switch (status?.tag) {
    case 0x80:
      return { status: 'good', revoked: null };
    case 0x82:
      return { status: 'unknown', revoked: null };
    case 0xa1: {
      const [time, wrapper] = children(bytes, status);
      const [reason] = wrapper === undefined ? [] : children(bytes, wrapper);
      const at = isoTime(readTime(bytes, time).milliseconds);
      return { status: 'revoked', revoked: { reason: reason ? readReason(bytes, reason) : null, at } };
    }
    default:
      throw new Malformed('a status that is not known');
  }
}
