/**
 * NetBox's condition sets, tested against an event's `data` (contract section 5). Members of `and` and `or` are
 * looked at in order, and only as far as needed. One that cannot be answered (its attribute is missing, or of a
 * type that the operator knows no answer for) makes the whole set false, whatever stands around it.
 */

import type { Condition, ConditionSet, EventData } from '../../domain/index.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';

/** Values of certificates are cut here before an expression is matched against them. */
const MAX_MATCHED_LENGTH = 10_000;

/** Thrown by a condition without an answer; the message becomes a note. */
class Unanswerable extends Error {}

/** Whether the set has an expression, and so needs the engine of expressions. */
export function hasRegex(set: ConditionSet): boolean {
  if ('and' in set) return set.and.some(hasRegex);
  if ('or' in set) return set.or.some(hasRegex);
  return set.op === 'regex';
}

/**
 * Whether an event's data meets a set of conditions; `compileRegex` may be null where none of them has an expression.
 * `notes` says, in sentences, which condition could not be answered and why; there is one then, and `matches` is false.
 */
export function evaluateConditions(
  set: ConditionSet,
  data: EventData,
  compileRegex: RegexCompiler | null,
): { matches: boolean; notes: string[] } {
  try {
    return { matches: evaluate(set, data, compileRegex), notes: [] };
  } catch (error) {
    if (error instanceof Unanswerable) return { matches: false, notes: [error.message] };
    throw error;
  }
}

function evaluate(set: ConditionSet, data: EventData, compileRegex: RegexCompiler | null): boolean {
  if ('and' in set) return set.and.every((member) => evaluate(member, data, compileRegex));
  if ('or' in set) return set.or.some((member) => evaluate(member, data, compileRegex));
  return OPERATORS[set.op](resolvePath(set.attr, data), set, compileRegex) !== set.negate;
}

/** Follows a dotted path; through a list it maps, and every member must have the attribute. */
function resolvePath(attr: string, data: unknown): unknown {
  return attr.split('.').reduce((value, key) => {
    return Array.isArray(value)
      ? value.map((member) => readProperty(member, key, attr))
      : readProperty(value, key, attr);
  }, data);
}

function readProperty(value: unknown, key: string, attr: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
    throw new Unanswerable(`The condition on "${attr}" does not hold: this event's data has no such attribute.`);
  }
  return (value as Record<string, unknown>)[key];
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

function compareNumbers(actual: unknown, condition: Condition, holdsFor: (difference: number) => boolean): boolean {
  if (typeof condition.value !== 'number') throw createValueError(condition, 'a number');
  if (typeof actual !== 'number') throw createActualError(actual, condition, 'a number');
  return holdsFor(actual - condition.value);
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
  throw createActualError(actual, condition, 'a list, or a string where a string is looked for');
}

function matchesRegex(actual: unknown, condition: Condition, compileRegex: RegexCompiler | null): boolean {
  if (compileRegex === null) throw new Error('the engine of expressions was not loaded');
  if (typeof condition.value !== 'string') throw createValueError(condition, 'a string');
  if (typeof actual !== 'string') throw createActualError(actual, condition, 'a string');
  const regex = compileRegex(condition.value);
  if (!regex.ok) {
    throw new Unanswerable(`The condition on "${condition.attr}" has an expression of no use: ${regex.problem}.`);
  }
  return regex.matchesStart(actual.slice(0, MAX_MATCHED_LENGTH));
}

function createValueError({ attr, op }: Condition, wanted: string): Unanswerable {
  return new Unanswerable(`The condition on "${attr}" does not hold: ${op} wants ${wanted} as its value.`);
}

function createActualError(actual: unknown, { attr, op }: Condition, wanted: string): Unanswerable {
  const kind = actual === null ? 'null' : Array.isArray(actual) ? 'a list' : `a ${typeof actual}`;
  return new Unanswerable(`The condition on "${attr}" does not hold: ${op} wants ${wanted}, and it is ${kind} here.`);
}

/** Equality by value, also of lists and objects. */
function equals(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), b as Record<string, unknown>];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => Object.hasOwn(right, key) && equals(value, right[key]))
  );
}
