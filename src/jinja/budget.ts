/**
 * What one rendering may cost. Everything that a template can do in a loop pays for itself here, so that the time
 * and memory of a rendering are bounded whatever the template is.
 */

import { TemplateError } from './errors.ts';

/** Expressions evaluated, rounds of loops, members of lists made or looked at. */
const MAX_STEPS = 500_000;
/** Characters read or made by operations, all together. */
const MAX_CHARACTERS = 5_000_000;
/** Characters of one text, and of the whole output. */
export const MAX_STRING_LENGTH = 1_000_000;
/** Macros that call one another. */
export const MAX_CALL_DEPTH = 50;

/**
 * How values read as text: `python` as in Python, with True, None and ['a', 1]; `json` with true, nothing for what is
 * missing, and ["a",1].
 */
export type ValueStyle = 'python' | 'json';

export interface Budget {
  steps: number;
  characters: number;
  /** Not a cost, but known wherever these are: whoever makes a text pays for it. */
  readonly valueStyle: ValueStyle;
}

export function createBudget(spelling: ValueStyle): Budget {
  return { steps: 0, characters: 0, valueStyle: spelling };
}

export function spendSteps(budget: Budget, count: number): void {
  budget.steps += Math.max(0, count);
  if (!(budget.steps <= MAX_STEPS)) throw new TemplateError('template-limit', `it takes more than ${MAX_STEPS} steps`);
}

/** Comparisons of characters in a search that cost a step. */
const COMPARISONS_PER_STEP = 1_000;

/** A search in a text: at worst it compares the whole part at each place where that could stand. */
export function spendSearch(budget: Budget, text: string, part: string): void {
  spendCharacters(budget, text.length);
  spendSteps(budget, (Math.max(0, text.length - part.length) * part.length) / COMPARISONS_PER_STEP);
}

export function spendCharacters(budget: Budget, count: number): void {
  if (count > MAX_STRING_LENGTH)
    throw new TemplateError('template-limit', `a text grows over ${MAX_STRING_LENGTH} characters`);
  budget.characters += Math.max(0, count);
  if (!(budget.characters <= MAX_CHARACTERS)) {
    throw new TemplateError('template-limit', `it handles more than ${MAX_CHARACTERS} characters`);
  }
}
