/** Formats numbers by the conversion types that `"%.1f" % x` and `"{:.1f}".format(x)` share. */

import { TemplateError } from '../errors.ts';
import { formatFixed, formatNumber, getAbsolute, type Int, isNegative, toFloat, truncate } from './numbers.ts';
import { countCharacters } from './strings.ts';

const RADIX: Record<string, [number, string]> = { x: [16, '0x'], X: [16, '0X'], o: [8, '0o'], b: [2, '0b'] };

/** The maximum precision: a double has fewer significant digits, and JavaScript does not write more. */
const MAX_PRECISION = 99;

/** The format of a number. `isMarked`: `#` keeps zeros and the decimal point, or adds a prefix such as 0x. */
export interface NumberFormat {
  type: string;
  precision: number | null;
  isMarked: boolean;
}

export const formatSign = (number: Int, style: string): string =>
  isNegative(number) ? '-' : style === '-' ? '' : style;

/** Formats the prefix that `#` adds after the sign, before the padding with zeros. */
export const formatPrefix = ({ type, isMarked }: NumberFormat): string => (isMarked && RADIX[type]?.[1]) || '';

/** An int without its sign, by `d`, `x`, `X`, `o` or `b`. */
export function formatInt(number: Int, { type }: NumberFormat): string {
  const digits = BigInt(getAbsolute(truncate(number) ?? 0)).toString(RADIX[type]?.[0] ?? 10);
  return type === 'X' ? digits.toUpperCase() : digits;
}

/** A float without its sign, by `e`, `f` or `g`, or in capitals. */
export function formatFloat(number: number, { type, precision, isMarked }: NumberFormat): string {
  const size = Math.abs(number);
  const letter = type.toLowerCase();
  const digits = requirePrecision(precision ?? 6);
  const body = Number.isFinite(size) ? formatFinite(size, letter, digits, isMarked) : formatNumber(size);
  return type === letter ? body : body.toUpperCase();
}

function requirePrecision(precision: number): number {
  if (precision <= MAX_PRECISION) return precision;
  throw new TemplateError('template-type-error', `a number is formatted with more than ${MAX_PRECISION} digits`);
}

function formatFinite(size: number, letter: string, precision: number, isMarked: boolean): string {
  const body =
    letter === 'e'
      ? formatExponential(size, precision)
      : letter === 'g'
        ? formatGeneral(size, precision, { keepsZeros: isMarked })
        : formatFixed(size, precision);
  return isMarked && !body.includes('.') ? body.replace(/(?=e|$)/, '.') : body;
}

/** As in Python, a tie rounds to the even digit, and all digits of the double are considered. */
function formatExponential(size: number, digits: number): string {
  const plain = size.toExponential(digits);
  const [exact = '', exponent = ''] = size.toExponential(MAX_PRECISION + 1).split('e');
  const cut = digits === 0 ? 1 : digits + 2;
  const isTie = /^\.?50*$/.test(exact.slice(cut));
  const below = exact.slice(0, cut);
  const text = isTie && /[02468]$/.test(below) ? `${below}e${exponent}` : plain;
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** `reserved`: digits that a plain number must leave, so that it can end in .0. */
function formatGeneral(size: number, precision: number, { keepsZeros = false, reserved = 0 }): string {
  const figures = Math.max(1, precision);
  const exponent = Number(formatExponential(size, figures - 1).split('e')[1]);
  const isPlain = exponent >= -4 && exponent < figures - reserved;
  const body = isPlain ? formatFixed(size, figures - 1 - exponent) : formatExponential(size, figures - 1);
  return keepsZeros ? body : body.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}

/** Formats a float by a specification without a type: like `str`, or like `g` with at least one decimal. */
export function formatPlainFloat(number: number, precision: number | null): string {
  const size = Math.abs(number);
  if (precision === null || !Number.isFinite(size)) return formatNumber(toFloat(size));
  const body = formatGeneral(size, requirePrecision(precision), { reserved: 1 });
  return /[.e]/.test(body) ? body : `${body}.0`;
}

export interface Layout {
  align: string;
  fill: string;
  width: number;
}

/** Pads a text to a width in characters. With the alignment `=`, the padding follows the sign. */
export function alignText(sign: string, body: string, { align, fill, width }: Layout): string {
  const padding = Math.max(0, width - countCharacters(sign + body));
  if (align === '=') return sign + fill.repeat(padding) + body;
  const before = align === '>' ? padding : align === '^' ? Math.floor(padding / 2) : 0;
  return fill.repeat(before) + sign + body + fill.repeat(padding - before);
}
