/**
 * Evaluates NetBox condition sets against an event's `data` (docs/reference/manifest.md). A condition that cannot be evaluated, because
 * its attribute is missing or has a type that the operator does not support, makes the whole set false.
 */

import { ConditionError, evaluateConditionSet } from '../../domain/conditions/evaluate.ts';
import { resolveAttribute } from '../../domain/event-data.ts';
import type { ConditionSet, EventData } from '../../domain/index.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';

/**
 * Evaluates a set of conditions; `compileRegex` may be null if it contains no regular expression. If a condition cannot be
 * evaluated, `matches` is false and `notes` says which one and why.
 */
export function evaluateConditions(
  set: ConditionSet,
  data: EventData,
  compileRegex: RegexCompiler | null,
): { matches: boolean; notes: string[] } {
  try {
    return { matches: evaluateConditionSet(set, (attr) => resolvePath(attr, data), compileRegex), notes: [] };
  } catch (error) {
    if (error instanceof ConditionError) return { matches: false, notes: [error.message] };
    throw error;
  }
}

/** Follows a dotted path. A list maps: every member must have the attribute. */
function resolvePath(attr: string, data: unknown): unknown {
  return resolveAttribute(attr)
    .split('.')
    .reduce((value, key) => {
      return Array.isArray(value)
        ? value.map((member) => readProperty(member, key, attr))
        : readProperty(value, key, attr);
    }, data);
}

function readProperty(value: unknown, key: string, attr: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
    throw new ConditionError(`The condition on "${attr}" is false: this event has no such attribute.`);
  }
  return (value as Record<string, unknown>)[key];
}
