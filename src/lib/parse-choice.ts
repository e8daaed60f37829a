/** Parses a value that must be one of a fixed list. */

import { createUsageError } from './app-error.ts';
import { suggest } from './text/did-you-mean.ts';

/**
 * Returns the matching choice. For other texts, throws AppError `usage` with the most similar choice, or all of them. `where` names the
 * option or input.
 */
export function parseChoice<Choice extends string>(where: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  const similar = suggest(text, choices);
  const hint = similar === undefined ? `Use one of: ${choices.join(', ')}.` : `Did you mean ${similar}?`;
  throw createUsageError(`invalid value "${text}" for ${where}`, hint);
}
