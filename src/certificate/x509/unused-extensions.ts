/**
 * Readers of extensions without effect here, but that clients reject if they are malformed: OpenSSL rejects malformed Netscape extensions,
 * Go malformed policies, and GnuTLS malformed names of the issuer.
 */

import { type Element, expectTag, MalformedError, readChildren, readContent, readOid, TAG } from '../asn1/der.ts';
import { readGeneralNames } from './general-names.ts';
import type { ExtensionReader } from './structure.ts';

const readSequence = (bytes: Buffer, value: Element): Element[] => readChildren(bytes, expectTag(value, TAG.sequence));

/** The subject key identifier (RFC 5280 section 4.2.1.2). */
export const SUBJECT_KEY_ID: ExtensionReader<void> = {
  oid: '2.5.29.14',
  read: (_, value) => void expectTag(value, TAG.octetString),
};

/** RFC 5280 section 4.2.1.4: a list of policies, each with its identifier and optional qualifiers. */
export const POLICIES: ExtensionReader<void> = {
  oid: '2.5.29.32',
  read: (bytes, value) => {
    for (const policy of readSequence(bytes, value)) readIdentifiers(bytes, readSequence(bytes, policy).slice(0, 1), 1);
  },
};

/** RFC 5280 section 4.2.1.5: pairs of policies. */
export const POLICY_MAPPINGS: ExtensionReader<void> = {
  oid: '2.5.29.33',
  read: (bytes, value) => {
    for (const pair of readSequence(bytes, value)) readIdentifiers(bytes, readSequence(bytes, pair), 2);
  },
};

/** RFC 5280 section 4.2.1.11: two optional numbers. */
export const POLICY_CONSTRAINTS: ExtensionReader<void> = {
  oid: '2.5.29.36',
  read: (bytes, value) => {
    for (const { tag, start, end } of readSequence(bytes, value)) {
      if ((tag !== 0x80 && tag !== 0x81) || start === end) throw new MalformedError();
    }
  },
};

/** RFC 5280 section 4.2.1.14: the number of certificates. */
export const INHIBIT_ANY_POLICY: ExtensionReader<void> = {
  oid: '2.5.29.54',
  read: (bytes, value) => {
    const number = readContent(bytes, expectTag(value, TAG.integer));
    if (number.length === 0) throw new MalformedError();
  },
};

/** The alternative names of the issuer (RFC 5280 section 4.2.1.7). */
const ISSUER_NAMES: ExtensionReader<void> = {
  oid: '2.5.29.18',
  read: (bytes, value) => void readGeneralNames(bytes, expectTag(value, TAG.sequence)),
};

export const UNUSED_EXTENSIONS: readonly ExtensionReader<void>[] = [
  SUBJECT_KEY_ID,
  POLICIES,
  POLICY_MAPPINGS,
  POLICY_CONSTRAINTS,
  INHIBIT_ANY_POLICY,
  ISSUER_NAMES,
];

function readIdentifiers(bytes: Buffer, elements: readonly Element[], count: number): void {
  if (elements.length !== count) throw new MalformedError();
  for (const element of elements) readOid(bytes, expectTag(element, TAG.oid));
}
