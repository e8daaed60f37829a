/** The structure of a certificate revocation list (RFC 5280 section 5.1): the positions of its fields. */

import { type Element, expectTag, readChildren, TAG } from '../asn1/der.ts';

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

/** Reads the signed part of a list. Throws MalformedError. */
export function readCrlStructure(bytes: Buffer, tbs: Element): CrlStructure {
  const fields = readChildren(bytes, tbs);
  // Version 1 is the default and omitted.
  const first = fields[0]?.tag === TAG.integer ? 1 : 0;
  const next = fields[first + 3];
  const nextUpdate = next?.tag === TAG.utcTime || next?.tag === TAG.generalizedTime ? next : undefined;
  const entries = fields[first + (nextUpdate === undefined ? 3 : 4)];
  const last = fields.at(-1);
  return {
    issuer: expectTag(fields[first + 1], TAG.sequence, 'the issuer'),
    thisUpdate: fields[first + 2],
    nextUpdate,
    entries: entries?.tag === TAG.sequence ? entries : undefined,
    extensions: last?.tag === 0xa0 ? readChildren(bytes, last)[0] : undefined,
  };
}
