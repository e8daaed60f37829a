/** The filters for numbers. They return undefined for values that are not numbers. */

import { type Budget, spendCharacters } from '../budget.ts';
import { formatFixed, isNumeric, type Numeric, roundNumber, toFloat, toNumber, toResult } from '../python/numbers.ts';
import { formatFileSize } from '../text.ts';
import { isString, isTrue, toPlainString, type Value } from '../values.ts';
import type { Filter } from './filter.ts';

function createNumberFilter(parameters: string[], apply: (number: Numeric, args: Value[]) => Value): Filter {
  return {
    parameters,
    apply: (input, args) => {
      const number = isNumeric(input) ? input : toNumber(input);
      return number === null ? undefined : apply(number, args);
    },
  };
}

const MAX_DIGITS = 15;

function round(value: Numeric, [precision, method]: Value[]): Value {
  const digits = Math.min(Math.max(-MAX_DIGITS, Math.trunc(toNumber(precision) ?? 0)), MAX_DIGITS);
  const rounders: Record<string, (value: number) => number> = { ceil: Math.ceil, floor: Math.floor };
  const name = isString(method) ? toPlainString(method) : '';
  const rounder = Object.hasOwn(rounders, name) ? rounders[name] : undefined;
  if (rounder === undefined) return roundNumber(value, digits);
  const factor = 10 ** digits;
  // Python's ceil and floor return ints, which have no -0.
  return toFloat((rounder((toNumber(value) as number) * factor) + 0) / factor);
}

const BASES: Record<string, number> = { b: 2, o: 8, x: 16 };

/** Python's `int(text, base)`: a sign, the prefix of the base, and underscores between digits; null if invalid. */
function parseInteger(text: string, base: number): number | null {
  const found = /^\s*([+-]?)(?:0([box])_?)?([\da-z]+(?:_[\da-z]+)*)\s*$/i.exec(text);
  if (found === null || base < 2 || base > 36) return null;
  const [, sign, prefix, body = ''] = found;
  const prefixBase = BASES[prefix?.toLowerCase() ?? ''];
  // The prefix of another base can be digits, as the b of 0b1 is in base 16.
  const digits = (prefix === undefined || prefixBase === base ? body : `0${prefix}${body}`).replaceAll('_', '');
  const valueOfDigit = (digit: string) => Number.parseInt(digit, 36);
  if (![...digits].every((digit) => valueOfDigit(digit) < base)) return null;
  const number = Number.parseInt(digits, base);
  return sign === '-' ? -number : number;
}

const DECIMAL = /^\s*[+-]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:e[+-]?\d(?:_?\d)*)?\s*$/i;

/** The number that a text contains; null for other values. Pays for reading it. */
function parseDecimal(value: Value, budget: Budget): number | null {
  if (!isString(value)) return null;
  const text = toPlainString(value);
  spendCharacters(budget, text.length);
  const number = DECIMAL.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

export const NUMBER_FILTERS: Record<string, Filter> = {
  abs: createNumberFilter([], (value) => toResult(Math.abs(toNumber(value) as number), value)),
  round: createNumberFilter(['precision', 'method'], round),
  int: {
    parameters: ['default', 'base'],
    apply: (input, [fallback = 0, base], { budget }) => {
      const number = toNumber(input);
      if (number !== null) return Math.trunc(number) + 0;
      if (!isString(input)) return fallback;
      const decimal = parseDecimal(input, budget);
      const integer =
        parseInteger(toPlainString(input), toNumber(base) ?? 10) ?? (decimal === null ? null : Math.trunc(decimal));
      return integer ?? fallback;
    },
  },
  float: {
    parameters: ['default'],
    apply: (input, [fallback = toFloat(0)], { budget }) => {
      const number = toNumber(input) ?? parseDecimal(input, budget);
      return number === null ? fallback : toFloat(number);
    },
  },
  filesizeformat: {
    parameters: ['binary'],
    apply: (input, [binary], { budget }) => {
      const bytes = toNumber(input) ?? parseDecimal(input, budget);
      return bytes === null ? undefined : formatFileSize(bytes, isTrue(binary, budget), formatFixed);
    },
  },
};
