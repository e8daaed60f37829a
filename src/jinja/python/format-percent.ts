/** Python's `"%05.1f" % x`, which is also the filter `format`. */

import { type Budget, spendCharacters, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { getMember, isDict, isString, Tuple, toPlainString, type Value } from '../values.ts';
import { alignText, formatFloat, formatInt, formatPrefix, formatSign, type Layout } from './format-number.ts';
import { type Int, isFloat, toExactNumber, toNumber, truncate } from './numbers.ts';
import { parseDecimal } from './parse-number.ts';
import { repr, reprAscii, stringify } from './stringify.ts';
import { sliceCharacters } from './strings.ts';

const CONVERSION = /%(?:\(([^()]*)\))?([-0+ #]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?([\s\S]?)/gu;

const fail = (detail: string): never => {
  throw new TemplateError('template-type-error', detail);
};

/** Hands out the values of a tuple one by one, or the only value. */
class PercentArguments {
  readonly #values: Value;
  readonly #budget: Budget;
  #index = 0;
  #isNamed = false;

  constructor(values: Value, budget: Budget) {
    this.#values = values;
    this.#budget = budget;
  }

  next(): Value {
    const list = this.#values instanceof Tuple ? this.#values : [this.#values];
    if (this.#index >= list.length) fail('a % format has more conversions than values');
    this.#index += 1;
    return list[this.#index - 1];
  }

  get(name: string): Value {
    this.#isNamed = true;
    if (isDict(this.#values)) return getMember(this.#values, name, this.#budget);
    return fail('a % format with names needs a dict');
  }

  /** As in Python, lists and dicts can remain unused. */
  requireAllUsed(): void {
    const isTuple = this.#values instanceof Tuple;
    const count = isTuple ? this.#values.length : 1;
    const isContainer = !isTuple && (Array.isArray(this.#values) || isDict(this.#values));
    if (this.#index < count && !this.#isNamed && !isContainer) fail('a % format has fewer conversions than values');
  }
}

interface Conversion {
  type: string;
  flags: string;
  width: number;
  precision: number | null;
}

/**
 * Formats `%s %d %f %x %r` and the like, with flags, width and precision, by position or by `%(name)s`. A value that a conversion
 * does not accept is written as text, so that the message is still sent.
 *
 * @throws TemplateError if the format is invalid, or does not have as many conversions as there are values.
 */
export function formatPercent(format: string, values: Value, budget: Budget): string {
  spendCharacters(budget, format.length);
  const args = new PercentArguments(values, budget);
  const text = format.replace(CONVERSION, (all, name: string | undefined, flags: string, width, precision, type) => {
    spendSteps(budget, 1);
    if (all === '%%') return '%';
    if (!/[sradiufFeEgGxXoc%]/.test(type)) fail('a % format has an invalid conversion; write %% for a percent sign');
    if (type === '%') return '%';
    const size = width === '*' ? readSize(args.next()) : Number(width);
    const digits = precision === undefined ? null : precision === '*' ? readSize(args.next()) : Number(precision);
    const value = name === undefined ? args.next() : args.get(name);
    spendCharacters(budget, Math.max(Math.abs(size), digits ?? 0));
    const isLeft = size < 0;
    const conversion = { type, flags: isLeft ? `${flags}-` : flags, width: Math.abs(size), precision: digits };
    const filled = convert(value, conversion, budget);
    spendCharacters(budget, filled.length);
    return filled;
  });
  args.requireAllUsed();
  spendCharacters(budget, text.length);
  return text;
}

const readSize = (value: Value): number => Number(truncate(toExactNumber(value) ?? 0));

function convert(value: Value, { type, flags, width, precision }: Conversion, budget: Budget): string {
  const align = flags.includes('-') ? '<' : flags.includes('0') ? '=' : '>';
  const layout: Layout = { align, fill: align === '=' ? '0' : ' ', width };
  const plain = { ...layout, align: align === '=' ? '>' : align, fill: ' ' };
  const write = (text: string) => alignText('', precision === null ? text : sliceCharacters(text, 0, precision), plain);
  if (type === 's') return write(stringify(value, budget));
  if (type === 'r') return write(repr(value, budget));
  if (type === 'a') return write(reprAscii(value, budget));
  if (type === 'c') return alignText('', convertToCharacter(value, budget), plain);
  const number = readNumber(value, type, budget);
  if (number === null) return alignText('', stringify(value, budget), plain);
  const format = { type: /[iu]/.test(type) ? 'd' : type, precision, isMarked: flags.includes('#') };
  const isInt = /[dxXo]/.test(format.type);
  const body = isInt ? formatInt(number, format).padStart(precision ?? 0, '0') : formatFloat(Number(number), format);
  const sign = formatSign(number, flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '');
  return alignText(sign + formatPrefix(format), body, layout);
}

/** A text such as "5" counts as a number. Returns null if the conversion does not accept the value. */
export function readNumber(value: Value, type: string, budget: Budget): Int | null {
  const isText = isString(value);
  if (isText) spendCharacters(budget, toPlainString(value).length);
  const number = isText ? parseDecimal(toPlainString(value)) : toExactNumber(value);
  if (number === null) return null;
  if (/[xXobc]/.test(type) && (isText ? !Number.isInteger(number) : isFloat(value))) return null;
  if (/[diuxXo]/.test(type)) return truncate(number);
  const isTooLarge = typeof number === 'bigint' && /[eEfFgG%]/.test(type) && !Number.isFinite(Number(number));
  return isTooLarge ? null : number;
}

const MAX_CODE_POINT = 0x10ffff;

function convertToCharacter(value: Value, budget: Budget): string {
  const code = isString(value) || isFloat(value) ? null : toNumber(value);
  if (code !== null && code >= 0 && code <= MAX_CODE_POINT) return String.fromCodePoint(code);
  return stringify(value, budget);
}
