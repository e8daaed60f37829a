/** Parses a value that must be one of a fixed list. */

import { createUsageError } from './app-error.ts';

/** Returns the matching choice. Throws AppError `usage` with the list otherwise. `where` names the option or input. */
export function parseChoice<Choice extends string>(where: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw createUsageError(`invalid value "${text}" for ${where}`, `Use one of: ${choices.join(', ')}.`);
  return found;
}
