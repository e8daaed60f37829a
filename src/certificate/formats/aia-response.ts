/** What is found where a certificate says that its issuer is. */

import type { PathFields } from '../../domain/index.ts';
import { decodeAsciiText, detectBinaryFormat } from '../detect-format.ts';
import { isParsed, type SlotContent } from '../format-types.ts';
import { tryParse } from '../x509/parse.ts';
import { readPathFields } from '../x509/path-fields.ts';
import { readPem } from './pem.ts';
import { readPkcs7 } from './pkcs7.ts';

/** More are not looked at. */
const MAX_CERTIFICATES = 32;

/**
 * RFC 5280 section 4.2.2.1: a certificate in DER, or a bundle of them (PKCS#7, RFC 2797); PEM, which some authorities
 * serve, is taken too. Empty where it is something else.
 */
export function readAiaResponse(bytes: Buffer): PathFields[] {
  return readContents(bytes)
    .filter(isParsed)
    .slice(0, MAX_CERTIFICATES)
    .flatMap((parsed) => readPathFields(parsed) ?? []);
}

function readContents(bytes: Buffer): SlotContent[] {
  const format = detectBinaryFormat(bytes);
  if (format === 'certificate') return [tryParse(bytes)];
  return format === 'pkcs7' ? readPkcs7(bytes, 'The answer').findings : readPem(decodeAsciiText(bytes));
}
