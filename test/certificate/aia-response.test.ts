import { expect, it } from 'vitest';
import { readAiaResponse } from '../../src/certificate/formats/aia-response.ts';
import { buildCertificate, CN, der, name, pem } from '../helpers/certificates.ts';
import { pkcs7 } from '../helpers/keystores.ts';
import { LIST } from './damaged-inputs.ts';

const named = (commonName: string) => buildCertificate({ subject: name([[CN, 12, commonName]]) });
const [A, B] = [named('a'), named('b')] as const;
// The issuer is a malformed name that is only read for paths.
const WITHOUT_FIELDS = buildCertificate({ issuer: der(0x30, der(0x31, der(0x30))) });

it.each<[what: string, bytes: Buffer, names: string[]]>([
  ['a certificate', A, ['a']],
  ['a certificate followed by another one', Buffer.concat([A, B]), ['a']],
  ['a bundle', pkcs7([A, B]), ['a', 'b']],
  ['PEM', Buffer.from(pem(A) + pem(B)), ['a', 'b']],
  ['PEM with a byte order mark', Buffer.from(`\ufeff${pem(A)}`), ['a']],
  ['a bundle in PEM', Buffer.from(pem(pkcs7([A]), 'PKCS7')), ['a']],
  ['PEM that is malformed in part', Buffer.from(pem(A.subarray(0, 99)) + pem(B)), ['b']],
  ['a certificate without a readable issuer', WITHOUT_FIELDS, []],
  ['a truncated certificate', A.subarray(0, -1), []],
  ['a revocation list', LIST, []],
  ['a revocation list in PEM', Buffer.from(pem(LIST, 'X509 CRL')), []],
  ['a private key', Buffer.from(pem(A, 'PRIVATE KEY')), []],
  ['a page', Buffer.from('<html>'), []],
  ['nothing', Buffer.alloc(0), []],
])('the issuers in a response are read from %s', (_, bytes, names) => {
  expect(readAiaResponse(bytes).map((fields) => fields.name)).toEqual(names);
});

it('up to 32 issuers of a response are read', () => {
  const many = Array.from({ length: 33 }, (_, index) => named(`${index}`));
  const expected = Array.from({ length: 32 }, (_, index) => `${index}`);
  expect(readAiaResponse(pkcs7(many)).map((fields) => fields.name)).toEqual(expected);
});
