/** Decodes the content of one file. The format is detected by the content, never by the name. */

import type { Failure, Passwords } from '../domain/index.ts';
import {
  type BinaryFormat,
  decodeAsciiText,
  decodeUnicodeText,
  detectBinaryFormat,
  detectTextFormat,
  ENCODED_PEM,
  looksLikeDer,
  type TextFormat,
} from './detect-format.ts';
import { createFailure } from './failures.ts';
import {
  createFileSlot,
  type FileContent,
  type Format,
  isFailure,
  isParsed,
  type NonCertificate,
  type Slot,
  type SlotContent,
} from './format-types.ts';
import { decodeProfile } from './formats/apple-profile.ts';
import { readDerCertificates } from './formats/der.ts';
import { ENCODED_DER, findEncodedDer, findEncodedPem } from './formats/embedded.ts';
import { findEncodedObjects } from './formats/encoded-objects.ts';
import { decodeJavaKeystore } from './formats/jks.ts';
import { decodeJwks } from './formats/jwks.ts';
import { decodeKubernetes } from './formats/kubernetes.ts';
import { readPemText } from './formats/pem.ts';
import { PKCS7_BUNDLE, readPkcs7 } from './formats/pkcs7.ts';
import { decodePemKeystores, decodePkcs12 } from './formats/pkcs12/decode.ts';
import { decodeSaml } from './formats/saml.ts';
import { type GroupedSlot, groupSlots } from './group-slots.ts';
import { parseCrl } from './revocation/crl-summary.ts';
import { splitObjects } from './split-objects.ts';

/**
 * Like `listFileLocations`, with every password in turn until one fits: the keystores of one entry may have different ones. If a password
 * is unavailable, a keystore has that failure, and other files are read.
 */
export function listLocationsWithPasswords(
  path: string,
  content: Omit<FileContent, 'password'>,
  passwords: Passwords | null,
): GroupedSlot[] {
  const { values, unset } = passwords ?? { values: [], unset: null };
  let found = listFileLocations(path, { ...content, password: values[0] ?? null });
  for (const password of values.slice(1)) {
    if (!found.some(isWrongPassword)) break;
    found = listFileLocations(path, { ...content, password });
  }
  if (unset === null || !found.some(isKeystore)) return found;
  return [{ location: path, format: null, slot: null, items: [], failure: unset }];
}

function isWrongPassword({ failure }: GroupedSlot): boolean {
  return failure?.code === 'keystore-password-wrong';
}

const KEYSTORES: ReadonlySet<Format | null> = new Set(['pkcs12', 'jks', 'jceks'] as const);

function isKeystore({ format, failure }: GroupedSlot): boolean {
  return KEYSTORES.has(format) || (failure?.code.startsWith('keystore-') ?? false);
}

/** Lists the parts of a file that expire, and the failures to read it: at least one of either. */
export function listFileLocations(path: string, content: FileContent): GroupedSlot[] {
  const slots = decodeObjects(content);
  const contents = slots.flatMap((slot) => slot.contents);
  if (contents.some((one) => isParsed(one) || isFailure(one))) return groupSlots(path, slots);
  const failure = createNotFoundFailure(content.bytes.length, contents);
  return [{ location: path, format: null, slot: null, items: [], failure }];
}

/** Decodes the objects that were appended to one another. What none of the formats can read is unread in the first slot with content. */
function decodeObjects(content: FileContent): Slot[] {
  const parts = splitObjects(content.bytes).map((bytes) => ({
    size: bytes.length,
    slots: decode({ ...content, bytes }),
  }));
  const slots = parts.flatMap((part) => part.slots);
  const unread = parts.filter((part) => part.slots.every(isUnreadable));
  const [first] = slots.filter(hasContent);
  if (first === undefined || unread.length === 0) return slots;
  const size = unread.reduce((sum, part) => sum + part.size, 0);
  return slots.map((slot) => (slot === first ? { ...slot, contents: [...slot.contents, { unread: size }] } : slot));
}

const hasContent = ({ contents }: Slot) => contents.some((one) => isParsed(one) || isFailure(one));

/** Whether the format is unknown. PEM of another kind, such as a public key, is known. */
function isUnreadable({ format, contents }: Slot): boolean {
  return format !== 'pem' && contents.every((one) => one === 'unknown' || one === 'other');
}

function createNotFoundFailure(size: number, contents: readonly SlotContent[]): Failure {
  if (size === 0) return createFailure('file-empty');
  if (contents.includes('private-key')) return createFailure('private-key-only');
  if (contents.includes('request')) return createFailure('certificate-request');
  if (contents.includes('unknown')) return createFailure('unknown-format');
  return createFailure('no-certificate');
}

const BINARY: Record<BinaryFormat, (content: FileContent) => Slot[]> = {
  certificate: ({ bytes }) => [{ format: 'der', name: null, contents: readDerCertificates(bytes, 'The file') }],
  crl: ({ bytes }) => [createFileSlot('crl', parseCrl(bytes, 'The file'))],
  jks: (content) => decodeJavaKeystore(content, 'jks'),
  jceks: (content) => decodeJavaKeystore(content, 'jceks'),
  pkcs7: ({ bytes }) => decodePkcs7(bytes),
  pkcs12: (content) => decodePkcs12(content),
  'private-key': () => createEmptySlot('private-key'),
  request: () => createEmptySlot('request'),
  'public-key': () => createEmptySlot('other'),
  other: () => createEmptySlot('unknown'),
};

const TEXT: Record<TextFormat, (text: string, content: FileContent) => Slot[]> = {
  pem: decodeText,
  kubernetes: (_, { bytes }) => decodeKubernetes(decodeUnicodeText(bytes)),
  saml: (_, { bytes }) => decodeSaml(decodeUnicodeText(bytes)),
  jwks: (_, { bytes }) => decodeJwks(decodeUnicodeText(bytes)),
  base64: (text, content) => decodeBase64(text, content),
};

/** Control characters that no text has: the remains of a binary object. Texts have the end mark of DOS, and escapes of terminals. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern searches for control characters.
const CONTROL = /[\u0001-\u0008\u000e-\u0019\u001c-\u001f]/;

/** Decodes PEM, base64 of PEM, and around the blocks also base64 of DER and, in lines of its own, of other objects, anywhere in a text. */
function decodeText(text: string, content: FileContent): Slot[] {
  const { bytes, password, cache = null } = content;
  const { contents, gaps } = readPemText(text, cache);
  if (text.includes(ENCODED_PEM)) contents.push(...findEncodedPem(text));
  const encoded = findEncodedDer(gaps.map((gap) => gap.text).filter((gap) => gap.includes(ENCODED_DER)));
  const keystores = text.includes('-----BEGIN PKCS12-----') ? decodePemKeystores(text, password) : [];
  const objects = gaps
    .flatMap(({ text, isOpen }) => findEncodedObjects(text, isOpen))
    .map((object) => decodeObject(object, content));
  const slots = [
    ...[...toSlot('pem', contents), ...toSlot('der', encoded), ...keystores],
    ...objects.flatMap((object) => object.slots),
  ];
  const [first, ...others] = slots;
  const lost = objects.reduce((sum, object) => sum + object.unread, 0);
  const unread = gaps.reduce((sum, gap) => sum + (CONTROL.test(gap.text) ? gap.text.length : 0), lost);
  if (first !== undefined) return [{ ...first, contents: [...first.contents, { unread }] }, ...others];
  // Text has no NUL, as Git assumes.
  return createEmptySlot(bytes.includes(0) ? 'unknown' : 'other');
}

/** The minimum of base64 that is more than a token or a digest, in characters. */
const MIN_OBJECT = 120;

const HEX = /^[0-9a-fA-F]+$/;
const ASCII = /^[\t\n\r -~]*$/;

/** Decodes the base64 of an object beside text. `unread`: its size in bytes, if it is longer than other data, and its format is unknown. */
function decodeObject(text: string, content: FileContent): { slots: Slot[]; unread: number } {
  const bytes = Buffer.from(text, 'base64');
  // Other base64 of PEM is found anywhere in the text.
  if (text.startsWith(ENCODED_PEM))
    return { slots: decodePemKeystores(bytes.toString('latin1'), content.password), unread: 0 };
  const slots = decodeObjects({ ...content, bytes }).filter(hasContent);
  const isKnown = slots.length > 0 || detectBinaryFormat(bytes) !== 'other' || ASCII.test(bytes.toString('latin1'));
  return { slots, unread: isKnown || text.length < MIN_OBJECT || HEX.test(text) ? 0 : bytes.length };
}

function toSlot(format: Format, contents: SlotContent[]): Slot[] {
  return contents.length === 0 ? [] : [{ format, name: null, contents }];
}

function decode(content: FileContent): Slot[] {
  const { bytes } = content;
  const binary = detectBinaryFormat(bytes);
  if (binary !== 'other' || looksLikeDer(bytes)) return BINARY[binary](content);
  const text = decodeAsciiText(bytes);
  return TEXT[detectTextFormat(text)](text, content);
}

/** Decodes PKCS#7. An Apple provisioning profile is a PKCS#7 bundle, too, and is decoded as a profile. */
function decodePkcs7(bytes: Buffer): Slot[] {
  const { contents, signed } = readPkcs7(bytes, 'The file');
  if (signed?.includes('<plist')) return decodeProfile(signed, bytes);
  if (contents.length === 0)
    return [createFileSlot('pkcs7', createFailure('container-empty', 'The file', PKCS7_BUNDLE))];
  return [{ format: 'pkcs7', name: null, contents }];
}

/** Decodes base64 of objects, but not base64 inside of base64. */
function decodeBase64(text: string, content: FileContent): Slot[] {
  // Padding ends the base64 of one file. Without it, that of the next one continues it.
  const bytes = Buffer.concat(text.split(/=[=\s]*/).map((part) => Buffer.from(part, 'base64')));
  const isBase64Again = detectTextFormat(decodeAsciiText(bytes)) === 'base64';
  return isBase64Again ? createEmptySlot('other') : decodeObjects({ ...content, bytes });
}

function createEmptySlot(content: NonCertificate): Slot[] {
  return [createFileSlot('der', content)];
}
