/** What can stand after `is`. */

import { type Budget, spendCharacters } from './budget.ts';
import { TemplateError } from './problem.ts';
import { contains, equals, isCallable, isDict, isText, isTrue, order, textOf, type Value } from './values.ts';

type Test = (value: Value, other: Value, budget: Budget) => boolean;

const isNumber = (value: Value): value is number => typeof value === 'number';
const orders =
  (holds: (difference: number) => boolean): Test =>
  (value, other, budget) => {
    const difference = order(value, other, budget);
    return difference !== null && holds(difference);
  };
function isUnchanged(by: (text: string) => string): Test {
  return (value, _, budget) => {
    if (!isText(value)) return false;
    const text = textOf(value, budget);
    spendCharacters(budget, text.length);
    return text === by(text);
  };
}

const eq: Test = equals;
const ne: Test = (value, other, budget) => !equals(value, other, budget);
const gt = orders((difference) => difference > 0);
const ge = orders((difference) => difference >= 0);
const lt = orders((difference) => difference < 0);
const le = orders((difference) => difference <= 0);

const TESTS: Record<string, Test> = {
  defined: (value) => value !== undefined,
  undefined: (value) => value === undefined,
  none: (value) => value === null,
  None: (value) => value === null,
  null: (value) => value === null,
  true: (value) => value === true,
  false: (value) => value === false,
  boolean: (value) => typeof value === 'boolean',
  number: isNumber,
  integer: (value) => Number.isInteger(value),
  float: (value) => isNumber(value) && !Number.isInteger(value),
  string: isText,
  mapping: isDict,
  sequence: (value) => Array.isArray(value) || isText(value) || isDict(value),
  iterable: (value) => Array.isArray(value) || isText(value) || isDict(value),
  callable: isCallable,
  even: (value) => isNumber(value) && value % 2 === 0,
  odd: (value) => isNumber(value) && Math.abs(value % 2) === 1,
  divisibleby: (value, by) => isNumber(value) && isNumber(by) && value % by === 0,
  lower: isUnchanged((text) => text.toLowerCase()),
  upper: isUnchanged((text) => text.toUpperCase()),
  truthy: (value, _, budget) => isTrue(value, budget),
  falsy: (value, _, budget) => !isTrue(value, budget),
  escaped: () => false,
  in: (value, container, budget) => contains(container, value, budget),
  ...{ eq, equalto: eq, sameas: eq, '==': eq, ne, '!=': ne },
  ...{ gt, greaterthan: gt, '>': gt, ge, '>=': ge, lt, lessthan: lt, '<': lt, le, '<=': le },
};

export const isTestName = (name: string): boolean => Object.hasOwn(TESTS, name);

export function applyTest(name: string, value: Value, args: Value[], budget: Budget): boolean {
  const test = isTestName(name) ? TESTS[name] : undefined;
  if (test === undefined) throw new TemplateError('template-syntax', `there is no test "${name}"`);
  return test(value, args[0], budget);
}
