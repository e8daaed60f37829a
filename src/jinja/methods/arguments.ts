/** Reads and pays for the arguments of methods and filters. */

import { type Budget, spendSearch, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { toNumber } from '../python/numbers.ts';
import { stringify } from '../python/stringify.ts';
import type { Value } from '../values.ts';

export const toInteger = (value: Value, fallback: number): number => Math.trunc(toNumber(value) ?? fallback);

/** Spends a step for each member of a list, and returns the list. */
export function chargeList<T extends Value>(list: T[], budget: Budget): T[] {
  spendSteps(budget, list.length);
  return list;
}

/** Returns the text to search for, after paying for the search. */
export function chargeSearch(text: string, part: Value, budget: Budget): string {
  const needle = stringify(part, budget);
  spendSearch(budget, text, needle);
  return needle;
}

/** Returns an index. Throws TemplateError if it is -1, because the value is not found. */
export function requireFound(index: Value): Value {
  if (index === -1) throw new TemplateError('template-type-error', 'the value is not found; check with "in" first');
  return index;
}
