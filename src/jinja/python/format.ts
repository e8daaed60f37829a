/** Python's two kinds of formatting: `"%05.1f" % x`, as in the filter `format`, and `"{:>8}".format(x)`. */

import { type Budget, spendCharacters } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { createDict, type Dict, getMember, isDict, isString, type Value } from '../values.ts';
import { formatFixed, formatNumber, isFloat, isNumeric, toNumber } from './numbers.ts';
import { repr, stringify } from './stringify.ts';
import { countCharacters, sliceCharacters } from './strings.ts';

const CONVERSION = /%(?:\(([^)]{1,100})\))?([-0+ #]{0,5})(\d{0,3})(?:\.(\d{1,2}))?([sradiufFeEgGxXoc%])/g;

/** Formats `%s %d %f %x %r` and the like, with flags, width and precision, by position or by `%(name)s`. */
export function formatPercent(format: string, args: Value[], budget: Budget, named?: Dict): string {
  const names = named ?? args.find(isDict) ?? createDict();
  let index = 0;
  const text = format.replace(CONVERSION, (_, name, flags: string, width, precision, type: string) => {
    if (type === '%') return '%';
    const value = name === undefined ? args[index++] : names[name];
    const digits = precision === undefined ? null : Number(precision);
    const align = flags.includes('-') ? '<' : flags.includes('0') && !/[sra]/.test(type) ? '=' : '>';
    const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
    const layout = { align, fill: align === '=' ? '0' : ' ', width: Number(width) };
    if (/[sra]/.test(type)) {
      const shown = type === 's' ? stringify(value, budget) : repr(value, budget);
      spendCharacters(budget, shown.length + 1000);
      return alignText('', digits === null ? shown : sliceCharacters(shown, 0, digits), layout);
    }
    const isInteger = /[diu]/.test(type);
    const given = coerceNumber(value, type, budget);
    const number = isInteger ? Math.trunc(given) + 0 : given;
    const isMarked = flags.includes('#');
    const body = formatNumberBody(number, isInteger ? 'd' : type, digits, isMarked);
    return alignText(formatSign(number, sign) + formatPrefix(type, isMarked), body, layout);
  });
  spendCharacters(budget, text.length);
  return text;
}

/** A text such as "5" counts as a number, and other values as 0, so that the message is still sent. */
function coerceNumber(value: Value, type: string, budget: Budget): number {
  const number = toNumber(value);
  if (number !== null) return number;
  const text = stringify(value, budget);
  if (type === 'c' && isString(value)) return text.codePointAt(0) ?? 0;
  spendCharacters(budget, text.length);
  return Number(text) || 0;
}

const formatSign = (number: number, style: string): string =>
  number < 0 || Object.is(number, -0) ? '-' : style === '-' ? '' : style;

const RADIX: Record<string, [number, string]> = { x: [16, '0x'], X: [16, '0X'], o: [8, '0o'], b: [2, '0b'] };

/** What `#` adds after the sign, before the padding with zeros. */
const formatPrefix = (type: string | undefined, isMarked: boolean): string =>
  (isMarked && type !== undefined && RADIX[type]?.[1]) || '';

/** Formats a number without its sign and prefix, by Python's conversion types. `isMarked`: `#` keeps zeros and the decimal point. */
function formatNumberBody(number: number, type: string, precision: number | null, isMarked = false): string {
  const size = Math.abs(number);
  const radix = RADIX[type];
  if (radix !== undefined) {
    const digits = Math.trunc(size).toString(radix[0]);
    return type === 'X' ? digits.toUpperCase() : digits;
  }
  if (type === 'c') return String.fromCodePoint(Math.min(Math.trunc(size), 0x10ffff));
  if (type === 'd') return formatNumber(Math.trunc(size));
  const letter = type.toLowerCase();
  const body = Number.isFinite(size) ? formatFinite(size, letter, precision ?? 6, isMarked) : formatNumber(size);
  return type === letter ? body : body.toUpperCase();
}

function formatFinite(size: number, letter: string, precision: number, isMarked: boolean): string {
  const body =
    letter === 'e'
      ? formatExponential(size, precision)
      : letter === 'g'
        ? formatGeneral(size, precision, isMarked)
        : formatFixed(size, precision);
  return isMarked && !body.includes('.') ? body.replace(/(?=e|$)/, '.') : body;
}

const formatExponential = (size: number, digits: number): string =>
  size.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');

function formatGeneral(size: number, precision: number, keepsZeros: boolean): string {
  const figures = Math.max(1, precision);
  const exponent = size === 0 ? 0 : Number(size.toExponential(figures - 1).split('e')[1]);
  const isPlain = exponent >= -4 && exponent < figures;
  const body = isPlain ? formatFixed(size, figures - 1 - exponent) : formatExponential(size, figures - 1);
  return keepsZeros ? body : body.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}

interface Layout {
  align: string;
  fill: string;
  width: number;
}

function alignText(sign: string, body: string, { align, fill, width }: Layout): string {
  const padding = Math.max(0, width - countCharacters(sign + body));
  if (align === '=') return sign + fill.repeat(padding) + body;
  const before = align === '>' ? padding : align === '^' ? Math.floor(padding / 2) : 0;
  return fill.repeat(before) + sign + body + fill.repeat(padding - before);
}

const FIELD = /\{\{|\}\}|\{([^{}:!]{0,100})(?:!([rsa]))?(?::([^{}]{0,50}))?\}/g;

/** Python's `"{} {0} {name.key[0]:>8}".format(...)`. */
export function formatFields(format: string, args: Value[], named: Dict, budget: Budget): string {
  let index = 0;
  const text = format.replace(FIELD, (all, field: string | undefined, conversion, spec = '') => {
    if (field === undefined) return all[0] as string;
    const [head = '', ...path] = field.split(/[.[]/);
    const start = head === '' ? args[index++] : /^\d+$/.test(head) ? args[Number(head)] : named[head];
    const value = path.reduce<Value>((found, key) => getFieldMember(found, key.replace(/\]$/, ''), budget), start);
    const shown = conversion === 'r' || conversion === 'a' ? repr(value, budget) : value;
    const filled = formatBySpecification(conversion === 's' ? stringify(value, budget) : shown, spec, budget);
    spendCharacters(budget, filled.length + 1000);
    return filled;
  });
  spendCharacters(budget, text.length);
  return text;
}

function getFieldMember(value: Value, key: string, budget: Budget): Value {
  return getMember(value, /^\d+$/.test(key) ? Number(key) : key, budget);
}

const SPECIFICATION = /^(?:([\s\S])?([<>=^]))?([-+ ])?(#)?(0)?(\d{0,3})([,_])?(?:\.(\d{1,2}))?([bcdeEfFgGnosxX%])?$/u;

/** Python's format specification, which follows the colon of a field. */
function formatBySpecification(value: Value, specification: string, budget: Budget): string {
  const found = SPECIFICATION.exec(specification);
  if (found === null) throw new TemplateError('template-type-error', 'format() got an invalid format specification');
  const [, fill, align, sign = '', marked, zero, width = '', comma, precision, type] = found;
  const digits = precision === undefined ? null : Number(precision);
  const filler = fill ?? (zero === undefined ? ' ' : '0');
  const layout = (byDefault: string) => ({ align: align ?? byDefault, fill: filler, width: Number(width) });
  const isNumber = isNumeric(value) || (typeof value === 'boolean' && specification !== '');
  if (!isNumber && (type === undefined || type === 's')) {
    const text = stringify(value, budget);
    return alignText('', digits === null ? text : sliceCharacters(text, 0, digits), layout('<'));
  }
  const number = coerceNumber(value, type ?? 'd', budget);
  const isMarked = marked !== undefined;
  const body = formatFieldNumber(value, number, type, digits, isMarked);
  const start = formatSign(number, sign) + formatPrefix(type, isMarked);
  const placed = layout(zero === undefined ? '>' : '=');
  if (comma === undefined) return alignText(start, body, placed);
  const isPadded = placed.align === '=' && placed.fill === '0';
  const size = type !== undefined && Object.hasOwn(RADIX, type) ? 4 : 3;
  return alignText(
    start,
    groupDigits(body, { size, mark: comma, width: isPadded ? placed.width - start.length : 0 }),
    placed,
  );
}

function formatFieldNumber(
  value: Value,
  number: number,
  type: string | undefined,
  digits: number | null,
  isMarked: boolean,
) {
  if (type === '%') return `${formatNumberBody(number * 100, 'f', digits, isMarked)}%`;
  const kind = type === 'n' ? (isFloat(value) ? 'g' : 'd') : type;
  if (kind !== undefined) return formatNumberBody(number, kind, digits, isMarked);
  if (!isFloat(value)) return formatNumberBody(number, 'd', null);
  if (digits === null) return formatNumber(value as number).replace(/^-/, '');
  const body = formatNumberBody(number, 'g', digits);
  return /[.e]/.test(body) ? body : `${body}.0`;
}

/** Separates groups of digits by a mark. Zeros are added up to the width, and one more instead of a mark at the beginning. */
function groupDigits(body: string, { size, mark, width }: { size: number; mark: string; width: number }): string {
  const [digits = ''] = (size === 4 ? /^[\da-f]*/i : /^\d*/).exec(body) ?? [];
  const rest = body.slice(digits.length);
  const group = new RegExp(`\\B(?=(?:\\w{${size}})+$)`, 'g');
  let whole = digits;
  while (whole !== '' && whole.replace(group, mark).length + rest.length < width) whole = `0${whole}`;
  return whole.replace(group, mark) + rest;
}
