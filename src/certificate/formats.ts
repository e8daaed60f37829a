/** What else than a certificate lies in certificate folders, so that a message can name it. */

import { children, Malformed, readElement, TAG } from './der.ts';

export type Format =
  | 'certificate'
  | 'private-key'
  | 'request'
  | 'pkcs7'
  | 'pkcs12'
  | 'jks'
  | 'crl'
  | 'public-key'
  | 'other';

/** The labels of RFC 7468 and those that openssl writes. A private key is known by the end of its label. */
const LABELS: Readonly<Record<string, Format>> = {
  CERTIFICATE: 'certificate',
  'X509 CERTIFICATE': 'certificate',
  'TRUSTED CERTIFICATE': 'certificate',
  'CERTIFICATE REQUEST': 'request',
  'NEW CERTIFICATE REQUEST': 'request',
  PKCS7: 'pkcs7',
  CMS: 'pkcs7',
};

export function formatOfLabel(label: string): Format {
  return LABELS[label] ?? (label.endsWith('PRIVATE KEY') ? 'private-key' : 'other');
}

/** Formats that may hold certificates and cannot be read yet, with what to do about it. */
export const UNSUPPORTED: Readonly<Partial<Record<Format, { found: string; advice: string }>>> = {
  pkcs7: {
    found: 'a PKCS#7 bundle',
    advice: 'Write its certificates to a PEM file: `openssl pkcs7 -print_certs -in FILE -out certs.pem`.',
  },
  pkcs12: {
    found: 'a PKCS#12 keystore',
    advice: 'Write its certificates to a PEM file: `openssl pkcs12 -nokeys -in FILE -out certs.pem`.',
  },
  jks: {
    found: 'a Java keystore',
    advice: 'Write its certificates to PEM files: `keytool -exportcert -rfc -keystore FILE -alias NAME`.',
  },
};

/** Whether the bytes begin as DER of more than 127 bytes does; in no text does such a second byte follow a `0`. */
export function looksLikeDer(bytes: Buffer): boolean {
  return bytes[0] === TAG.sequence && (bytes[1] as number) > 0x80 && (bytes[1] as number) <= 0x84;
}

/** Whether DER announces more bytes than there are. */
export function isCutShort(bytes: Buffer): boolean {
  if (!looksLikeDer(bytes)) return false;
  const octets = (bytes[1] as number) & 0x7f;
  return bytes.length < 2 + octets || bytes.length < 2 + octets + bytes.readUIntBE(2, octets);
}

const JKS_MAGIC = [0xfeedfeed, 0xcececece];

/**
 * Tells what binary content is by the tags at its head; a key is told from its outside and never looked into.
 */
export function formatOfBinary(bytes: Buffer): Format {
  if (bytes.length >= 4 && JKS_MAGIC.includes(bytes.readUInt32BE(0))) return 'jks';
  if (!looksLikeDer(bytes)) return 'other';
  try {
    return formatOfDer(bytes);
  } catch (error) {
    if (error instanceof Malformed) return 'certificate';
    throw error;
  }
}

function formatOfDer(bytes: Buffer): Format {
  const [first, second] = children(bytes, readElement(bytes, 0, bytes.length));
  if (first?.tag === TAG.oid) return 'pkcs7';
  if (first?.tag === TAG.integer) {
    // The version: 3 begins a PKCS#12 (RFC 7292), 0 and 1 the forms of a private key (RFC 5208, 5915, 8017).
    return bytes[first.end - 1] === 3 ? 'pkcs12' : 'private-key';
  }
  if (first?.tag !== TAG.sequence) return 'other';
  const [head, next] = children(bytes, first);
  if (head?.tag === TAG.oid) return second?.tag === TAG.octetString ? 'private-key' : 'public-key';
  if (next?.tag !== TAG.sequence) return 'certificate';
  const inner = children(bytes, first);
  if (inner.some(({ tag }) => tag === TAG.utcTime || tag === TAG.generalizedTime)) return 'crl';
  // Where a certificate has the algorithm of its signature, a request (RFC 2986) has its subject.
  const algorithm = head?.tag === TAG.integer && children(bytes, next)[0]?.tag !== TAG.oid;
  return algorithm ? 'request' : 'certificate';
}
