/** Tells what content is by its head, and never by its name. */

import { MalformedError, readChildren, readElement, TAG } from './asn1/der.ts';

export type BinaryFormat =
  | 'certificate'
  | 'private-key'
  | 'request'
  | 'pkcs7'
  | 'pkcs12'
  | 'jks'
  | 'jceks'
  | 'crl'
  | 'public-key'
  | 'other';

/** Whether the bytes begin as DER of more than 127 bytes does; in no text does such a second byte follow a `0`. */
export function looksLikeDer(bytes: Buffer): boolean {
  return bytes[0] === TAG.sequence && (bytes[1] as number) > 0x80 && (bytes[1] as number) <= 0x84;
}

/** The same, of a length that is told by its end only, as BER may have it. */
function looksLikeBer(bytes: Buffer): boolean {
  return bytes[0] === TAG.sequence && bytes[1] === 0x80;
}

/** Whether DER announces more bytes than there are. */
export function isTruncated(bytes: Buffer): boolean {
  if (!looksLikeDer(bytes)) return false;
  const octets = (bytes[1] as number) & 0x7f;
  return bytes.length < 2 + octets || bytes.length < 2 + octets + bytes.readUIntBE(2, octets);
}

/** The heads of Java's keystores. */
const JKS = 0xfeedfeed;
const JCEKS = 0xcececece;

/**
 * Tells what binary content is by the tags at its head; a key is told from its outside and never looked into.
 */
export function detectBinaryFormat(bytes: Buffer): BinaryFormat {
  const magic = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  if (magic === JKS) return 'jks';
  if (magic === JCEKS) return 'jceks';
  if (looksLikeBer(bytes)) return bytes[2] === TAG.oid ? 'pkcs7' : 'pkcs12';
  if (!looksLikeDer(bytes)) return 'other';
  try {
    return detectDerFormat(bytes);
  } catch (error) {
    if (error instanceof MalformedError) return detectDamagedFormat(bytes);
    throw error;
  }
}

function detectDerFormat(bytes: Buffer): BinaryFormat {
  const [first, second] = readChildren(bytes, readElement(bytes, 0, bytes.length));
  if (first?.tag === TAG.oid) return 'pkcs7';
  if (first?.tag === TAG.integer) {
    // The version: 3 begins a PKCS#12 (RFC 7292), 0 and 1 the forms of a private key (RFC 5208, 5915, 8017).
    return bytes[first.end - 1] === 3 ? 'pkcs12' : 'private-key';
  }
  if (first?.tag !== TAG.sequence) return 'other';
  const [head, next] = readChildren(bytes, first);
  if (head?.tag === TAG.oid) return second?.tag === TAG.octetString ? 'private-key' : 'public-key';
  if (next?.tag !== TAG.sequence) return 'certificate';
  const inner = readChildren(bytes, first);
  if (inner.some(({ tag }) => tag === TAG.utcTime || tag === TAG.generalizedTime)) return 'crl';
  // Where a certificate has the algorithm of its signature, a request (RFC 2986) has its subject.
  const algorithm = head?.tag === TAG.integer && readChildren(bytes, next)[0]?.tag !== TAG.oid;
  return algorithm ? 'request' : 'certificate';
}

/** What it was meant to be, where it is cut short or damaged: by its first elements, as far as they are there. */
function detectDamagedFormat(bytes: Buffer): BinaryFormat {
  const start = 2 + ((bytes[1] as number) & 0x7f);
  if (bytes[start] === TAG.oid) return 'pkcs7';
  if (bytes[start] === TAG.integer) return bytes[start + 1] === 1 && bytes[start + 2] === 3 ? 'pkcs12' : 'private-key';
  const octets = (bytes[start + 1] as number) & 0x7f;
  const tags = readLeadingTags(bytes, start + 2 + ((bytes[start + 1] as number) > 0x80 ? octets : 0));
  const [time] = tags[0] === TAG.integer ? tags.slice(3) : tags.slice(2);
  return time === TAG.utcTime || time === TAG.generalizedTime ? 'crl' : 'certificate';
}

/** The tags of the elements that follow each other, up to the first that is not whole. */
function readLeadingTags(bytes: Buffer, start: number): number[] {
  const tags: number[] = [];
  try {
    for (let at = start; tags.length < 4; ) {
      const { tag, end } = readElement(bytes, at, bytes.length);
      tags.push(tag);
      at = end;
    }
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
  }
  return tags;
}

const UTF16_LE = 0xfffe;
const UTF16_BE = 0xfeff;

/** UTF-16, which some shells write, by the mark at its head or by the zeros beside its ASCII; null for any other encoding. */
function decodeUtf16(bytes: Buffer): string | null {
  if (bytes.length < 4) return null;
  const mark = bytes.readUInt16BE(0);
  const start = mark === UTF16_LE || mark === UTF16_BE ? 2 : 0;
  const [a, b, c, d] = bytes;
  if (mark === UTF16_LE || (a && b === 0 && c && d === 0)) return bytes.toString('utf16le', start);
  if (mark !== UTF16_BE && !(a === 0 && b && c === 0 && d)) return null;
  return Buffer.from(bytes.subarray(start, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}

/** The mark that Windows puts at the head of UTF-8. */
function hasByteOrderMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** A text as far as its ASCII goes, which any one-byte encoding shows, whatever else stands around it. */
export function decodeAsciiText(bytes: Buffer): string {
  return decodeUtf16(bytes) ?? bytes.toString('latin1', hasByteOrderMark(bytes) ? 3 : 0);
}

/** A text that may hold any character, without the marks at the head of what it was put together from. */
export function decodeUnicodeText(bytes: Buffer): string {
  return (decodeUtf16(bytes) ?? bytes.toString('utf8')).replace(/^\ufeff/gm, '');
}

export type TextFormat = 'pem' | 'encoded-pem' | 'kubernetes' | 'saml' | 'jwks' | 'base64' | 'other';

export const PEM_BEGIN = '-----BEGIN ';
/** The same in base64. */
export const ENCODED_PEM = 'LS0tLS1CRUdJTi';
const API_VERSION = /^(?:\u00ef\u00bb\u00bf)?[ \t]*(?:- +)?["']?apiVersion["']?[ \t]*:/m;
const API_VERSION_IN_LINE = /[{,]\s*["']?apiVersion["']?\s*:/;
const X509_ELEMENT = /<(?:[\w.-]+:)?(?:X509Certificate|EntityDescriptor|EntitiesDescriptor)[\s>]/;
const BASE64 = /^[A-Za-z0-9+/\s]+(?:=[=\s]*)?$/;

/** Tells what a text is. PEM is looked for last where something else gives its blocks names. */
export function detectTextFormat(text: string): TextFormat {
  // Nearly every file; what follows its blocks may be another document all the same.
  if (text.startsWith(PEM_BEGIN) && !text.includes('apiVersion')) return 'pem';
  const head = /\S/.exec(text)?.[0];
  if (head === '<' && X509_ELEMENT.test(text)) return 'saml';
  if ((head === '{' || head === '[') && text.includes('"x5c"')) return 'jwks';
  if (text.includes('apiVersion') && (API_VERSION.test(text) || API_VERSION_IN_LINE.test(text))) return 'kubernetes';
  if (BASE64.test(text)) return 'base64';
  if (text.includes(ENCODED_PEM)) return 'encoded-pem';
  return text.includes(PEM_BEGIN) ? 'pem' : 'other';
}
