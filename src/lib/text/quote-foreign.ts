/** Quotes a text from outside in a message: an error of a service, or an advice of a file. */

import { MASK } from '../secrets/references.ts';
import { truncateTo } from './truncate.ts';
import { escapeUnprintable } from './unprintable.ts';

/** The maximum length: errors of AWS name two ARNs. */
const MAX_LENGTH = 300;

/** The maximum length of a text that is searched for tokens. */
const MAX_SEARCHED_LENGTH = 10_000;

/** JSON Web Tokens, whose header begins with `{"`, and tokens of Vault (developer.hashicorp.com/vault/docs/concepts/tokens). */
const TOKENS = /\beyJ[\w-]{5,}(?:\.[\w-]*)*|\b(?:hv[sbr]|[sbr])\.[\w-]{20,}/g;

/**
 * Quotes a text as one line, without a full stop at its end, such as `"permission denied"`; an empty text stays empty. `secrets`, and what
 * looks like a token, are masked: services repeat what was sent. Values that are registered as secrets are masked at the output.
 */
export function quoteForeign(text: string, secrets: readonly string[] = []): string {
  const searched = secrets
    .filter((secret) => secret !== '')
    .reduce((masked, secret) => masked.replaceAll(secret, MASK), text.slice(0, MAX_SEARCHED_LENGTH));
  const line = searched.replace(TOKENS, MASK).replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  if (line === '') return '';
  // Quotes would end the text, and backticks a code span.
  const shown = truncateTo(escapeUnprintable(line.replace(/["`]/g, "'")), MAX_LENGTH);
  // The end may be one half of a character.
  return `"${escapeUnprintable(shown)}"`;
}
