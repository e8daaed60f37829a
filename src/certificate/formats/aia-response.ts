/** Reads the response of a server to the issuer URL of a certificate (authority information access). */

import type { PathFields } from '../../domain/index.ts';
import { decodeAsciiText, detectBinaryFormat } from '../detect-format.ts';
import { isParsed, type SlotContent } from '../format-types.ts';
import { parseCertificate } from '../x509/parse.ts';
import { readPathFields } from '../x509/path-fields.ts';
import { readPem } from './pem.ts';
import { readPkcs7 } from './pkcs7.ts';

const MAX_CERTIFICATES = 32;

/**
 * Reads a certificate in DER, or a PKCS#7 bundle (RFC 5280 section 4.2.2.1, RFC 2797). PEM, which some CAs serve, is accepted too. Returns
 * an empty list for other content.
 */
export function readAiaResponse(bytes: Buffer): PathFields[] {
  return readContents(bytes)
    .filter(isParsed)
    .slice(0, MAX_CERTIFICATES)
    .flatMap((parsed) => readPathFields(parsed) ?? []);
}

function readContents(bytes: Buffer): SlotContent[] {
  const format = detectBinaryFormat(bytes);
  if (format === 'certificate') return [parseCertificate(bytes)];
  return format === 'pkcs7' ? readPkcs7(bytes, 'The response').contents : readPem(decodeAsciiText(bytes));
}
