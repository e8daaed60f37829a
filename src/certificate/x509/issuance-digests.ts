/** Computes the digests by which certificate transparency logs and their providers identify an issuance. */

import { hash } from 'node:crypto';
import type { IssuanceDigests } from '../../domain/index.ts';
import { type Element, expectTag, ignoreMalformed, readChildren, readElement, TAG } from '../asn1/der.ts';
import { toBuffer } from './parse.ts';
import { readExtensionName, readExtensions, readStructure } from './structure.ts';

/** The list of SCTs of a certificate, and the poison of a precertificate (RFC 6962 sections 3.3 and 3.1). */
const LOGGED_EXTENSIONS: ReadonlySet<string> = new Set(['1.3.6.1.4.1.11129.2.4.2', '1.3.6.1.4.1.11129.2.4.3']);

const EXTENSIONS = 0xa3;

/**
 * Computes two digests of a certificate in DER: that of its TBSCertificate as it was logged, which is the same for the precertificate (RFC
 * 6962 section 3.2), and that of its key. Returns null if it is malformed.
 */
export function computeIssuanceDigests(bytes: Uint8Array): IssuanceDigests | null {
  return ignoreMalformed(() => {
    const { der, publicKey } = readStructure(toBuffer(bytes));
    const [tbs] = readChildren(der, readElement(der, 0, der.length));
    return {
      tbs_sha256: hash('sha256', encodeLoggedPart(der, expectTag(tbs, TAG.sequence)), 'hex'),
      key_sha256: hash('sha256', der.subarray(publicKey.at, publicKey.end), 'hex'),
    };
  });
}

/** Encodes the TBSCertificate without the extensions that the log does not cover. */
function encodeLoggedPart(der: Buffer, tbs: Element): Buffer {
  const fields = readChildren(der, tbs).map((field) => {
    const slice = der.subarray(field.at, field.end);
    if (field.tag !== EXTENSIONS) return slice;
    const list = readElement(der, field.start, field.end);
    const elements = readChildren(der, list);
    const kept = readExtensions(der, list).flatMap((extension, index) => {
      const { at = 0, end = 0 } = elements[index] ?? {};
      return LOGGED_EXTENSIONS.has(readExtensionName(der, extension)) ? [] : der.subarray(at, end);
    });
    return kept.length === elements.length ? slice : encode(EXTENSIONS, encode(TAG.sequence, ...kept));
  });
  return encode(TAG.sequence, ...fields);
}

function encode(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...encodeLength(content.length)]), content]);
}

/** Encodes a length in its shortest form (X.690 section 10.1). */
function encodeLength(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}
