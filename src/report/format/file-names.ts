/** Turns names that users choose into names of files. */

import { createHash } from 'node:crypto';
import { trimBoth } from '../../lib/text/trim.ts';

const MAX_LENGTH = 100;

/**
 * The name itself if it consists of letters, digits, `.`, `_` and `-`, does not begin with a dot and has at most 100 characters.
 * Otherwise other characters become `-`, and a hash follows, so that different names have different files. The same in every scan.
 */
export function createFileName(name: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name) && name.length <= MAX_LENGTH) return name;
  const readable = trimBoth(name.slice(0, MAX_LENGTH).replace(/[^A-Za-z0-9_-]+/g, '-'), '-');
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return readable === '' ? hash : `${readable}-${hash}`;
}
