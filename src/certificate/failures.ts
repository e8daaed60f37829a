/** The failures of reading certificates. Each code is explained in docs/reference/errors/certificates.md. */

import type { Failure } from '../domain/index.ts';

const SIZE_LIMITS = '200,000 items (in JSON 750,000 objects and lists; in all documents of a file 600,000)';

/** The message of each code. `where` names the part of the file, such as `The file` or `PEM block 2 (line 31)`. */
const MESSAGES = {
  'file-empty': () => 'The file is empty. Write the certificate to it again, or remove it from the manifest.',
  'private-key-only': () =>
    'The file contains a private key but no certificate. The key was not read. Use the file with the certificate instead, ' +
    'often cert.pem or fullchain.pem.',
  'certificate-request': () =>
    'The file contains a certificate signing request (CSR), which has no expiry date. Use the file with the certificate ' +
    'that the CA issued for it.',
  'unsupported-format': (where: string, found: string, advice: string) =>
    `${where} is ${found}, which is not supported. ${advice}`,
  'no-certificate': () =>
    'No certificate found: there is no PEM block "BEGIN CERTIFICATE" and no other supported format. Check the path, URL ' +
    'or variable. To skip a file, add it to `exclude`.',
  'item-without-expiry': () =>
    'This item has neither a certificate nor an expiry date that can be read. For `rest` and `csv`, check `map.valid_to` or `map.pem`: ' +
    '`certvigil inspect --entry NAME` shows what the inventory returns. Leave out items without a certificate with `where`.',
  'unknown-format': () =>
    'The file is binary, in an unknown format. Check the path, URL or variable, and whether the file is damaged. To skip a ' +
    'file, add it to `exclude`.',
  'slot-without-certificate': () =>
    'This field should contain a certificate in PEM or DER, but does not. Check whether the value is still encrypted or a ' +
    'placeholder.',
  'container-truncated': (where: string, kind: string) =>
    `${where} is ${kind} that is truncated. Copy it again from its source.`,
  'container-malformed': (where: string, kind: string, what: string) =>
    `${where} is ${kind} that is malformed (${what}). Copy it again from its source, or export it again.`,
  'container-empty': (where: string, kind: string) =>
    `${where} is ${kind} without a certificate. Its keys and secrets are not read. Use the file with the certificates.`,
  'keystore-password-missing': (kind: string) =>
    `The file is ${kind} with encrypted certificates, but no password is set. Store the password in a variable, and set ` +
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how the user writes it.
    '`password: ${KEYSTORE_PASSWORD}`. For `inspect`, use `--password-env KEYSTORE_PASSWORD`.',
  'keystore-password-wrong': (kind: string) =>
    `The file is ${kind} that does not open with its password: the password is wrong, or the file is damaged. Check the secret ` +
    'in `password`. If it is right, copy the file again.',
  'keystore-secret-key': (before: number, after: number) =>
    `Reading stopped at a secret key in the keystore. Entries before it, which were read: ${before}. Entries after it, which were not: ` +
    `${after}. Convert it to PKCS#12: \`keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12 ` +
    '-deststoretype PKCS12`.',
  'keystore-unverified': (why: string) =>
    `The integrity of the keystore could not be verified: ${why}. Its certificates were read. Export it again with the ` +
    'default options of `openssl pkcs12 -export` or `keytool -importkeystore`.',
  'keystore-encryption-unsupported': () =>
    'The keystore, or a part of it, uses an unsupported encryption algorithm. Export it again with the default options of ' +
    '`openssl pkcs12 -export` or `keytool -importkeystore`.',
  'keystore-too-costly': () =>
    'The keystore, or a part of it, was not opened because its key derivation needs over 6,000,000 rounds of SHA-256. ' +
    'Export it again with the default options of `openssl pkcs12 -export`.',
  'file-bytes-unread': (bytes: number) =>
    `The file was read, except ${bytes.toLocaleString('en-US')} bytes whose format is unknown. Check with \`xxd FILE\` whether something is ` +
    'damaged, or was appended: move that to a file of its own.',
  'crl-without-next-update': (where: string) =>
    `${where} is a revocation list (CRL) without nextUpdate, so its expiry cannot be monitored. Add it to \`exclude\`.`,
  'document-malformed': (where: string, language: string) =>
    `${where} is not valid ${language}. Check it with a linter${
      language === 'YAML' ? '; templates, such as those of Helm, must be rendered first.' : '.'
    }`,
  'document-too-large': (where: string) =>
    `${where} is too large: it has over ${SIZE_LIMITS}, is nested too deeply, or expands too much by its aliases. Split it.`,
  'certificate-truncated': (where: string) =>
    `${where} is truncated: the certificate in it is incomplete. Copy the file again from its issuer.`,
  'certificate-malformed': (where: string, what: string) =>
    `${where} is not a valid certificate (${what}). Check it with \`openssl x509 -noout -text -in FILE\`, and copy it ` +
    'again from its issuer.',
  'pem-boundary-damaged': (line: number, label: string) =>
    `Line ${line} belongs to a PEM block whose first or last line is damaged, so programs skip the block. Write both lines with five ` +
    `hyphens and one label: \`-----BEGIN ${label}-----\` and \`-----END ${label}-----\`.`,
  'some-unreadable': (first: string, readable: number, failed: number) =>
    `${first} ${failed === 1 ? 'It is the only unreadable item' : `It is the first of ${failed} unreadable items`} in this ` +
    `file. Items read: ${readable}.`,
  'date-invalid': () => 'Invalid date. Use YYYY-MM-DD.',
} satisfies Record<string, (...args: never[]) => string>;

export type FailureCode = keyof typeof MESSAGES;

/** Creates the failure of one location. Its message never contains text of the file. */
export function createFailure<Code extends FailureCode>(
  code: Code,
  ...args: Parameters<(typeof MESSAGES)[Code]>
): Failure {
  const format = MESSAGES[code] as (...args: unknown[]) => string;
  return { code, detail: format(...args) };
}
