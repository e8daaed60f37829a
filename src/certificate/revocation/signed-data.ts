/** Reads the common structure of revocation lists and OCSP responses: the signed content, its algorithm and its signature. */

import type { SignedData } from '../../domain/index.ts';
import { type Element, expectTag, readChildren, readContent, TAG } from '../asn1/der.ts';
import { readPssParameters, readSignatureAlgorithm } from '../x509/algorithms.ts';

/** More than any standard has. Millions of elements in an unverified list of 64 MiB would take gigabytes of memory. */
const MAX_ELEMENTS = 16;

/** Reads the content (`tbs`), the signature, and the elements after it. Throws MalformedError. */
export function readSigned(bytes: Buffer, outer: Element): { tbs: Element; signed: SignedData; more: Element[] } {
  const [first, second, signature, ...more] = readChildren(bytes, outer, MAX_ELEMENTS);
  const tbs = expectTag(first, TAG.sequence);
  const algorithm = expectTag(second, TAG.sequence);
  const bits = readContent(bytes, expectTag(signature, TAG.bitString));
  const pss = readPssParameters(bytes, algorithm);
  const signed: SignedData = {
    algorithm: readSignatureAlgorithm(bytes, algorithm),
    // node:crypto can verify the signature only if both hashes are the same.
    hash: pss !== null && pss.hash === pss.mask ? pss.hash : null,
    bytes: bytes.subarray(tbs.at, tbs.end),
    // The first byte counts the unused bits, of which a signature has none.
    signature: bits.subarray(1),
  };
  return { tbs, signed, more };
}
