/** The input and output of the format decoders. */

import type { Failure } from '../domain/index.ts';
import type { ParseCache, Parsed } from './x509/parse.ts';

/** Formats that can contain something that expires, by the names that `inspect` shows. */
export type Format =
  | 'pem'
  | 'der'
  | 'pkcs7'
  | 'provisioning-profile'
  | 'pkcs12'
  | 'jks'
  | 'jceks'
  | 'crl'
  | 'kubernetes'
  | 'kubeconfig'
  | 'saml'
  | 'jwks';

/** Content that does not expire. It is reported only if a file has nothing else. `unknown`: binary, in an unknown format. */
export type NonCertificate = 'private-key' | 'request' | 'unknown' | 'other';

/** What a part of a file turned out to be. */
export type SlotContent = Parsed | Failure | NonCertificate;

/** The contents of one slot of a file: of one alias, key or index. */
export interface Slot {
  format: Format;
  /** Null if the file does not name it. */
  name: string | null;
  contents: SlotContent[];
  /** What is wrong with the keystore around it, although it could be read. */
  notice?: Failure;
  /** Whether the format guarantees that the certificates are a leaf and its chain upwards. Default: it is detected. */
  chained?: boolean;
}

export interface FileContent {
  bytes: Buffer;
  /** The password of a keystore; null if none was given, which is different from an empty one. */
  password: string | null;
  cache?: ParseCache | null;
}

export function isFailure(content: SlotContent): content is Failure {
  return typeof content === 'object' && 'code' in content;
}

export function isParsed(content: SlotContent): content is Parsed {
  return typeof content === 'object' && 'facts' in content;
}

/** A slot without a name, with one content: the whole file. */
export function createFileSlot(format: Format, content: SlotContent): Slot {
  return { format, name: null, contents: [content] };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const MAX_SLOT_LENGTH = 200;

/** The untrusted name of a slot as part of a location: on one line, and of bounded length. Null if nothing is left. */
export function formatSlotName(name: string): string | null {
  const plain = name.slice(0, MAX_SLOT_LENGTH).replace(CONTROLS, '\ufffd').trim();
  return plain === '' ? null : plain;
}
