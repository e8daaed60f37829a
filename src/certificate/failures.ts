import type { Failure } from '../types.ts';

/** What is said of each code. `where` names the part of the file, such as `The file` or `PEM block 2 (line 31)`. */
const WORDINGS = {
  'file-empty': () => 'The file is empty. Write the certificate to it again, or take it out of the manifest.',
  'private-key-only': () =>
    'The file holds a private key and no certificate; the key was not read. Name the file of the certificate that ' +
    'belongs to it instead, often called cert.pem or fullchain.pem.',
  'certificate-request': () =>
    'The file holds a certificate request (CSR), which has no expiry date. Name the file of the certificate that the ' +
    'authority made from it.',
  'unsupported-format': (where: string, found: string, advice: string) =>
    `${where} holds ${found}, which cannot be read yet. ${advice}`,
  'no-certificate': () =>
    'The file holds no certificate: neither a PEM block "BEGIN CERTIFICATE" nor DER was found in it. Check that the ' +
    'path is right, or leave the file out with `exclude`.',
  'certificate-truncated': (where: string) =>
    `${where} is cut short: the certificate in it goes on after its end. Copy the file again from where it was issued.`,
  'certificate-malformed': (where: string, what: string) =>
    `${where} is not a certificate that can be read (${what}). Check it with ` +
    '`openssl x509 -noout -text -in FILE`, and copy it again from where it was issued.',
  'some-unreadable': (first: string, read: number, broken: number) =>
    `${first} ${broken === 1 ? 'It is the only one' : `It is the first of ${broken}`} in this file that cannot be ` +
    `read; ${read} ${read === 1 ? 'other was' : 'others were'} read.`,
  'date-invalid': () => 'The date is none that the calendar has. Write it as YYYY-MM-DD.',
} satisfies Record<string, (...args: never[]) => string>;

export type FailureCode = keyof typeof WORDINGS;

/** The failure of one place, in our own words: never the file's text. */
export function failure<Code extends FailureCode>(code: Code, ...args: Parameters<(typeof WORDINGS)[Code]>): Failure {
  const wording = WORDINGS[code] as (...args: unknown[]) => string;
  return { code, detail: wording(...args) };
}
