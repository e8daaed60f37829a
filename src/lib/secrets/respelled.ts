/** Finds secrets that are spelled differently, which a redactor does not recognize. */

import { decodePercent } from '../http/headers.ts';
import { isMaskable } from './redactor.ts';

/** No URL has a longer one. */
const MAX_LENGTH = 1024;

/** A shorter rest of a secret is too common in ordinary text. */
const MIN_LENGTH = 8;

/**
 * Whether a text contains the letters and digits of a secret in their order, whatever is between them: URLs are normalized, and a server may
 * make a host name of anything.
 */
export function containsRespelledSecret(text: string, secrets: readonly string[]): boolean {
  const squeezed = squeeze(text);
  return secrets
    .filter((secret) => secret.length <= MAX_LENGTH && isMaskable(secret))
    .map(squeeze)
    .some((secret) => secret.length >= MIN_LENGTH && squeezed.includes(secret));
}

function squeeze(text: string): string {
  return decodePercent(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
