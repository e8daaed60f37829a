/** Reads PKCS#7 and CMS SignedData (RFC 5652 section 5.1): a bundle of certificates and revocation lists in any order. */

import { convertToDefiniteLengths } from '../asn1/ber.ts';
import { type Element, expectTag, handleMalformed, readChildren, readElement, readOid, TAG } from '../asn1/der.ts';
import { isTruncated } from '../detect-format.ts';
import { createFailure } from '../failures.ts';
import type { SlotContent } from '../format-types.ts';
import { parseCrl } from '../revocation/crl-summary.ts';
import { parseCertificate } from '../x509/parse.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** The name of the format in failures. */
export const PKCS7_BUNDLE = 'a PKCS#7 bundle';

/** The tags of the optional parts. */
const CERTIFICATES = 0xa0;
const REVOCATION_LISTS = 0xa1;

/** The tags of attribute certificates, and of other kinds of certificates and lists (RFC 5652 sections 10.2.1 and 10.2.2). */
const OTHER_KINDS: ReadonlySet<number> = new Set([0xa0, 0xa1, 0xa2, 0xa3]);

export interface Pkcs7Bundle {
  contents: SlotContent[];
  /** The signed content, as in a provisioning profile; null if there is none. */
  signed: Buffer | null;
}

/** Reads the bundle at the beginning of `bytes`, in DER or BER. `where` names it in a failure. */
export function readPkcs7(bytes: Buffer, where: string): Pkcs7Bundle {
  if (isTruncated(bytes)) return createFailedBundle(createFailure('container-truncated', where, PKCS7_BUNDLE));
  return handleMalformed(
    () => readBundle(convertToDefiniteLengths(bytes), where),
    ({ message }) => createFailedBundle(createFailure('container-malformed', where, PKCS7_BUNDLE, message)),
  );
}

function createFailedBundle(failure: SlotContent): Pkcs7Bundle {
  return { contents: [failure], signed: null };
}

function readBundle(bytes: Buffer, where: string): Pkcs7Bundle {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the bundle');
  const [type, wrapper] = readChildren(bytes, outer);
  if (readOid(bytes, expectTag(type, TAG.oid, 'the type of the content')) !== SIGNED_DATA) {
    return createFailedBundle(
      createFailure('unsupported-format', where, 'a PKCS#7 message that is not signed data', EXPORT_ADVICE),
    );
  }
  const [data] = readChildren(bytes, expectTag(wrapper, 0xa0, 'the content'));
  const fields = readChildren(bytes, expectTag(data, TAG.sequence, 'the signed data'));
  const signed = readSigned(bytes, expectTag(fields[2], TAG.sequence, 'the signed content'));
  const parts = (tag: number) => {
    // The version, the digests and the content come before the certificates.
    const set = fields.slice(3).find((field) => field.tag === tag);
    return set === undefined ? [] : readChildren(bytes, set).filter(({ tag }) => !OTHER_KINDS.has(tag));
  };
  const certificates = parts(CERTIFICATES).map((part, index) =>
    parseCertificate(bytes.subarray(part.at, part.end), `${where}, certificate ${index + 1},`),
  );
  const lists = parts(REVOCATION_LISTS).map((part, index) =>
    parseCrl(bytes.subarray(part.at, part.end), `${where}, revocation list ${index + 1},`),
  );
  const contents = [...certificates, ...lists];
  if (contents.length === 0 && signed === null)
    return createFailedBundle(createFailure('container-empty', where, PKCS7_BUNDLE));
  return { contents, signed };
}

const EXPORT_ADVICE = 'Export the certificates themselves, as a bundle (.p7b) or as PEM.';

function readSigned(bytes: Buffer, content: Element): Buffer | null {
  const [, wrapper] = readChildren(bytes, content);
  const [octets] = wrapper === undefined ? [] : readChildren(bytes, wrapper);
  return octets?.tag === TAG.octetString ? bytes.subarray(octets.start, octets.end) : null;
}
