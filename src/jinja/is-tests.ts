/** The tests that can follow `is`. */

import { type Budget, spendCharacters } from './budget.ts';
import { TemplateError } from './errors.ts';
import { calculate } from './python/arithmetic.ts';
import { isLowerCase, isUpperCase } from './python/letter-case.ts';
import { isFloat, isNumeric, toNumber } from './python/numbers.ts';
import { isEscaped, stringify } from './python/stringify.ts';
import { bindArguments, type CallArguments, findCallProblem, parseSignature, type Signature } from './signature.ts';
import * as values from './values.ts';
import {
  compareOrder,
  contains,
  equals,
  isCallable,
  isDict,
  isString,
  isTrue,
  isUndefined,
  type Value,
} from './values.ts';

type Test = (value: Value, other: Value, budget: Budget) => boolean;

const createOrderTest =
  (isMet: (difference: number) => boolean): Test =>
  (value, other, budget) => {
    const difference = compareOrder(value, other, budget);
    return difference !== null && isMet(difference);
  };

/** Tests whether the text of a value has cased letters, and all have this case. */
const createCaseTest =
  (isMet: (text: string) => boolean): Test =>
  (value, _, budget) => {
    const text = stringify(value, budget);
    spendCharacters(budget, text.length);
    return isMet(text);
  };

/** Tests the remainder of a division; false for values that are not numbers. */
function hasRemainder(value: Value, divisor: Value, remainder: number, budget: Budget): boolean {
  if (toNumber(value) === null || (toNumber(divisor) ?? 0) === 0) return false;
  return toNumber(calculate('%', value, divisor, budget)) === remainder;
}

const isSequence: Test = (value) => Array.isArray(value) || isString(value) || isDict(value) || isUndefined(value);
const eq: Test = equals;
/** Identity: a float is never an int, and true is never 1. */
const sameas: Test = (value, other, budget) =>
  isFloat(value) === isFloat(other) && typeof value === typeof other && equals(value, other, budget);
const ne: Test = (value, other, budget) => !equals(value, other, budget);
const gt = createOrderTest((difference) => difference > 0);
const ge = createOrderTest((difference) => difference >= 0);
const lt = createOrderTest((difference) => difference < 0);
const le = createOrderTest((difference) => difference <= 0);

/** Tests without an argument. */
const SIMPLE_TESTS: Record<string, Test> = {
  defined: (value) => !isUndefined(value),
  undefined: isUndefined,
  none: (value) => value === null,
  None: (value) => value === null,
  null: (value) => value === null,
  true: (value) => value === true,
  false: (value) => value === false,
  boolean: (value) => typeof value === 'boolean',
  number: (value) => isNumeric(value) || typeof value === 'boolean',
  integer: (value) => isNumeric(value) && !isFloat(value),
  float: isFloat,
  string: (value) => isString(value) && value !== values.OMITTED,
  mapping: isDict,
  sequence: isSequence,
  iterable: isSequence,
  callable: (value) => isCallable(value) || isUndefined(value),
  even: (value, _, budget) => hasRemainder(value, 2, 0, budget),
  odd: (value, _, budget) => hasRemainder(value, 2, 1, budget),
  lower: createCaseTest(isLowerCase),
  upper: createCaseTest(isUpperCase),
  truthy: (value, _, budget) => isTrue(value, budget),
  falsy: (value, _, budget) => !isTrue(value, budget),
  escaped: isEscaped,
};

/** Tests with one argument. */
const COMPARISONS: Record<string, Test> = {
  divisibleby: (value, divisor, budget) => hasRemainder(value, divisor, 0, budget),
  in: (value, container, budget) => contains(container, value, budget),
  ...{ eq, equalto: eq, sameas, '==': eq, ne, '!=': ne },
  ...{ gt, greaterthan: gt, '>': gt, ge, '>=': ge, lt, lessthan: lt, '<': lt, le, '<=': le },
};

/** The names of arguments, for the only tests whose argument has a name in Jinja2. */
const ARGUMENT_NAMES: Record<string, string> = { divisibleby: 'num', in: 'seq', sameas: 'other' };

const NO_ARGUMENTS = parseSignature('');

function getSignature(name: string): Signature {
  if (!Object.hasOwn(COMPARISONS, name)) return NO_ARGUMENTS;
  const argument = ARGUMENT_NAMES[name];
  return { parameters: [argument ?? 'other'], required: 1, named: argument === undefined ? [] : [argument] };
}

const TESTS = { ...SIMPLE_TESTS, ...COMPARISONS };

export const isTestName = (name: string): boolean => Object.hasOwn(TESTS, name);
export const listTestNames = (): string[] => Object.keys(TESTS);

/** Returns the reason why Jinja2 refuses a test with this number of arguments and these names; null if it is accepted. */
export const findTestProblem = (test: string, count: number, names: readonly string[]): string | null =>
  findCallProblem(`the test ${test}`, getSignature(test), count, names);

export function applyTest(name: string, value: Value, call: CallArguments, budget: Budget): boolean {
  const test = isTestName(name) ? TESTS[name] : undefined;
  if (test === undefined) throw new TemplateError('template-syntax', 'no test has this name');
  const [other] = bindArguments(`the test ${name}`, getSignature(name), call);
  return test(value, other, budget);
}
