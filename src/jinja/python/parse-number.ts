/** Reads numbers from text as Python's `int` and `float` do. */

import { createIntLimitError, type Int, MAX_INT_BITS, MAX_INT_DIGITS, toInt } from './numbers.ts';
import { trimEnd, trimStart } from './white-space.ts';

const BASES: Record<string, number> = { b: 2, o: 8, x: 16 };

/** Digits of other scripts by their characters, cached as they occur in texts: Unicode has less than a thousand. */
const VALUES = new Map<string, string>();

/** Replaces a digit such as U+0663 by one of 0 to 9. Each script has its ten digits in a row. */
function replaceDigit(digit: string): string {
  const known = VALUES.get(digit);
  if (known !== undefined) return known;
  const code = digit.codePointAt(0) as number;
  let first = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  const value = String((code - first) % 10);
  VALUES.set(digit, value);
  return value;
}

const normalize = (text: string): string => trimEnd(trimStart(text)).replace(/(?!\d)\p{Nd}/gu, replaceDigit);

/** Reads a number as the filter `int` does: `int(text, base)`, or else `float(text)`; null if both are invalid. Base 0 reads prefixes. */
export function parseNumber(text: string, base: number): Int | null {
  const normal = normalize(text);
  return readInteger(normal, base) ?? readDecimal(normal);
}

/** `float(text)`, which also reads `inf` and `nan`; null if invalid. */
export const parseDecimal = (text: string): number | null => readDecimal(normalize(text));

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Reads a sign, the prefix of the base, and underscores between digits. */
function readInteger(text: string, base: number): Int | null {
  const found = /^([+-]?)(?:0([box])_?)?([\da-z]+(?:_[\da-z]+)*)$/i.exec(text);
  if (found === null || base < 0 || base === 1 || base > 36) return null;
  const [, sign, prefix, body = ''] = found;
  const prefixBase = BASES[prefix?.toLowerCase() ?? ''];
  const radix = base === 0 ? (prefixBase ?? 10) : base;
  if (base === 0 && prefix === undefined && /^0.*[1-9a-z]/i.test(body)) return null;
  // The prefix of another base can be digits, as the b of 0b1 is in base 16.
  const digits = (prefix === undefined || prefixBase === radix ? body : `0${prefix}${body}`).replaceAll('_', '');
  if (!new RegExp(`^[${DIGITS.slice(0, radix)}]*$`, 'i').test(digits)) return null;
  const number = parseDigits(digits, radix);
  return number === null ? null : toInt(sign === '-' ? -number : number);
}

const LITERAL_PREFIXES: Record<number, string> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

/** Returns null if Python refuses the number of digits, which it limits in bases that are not a power of two. */
function parseDigits(digits: string, radix: number): bigint | null {
  const bitsPerDigit = Math.log2(radix);
  if (digits.length > MAX_INT_DIGITS && !Number.isInteger(bitsPerDigit)) return null;
  const significant = digits.replace(/^0+/, '');
  if ((significant.length - 1) * bitsPerDigit > MAX_INT_BITS) throw createIntLimitError();
  const prefix = LITERAL_PREFIXES[radix];
  if (prefix !== undefined) return BigInt(prefix + digits);
  // Ten digits are a safe integer in every base.
  const groups = significant.match(/.{1,10}/g) ?? [];
  return groups.reduce((sum, group) => {
    return sum * BigInt(radix) ** BigInt(group.length) + BigInt(Number.parseInt(group, radix));
  }, 0n);
}

const DECIMAL = /^[+-]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:e[+-]?\d(?:_?\d)*)?$/i;
const NAMED = /^([+-]?)(inf|infinity|nan)$/i;

function readDecimal(text: string): number | null {
  if (DECIMAL.test(text)) return Number(text.replaceAll('_', ''));
  const [, sign, name] = NAMED.exec(text) ?? [];
  if (name === undefined) return null;
  return name.toLowerCase() === 'nan' ? Number.NaN : sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
