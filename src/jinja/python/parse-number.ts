/** Reads numbers from text as Python's `int` and `float` do. */

import { createIntLimitError, type Int, MAX_INT_BITS, toInt } from './numbers.ts';
import { trimEnd, trimStart } from './white-space.ts';

const BASES: Record<string, number> = { b: 2, o: 8, x: 16 };

/** Digits of other scripts, such as U+0663, are digits too. Each script has its ten digits in a row. */
function replaceDigits(text: string): string {
  const known = new Map<string, string>();
  return text.replace(/(?!\d)\p{Nd}/gu, (digit) => {
    const found = known.get(digit);
    if (found !== undefined) return found;
    const code = digit.codePointAt(0) as number;
    let first = code;
    while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
    const value = String((code - first) % 10);
    known.set(digit, value);
    return value;
  });
}

const normalize = (text: string): string => replaceDigits(trimEnd(trimStart(text)));

/** `int(text, base)`: a sign, the prefix of the base, and underscores between digits; null if invalid. Base 0: as in code. */
export function parseInteger(text: string, base: number): Int | null {
  const found = /^([+-]?)(?:0([box])_?)?([\da-z]+(?:_[\da-z]+)*)$/i.exec(normalize(text));
  if (found === null || base < 0 || base === 1 || base > 36) return null;
  const [, sign, prefix, body = ''] = found;
  const prefixBase = BASES[prefix?.toLowerCase() ?? ''];
  const radix = base === 0 ? (prefixBase ?? 10) : base;
  if (base === 0 && prefix === undefined && /^0.*[1-9a-z]/i.test(body)) return null;
  // The prefix of another base can be digits, as the b of 0b1 is in base 16.
  const digits = (prefix === undefined || prefixBase === radix ? body : `0${prefix}${body}`).replaceAll('_', '');
  if (![...digits].every((digit) => Number.parseInt(digit, 36) < radix)) return null;
  const number = parseDigits(digits, radix);
  return number === null ? null : toInt(sign === '-' ? -number : number);
}

const LITERAL_PREFIXES: Record<number, string> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

/** Null if Python refuses the number of decimal digits. */
function parseDigits(digits: string, radix: number): bigint | null {
  if (digits.length * Math.log2(radix) > MAX_INT_BITS + radix) {
    if (radix === 10) return null;
    throw createIntLimitError();
  }
  const prefix = LITERAL_PREFIXES[radix];
  if (prefix !== undefined) return BigInt(prefix + digits);
  // Ten digits are a safe integer in every base.
  const groups = digits.match(/.{1,10}/g) ?? [];
  return groups.reduce((sum, group) => {
    return sum * BigInt(radix) ** BigInt(group.length) + BigInt(Number.parseInt(group, radix));
  }, 0n);
}

const DECIMAL = /^[+-]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:e[+-]?\d(?:_?\d)*)?$/i;
const NAMED = /^([+-]?)(inf|infinity|nan)$/i;

/** `float(text)`, which also reads `inf` and `nan`; null if invalid. */
export function parseDecimal(text: string): number | null {
  const normal = normalize(text);
  if (DECIMAL.test(normal)) return Number(normal.replaceAll('_', ''));
  const [, sign, name] = NAMED.exec(normal) ?? [];
  if (name === undefined) return null;
  return name.toLowerCase() === 'nan' ? Number.NaN : sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
