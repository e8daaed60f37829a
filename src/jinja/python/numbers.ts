/**
 * Python's numbers. Python distinguishes 3.0 from 3, and JavaScript does not: an integer is an int, or a float if it is
 * wrapped in `Float`; a number with a fraction is always a float.
 */

import { TemplateError } from '../errors.ts';

/** A float whose value is an integer. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export type Numeric = number | Float;

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || value instanceof Float;
}

/** The number of a value: true is 1, as in Python. Null for values that are not numbers. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (value instanceof Float) return value.value;
  return typeof value === 'boolean' ? Number(value) : null;
}

export function isFloat(value: unknown): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}

export function toFloat(value: number): Numeric {
  return Number.isInteger(value) ? new Float(value) : value;
}

/** A result as a float if one of `sources` is a float, and otherwise as an int, which is never -0. */
export function toResult(value: number, ...sources: unknown[]): Numeric {
  return sources.some(isFloat) ? toFloat(value) : value + 0;
}

/** Formats a number as Python does: 3, 3.0, 0.1, 1e+16, 1e-05. */
export function formatNumber(value: Numeric): string {
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

/** A double has no digits beyond these. */
const MAX_DIGITS = 99;

/** A number with this many decimals. As in Python, a tie goes to the even digit; all digits of the double decide. */
export function formatFixed(number: number, digits: number): string {
  if (!Number.isFinite(number)) return formatNumber(number);
  const places = Math.min(Math.max(0, digits), MAX_DIGITS);
  const size = Math.abs(number);
  if (size >= 1e21) return BigInt(Math.trunc(number)).toString() + (places > 0 ? `.${'0'.repeat(places)}` : '');
  const plain = size.toFixed(places);
  const exact = size.toFixed(MAX_DIGITS + 1);
  const cut = exact.indexOf('.') + 1 + places;
  const isTie = /^50*$/.test(exact.slice(cut));
  const below = places === 0 ? exact.slice(0, cut - 1) : exact.slice(0, cut);
  const text = isTie && /[02468]$/.test(below) ? below : plain;
  return number < 0 || Object.is(number, -0) ? `-${text}` : text;
}

/** Python's `round(value, digits)`: an int stays an int, and a tie goes to the even digit. */
export function roundNumber(value: Numeric, digits: number): Numeric {
  const number = toNumber(value) as number;
  if (!Number.isFinite(number)) return number;
  const isWhole = !isFloat(value);
  if (digits >= 0) return isWhole ? number : toFloat(Number(formatFixed(number, digits)));
  const unit = 10 ** Math.min(-digits, 308);
  const result = Number(formatFixed(number / unit, 0)) * unit;
  return isWhole ? result : toFloat(result);
}

export function requireDivisor(value: number): number {
  if (value === 0) throw new TemplateError('template-type-error', 'a division by zero');
  return value;
}
