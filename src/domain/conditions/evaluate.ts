/**
 * Evaluates NetBox condition sets against values of any origin. Members of `and` and `or` are evaluated in order, and evaluation stops when
 * the result is known.
 */

import type { RegexCompiler } from '../../lib/python-regex.ts';
import type { Condition, ConditionSet } from '../rules.ts';

/** Values are truncated to this length before a regular expression is matched against them. */
const MAX_MATCHED_LENGTH = 10_000;

/** Thrown by a condition that cannot be evaluated; the message names the condition and the reason. */
export class ConditionError extends Error {}

/** Whether the set contains a regular expression, which requires the engine. */
export function hasRegex(set: ConditionSet): boolean {
  if ('and' in set) return set.and.some(hasRegex);
  if ('or' in set) return set.or.some(hasRegex);
  return set.op === 'regex';
}

/**
 * Evaluates a set of conditions; `compileRegex` may be null if it contains no regular expression. Throws ConditionError, also from
 * `readAttribute`, if a condition cannot be evaluated.
 */
export function evaluateConditionSet(
  set: ConditionSet,
  readAttribute: (attr: string) => unknown,
  compileRegex: RegexCompiler | null,
): boolean {
  const evaluate = (member: ConditionSet) => evaluateConditionSet(member, readAttribute, compileRegex);
  if ('and' in set) return set.and.every(evaluate);
  if ('or' in set) return set.or.some(evaluate);
  return OPERATORS[set.op](readAttribute(set.attr), set, compileRegex) !== set.negate;
}

type Operator = (actual: unknown, condition: Condition, compileRegex: RegexCompiler | null) => boolean;

const OPERATORS = {
  eq: (actual, { value }) => equals(actual, value),
  gt: (actual, condition) => compareNumbers(actual, condition, (difference) => difference > 0),
  gte: (actual, condition) => compareNumbers(actual, condition, (difference) => difference >= 0),
  lt: (actual, condition) => compareNumbers(actual, condition, (difference) => difference < 0),
  lte: (actual, condition) => compareNumbers(actual, condition, (difference) => difference <= 0),
  in: isIn,
  contains,
  regex: matchesRegex,
} satisfies Record<Condition['op'], Operator>;

function compareNumbers(actual: unknown, condition: Condition, test: (difference: number) => boolean): boolean {
  if (typeof condition.value !== 'number') throw createValueError(condition, 'a number');
  if (typeof actual !== 'number') throw createActualError(actual, condition, 'a number');
  return test(actual - condition.value);
}

function isIn(actual: unknown, condition: Condition): boolean {
  if (!Array.isArray(condition.value)) throw createValueError(condition, 'a list');
  return condition.value.some((member) => equals(actual, member));
}

function contains(actual: unknown, condition: Condition): boolean {
  const { value } = condition;
  if (value === null) throw createValueError(condition, 'a string, a number, a boolean or a list');
  if (Array.isArray(actual)) return actual.some((member) => equals(member, value));
  if (typeof actual === 'string' && typeof value === 'string') return actual.includes(value);
  if (typeof actual === 'object' && actual !== null && typeof value === 'string') return Object.hasOwn(actual, value);
  throw createActualError(actual, condition, 'a list, or a string if the value is a string');
}

function matchesRegex(actual: unknown, condition: Condition, compileRegex: RegexCompiler | null): boolean {
  if (compileRegex === null) throw new Error('the regular expression engine was not loaded');
  if (typeof condition.value !== 'string') throw createValueError(condition, 'a string');
  if (typeof actual !== 'string') throw createActualError(actual, condition, 'a string');
  const regex = compileRegex(condition.value);
  if (!regex.ok) {
    throw new ConditionError(
      `The condition on "${condition.attr}" has an invalid regular expression: ${regex.problem}.`,
    );
  }
  return regex.matchesStart(actual.slice(0, MAX_MATCHED_LENGTH));
}

function createValueError({ attr, op }: Condition, expected: string): ConditionError {
  return new ConditionError(`The condition on "${attr}" is false: ${op} requires ${expected} as its value.`);
}

function createActualError(actual: unknown, { attr, op }: Condition, expected: string): ConditionError {
  const type = typeof actual === 'object' ? 'an object' : `a ${typeof actual}`;
  const kind = actual === null ? 'null' : Array.isArray(actual) ? 'a list' : type;
  return new ConditionError(
    `The condition on "${attr}" is false: ${op} requires ${expected}, but the value is ${kind}.`,
  );
}

/** Compares by value, also lists and objects. */
function equals(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), b as Record<string, unknown>];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => Object.hasOwn(right, key) && equals(value, right[key]))
  );
}
