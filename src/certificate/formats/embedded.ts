/** Certificates as a field of a document holds them: PEM, base64 of PEM, or base64 of DER. */

import { detectBinaryFormat, ENCODED_PEM, looksLikeDer, PEM_BEGIN } from '../detect-format.ts';
import { decodeBase64Strict, decodeBase64UrlStrict } from '../encoding/base64.ts';
import { createFailure } from '../failures.ts';
import { isFailure, isParsed, type SlotContent } from '../format-types.ts';
import { tryParse } from '../x509/parse.ts';
import { readPem } from './pem.ts';

/** How base64 of DER begins that is longer than 255 bytes. */
const ENCODED_DER = 'MII';

/** The least that a line of base64 in a block has. What only speaks of PEM, such as a script, has none. */
const BASE64_LINE = /[A-Za-z0-9+/]{60}/;

/** A text that does not say how it is written. Empty where it holds neither a certificate nor what should be one. */
export function readUnlabeledText(text: string): SlotContent[] {
  const blocks = text.includes(PEM_BEGIN) ? ignoreMentions(readPem(text), text) : [];
  // As in a kubeconfig that is an entry of a Secret.
  if (text.includes(ENCODED_PEM)) return [...blocks, ...findEncodedPem(text)];
  if (blocks.length > 0 || !text.trimStart().startsWith(ENCODED_DER)) return blocks;
  // Much else begins so: what cannot be read was never meant to be a certificate.
  return readBase64Field(text).filter(isParsed);
}

/** A text that should be base64; where it is PEM by mistake, that is read. */
export function readBase64Field(text: string): SlotContent[] {
  if (text.includes(PEM_BEGIN)) return readUnlabeledText(text);
  const bytes = decodeBase64Strict(text);
  if (bytes === null) return [];
  // Of what else is binary, such as a keystore or a key, nothing is read.
  if (looksLikeDer(bytes)) return detectBinaryFormat(bytes) === 'certificate' ? [tryParse(bytes, 'The entry')] : [];
  return readUnlabeledText(bytes.toString('latin1'));
}

const ENCODED_BLOCKS = new RegExp(`${ENCODED_PEM}[A-Za-z0-9+/]*={0,2}`, 'g');

/** What PEM there is in base64 anywhere in a text: the whole of it, in lines of any length, or each in one piece. */
export function findEncodedPem(text: string): SlotContent[] {
  const whole = decodeBase64Strict(text);
  if (whole !== null) return readUnlabeledText(whole.toString('latin1'));
  return (text.match(ENCODED_BLOCKS) ?? []).flatMap(readBase64Field);
}

/** A text where base64 of one certificate belongs: what else stands there is a failure. PEM is read all the same. */
export function readCertificateField(text: string, where: string): SlotContent[] {
  if (text.trim() === '') return [createFailure('slot-without-certificate')];
  if (text.includes(PEM_BEGIN)) return readPem(text);
  const bytes = decodeBase64Strict(text) ?? decodeBase64UrlStrict(text);
  return [bytes === null ? createFailure('certificate-malformed', where, 'it is not base64') : tryParse(bytes, where)];
}

function ignoreMentions(findings: SlotContent[], text: string): SlotContent[] {
  return findings.some(isParsed) || !findings.some(isFailure) || BASE64_LINE.test(text) ? findings : [];
}

/** No document is as deep. */
const MAX_DEPTH = 64;

/** What repeats a resource as it was once, and prose, which may have an example of a certificate. */
const REPEATED = /\/(?:last-applied(?:-configuration)?|original)$/;
const PROSE = new Set(['description', 'message', 'example', 'examples']);
const KEY_NAME = /\.key$|-key\.pem$/;

/** Whether what stands under this name is a private key. */
export function isPrivateKeyName(name: string): boolean {
  return KEY_NAME.test(name);
}

export interface EmbeddedCertificates {
  /**
   * The names that lead to it; of an item of a list its `name`, if it has one. Its number is not told: it becomes another
   * one as soon as an item is put before it.
   */
  path: string[];
  findings: SlotContent[];
}

/** Each text in a value, however deep, that holds a certificate or what should be one. */
export function findEmbeddedCertificates(value: unknown): EmbeddedCertificates[] {
  const found: EmbeddedCertificates[] = [];
  const path: string[] = [];
  // An alias brings the same value again, or one that holds it.
  const seen = new Set<unknown>();
  const visit = (inner: unknown, depth: number) => {
    if (typeof inner === 'string') {
      const findings = readUnlabeledText(inner).filter((finding) => isParsed(finding) || isFailure(finding));
      if (findings.length > 0) found.push({ path: [...path], findings });
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

/** Its `name`, or that in its `metadata` where it is a resource. */
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
