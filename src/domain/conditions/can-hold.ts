/** Decides whether conditions can be true while some of the attributes are known. In doubt, the answer is yes. */

import type { ConditionSet } from '../rules.ts';
import { ConditionError, evaluateConditionSet } from './evaluate.ts';

/**
 * Whether a set of conditions can be true. `read` returns undefined for an attribute whose value is unknown, and throws ConditionError for
 * one that is missing. Regular expressions are not evaluated.
 */
export function canHold(set: ConditionSet, read: (attr: string) => unknown): boolean {
  if ('and' in set) return set.and.every((member) => canHold(member, read));
  if ('or' in set) return set.or.some((member) => canHold(member, read));
  try {
    const value = read(set.attr);
    return value === undefined || set.op === 'regex' || evaluateConditionSet(set, () => value, null);
  } catch (error) {
    if (error instanceof ConditionError) return false;
    throw error;
  }
}
