/** What certificates, revocation lists and answers of responders have in common: content, algorithm and signature. */

import type { SignedData } from '../../domain/index.ts';
import { SIGNATURES } from '../x509/algorithms.ts';
import { type Element, expectTag, readChildren, readContent, readElement, readOid, TAG } from './der.ts';

const PSS = '1.2.840.113549.1.1.10';

/** RFC 8017 appendix A.2.3: where the parameters name no hash. */
const SHA1 = '1.3.14.3.2.26';

/** The outermost element of `bytes`: the content that is signed, the signature, and what follows it. */
export function readSigned(bytes: Buffer, outer: Element): { tbs: Element; signed: SignedData; more: Element[] } {
  const [first, algorithm, signature, ...more] = readChildren(bytes, outer);
  const tbs = expectTag(first, TAG.sequence, 'the signed part');
  const [oid, parameters] = readChildren(bytes, expectTag(algorithm, TAG.sequence, 'the signature algorithm'));
  const dotted = readOid(bytes, expectTag(oid, TAG.oid, 'the signature algorithm'));
  const bits = readContent(bytes, expectTag(signature, TAG.bitString, 'the signature'));
  const signed: SignedData = {
    algorithm: SIGNATURES[dotted] ?? dotted,
    hash: dotted === PSS ? pssHash(bytes, parameters) : null,
    bytes: bytes.subarray(tbs.at, tbs.end),
    // The first byte counts unused bits, of which a signature has none.
    signature: bits.subarray(1),
  };
  return { tbs, signed, more };
}

function pssHash(bytes: Buffer, parameters: Element | undefined): string {
  const fields = parameters?.tag === TAG.sequence ? readChildren(bytes, parameters) : [];
  const wrapper = fields.find(({ tag }) => tag === 0xa0);
  if (wrapper === undefined) return SHA1;
  const hash = expectTag(readElement(bytes, wrapper.start, wrapper.end), TAG.sequence, 'the hash of the signature');
  return readOid(bytes, expectTag(readChildren(bytes, hash)[0], TAG.oid, 'the hash of the signature'));
}
