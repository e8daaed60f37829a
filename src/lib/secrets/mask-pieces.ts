/** Redacts a text that is written in pieces like a complete text: a secret can begin in one piece and end in another. */

import type { Redact } from './redactor.ts';

/** The length of a part, unless a secret crosses its border. */
const PART_LENGTH = 64 * 1024;

/**
 * Longer occurrences of a secret are not found across a border. A redactor searches for at most 512 characters at a time, or the
 * base64 of 1,024, and repeated escaping makes each of them a few characters longer.
 */
const MAX_MATCH_LENGTH = 16 * 1024;

/**
 * Yields the redacted text in parts of about 64 KiB. The text is divided only at borders without a secret within 16 KiB. Surrogate pairs
 * are not split.
 */
export function* maskPieces(pieces: Iterable<string>, mask: Redact): Generator<string> {
  let pending = '';
  let border = PART_LENGTH;
  for (const piece of pieces) {
    pending += piece;
    while (pending.length >= border + MAX_MATCH_LENGTH) {
      if (!canDivide(pending, border, mask)) {
        border += MAX_MATCH_LENGTH - 1;
        continue;
      }
      yield mask(pending.slice(0, border));
      pending = pending.slice(border);
      border = PART_LENGTH;
    }
  }
  if (pending !== '') yield mask(pending);
}

/** Secrets that cross the border would be masked in the text around it. */
function canDivide(text: string, border: number, mask: Redact): boolean {
  if (/[\udc00-\udfff]/.test(text.charAt(border))) return false;
  const around = text.slice(border - MAX_MATCH_LENGTH, border + MAX_MATCH_LENGTH);
  return mask(around) === around;
}
