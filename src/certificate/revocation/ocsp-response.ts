/** Reads an OCSP response (RFC 6960 section 4.2.1). */

import type { OcspResponse, OcspSingleResponse, RevocationDetails } from '../../domain/index.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import {
  type Element,
  expectTag,
  ignoreMalformed,
  MalformedError,
  readChildren,
  readContent,
  readElement,
  readIntegerHex,
  readOid,
  TAG,
} from '../asn1/der.ts';
import { readTime } from '../asn1/time.ts';
import { readHashAlgorithm } from '../x509/algorithms.ts';
import { readNormalizedName } from '../x509/general-names.ts';
import { parsePathFields } from '../x509/path-fields.ts';
import { listCriticalExtensions, readExtensions } from '../x509/structure.ts';
import { readRevocationReason } from './crl-entries.ts';
import { readSigned } from './signed-data.ts';

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

/** A response is normally about one certificate, with the certificate of the responder. */
const MAX_SINGLE_RESPONSES = 100;
const MAX_CERTIFICATES = 10;

/**
 * Reads a response without verifying it. `refusal` is the status of an unsuccessful response. Returns null if the response is malformed.
 */
export function readOcspResponse(bytes: Buffer): OcspResponse | { refusal: string } | null {
  return ignoreMalformed(() => {
    const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence);
    if (outer.end !== bytes.length) return null;
    const [status, wrapper] = readChildren(bytes, outer);
    const code = Number.parseInt(readIntegerHex(bytes, expectTag(status, ENUMERATED)), 16);
    if (code !== 0) return { refusal: REFUSALS[code] ?? `status ${code}` };
    const inner = expectTag(wrapper, 0xa0);
    const [type, octets] = readChildren(bytes, expectTag(readChildren(bytes, inner)[0], TAG.sequence));
    if (readOid(bytes, expectTag(type, TAG.oid)) !== BASIC) return null;
    return readBasic(readContent(bytes, expectTag(octets, TAG.octetString)));
  });
}

function readBasic(bytes: Buffer): OcspResponse {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence);
  const { tbs, signed, more } = readSigned(bytes, outer);
  const fields = readChildren(bytes, tbs);
  const first = fields[0]?.tag === 0xa0 ? 1 : 0;
  const singles = readChildren(bytes, expectTag(fields[first + 2], TAG.sequence));
  const sent = more.find(({ tag }) => tag === 0xa0);
  const list = sent === undefined ? undefined : readChildren(bytes, sent)[0];
  const certificates = list === undefined ? [] : readChildren(bytes, list).slice(0, MAX_CERTIFICATES);
  return {
    signed,
    responder: readResponder(bytes, fields[first]),
    responses: singles.slice(0, MAX_SINGLE_RESPONSES).map((single) => readSingle(bytes, single)),
    certificates: certificates.flatMap(({ at, end }) => parsePathFields(bytes.subarray(at, end)) ?? []),
    unknown: listUnknownExtensions(bytes, fields.slice(first + 3)),
  };
}

function readResponder(bytes: Buffer, element: Element | undefined): OcspResponse['responder'] {
  const tag = element?.tag === 0xa1 ? 0xa1 : 0xa2;
  const { start, end } = expectTag(element, tag);
  const inner = readElement(bytes, start, end);
  if (tag === 0xa1) return { name: readNormalizedName(bytes, expectTag(inner, TAG.sequence)) };
  return { key_hash: readContent(bytes, expectTag(inner, TAG.octetString)).toString('hex') };
}

/** Lists the critical extensions at [1]: all of them are unknown here. */
function listUnknownExtensions(bytes: Buffer, fields: readonly Element[]): string[] {
  const wrapper = fields.find(({ tag }) => tag === 0xa1);
  const extensions = readExtensions(bytes, wrapper && readChildren(bytes, wrapper)[0]);
  return listCriticalExtensions(bytes, extensions);
}

function readSingle(bytes: Buffer, element: Element): OcspSingleResponse {
  const [id, status, this_update, ...more] = readChildren(bytes, expectTag(element, TAG.sequence));
  const [algorithm, name, key, serial] = readChildren(bytes, expectTag(id, TAG.sequence));
  const hex = (octets: Element | undefined) => readContent(bytes, expectTag(octets, TAG.octetString)).toString('hex');
  const next = more.find(({ tag }) => tag === 0xa0);
  return {
    hash: readHashAlgorithm(bytes, algorithm),
    issuer_name_hash: hex(name),
    issuer_key_hash: hex(key),
    serial: readIntegerHex(bytes, expectTag(serial, TAG.integer)),
    ...readStatus(bytes, status),
    this_update: readTime(bytes, this_update).milliseconds,
    next_update: next === undefined ? null : readTime(bytes, readChildren(bytes, next)[0]).milliseconds,
    unknown: listUnknownExtensions(bytes, more),
  };
}

function readStatus(
  bytes: Buffer,
  status: Element | undefined,
): { status: OcspSingleResponse['status']; revoked: RevocationDetails | null } {
  switch (status?.tag) {
    case 0x80:
      return { status: 'good', revoked: null };
    case 0x82:
      return { status: 'unknown', revoked: null };
    case 0xa1: {
      const [time, wrapper] = readChildren(bytes, status);
      const [reason] = wrapper === undefined ? [] : readChildren(bytes, wrapper);
      const revoked_at = formatIsoTime(readTime(bytes, time).milliseconds);
      return {
        status: 'revoked',
        revoked: { reason: reason ? readRevocationReason(bytes, reason) : null, revoked_at },
      };
    }
    default:
      throw new MalformedError();
  }
}
