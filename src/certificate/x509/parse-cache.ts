/**
 * Certificates that were read before, by their bytes: the intermediates of thousands of chains are a dozen, and many servers show
 * one and the same certificate.
 */

import type { Failure } from '../../domain/index.ts';
import { type Parsed, tryParse } from './parse.ts';

const KNOWN = new Map<string, Parsed>();

/** Bounded, as a stranger can show any number of them, of any length. */
const MOST_KNOWN = 256;
const LONGEST_KNOWN = 8 * 1024;

/** As `tryParse`, for what is likely to be seen again. */
export function parseCached(bytes: Buffer, where?: string): Parsed | Failure {
  if (bytes.length > LONGEST_KNOWN) return tryParse(bytes, where);
  const key = bytes.toString('latin1');
  const known = KNOWN.get(key);
  if (known !== undefined) return known;
  const parsed = tryParse(bytes, where);
  if ('code' in parsed) return parsed;
  if (KNOWN.size === MOST_KNOWN) KNOWN.clear();
  KNOWN.set(key, parsed);
  return parsed;
}
