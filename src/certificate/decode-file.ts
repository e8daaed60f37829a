/** Decodes the content of one file. The format is detected by the content, never by the name. */

import type { Failure } from '../domain/index.ts';
import { type MaybePromise, mapMaybePromise } from '../lib/maybe-promise.ts';
import {
  type BinaryFormat,
  decodeAsciiText,
  decodeUnicodeText,
  detectBinaryFormat,
  detectTextFormat,
  looksLikeDer,
  type TextFormat,
} from './detect-format.ts';
import { createFailure } from './failures.ts';
import {
  createFileSlot,
  type FileContent,
  isFailure,
  isParsed,
  type NonCertificate,
  type Slot,
  type SlotContent,
} from './format-types.ts';
import { readDerCertificates } from './formats/der.ts';
import { readPem } from './formats/pem.ts';
import { type GroupedSlot, groupSlots } from './group-slots.ts';
import { parseCrl } from './revocation/crl-summary.ts';

/** Lists everything in a file that expires, and every failure to read it: at least one of either. */
export function listFilePlaces(path: string, content: FileContent): MaybePromise<GroupedSlot[]> {
  return mapMaybePromise(decode(content), (slots) => {
    const contents = slots.flatMap((slot) => slot.contents);
    if (contents.some((one) => isParsed(one) || isFailure(one))) return groupSlots(path, slots);
    const failure = createNotFoundFailure(content.bytes.length, contents);
    return [{ place: path, format: null, slot: null, items: [], failure }];
  });
}

function createNotFoundFailure(size: number, contents: readonly SlotContent[]): Failure {
  if (size === 0) return createFailure('file-empty');
  if (contents.includes('private-key')) return createFailure('private-key-only');
  if (contents.includes('request')) return createFailure('certificate-request');
  if (contents.includes('unknown')) return createFailure('unknown-format');
  return createFailure('no-certificate');
}

type Decode = (content: FileContent) => MaybePromise<Slot[]>;
type DecodeText = (text: string, content: FileContent) => MaybePromise<Slot[]>;

/** Decoders of binary formats. Those of rare formats are only loaded for a file that has one. */
const BINARY = {
  certificate: ({ bytes }) => [{ format: 'der', name: null, contents: readDerCertificates(bytes, 'The file') }],
  crl: ({ bytes }) => [createFileSlot('crl', parseCrl(bytes, 'The file'))],
  jks: async (content) => (await import('./formats/lazy-formats.ts')).decodeJavaKeystore(content, 'jks'),
  jceks: async (content) => (await import('./formats/lazy-formats.ts')).decodeJavaKeystore(content, 'jceks'),
  pkcs7: async ({ bytes }) => (await import('./formats/lazy-formats.ts')).decodePkcs7(bytes, 'The file'),
  pkcs12: async (content) => (await import('./formats/lazy-formats.ts')).decodePkcs12(content),
  'private-key': () => createEmptySlot('private-key'),
  request: () => createEmptySlot('request'),
  'public-key': () => createEmptySlot('other'),
  other: () => createEmptySlot('unknown'),
} satisfies Record<BinaryFormat, Decode>;

const TEXT = {
  pem: (text, content) => decodePem(text, content),
  'encoded-pem': async (text, { cache }) => {
    const { findEncodedPem } = await import('./formats/lazy-formats.ts');
    return [{ format: 'pem', name: null, contents: [...readPem(text, cache), ...findEncodedPem(text)] }];
  },
  kubernetes: async (_, { bytes }) =>
    (await import('./formats/lazy-formats.ts')).decodeKubernetes(decodeUnicodeText(bytes)),
  saml: async (_, { bytes }) => (await import('./formats/saml.ts')).decodeSaml(decodeUnicodeText(bytes)),
  jwks: async (_, { bytes }) => (await import('./formats/lazy-formats.ts')).decodeJwks(decodeUnicodeText(bytes)),
  base64: (text, content) => decodeBase64(text, content),
  // Text has no NUL, as Git assumes too.
  other: (_, { bytes }) => createEmptySlot(bytes.includes(0) ? 'unknown' : 'other'),
} satisfies Record<TextFormat, DecodeText>;

function decode(content: FileContent): MaybePromise<Slot[]> {
  const { bytes } = content;
  const binary = detectBinaryFormat(bytes);
  if (binary !== 'other' || looksLikeDer(bytes)) return BINARY[binary](content);
  const text = decodeAsciiText(bytes);
  return TEXT[detectTextFormat(text)](text, content);
}

/** The code for keystores in PEM is only loaded if there is one. */
function decodePem(text: string, { password, cache }: FileContent): MaybePromise<Slot[]> {
  const slot: Slot = { format: 'pem', name: null, contents: readPem(text, cache) };
  if (!text.includes('-----BEGIN PKCS12-----')) return [slot];
  return import('./formats/lazy-formats.ts').then(({ decodePemKeystores }) => [
    slot,
    ...decodePemKeystores(text, password),
  ]);
}

/** Base64 inside of base64 is not decoded. */
function decodeBase64(text: string, content: FileContent): MaybePromise<Slot[]> {
  const bytes = Buffer.from(text, 'base64');
  const isBase64Again = detectTextFormat(decodeAsciiText(bytes)) === 'base64';
  return isBase64Again ? createEmptySlot('other') : decode({ ...content, bytes });
}

function createEmptySlot(content: NonCertificate): Slot[] {
  return [createFileSlot('der', content)];
}
