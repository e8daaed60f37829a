/** Python's arithmetic: ints are exact, floats overflow to `inf`, and the sign of a remainder is that of the divisor. */

import { type Budget, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import {
  createIntLimitError,
  getAbsolute,
  type Int,
  isFloat,
  isNegative,
  MAX_INT_BITS,
  type Numeric,
  roundToMultiple,
  toExactNumber,
  toFloat,
  toInt,
} from './numbers.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

const fail = (detail: string): never => {
  throw new TemplateError('template-type-error', detail);
};

/** The size of a bigint in bits, rounded up to hexadecimal digits. */
const countBits = (value: bigint): number => value.toString(16).length * 4;

/** Bits of the operands that count as one step. */
const BITS_PER_STEP = 32;

/**
 * Applies an operator to numbers; `left` and `right` can also be true or false.
 *
 * @throws TemplateError for a division by zero, a value that is not a number, and a result that is none or too large.
 */
export function calculate(operator: ArithmeticOperator, left: unknown, right: unknown, budget: Budget): Numeric {
  const [a, b] = [toExactNumber(left), toExactNumber(right)];
  if (a === null || b === null) return fail(`${operator} needs numbers`);
  if (isFloat(left) || isFloat(right)) return toFloat(FLOATS[operator](convertToFloat(a), convertToFloat(b)));
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
    // Exact for safe integers, which are always JavaScript numbers.
    if (operator === '/') return toFloat(Number(a) / requireDivisor(Number(b)));
    const result = SAFE_INTS[operator]?.(Number(a), Number(b));
    if (Number.isSafeInteger(result)) return (result as number) + 0;
  }
  return calculateExactly(operator, BigInt(a), BigInt(b), budget);
}

/** Exact if both numbers and the result are safe integers. */
const SAFE_INTS: Partial<Record<ArithmeticOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

function calculateExactly(operator: ArithmeticOperator, a: bigint, b: bigint, budget: Budget): Numeric {
  spendSteps(budget, (countBits(a) + countBits(b)) / BITS_PER_STEP);
  switch (operator) {
    case '+':
      return toInt(a + b);
    case '-':
      return toInt(a - b);
    case '*':
      return toInt(a * b);
    case '/':
      return divide(a, requireDivisor(b));
    case '//':
      return toInt((a - getRemainder(a, b)) / b);
    case '%':
      return toInt(getRemainder(a, b));
    case '**':
      return raise(a, b, budget);
  }
}

function getRemainder(a: bigint, b: bigint): bigint {
  const remainder = a % requireDivisor(b);
  return remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder;
}

/** The float that is nearest to the quotient. */
function divide(a: bigint, b: bigint): Numeric {
  const sign = a < 0n !== b < 0n ? -1 : 1;
  const [dividend, divisor] = [a < 0n ? -a : a, b < 0n ? -b : b];
  // More bits of the quotient than a float has; an odd last bit represents all that follow.
  const shift = Math.max(0, 66 - countBits(dividend) + countBits(divisor));
  const scaled = dividend << BigInt(shift);
  const quotient = scaled / divisor;
  const digits = scaled % divisor === 0n ? quotient : quotient | 1n;
  // A float has at most 53 bits. Its lowest bit is 2 ** -1074.
  const excess = Math.max(0, digits.toString(2).length - 53, shift - 1074);
  const unit = 1n << BigInt(excess);
  const size = Number(roundToMultiple(digits, unit) / unit) * 2 ** (excess - shift);
  return toFloat(requireFinite(sign * size, '/'));
}

function raise(a: bigint, b: bigint, budget: Budget): Numeric {
  if (b < 0n) return toFloat(FLOATS['**'](convertToFloat(toInt(a)), convertToFloat(toInt(b))));
  const isBounded = a >= -1n && a <= 1n;
  const minBits = (a.toString(2).replace('-', '').length - 1) * Number(b);
  if (!isBounded && minBits > MAX_INT_BITS) throw createIntLimitError();
  spendSteps(budget, isBounded ? 0 : (2 * minBits) / BITS_PER_STEP);
  // The exponent of a bigint has a smaller maximum than an int.
  return toInt(isBounded ? a ** (b === 0n ? 0n : 2n - (b % 2n)) : a ** b);
}

const FLOATS: Record<ArithmeticOperator, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / requireDivisor(b),
  '//': floorDivide,
  '%': (a, b) => {
    const remainder = a % requireDivisor(b);
    if (remainder === 0) return b < 0 ? -0 : 0;
    return remainder < 0 !== b < 0 ? remainder + b : remainder;
  },
  '**': (a, b) => {
    if (a === 0 && b < 0) fail('a division by zero');
    if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
      fail('** of a negative number and a fraction has no real result');
    // In Python, 1 and -1 have every power.
    if (a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY)) return 1;
    const result = a ** b;
    return Number.isFinite(a) && Number.isFinite(b) ? requireFinite(result, '**') : result;
  },
};

/** As in Python, from the exact remainder: 1 // 0.1 is 9.0, because 0.1 is slightly more than a tenth. */
function floorDivide(a: number, b: number): number {
  const remainder = a % requireDivisor(b);
  const isBelow = remainder !== 0 && remainder < 0 !== b < 0;
  const quotient = (a - remainder) / b - (isBelow ? 1 : 0);
  if (quotient === 0) return isNegative(a / b) ? -0 : 0;
  const whole = Math.floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

function requireDivisor<Divisor extends Int>(divisor: Divisor): Divisor {
  return divisor === 0 || divisor === 0n ? fail('a division by zero') : divisor;
}

function requireFinite(result: number, operator: string): number {
  return Number.isFinite(result) ? result : fail(`the result of ${operator} is too large`);
}

function convertToFloat(value: Int): number {
  const number = Number(value);
  return typeof value === 'number' || Number.isFinite(number) ? number : fail('an integer is too large for a float');
}

/** Negates or keeps a number; true and false become ints. */
export function applySignTo(value: Numeric | boolean, operator: '-' | '+'): Numeric {
  const number = toExactNumber(value) as Int;
  const signed = operator === '+' ? number : -number;
  return isFloat(value) ? toFloat(Number(signed)) : typeof signed === 'bigint' ? signed : signed + 0;
}

export function calculateAbsolute(value: Numeric | boolean): Numeric {
  const size = getAbsolute(toExactNumber(value) as Int);
  return isFloat(value) ? toFloat(Number(size)) : size;
}

/** Compares exactly, also ints with floats. Returns a negative number, zero or a positive number; null if one is `nan`. */
export function compareNumbers(a: Int, b: Int): number | null {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b || Number(a) === Number(b) ? 0 : null;
}
