/** What the decoders of the formats are given, and what they give. */

import type { Failure } from '../domain/index.ts';
import type { Parsed } from './x509/parse.ts';

/** Formats that hold what expires, by the names that `inspect` shows. */
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

/** What is neither: told of only where a file holds nothing else. */
export type NonCertificate = 'private-key' | 'request' | 'other';

/** What a part of a file turned out to be. */
export type SlotContent = Parsed | Failure | NonCertificate;

/** What was found in one slot of a file: under one alias, key or index. */
export interface Slot {
  format: Format;
  /** Null for what has no name of its own in the file. */
  slot: string | null;
  findings: SlotContent[];
  /** The certificates are a leaf and its chain upwards, as the format says so; else that is found out. */
  chained?: boolean;
}

export interface FileContent {
  bytes: Buffer;
  /** Of a keystore; null where none was given, which is another thing than an empty one. */
  password: string | null;
}

export function isFailure(finding: SlotContent): finding is Failure {
  return typeof finding === 'object' && 'code' in finding;
}

export function isParsed(finding: SlotContent): finding is Parsed {
  return typeof finding === 'object' && 'facts' in finding;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const MAX_SLOT_LENGTH = 200;

/** A name that a stranger gave to a slot, as a part of a place: on one line, and not without end. */
export function formatSlotName(name: string): string | null {
  const plain = name.slice(0, MAX_SLOT_LENGTH).replace(CONTROLS, '\ufffd').trim();
  return plain === '' ? null : plain;
}
