/** Limits the time and memory of a rendering: everything that a template can do in a loop spends from a budget. */

import { TemplateError } from './errors.ts';

/** The maximum of all steps: expressions evaluated, iterations of loops, members of lists created or visited. */
const MAX_STEPS = 500_000;
/** The maximum of characters that all operations together read or write. */
const MAX_CHARACTERS = 5_000_000;
/** The maximum length of one text and of the output, in characters. */
const MAX_STRING_LENGTH = 1_000_000;
/** The maximum depth of nested calls of macros and recursive loops. */
export const MAX_CALL_DEPTH = 50;

/** The notation of values as text: `python` with True, None and ['a', 1]; `json` with true, an empty text for null, and ["a",1]. */
export type ValueStyle = 'python' | 'json';

export interface Budget {
  steps: number;
  characters: number;
  /** The style has no cost, but is needed wherever text is created. */
  readonly valueStyle: ValueStyle;
}

export function createBudget(valueStyle: ValueStyle): Budget {
  return { steps: 0, characters: 0, valueStyle };
}

/** Spends steps. Throws TemplateError `template-limit` if too few are left. */
export function spendSteps(budget: Budget, count: number): void {
  budget.steps += Math.max(0, count);
  if (!(budget.steps <= MAX_STEPS))
    throw new TemplateError('template-limit', `it needs more than ${MAX_STEPS.toLocaleString('en')} steps`);
}

/** Comparisons of characters in a search that count as one step. */
const COMPARISONS_PER_STEP = 1_000;

/** Pays for a search, which in the worst case compares the whole part at every position. */
export function spendSearch(budget: Budget, text: string, part: string): void {
  spendCharacters(budget, text.length);
  spendSteps(budget, (Math.max(0, text.length - part.length) * part.length) / COMPARISONS_PER_STEP);
}

/** Spends characters that are read or written. Throws TemplateError `template-limit` if too few are left. */
export function spendCharacters(budget: Budget, count: number): void {
  if (count > MAX_STRING_LENGTH)
    throw new TemplateError('template-limit', `a text exceeds ${MAX_STRING_LENGTH.toLocaleString('en')} characters`);
  budget.characters += Math.max(0, count);
  if (!(budget.characters <= MAX_CHARACTERS)) {
    throw new TemplateError(
      'template-limit',
      `it processes more than ${MAX_CHARACTERS.toLocaleString('en')} characters`,
    );
  }
}
