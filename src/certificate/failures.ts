import type { Failure } from '../domain/index.ts';

const SIZE_LIMITS = '200,000 items (in JSON 750,000 objects and lists; in all documents of a file 600,000)';

/** What is said of each code. `where` names the part of the file, such as `The file` or `PEM block 2 (line 31)`. */
const MESSAGES = {
  'file-empty': () => 'It is empty. Put the certificate there again, or take it out of the manifest.',
  'private-key-only': () =>
    'It holds a private key and no certificate; the key was not read. Name the certificate that belongs to it instead, ' +
    'in files often called cert.pem or fullchain.pem.',
  'certificate-request': () =>
    'It holds a certificate request (CSR), which has no expiry date. Name the certificate that the authority made from ' +
    'it.',
  'unsupported-format': (where: string, found: string, advice: string) =>
    `${where} holds ${found}, which cannot be read. ${advice}`,
  'no-certificate': () =>
    'It holds no certificate: no PEM block "BEGIN CERTIFICATE", and no other format that certificates come in. Check ' +
    'that this is the path, URL or variable that was meant; a file can be left out with `exclude`.',
  'slot-without-certificate': () =>
    'There should be a certificate, and there is none: neither PEM nor DER. Look whether the value is still ' +
    'encrypted, a placeholder, or something else.',
  'container-truncated': (where: string, kind: string) =>
    `${where} is cut short: it begins as ${kind}, and goes on after its end. Copy it again from where it was made.`,
  'container-malformed': (where: string, kind: string, what: string) =>
    `${where} begins as ${kind} and cannot be read to its end (${what}). Copy it again from where it was made, or ` +
    'export it anew.',
  'container-empty': (where: string, kind: string) =>
    `${where} is ${kind} without a certificate. Keys and secrets in it are not read; name the file that holds the ` +
    'certificates.',
  'keystore-password-missing': (kind: string) =>
    `The file is ${kind} whose certificates are encrypted, and no password was given. Name the variable that holds ` +
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how the user writes it.
    'it: `password: ${KEYSTORE_PASSWORD}`; for `inspect`: `--password-env KEYSTORE_PASSWORD`.',
  'keystore-password-wrong': (kind: string) =>
    `The file is ${kind}, and the password does not fit it; or it was damaged. Check the secret that \`password\` ` +
    'names, then copy the file again.',
  'keystore-encryption-unsupported': () =>
    'The keystore, or a part of it, is encrypted in a way that is not known here. Export it anew, as ' +
    '`openssl pkcs12 -export` or `keytool -importkeystore` does without further options.',
  'keystore-too-costly': () =>
    'The keystore wants more hashing than anything should (over 6,000,000 rounds of SHA-256), so it, or a part of it, was ' +
    'not opened. Export it anew, as `openssl pkcs12 -export` does without further options.',
  'crl-without-next-update': (where: string) =>
    `${where} is a revocation list (CRL) that does not say when the next one comes, so it has no end to watch. Leave ` +
    'it out with `exclude`.',
  'document-malformed': (where: string, language: string) =>
    `${where} is not ${language} that can be read, so what it holds is not known. Check it with a linter` +
    (language === 'YAML' ? '; a template, as those of Helm, must be rendered first.' : '.'),
  'document-too-large': (where: string) =>
    `${where} is too large to be read: it has over ${SIZE_LIMITS}, is nested without end, or swells by its aliases. Split it.`,
  'certificate-truncated': (where: string) =>
    `${where} is cut short: the certificate in it goes on after its end. Copy the file again from where it was issued.`,
  'certificate-malformed': (where: string, what: string) =>
    `${where} is not a certificate that can be read (${what}). Check it with ` +
    '`openssl x509 -noout -text -in FILE`, and copy it again from where it was issued.',
  'some-unreadable': (first: string, read: number, broken: number) =>
    `${first} ${broken === 1 ? 'It is the only one' : `It is the first of ${broken}`} in this file that cannot be ` +
    `read; ${read === 0 ? 'no other was' : read === 1 ? '1 other was' : `${read} others were`} read.`,
  'date-invalid': () => 'The date is none that the calendar has. Write it as YYYY-MM-DD.',
} satisfies Record<string, (...args: never[]) => string>;

export type FailureCode = keyof typeof MESSAGES;

/** The failure of one place, in our own words: never the file's text. */
export function createFailure<Code extends FailureCode>(
  code: Code,
  ...args: Parameters<(typeof MESSAGES)[Code]>
): Failure {
  const wording = MESSAGES[code] as (...args: unknown[]) => string;
  return { code, detail: wording(...args) };
}
