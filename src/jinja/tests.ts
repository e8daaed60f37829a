/** The tests that can follow `is`. */

import { type Budget, spendCharacters } from './budget.ts';
import { TemplateError } from './errors.ts';
import { isFloat, isNumeric, toNumber } from './python/numbers.ts';
import { isEscaped, stringify } from './python/stringify.ts';
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

/** Tests the text of any value: it has cased letters, and all have this case. */
function createCaseTest(convert: (text: string) => string): Test {
  return (value, _, budget) => {
    const text = stringify(value, budget);
    spendCharacters(budget, text.length);
    return text === convert(text) && text.toLowerCase() !== text.toUpperCase();
  };
}

/** Tests the remainder of a division; false for values that are not numbers. */
const createRemainderTest =
  (remainder: number, divisor?: number): Test =>
  (value, other) => {
    const [number, modulus] = [toNumber(value), divisor ?? toNumber(other) ?? 0];
    return number !== null && modulus !== 0 && Math.abs(number % modulus) === remainder;
  };

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

const TESTS: Record<string, Test> = {
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
  even: createRemainderTest(0, 2),
  odd: createRemainderTest(1, 2),
  divisibleby: createRemainderTest(0),
  lower: createCaseTest((text) => text.toLowerCase()),
  upper: createCaseTest((text) => text.toUpperCase()),
  truthy: (value, _, budget) => isTrue(value, budget),
  falsy: (value, _, budget) => !isTrue(value, budget),
  escaped: isEscaped,
  in: (value, container, budget) => contains(container, value, budget),
  ...{ eq, equalto: eq, sameas, '==': eq, ne, '!=': ne },
  ...{ gt, greaterthan: gt, '>': gt, ge, '>=': ge, lt, lessthan: lt, '<': lt, le, '<=': le },
};

export const isTestName = (name: string): boolean => Object.hasOwn(TESTS, name);
export const listTestNames = (): string[] => Object.keys(TESTS);

export function applyTest(name: string, value: Value, args: Value[], budget: Budget): boolean {
  const test = isTestName(name) ? TESTS[name] : undefined;
  if (test === undefined) throw new TemplateError('template-syntax', 'no test has this name');
  return test(value, args[0], budget);
}
