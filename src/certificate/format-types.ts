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

/** Bytes after the last certificate of a part, in no known format: a certificate may be in them. */
export interface UnreadBytes {
  unread: number;
}

/** The result of decoding a part of a file. */
export type SlotContent = Parsed | Failure | NonCertificate | UnreadBytes;

/** The contents of one slot of a file: of one alias, key or index. */
export interface Slot {
  format: Format;
  /** The name of the slot; null if the file does not name it. */
  name: string | null;
  contents: SlotContent[];
  /** A problem of the surrounding keystore, which could still be read. */
  notice?: Failure;
  /** Whether the format guarantees that the certificates are a leaf and its chain upwards. By default, chains are detected. */
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

export function isUnread(content: SlotContent): content is UnreadBytes {
  return typeof content === 'object' && 'unread' in content;
}

/** A slot without a name, with one content: the whole file. */
export function createFileSlot(format: Format, content: SlotContent): Slot {
  return { format, name: null, contents: [content] };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern searches for control characters.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const MAX_SLOT_LENGTH = 200;

/** Formats the untrusted name of a slot as part of a location: on one line, and of bounded length. Returns null if nothing is left. */
export function formatSlotName(name: string): string | null {
  const plain = name.slice(0, MAX_SLOT_LENGTH).replace(CONTROLS, '\ufffd').trim();
  return plain === '' ? null : plain;
}
