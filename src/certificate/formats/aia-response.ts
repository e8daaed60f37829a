/** What is found where a certificate says that its issuer is. */

import type { PathCertificate } from '../../domain/index.ts';
import { asText, formatOfBinary } from '../detect-format.ts';
import { type Finding, isParsed } from '../format-types.ts';
import { tryParse } from '../x509/parse.ts';
import { readPathCertificate } from '../x509/path-fields.ts';
import { readPem } from './pem.ts';
import { readPkcs7 } from './pkcs7.ts';

/** More are not looked at. */
const MOST = 32;

/**
 * RFC 5280 section 4.2.2.1: a certificate in DER, or a bundle of them (PKCS#7, RFC 2797); PEM, which some authorities
 * serve, is taken too. Empty where it is something else.
 */
export function readIssuers(bytes: Buffer): PathCertificate[] {
  return findings(bytes)
    .filter(isParsed)
    .slice(0, MOST)
    .flatMap((parsed) => readPathCertificate(parsed) ?? []);
}

function findings(bytes: Buffer): Finding[] {
  const format = formatOfBinary(bytes);
  if (format === 'certificate') return [tryParse(bytes)];
  return format === 'pkcs7' ? readPkcs7(bytes, 'The answer').findings : readPem(asText(bytes));
}
