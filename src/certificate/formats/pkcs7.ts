/** PKCS#7 and CMS SignedData (RFC 5652 section 5.1): a bundle of certificates and revocation lists, in any order. */

import { withDefiniteLengths } from '../asn1/ber.ts';
import { children, type Element, expectTag, Malformed, readElement, readOid, TAG } from '../asn1/der.ts';
import { isCutShort } from '../detect-format.ts';
import { failure } from '../failures.ts';
import type { Finding } from '../format-types.ts';
import { tryParseCrl } from '../revocation/crl-summary.ts';
import { tryParse } from '../x509/parse.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** What it is called in a failure. */
export const BUNDLE = 'a PKCS#7 bundle';

/** Tags of the optional parts. */
const CERTIFICATES = 0xa0;
const REVOCATION_LISTS = 0xa1;

export interface Bundle {
  findings: Finding[];
  /** What is signed, as in a provisioning profile; null where nothing is. */
  signed: Buffer | null;
}

/** Reads the bundle at the head of `bytes`, DER or BER. `where` names it in a failure. */
export function readPkcs7(bytes: Buffer, where: string): Bundle {
  if (isCutShort(bytes)) return broken(failure('container-truncated', where, BUNDLE));
  try {
    return readBundle(withDefiniteLengths(bytes), where);
  } catch (error) {
    if (error instanceof Malformed) return broken(failure('container-malformed', where, BUNDLE, error.message));
    throw error;
  }
}

function broken(finding: Finding): Bundle {
  return { findings: [finding], signed: null };
}

function readBundle(bytes: Buffer, where: string): Bundle {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the bundle');
  const [type, wrapper] = children(bytes, outer);
  if (readOid(bytes, expectTag(type, TAG.oid, 'the type of the content')) !== SIGNED_DATA) {
    return broken(failure('unsupported-format', where, 'a PKCS#7 message that is not signed data', NO_BUNDLE));
  }
  const [data] = children(bytes, expectTag(wrapper, 0xa0, 'the content'));
  const fields = children(bytes, expectTag(data, TAG.sequence, 'the signed data'));
  const signed = readSigned(bytes, expectTag(fields[2], TAG.sequence, 'what is signed'));
  const parts = (tag: number) => {
    // Before the certificates stand the version, the digests and the content.
    const set = fields.slice(3).find((field) => field.tag === tag);
    return set === undefined ? [] : children(bytes, set).filter((part) => part.tag === TAG.sequence);
  };
  const certificates = parts(CERTIFICATES).map((part, index) =>
    tryParse(bytes.subarray(part.at, part.end), `${where}, certificate ${index + 1},`),
  );
  const lists = parts(REVOCATION_LISTS).map((part, index) =>
    tryParseCrl(bytes.subarray(part.at, part.end), `${where}, revocation list ${index + 1},`),
  );
  const findings = [...certificates, ...lists];
  if (findings.length === 0 && signed === null) return broken(failure('container-empty', where, BUNDLE));
  return { findings, signed };
}

const NO_BUNDLE = 'Export the certificates themselves, as a bundle (.p7b) or as PEM.';

function readSigned(bytes: Buffer, content: Element): Buffer | null {
  const [, wrapper] = children(bytes, content);
  const [octets] = wrapper === undefined ? [] : children(bytes, wrapper);
  return octets?.tag === TAG.octetString ? bytes.subarray(octets.start, octets.end) : null;
}
