/** Python's format specification, such as `>8` or `,.1f`. */

import { type Budget, spendCharacters } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { isString, type Value } from '../values.ts';
import {
  alignText,
  formatFloat,
  formatInt,
  formatPlainFloat,
  formatPrefix,
  formatSign,
  type Layout,
  type NumberFormat,
} from './format-number.ts';
import { readNumber } from './format-percent.ts';
import { type Int, isFloat, isNumeric, toNumber } from './numbers.ts';
import { stringify } from './stringify.ts';
import { sliceCharacters } from './strings.ts';

const SPECIFICATION = /^(?:([\s\S])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d*)([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/u;

interface Specification {
  fill: string | undefined;
  align: string | undefined;
  sign: string;
  /** `z`: a negative zero is written without its sign. */
  hidesNegativeZero: boolean;
  isMarked: boolean;
  hasZeros: boolean;
  width: number;
  mark: string | undefined;
  precision: number | null;
  type: string | undefined;
}

function parseSpecification(text: string): Specification {
  const found = SPECIFICATION.exec(text);
  if (found === null) throw createSpecificationError();
  const [, fill, align, sign = '', z, marked, zeros, width = '', mark, precision, type] = found;
  return {
    fill,
    align,
    sign,
    hidesNegativeZero: z !== undefined,
    isMarked: marked !== undefined,
    hasZeros: zeros !== undefined,
    width: Number(width),
    mark,
    precision: precision === undefined ? null : Number(precision),
    type,
  };
}

const createSpecificationError = (): TemplateError =>
  new TemplateError('template-type-error', 'format() got an invalid format specification');

/**
 * Formats a value. A value that the type does not accept is written as text, so that the message is still sent.
 * @throws TemplateError if no value could be formatted like this.
 */
export function formatValue(value: Value, text: string, budget: Budget): string {
  if (text === '') return stringify(value, budget);
  const specification = parseSpecification(text);
  const { type, width, precision } = specification;
  spendCharacters(budget, Math.max(width, precision ?? 0));
  const kind = type ?? (typeof value === 'boolean' || (isNumeric(value) && !isFloat(value)) ? 'd' : '');
  const isText = kind === 's' || (kind === '' && !isFloat(value));
  const number = isText ? null : readNumber(value, kind, budget);
  if (number === null || (/[bcdoxXn]/.test(kind) && isFloat(value) && kind !== 'n')) {
    // The precision of a number does not truncate a text.
    const cut = isString(value) && isText ? precision : null;
    return formatText(stringify(value, budget), { ...specification, precision: cut });
  }
  requireCompatible(specification, kind, value);
  if (kind === 'c') return alignText('', toCharacter(number), layOutNumber(specification));
  return formatNumeric(value, number, kind, specification);
}

const MAX_CODE_POINT = 0x10ffff;

function toCharacter(number: Int): string {
  const code = Number(number);
  if (code >= 0 && code <= MAX_CODE_POINT) return String.fromCodePoint(code);
  throw new TemplateError('template-type-error', 'format() got a number that is not a character');
}

/** Rejects specifications that Python refuses for every value. */
function requireCompatible(
  { mark, precision, sign, isMarked, hidesNegativeZero }: Specification,
  kind: string,
  value: Value,
): void {
  const isInt = /[bcdoxX]/.test(kind) || (kind === 'n' && !isFloat(value));
  const isRefused =
    (isInt && (precision !== null || hidesNegativeZero)) ||
    (mark === ',' && /[bcnoxX]/.test(kind)) ||
    (mark === '_' && /[cn]/.test(kind)) ||
    (kind === 'c' && (sign !== '' || isMarked));
  if (isRefused) throw createSpecificationError();
}

function formatText(text: string, { align, fill, hasZeros, width, precision }: Specification): string {
  const shown = precision === null ? text : sliceCharacters(text, 0, precision);
  const layout = { align: align === undefined || align === '=' ? '<' : align, fill: fill ?? (hasZeros ? '0' : ' ') };
  return alignText('', shown, { ...layout, width });
}

function layOutNumber({ align, fill, hasZeros, width }: Specification): Layout {
  return { align: align ?? (hasZeros ? '=' : '>'), fill: fill ?? (hasZeros ? '0' : ' '), width };
}

function formatNumeric(value: Value, number: Int, kind: string, specification: Specification): string {
  const { width, mark, precision, isMarked, hidesNegativeZero } = specification;
  const type = kind === 'n' ? (isFloat(value) ? 'g' : 'd') : kind;
  const format: NumberFormat = { type, precision, isMarked };
  const body = formatBody(number, format);
  const isHidden = hidesNegativeZero && !/[1-9a-z]/i.test(body.replace(/e.*/i, ''));
  const sign = isHidden ? specification.sign.replace('-', '') : formatSign(number, specification.sign);
  const start = sign + formatPrefix(format);
  const layout = layOutNumber(specification);
  if (mark === undefined) return alignText(start, body, layout);
  const isPadded = layout.align === '=' && layout.fill === '0';
  const size = /[bxXo]/.test(type) ? 4 : 3;
  return alignText(start, groupDigits(body, { size, mark, width: isPadded ? width - start.length : 0 }), layout);
}

/** Formats a number without its sign and prefix. */
function formatBody(number: Int, format: NumberFormat): string {
  const { type, precision } = format;
  if (/[bdoxX]/.test(type)) return formatInt(number, format);
  const float = toNumber(number) as number;
  if (type === '%') return `${formatFloat(float * 100, { ...format, type: 'f' })}%`;
  return type === '' ? formatPlainFloat(float, precision) : formatFloat(float, format);
}

/** Separates groups of digits by a mark. Zeros are added up to the width, and one more instead of a mark at the beginning. */
function groupDigits(body: string, { size, mark, width }: { size: number; mark: string; width: number }): string {
  const [digits = ''] = (size === 4 ? /^[\da-f]*/i : /^\d*/).exec(body) ?? [];
  if (digits === '') return body;
  const rest = body.slice(digits.length);
  // Each group but the first has a mark before it.
  const room = width - rest.length - 1;
  const min = room < 0 ? 0 : Math.floor(room / (size + 1)) * size + (room % (size + 1)) + 1;
  const filled = digits.padStart(min, '0');
  const first = filled.length % size;
  const groups = filled.slice(first).match(new RegExp(`.{${size}}`, 'g')) ?? [];
  return (first > 0 ? [filled.slice(0, first), ...groups] : groups).join(mark) + rest;
}
