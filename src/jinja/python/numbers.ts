/**
 * Python's numbers. JavaScript does not tell 3.0 from 3, Python does: a whole number is an int where it is JavaScript's
 * own, and a float where it is a `Float`; a number with a fraction is a float anyway.
 */

import { TemplateError } from '../errors.ts';

/** A float that happens to be whole. */
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

/** The number that counts for `value`: true is 1, as in Python. Null for what is no number. */
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

/** A result as an int, of which there is no -0, or as a float where one of `sources` is one. */
export function toResult(value: number, ...sources: unknown[]): Numeric {
  return sources.some(isFloat) ? toFloat(value) : value + 0;
}

/** As Python prints it: 3, 3.0, 0.1, 1e+16, 1e-05. */
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

/** Past these no figure of a double is left, before or behind the point. */
const MAX_DIGITS = 99;

/**
 * A number with so many digits behind the point. Exactly between two, it goes to the even one, as in Python; that is
 * told from all the digits that the double has.
 */
export function formatFixed(number: number, digits: number): string {
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

/** Python's `round(value, digits)`: of an int an int, to the even one where it lies between two. */
export function roundNumber(value: Numeric, digits: number): Numeric {
  const number = toNumber(value) as number;
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
