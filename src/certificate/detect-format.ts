/** Detects the format of content by its first bytes, never by its name. */

import { ignoreMalformed, readChildren, readElement, TAG } from './asn1/der.ts';

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

/** Whether the bytes begin like DER of more than 127 bytes. No text begins with these two bytes. */
export function looksLikeDer(bytes: Buffer): boolean {
  return bytes[0] === TAG.sequence && (bytes[1] as number) > 0x80 && (bytes[1] as number) <= 0x84;
}

/** Whether the bytes begin like BER of indefinite length. */
export function looksLikeBer(bytes: Buffer): boolean {
  return bytes[0] === TAG.sequence && bytes[1] === 0x80;
}

/** Whether the bytes are DER whose length exceeds them. */
export function isTruncated(bytes: Buffer): boolean {
  if (!looksLikeDer(bytes)) return false;
  const octets = (bytes[1] as number) & 0x7f;
  return bytes.length < 2 + octets || bytes.length < 2 + octets + bytes.readUIntBE(2, octets);
}

/** The magic numbers of Java keystores. */
const JKS = 0xfeedfeed;
const JCEKS = 0xcececece;

const readMagic = (bytes: Buffer): number => (bytes.length < 4 ? 0 : bytes.readUInt32BE(0));

/** Whether the bytes begin like a Java keystore. No text in UTF-8 does. */
export function looksLikeJavaKeystore(bytes: Buffer): boolean {
  const magic = readMagic(bytes);
  return magic === JKS || magic === JCEKS;
}

/** The BER formats by the first tag inside. A certificate must be DER, and its own failure explains the problem. */
const BER_FORMATS: Readonly<Record<number, BinaryFormat>> = { [TAG.oid]: 'pkcs7', [TAG.sequence]: 'certificate' };

/** Detects a binary format by its outermost tags. Private keys are recognized without being read. */
export function detectBinaryFormat(bytes: Buffer): BinaryFormat {
  const magic = readMagic(bytes);
  if (magic === JKS) return 'jks';
  if (magic === JCEKS) return 'jceks';
  if (looksLikeBer(bytes)) return BER_FORMATS[bytes[2] ?? 0] ?? 'pkcs12';
  if (!looksLikeDer(bytes)) return 'other';
  return ignoreMalformed(() => detectDerFormat(bytes)) ?? detectDamagedFormat(bytes);
}

/** The key of EC, or an integer of RSA or DSA, follows the version of a private key (RFC 5915, 8017), if its algorithm does not (RFC 5208). */
const AFTER_VERSION: ReadonlySet<number> = new Set([TAG.octetString, TAG.integer]);

function detectDerFormat(bytes: Buffer): BinaryFormat {
  const [first, second, third] = readChildren(bytes, readElement(bytes, 0, bytes.length));
  if (first?.tag === TAG.oid) return 'pkcs7';
  if (first?.tag === TAG.integer) {
    // PKCS#12 has the version 3, and its content is a sequence (RFC 7292).
    if (bytes[first.end - 1] === 3) return 'pkcs12';
    if (second?.tag === TAG.sequence) return third?.tag === TAG.octetString ? 'private-key' : 'pkcs12';
    return second !== undefined && AFTER_VERSION.has(second.tag) ? 'private-key' : 'other';
  }
  if (first?.tag !== TAG.sequence) return 'other';
  const [head, next] = readChildren(bytes, first);
  if (head?.tag === TAG.oid) return second?.tag === TAG.octetString ? 'private-key' : 'public-key';
  if (next?.tag !== TAG.sequence) return 'certificate';
  const inner = readChildren(bytes, first);
  if (inner.some(({ tag }) => tag === TAG.utcTime || tag === TAG.generalizedTime)) return 'crl';
  // A request (RFC 2986) has its subject where a certificate has its signature algorithm.
  const algorithm = head?.tag === TAG.integer && readChildren(bytes, next)[0]?.tag !== TAG.oid;
  return algorithm ? 'request' : 'certificate';
}

/** Detects the format of truncated or damaged content by the first elements that are intact. */
function detectDamagedFormat(bytes: Buffer): BinaryFormat {
  const start = 2 + ((bytes[1] as number) & 0x7f);
  if (bytes[start] === TAG.oid) return 'pkcs7';
  if (bytes[start] === TAG.integer) {
    const version = bytes[start + 1] === 1 ? bytes[start + 2] : undefined;
    return version === 3 ? 'pkcs12' : version === 0 || version === 1 ? 'private-key' : 'other';
  }
  const octets = (bytes[start + 1] as number) & 0x7f;
  const tags = readLeadingTags(bytes, start + 2 + ((bytes[start + 1] as number) > 0x80 ? octets : 0));
  const [time] = tags[0] === TAG.integer ? tags.slice(3) : tags.slice(2);
  return time === TAG.utcTime || time === TAG.generalizedTime ? 'crl' : 'certificate';
}

/** Reads the tags of up to four consecutive elements, until the first malformed one. */
function readLeadingTags(bytes: Buffer, start: number): number[] {
  const tags: number[] = [];
  ignoreMalformed(() => {
    for (let at = start; tags.length < 4; ) {
      const { tag, end } = readElement(bytes, at, bytes.length);
      tags.push(tag);
      at = end;
    }
  });
  return tags;
}

const UTF16_LE = 0xfffe;
const UTF16_BE = 0xfeff;

/** Decodes UTF-16, which some shells write, if there is a byte order mark or zeros beside ASCII; else null. */
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

/** The byte order mark of UTF-8, which Windows writes, or of UTF-16, as Latin-1, also of a file that was appended. */
const BYTE_ORDER_MARK = /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/gm;

/**
 * Decodes text of any encoding so that its ASCII characters are right. Without its zeros, UTF-16 is ASCII, also after text in another
 * encoding, as `>>` of PowerShell appends it.
 */
export function decodeAsciiText(bytes: Buffer): string {
  return bytes.toString('latin1').replace(BYTE_ORDER_MARK, '').replaceAll('\0', '');
}

/** Decodes Unicode text, and removes all byte order marks, including those of concatenated files. */
export function decodeUnicodeText(bytes: Buffer): string {
  return (decodeUtf16(bytes) ?? bytes.toString('utf8')).replace(/^\ufeff/gm, '');
}

export type TextFormat = 'pem' | 'kubernetes' | 'saml' | 'jwks' | 'base64';

export const PEM_BEGIN = '-----BEGIN ';
/** The beginning of PEM in base64. */
export const ENCODED_PEM = 'LS0tLS1CRUdJTi';
const API_VERSION = /^(?:\u00ef\u00bb\u00bf)?[ \t]*(?:- +)?["']?apiVersion["']?[ \t]*:/m;
const API_VERSION_IN_LINE = /[{,]\s*["']?apiVersion["']?\s*:/;
const X509_ELEMENT = /<(?:[\w.-]+:)?(?:X509Certificate|EntityDescriptor|EntitiesDescriptor)[\s>]/;
/** Base64, also of several files one after another. */
const BASE64 = /^[A-Za-z0-9+/\s]{4}[A-Za-z0-9+/=\s]*$/;

/** Detects a text format. PEM comes last: it may be anywhere, and another document format gives names to the blocks that it contains. */
export function detectTextFormat(text: string): TextFormat {
  // This fast path covers nearly every file. A Kubernetes document may still follow the PEM.
  if (text.startsWith(PEM_BEGIN) && !text.includes('apiVersion')) return 'pem';
  const head = /\S/.exec(text)?.[0];
  if (head === '<' && X509_ELEMENT.test(text)) return 'saml';
  if ((head === '{' || head === '[') && text.includes('"x5c"')) return 'jwks';
  if (text.includes('apiVersion') && (API_VERSION.test(text) || API_VERSION_IN_LINE.test(text))) return 'kubernetes';
  return BASE64.test(text) ? 'base64' : 'pem';
}
