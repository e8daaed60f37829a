/** Reads certificates from the fields of a document: PEM, base64 of PEM, or base64 of DER. */

import { isPrivateKeyName } from '../../domain/certificate-names.ts';
import { detectBinaryFormat, ENCODED_PEM, looksLikeDer, PEM_BEGIN } from '../detect-format.ts';
import { decodeBase64Strict, decodeBase64UrlStrict } from '../encoding/base64.ts';
import { createFailure } from '../failures.ts';
import { isFailure, isParsed, type SlotContent } from '../format-types.ts';
import { parseCertificate } from '../x509/parse.ts';
import { readDerCertificates } from './der.ts';
import { readPem } from './pem.ts';
import { BASE64_LINE } from './pem-gaps.ts';

/** Base64 of DER of more than 255 bytes begins with these characters. */
export const ENCODED_DER = 'MII';

/** Reads a text of unknown encoding. The list is empty if the text contains neither a certificate nor a malformed one. */
export function readUnlabeledText(text: string): SlotContent[] {
  const blocks = text.includes(PEM_BEGIN) ? ignoreMentions(readPem(text), text) : [];
  // This occurs in a Secret with a kubeconfig.
  if (text.includes(ENCODED_PEM)) return [...blocks, ...findEncodedPem(text)];
  if (blocks.length > 0 || !text.trimStart().startsWith(ENCODED_DER)) return blocks;
  // Other data can have the same beginning, so data that cannot be parsed is ignored.
  return readBase64(text).filter(isParsed);
}

/** Reads a text that should be base64, or PEM by mistake. */
export function readBase64Field(text: string): SlotContent[] {
  return text.includes(PEM_BEGIN) ? readUnlabeledText(text) : readBase64(text);
}

/**
 * Reads base64; returns an empty list for other content. The decoded content may be encoded again. The recursion ends, because each level
 * is shorter than the one around it.
 */
function readBase64(text: string): SlotContent[] {
  const bytes = decodeBase64Strict(text);
  if (bytes === null) return [];
  // Other binary content, such as a keystore or a key, is ignored.
  if (looksLikeDer(bytes))
    return detectBinaryFormat(bytes) === 'certificate' ? readDerCertificates(bytes, 'The entry') : [];
  return readUnlabeledText(bytes.toString('latin1'));
}

/** The rest of base64 whose beginning is known, in lines of any length. */
const ENCODED_REST = /^[A-Za-z0-9+/\s]*/;

/** Finds base64 of PEM: the whole text, or any part of it. */
export function findEncodedPem(text: string): SlotContent[] {
  const whole = decodeBase64Strict(text);
  if (whole !== null) return readUnlabeledText(whole.toString('latin1'));
  return text.split(ENCODED_PEM).slice(1).flatMap(readEncodedRest);
}

const ENCODED = 'The base64 of PEM';

/** Reads PEM by what follows the beginning of its base64. Words after it can look like base64: they become text after the last block. */
function readEncodedRest(text: string): SlotContent[] {
  const [rest] = ENCODED_REST.exec(text) ?? [''];
  const decoded = Buffer.from(ENCODED_PEM + rest, 'base64').toString('latin1');
  const isBlock = BASE64_LINE.test(rest);
  const contents = isBlock ? readPem(decoded) : readUnlabeledText(decoded);
  if (isBlock && contents.length === 0) return [createFailure('certificate-malformed', ENCODED, 'no block is in it')];
  const isLost = !contents.some(isFailure) && endsBlock(text.slice(rest.length));
  return isLost ? [...contents, createFailure('certificate-malformed', ENCODED, 'it is not base64')] : contents;
}

/** A character that is not base64, with base64 directly after it, or in the next line. */
const CONTINUED = /^[^A-Za-z0-9+/\s][\r\n]*([A-Za-z0-9+/][A-Za-z0-9+/\s]*)/;

/** The last line of a block that expires. */
const BLOCK_END = /-----END (?:(?:X509|TRUSTED) )?(?:CERTIFICATE|X509 CRL|PKCS7)-----/;

/** Whether text after base64 continues it after a damaged character. That may shift the groups of four characters. */
function endsBlock(text: string): boolean {
  const [, continuation = ''] = CONTINUED.exec(text) ?? [];
  const characters = continuation.replace(/\s/g, '');
  return [0, 1, 2, 3].some((shift) =>
    BLOCK_END.test(Buffer.from(characters.slice(shift), 'base64').toString('latin1')),
  );
}

/** Characters that are neither base64 nor white space, such as quotes. */
const NOT_ENCODED = /[^A-Za-z0-9+/=\s]/;

/** The limit exceeds the largest certificate, in characters of base64. */
const MAX_ENCODED = 64 * 1024;

/** The maximum of words in the texts that begin as base64 of DER does: a hostile text can consist of them. */
const MAX_ATTEMPTS = 2000;

/** Finds base64 of the DER of certificates in texts, such as SAML metadata in PHP. Other data with the same beginning is ignored. */
export function findEncodedDer(texts: readonly string[]): SlotContent[] {
  const found: SlotContent[] = [];
  let attempts = 0;
  for (const part of texts.flatMap((text) => text.split(NOT_ENCODED))) {
    for (let at = findEncodedStart(part, 0); at !== -1; at = findEncodedStart(part, at + 1)) {
      attempts += 1;
      if (attempts > MAX_ATTEMPTS) return found.filter(isParsed);
      // The following words can look like base64. The length in the DER determines the end.
      const bytes = Buffer.from(part.slice(at, at + MAX_ENCODED), 'base64');
      if (detectBinaryFormat(bytes) === 'certificate') found.push(parseCertificate(bytes, 'The text'));
    }
  }
  return found.filter(isParsed);
}

/** The next word that begins as base64 of DER does; -1 if there is none. */
function findEncodedStart(part: string, from: number): number {
  for (let at = part.indexOf(ENCODED_DER, from); at !== -1; at = part.indexOf(ENCODED_DER, at + 1)) {
    const isWord = at === 0 || /[\s=]/.test(part[at - 1] ?? '');
    if (isWord && BASE64_LINE.test(part.slice(at, at + 60))) return at;
  }
  return -1;
}

/** Reads a text that must be base64 of one certificate, or PEM. Anything else is a failure. */
export function readCertificateField(text: string, where: string): SlotContent[] {
  if (text.trim() === '') return [createFailure('slot-without-certificate')];
  if (text.includes(PEM_BEGIN)) return readPem(text);
  const bytes = decodeBase64Strict(text) ?? decodeBase64UrlStrict(text);
  return [
    bytes === null ? createFailure('certificate-malformed', where, 'it is not base64') : parseCertificate(bytes, where),
  ];
}

function ignoreMentions(contents: SlotContent[], text: string): SlotContent[] {
  return contents.some(isParsed) || !contents.some(isFailure) || BASE64_LINE.test(text) ? contents : [];
}

/** The limit is deeper than any document in use. */
const MAX_DEPTH = 64;

/** Fields with an earlier version of a resource, and fields with prose, which may contain an example of a certificate. */
const REPEATED = /\/(?:last-applied(?:-configuration)?|original)$/;
const PROSE = new Set(['description', 'message', 'example', 'examples']);

export interface EmbeddedCertificates {
  /**
   * The names of the fields that lead to the string. Items of a list are named by their `name`, if they have one, and not by their index,
   * which changes when an item is inserted before them.
   */
  path: string[];
  contents: SlotContent[];
}

/** Finds all strings in a value, at any depth, that contain a certificate or a malformed one. */
export function findEmbeddedCertificates(value: unknown): EmbeddedCertificates[] {
  const found: EmbeddedCertificates[] = [];
  const path: string[] = [];
  // A YAML alias repeats a value, or refers to one that contains it.
  const seen = new Set<unknown>();
  const visit = (inner: unknown, depth: number) => {
    if (typeof inner === 'string') {
      // Keys and other content that does not expire are words.
      const contents = readUnlabeledText(inner).filter((content) => typeof content === 'object');
      if (contents.length > 0) found.push({ path: [...path], contents });
    }
    if (typeof inner !== 'object' || inner === null || seen.has(inner) || depth === MAX_DEPTH) return;
    seen.add(inner);
    for (const [key, one] of Object.entries(inner)) {
      if (isPrivateKeyName(key) || PROSE.has(key) || REPEATED.test(key)) continue;
      const name = Array.isArray(inner) ? readItemName(one) : key;
      if (name !== null) path.push(name);
      visit(one, depth + 1);
      if (name !== null) path.pop();
    }
  };
  visit(value, 0);
  return found;
}

/** The `name` of an item, or the name in its `metadata` if it is a resource. */
function readItemName(item: unknown): string | null {
  return (
    readNameField(item) ??
    (typeof item === 'object' && item !== null && 'metadata' in item ? readNameField(item.metadata) : null)
  );
}

function readNameField(item: unknown): string | null {
  const name = typeof item === 'object' && item !== null && 'name' in item ? item.name : null;
  return typeof name === 'string' && name !== '' ? name : null;
}
