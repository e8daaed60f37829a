/** The filters for numbers. They return undefined for values that are not numbers. */

import { type Budget, spendCharacters, spendSteps } from '../budget.ts';
import { toInteger } from '../methods/arguments.ts';
import { calculate, calculateAbsolute } from '../python/arithmetic.ts';
import {
  formatFixed,
  type Int,
  isFloat,
  isNumeric,
  MAX_INT_DIGITS,
  type Numeric,
  roundNumber,
  toExactNumber,
  toFloat,
  toInt,
  toNumber,
  truncate,
} from '../python/numbers.ts';
import { parseDecimal, parseNumber } from '../python/parse-number.ts';
import { formatFileSize } from '../text-operations.ts';
import { isString, isTrue, toPlainString, type Value } from '../values.ts';
import type { Filter } from './filter.ts';

type NumberFilter = (number: Numeric, args: Value[], budget: Budget) => Value;

function createNumberFilter(parameters: string[], apply: NumberFilter): Filter {
  return {
    parameters,
    apply: (input, args, { budget }) => {
      const number = isNumeric(input) ? input : toExactNumber(input);
      return number === null ? undefined : apply(number, args, budget);
    },
  };
}

const ROUNDERS = new Map([
  ['ceil', Math.ceil],
  ['floor', Math.floor],
]);

function round(value: Numeric, [precision, method]: Value[], budget: Budget): Value {
  const digits = toInteger(precision, 0);
  const rounder = isString(method) ? ROUNDERS.get(toPlainString(method)) : undefined;
  if (rounder === undefined) {
    // Rounding costs as much as writing the digits of a large power of ten.
    spendSteps(budget, Math.min(Math.abs(digits), MAX_INT_DIGITS) / 10);
    return roundNumber(value, digits);
  }
  const factor = calculate('**', 10, digits, budget);
  const scaled = calculate('*', value, factor, budget);
  if (!isFloat(scaled)) return calculate('/', scaled, factor, budget);
  const number = rounder(toNumber(scaled) as number);
  // Python's ceil and floor return ints, which have no -0.
  return Number.isFinite(number) ? calculate('/', number + 0, factor, budget) : value;
}

/** The number that a text contains; null for other values. Pays for reading it. */
function readText<Result>(value: Value, read: (text: string) => Result, budget: Budget): Result | null {
  if (!isString(value)) return null;
  const text = toPlainString(value);
  spendCharacters(budget, text.length);
  return read(text);
}

function toWhole(number: Int | null): Int | null {
  const whole = number === null ? null : truncate(number);
  return whole === null ? null : toInt(BigInt(whole));
}

export const NUMBER_FILTERS: Record<string, Filter> = {
  abs: createNumberFilter([], calculateAbsolute),
  round: createNumberFilter(['precision', 'method'], round),
  int: {
    parameters: ['default', 'base'],
    apply: (input, [fallback = 0, base], { budget }) =>
      toWhole(toExactNumber(input)) ??
      readText(input, (text) => toWhole(parseNumber(text, toInteger(base, 10))), budget) ??
      fallback,
  },
  float: {
    parameters: ['default'],
    apply: (input, [fallback = toFloat(0)], { budget }) => {
      const number = toNumber(input) ?? readText(input, parseDecimal, budget);
      return number === null ? fallback : toFloat(number);
    },
  },
  filesizeformat: {
    parameters: ['binary'],
    apply: (input, [binary], { budget }) => {
      const bytes = toNumber(input) ?? readText(input, parseDecimal, budget);
      return bytes === null ? undefined : formatFileSize(bytes, isTrue(binary, budget), formatFixed);
    },
  },
};
