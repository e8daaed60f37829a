/**
 * Python's numbers. Python distinguishes 3.0 from 3, and JavaScript does not: a number with a fraction, `inf` and `nan` are
 * floats, and a float whose value is an integer is wrapped in `Float`. Other numbers are ints; a bigint is an int that a
 * number cannot hold exactly.
 */

import { type Budget, spendCharacters } from '../budget.ts';
import { TemplateError } from '../errors.ts';

/** A float whose value is an integer. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export type Int = number | bigint;
export type Numeric = Int | Float;

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Float;
}

/** Converts a value to a number: true is 1, as in Python. Returns null for values that are not numbers. */
export function toExactNumber(value: unknown): Int | null {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Float) return value.value;
  return typeof value === 'boolean' ? Number(value) : null;
}

/** `toExactNumber` as the nearest float, which is infinite for a very large int. */
export function toNumber(value: unknown): number | null {
  const number = toExactNumber(value);
  return typeof number === 'bigint' ? Number(number) : number;
}

export function isFloat(value: unknown): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}

/** Whether a value is an int, or true or false, which count as 1 and 0. */
export const isInt = (value: unknown): boolean => toExactNumber(value) !== null && !isFloat(value);

/** Wraps a number whose value is an integer in `Float`. */
export function toFloat(value: number): Numeric {
  return Number.isInteger(value) ? new Float(value) : value;
}

/** The maximum length of an int, in digits. Python does not print longer ints either. */
export const MAX_INT_DIGITS = 4_300;
const MAX_INT = 10n ** BigInt(MAX_INT_DIGITS);
export const MAX_INT_BITS = Math.ceil(MAX_INT_DIGITS * Math.log2(10));

export const createIntLimitError = (): TemplateError =>
  new TemplateError('template-limit', `a number has more than ${MAX_INT_DIGITS.toLocaleString('en')} digits`);

/** Converts an int to a number if it fits, and otherwise as a bigint. */
export function toInt(value: bigint): Int {
  if (value >= MAX_INT || value <= -MAX_INT) throw createIntLimitError();
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Drops the fraction. An int is never -0. Returns null for `inf` and `nan`. */
export function truncate(number: Int): Int | null {
  if (typeof number === 'bigint') return number;
  return Number.isFinite(number) ? Math.trunc(number) + 0 : null;
}

export function isNegative(number: Int): boolean {
  return number < 0 || Object.is(number, -0);
}

export const getAbsolute = (number: Int): Int => (isNegative(number) ? -number : number);

/** Formats a number as Python does: 3, 3.0, 0.1, 1e+16, 1e-05. */
export function formatNumber(value: Numeric): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value).toString();
  const number = toNumber(value) as number;
  if (Number.isNaN(number)) return 'nan';
  if (!Number.isFinite(number)) return number < 0 ? '-inf' : 'inf';
  const size = Math.abs(number);
  if (number === 0) return Object.is(number, -0) ? '-0.0' : '0.0';
  if (size >= 1e16 || size < 1e-4) {
    return number.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(number) ? `${number}.0` : String(number);
}

/** `formatNumber`, after paying for the digits of a large int. */
export function formatPaidNumber(value: Numeric, budget: Budget): string {
  const text = formatNumber(value);
  spendCharacters(budget, typeof value === 'bigint' ? text.length : 0);
  return text;
}

/** The maximum of decimals: a double does not have more digits. */
const MAX_DIGITS = 99;

/** Formats a number with this many decimals. As in Python, a tie rounds to the even digit, and all digits of the double are considered. */
export function formatFixed(number: number, digits: number): string {
  if (!Number.isFinite(number)) return formatNumber(number);
  const places = Math.min(Math.max(0, digits), MAX_DIGITS);
  const size = Math.abs(number);
  const sign = isNegative(number) ? '-' : '';
  if (size >= 1e21) return sign + BigInt(size).toString() + (places > 0 ? `.${'0'.repeat(places)}` : '');
  const plain = size.toFixed(places);
  const exact = size.toFixed(MAX_DIGITS + 1);
  const cut = exact.indexOf('.') + 1 + places;
  const isTie = /^50*$/.test(exact.slice(cut));
  const below = places === 0 ? exact.slice(0, cut - 1) : exact.slice(0, cut);
  return sign + (isTie && /[02468]$/.test(below) ? below : plain);
}

/** Python's `round(value, digits)`: an int stays an int, and a tie goes to the even digit. */
export function roundNumber(value: Numeric, digits: number): Numeric {
  if (!isFloat(value)) return digits >= 0 ? value : toInt(roundInt(BigInt(value as Int), -digits));
  const number = toNumber(value) as number;
  if (!Number.isFinite(number)) return number;
  if (digits >= 0) return toFloat(Number(formatFixed(number, digits)));
  // A fraction matters only for a tie, which it makes larger.
  const hasFraction = !Number.isInteger(number);
  const size = BigInt(Math.trunc(Math.abs(number))) * 10n + (hasFraction ? 1n : 0n);
  const rounded = Number(roundInt(size, 1 - digits) / 10n);
  return toFloat(isNegative(number) ? -rounded : rounded);
}

/** Rounds an int so that it ends in this many zeros. */
const roundInt = (value: bigint, zeros: number): bigint =>
  roundToMultiple(value, 10n ** BigInt(Math.min(zeros, MAX_INT_DIGITS)));

/** Returns the nearest multiple of a unit; a tie rounds to the even one. */
export function roundToMultiple(value: bigint, unit: bigint): bigint {
  const size = value < 0n ? -value : value;
  const [whole, rest] = [size / unit, (size % unit) * 2n];
  const rounded = (rest > unit || (rest === unit && whole % 2n === 1n) ? whole + 1n : whole) * unit;
  return value < 0n ? -rounded : rounded;
}
