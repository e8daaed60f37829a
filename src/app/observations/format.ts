/** The lines of the files that probes write (schema/observations.schema.json), and their limits. */

import type {
  ObservationHeader,
  ObservationTrailer,
  ObservedAnchors,
  ObservedCrl,
  ObservedLocation,
  ObservedRenewal,
  ObservedResponse,
  ObservedSource,
} from '../../generated/observations.ts';
import {
  validateAnchors,
  validateCrl,
  validateHeader,
  validateLocation,
  validateRenewal,
  validateResponse,
  validateSource,
  validateTrailer,
} from '../../generated/validate-observations.js';

/** The version of the format that this certvigil reads and writes. */
export const OBSERVATIONS_VERSION = 1;

/** The first characters of each file. */
export const FILE_START = '{"kind":"header",';

/** A line between the header and the trailer. */
export type ObservationLine =
  | ObservedAnchors
  | ObservedResponse
  | ObservedCrl
  | ObservedRenewal
  | ObservedSource
  | ObservedLocation;

export type AnyLine = ObservationHeader | ObservationLine | ObservationTrailer;

const VALIDATORS = {
  header: validateHeader,
  anchors: validateAnchors,
  response: validateResponse,
  crl: validateCrl,
  renewal: validateRenewal,
  source: validateSource,
  location: validateLocation,
  trailer: validateTrailer,
} satisfies Record<AnyLine['kind'], (line: unknown) => boolean>;

const MEBIBYTE = 1024 * 1024;

/** The limits of lines: the header lists all entries; a location may have a chain of large certificates. */
export const MAX_HEADER_BYTES = 32 * MEBIBYTE;
export const MAX_LINE_BYTES = 8 * MEBIBYTE;
/** The limit of files, for about 200,000 endpoints. */
export const MAX_FILE_BYTES = 1024 * MEBIBYTE;
/** The limit of lines, because short ones take more memory than their bytes: 500,000 about 1 GiB. */
export const MAX_LINES = 500_000;

/** Whether a parsed line has its kind's form. */
export function isValidLine(line: AnyLine): boolean {
  return VALIDATORS[line.kind](line);
}

/** Parses a line. Null if it is not JSON, of an unknown kind, or violates the schema of its kind. */
export function parseLine(text: string): AnyLine | null {
  try {
    const line: unknown = JSON.parse(text);
    const kind = line !== null && typeof line === 'object' && 'kind' in line ? String(line.kind) : '';
    return Object.hasOwn(VALIDATORS, kind) && VALIDATORS[kind as AnyLine['kind']](line) ? (line as AnyLine) : null;
  } catch {
    return null;
  }
}
