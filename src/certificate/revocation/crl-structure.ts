/** The structure of a certificate revocation list (RFC 5280 section 5.1): the positions of its fields. */

import { type Element, expectTag, MalformedError, readChildren, TAG } from '../asn1/der.ts';

export interface CrlStructure {
  issuer: Element;
  thisUpdate: Element | undefined;
  /** The time of the next list; undefined if the list does not have it. */
  nextUpdate: Element | undefined;
  /** The list of entries; undefined if no certificate is revoked. */
  entries: Element | undefined;
  /** The list of extensions. */
  extensions: Element | undefined;
}

/** The maximum of fields: RFC 5280 has seven. */
const MAX_FIELDS = 16;

/**
 * The maximum of all bytes but those of the entries: an issuer and a few extensions. They are decoded before the signature is verified, and
 * those of a hostile list of 64 MiB would take minutes and gigabytes of memory.
 */
const MAX_OTHER_BYTES = 1024 * 1024;

/** Reads the signed part of a list. Throws MalformedError. */
export function readCrlStructure(bytes: Buffer, tbs: Element): CrlStructure {
  const fields = readChildren(bytes, tbs, MAX_FIELDS);
  // Version 1 is the default and omitted.
  const first = fields[0]?.tag === TAG.integer ? 1 : 0;
  const next = fields[first + 3];
  const nextUpdate = next?.tag === TAG.utcTime || next?.tag === TAG.generalizedTime ? next : undefined;
  const found = fields[first + (nextUpdate === undefined ? 3 : 4)];
  const entries = found?.tag === TAG.sequence ? found : undefined;
  const last = fields.at(-1);
  const entryBytes = entries === undefined ? 0 : entries.end - entries.start;
  if (tbs.end - tbs.start - entryBytes > MAX_OTHER_BYTES)
    throw new MalformedError('the issuer or an extension is too large');
  return {
    issuer: expectTag(fields[first + 1], TAG.sequence, 'the issuer'),
    thisUpdate: fields[first + 2],
    nextUpdate,
    entries,
    extensions: last?.tag === 0xa0 ? readChildren(bytes, last)[0] : undefined,
  };
}
