/** The content of one file, told by what it holds and never by its name, and decoded by its format. */

import type { Failure, PlaceReading } from '../domain/index.ts';
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
import { tryParseCrl } from './revocation/crl-summary.ts';
import { toCertificate } from './x509/parse.ts';

/**
 * The places of a file. A leaf with its chain is one place; of a set each certificate is one. Where a part cannot be
 * read, the others are places beside a failure of the file, or of the slot that the part is in.
 */
export function decodeFile(path: string, content: FileContent): MaybePromise<PlaceReading[]> {
  return mapMaybePromise(listFilePlaces(path, content), (found) =>
    found.map(({ place, items, failure }) => {
      const [leaf, ...chain] = items;
      const certificate = leaf === undefined ? null : toCertificate(leaf, chain);
      return { place, address: null, certificate, failure, chainDer: items.map(({ der }) => der) };
    }),
  );
}

/** Everything in a file that expires, and every failure to read it: at least one of either. */
export function listFilePlaces(path: string, content: FileContent): MaybePromise<GroupedSlot[]> {
  return mapMaybePromise(decode(content), (items) => {
    const findings = items.flatMap((item) => item.findings);
    if (findings.some((finding) => isParsed(finding) || isFailure(finding))) return groupSlots(path, items);
    const failure = createNotFoundFailure(content.bytes.length, findings);
    return [{ place: path, format: null, slot: null, items: [], failure }];
  });
}

function createNotFoundFailure(size: number, findings: readonly SlotContent[]): Failure {
  if (size === 0) return createFailure('file-empty');
  if (findings.includes('private-key')) return createFailure('private-key-only');
  if (findings.includes('request')) return createFailure('certificate-request');
  return createFailure('no-certificate');
}

type Decode = (content: FileContent) => MaybePromise<Slot[]>;
type DecodeText = (text: string, content: FileContent) => MaybePromise<Slot[]>;

/** How binary content is read. What few files are is loaded only where one is such. */
const BINARY = {
  certificate: ({ bytes }) => [{ format: 'der', slot: null, findings: readDerCertificates(bytes, 'The file') }],
  crl: ({ bytes }) => [{ format: 'crl', slot: null, findings: [tryParseCrl(bytes, 'The file')] }],
  jks: async (content) => (await import('./formats/lazy-formats.ts')).decodeJavaKeystore(content, 'jks'),
  jceks: async (content) => (await import('./formats/lazy-formats.ts')).decodeJavaKeystore(content, 'jceks'),
  pkcs7: async ({ bytes }) => (await import('./formats/lazy-formats.ts')).decodePkcs7(bytes, 'The file'),
  pkcs12: async (content) => (await import('./formats/lazy-formats.ts')).decodePkcs12(content),
  'private-key': () => createEmptySlot('private-key'),
  request: () => createEmptySlot('request'),
  'public-key': () => createEmptySlot('other'),
  other: () => createEmptySlot('other'),
} satisfies Record<BinaryFormat, Decode>;

/** How a text is read. */
const TEXT = {
  pem: (text, { password }) => decodePem(text, password),
  'encoded-pem': async (text) => [
    {
      format: 'pem',
      slot: null,
      findings: [...readPem(text), ...(await import('./formats/lazy-formats.ts')).findEncodedPem(text)],
    },
  ],
  kubernetes: async (_, { bytes }) =>
    (await import('./formats/lazy-formats.ts')).decodeKubernetes(decodeUnicodeText(bytes)),
  saml: async (_, { bytes }) => (await import('./formats/saml.ts')).decodeSaml(decodeUnicodeText(bytes)),
  jwks: async (_, { bytes }) => (await import('./formats/lazy-formats.ts')).decodeJwks(decodeUnicodeText(bytes)),
  base64: (text, { password }) => decodeBase64(text, password),
  other: () => createEmptySlot('other'),
} satisfies Record<TextFormat, DecodeText>;

function decode(content: FileContent): MaybePromise<Slot[]> {
  const { bytes } = content;
  const binary = detectBinaryFormat(bytes);
  if (binary !== 'other' || looksLikeDer(bytes)) return BINARY[binary](content);
  const text = decodeAsciiText(bytes);
  return TEXT[detectTextFormat(text)](text, content);
}

/** A keystore as PEM, which few texts have, takes code of its own. */
function decodePem(text: string, password: string | null): MaybePromise<Slot[]> {
  const item: Slot = { format: 'pem', slot: null, findings: readPem(text) };
  if (!text.includes('-----BEGIN PKCS12-----')) return [item];
  return import('./formats/lazy-formats.ts').then(({ decodePemKeystores }) => [
    item,
    ...decodePemKeystores(text, password),
  ]);
}

/** What is base64 inside of base64 is nobody's certificate. */
function decodeBase64(text: string, password: string | null): MaybePromise<Slot[]> {
  const bytes = Buffer.from(text, 'base64');
  const isBase64Again = detectBinaryFormat(bytes) === 'other' && detectTextFormat(decodeAsciiText(bytes)) === 'base64';
  return isBase64Again ? createEmptySlot('other') : decode({ bytes, password });
}

function createEmptySlot(other: NonCertificate): Slot[] {
  return [{ format: 'der', slot: null, findings: [other] }];
}
