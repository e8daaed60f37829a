/** The content of one file, told by what it holds and never by its name, and decoded by its format. */

import type { Failure, PlaceReading } from '../domain/index.ts';
import { after, type Soon } from '../lib/maybe-promise.ts';
import {
  asText,
  asUnicode,
  type BinaryFormat,
  formatOfBinary,
  formatOfText,
  looksLikeDer,
  type TextFormat,
} from './detect-format.ts';
import { failure } from './failures.ts';
import { type Content, type Finding, type Item, isFailure, isParsed, type Other } from './format-types.ts';
import { readDerCertificates } from './formats/der.ts';
import { readPem } from './formats/pem.ts';
import { type Found, placesOf } from './group-slots.ts';
import { tryParseCrl } from './revocation/crl-summary.ts';
import { toCertificate } from './x509/parse.ts';

/**
 * The places of a file. A leaf with its chain is one place; of a set each certificate is one. Where a part cannot be
 * read, the others are places beside a failure of the file, or of the slot that the part is in.
 */
export function decodeFile(path: string, content: Content): Soon<PlaceReading[]> {
  return after(listContent(path, content), (found) =>
    found.map(({ place, items, failure }) => {
      const [leaf, ...chain] = items;
      const certificate = leaf === undefined ? null : toCertificate(leaf, chain);
      return { place, address: null, certificate, failure, sent: items.map(({ der }) => der) };
    }),
  );
}

/** Everything in a file that expires, and every failure to read it: at least one of either. */
export function listContent(path: string, content: Content): Soon<Found[]> {
  return after(decode(content), (items) => {
    const findings = items.flatMap((item) => item.findings);
    if (findings.some((finding) => isParsed(finding) || isFailure(finding))) return placesOf(path, items);
    const failure = nothingFound(content.bytes.length, findings);
    return [{ place: path, format: null, slot: null, items: [], failure }];
  });
}

function nothingFound(size: number, findings: readonly Finding[]): Failure {
  if (size === 0) return failure('file-empty');
  if (findings.includes('private-key')) return failure('private-key-only');
  if (findings.includes('request')) return failure('certificate-request');
  return failure('no-certificate');
}

type Decode = (content: Content) => Soon<Item[]>;
type DecodeText = (text: string, content: Content) => Soon<Item[]>;

/** How binary content is read. What few files are is loaded only where one is such. */
const BINARY = {
  certificate: ({ bytes }) => [{ format: 'der', slot: null, findings: readDerCertificates(bytes, 'The file') }],
  crl: ({ bytes }) => [{ format: 'crl', slot: null, findings: [tryParseCrl(bytes, 'The file')] }],
  jks: async (content) => (await import('./formats/lazy-formats.ts')).decodeKeystore(content, 'jks'),
  jceks: async (content) => (await import('./formats/lazy-formats.ts')).decodeKeystore(content, 'jceks'),
  pkcs7: async ({ bytes }) => (await import('./formats/lazy-formats.ts')).decodePkcs7(bytes, 'The file'),
  pkcs12: async (content) => (await import('./formats/lazy-formats.ts')).decodePkcs12(content),
  'private-key': () => nothing('private-key'),
  request: () => nothing('request'),
  'public-key': () => nothing('other'),
  other: () => nothing('other'),
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
  kubernetes: async (_, { bytes }) => (await import('./formats/lazy-formats.ts')).decodeKubernetes(asUnicode(bytes)),
  saml: async (_, { bytes }) => (await import('./formats/saml.ts')).decodeSaml(asUnicode(bytes)),
  jwks: async (_, { bytes }) => (await import('./formats/lazy-formats.ts')).decodeJwks(asUnicode(bytes)),
  base64: (text, { password }) => decodeBase64(text, password),
  other: () => nothing('other'),
} satisfies Record<TextFormat, DecodeText>;

function decode(content: Content): Soon<Item[]> {
  const { bytes } = content;
  const binary = formatOfBinary(bytes);
  if (binary !== 'other' || looksLikeDer(bytes)) return BINARY[binary](content);
  const text = asText(bytes);
  return TEXT[formatOfText(text)](text, content);
}

/** A keystore as PEM, which few texts have, takes code of its own. */
function decodePem(text: string, password: string | null): Soon<Item[]> {
  const item: Item = { format: 'pem', slot: null, findings: readPem(text) };
  if (!text.includes('-----BEGIN PKCS12-----')) return [item];
  return import('./formats/lazy-formats.ts').then(({ decodePemKeystores }) => [
    item,
    ...decodePemKeystores(text, password),
  ]);
}

/** What is base64 inside of base64 is nobody's certificate. */
function decodeBase64(text: string, password: string | null): Soon<Item[]> {
  const bytes = Buffer.from(text, 'base64');
  const isBase64Again = formatOfBinary(bytes) === 'other' && formatOfText(asText(bytes)) === 'base64';
  return isBase64Again ? nothing('other') : decode({ bytes, password });
}

function nothing(other: Other): Item[] {
  return [{ format: 'der', slot: null, findings: [other] }];
}
