/** Converts values to text: as output, as Python's `str` and `repr`, and as JSON. Each function pays for its result. */

import { type Budget, spendCharacters, spendSteps } from '../budget.ts';
import {
  Fragment,
  isCallable,
  isString,
  isUndefined,
  type Piece,
  Tuple,
  toPlainString,
  type Value,
} from '../values.ts';
import { formatPaidNumber, isFloat, isNumeric, type Numeric, toNumber } from './numbers.ts';
import { escapeCharacter, quoteString } from './strings.ts';

/**
 * A value as text; undefined is empty. Null, true and a list are `None`, `True` and `['a', 1]` in the style of Python,
 * and otherwise empty, `true` and JSON.
 */
export function stringify(value: Value, budget: Budget): string {
  if (isString(value)) return toPlainString(value);
  if (value === undefined || isCallable(value)) return '';
  if (isNumeric(value)) return formatPaidNumber(value, budget);
  if (budget.valueStyle === 'python') return repr(value, budget);
  if (value === null) return '';
  return typeof value === 'object' ? stringifyJson(value, budget) : String(value);
}

/** A value as output. */
export function toPieces(value: Value, budget: Budget): readonly Piece[] {
  if (value instanceof Fragment) return value.pieces;
  if (isCallable(value)) return [];
  const text = stringify(value, budget);
  if (value === null || value === undefined) return [{ from: 'none', text }];
  if (typeof value === 'string') return [{ from: 'value', text }];
  const isData = typeof value === 'object' && !isNumeric(value);
  return [{ from: isData ? (budget.valueStyle === 'json' ? 'json' : 'value') : 'constant', text }];
}

/** Python's `repr`. `sortsKeys`: sorts the keys of dicts, as `pprint` does. */
export function repr(value: Value, budget: Budget, sortsKeys = false): string {
  spendSteps(budget, 1);
  if (value === undefined || isUndefined(value)) return 'Undefined';
  if (isString(value)) return charge(quoteString(toPlainString(value)), budget);
  if (isNumeric(value)) return formatPaidNumber(value, budget);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isCallable(value)) return 'Undefined';
  if (value === null) return 'None';
  if (Array.isArray(value)) {
    const members = value.map((member) => repr(member, budget, sortsKeys)).join(', ');
    if (!(value instanceof Tuple)) return charge(`[${members}]`, budget);
    return charge(value.length === 1 ? `(${members},)` : `(${members})`, budget);
  }
  const entries = sortsKeys ? Object.entries(value).sort(byKey) : Object.entries(value);
  const members = entries.map(([key, member]) => {
    return `${charge(quoteString(key), budget)}: ${repr(member, budget, sortsKeys)}`;
  });
  return charge(`{${members.join(', ')}}`, budget);
}

/** Python's `ascii`: `repr` with escapes for all other characters. */
export function reprAscii(value: Value, budget: Budget): string {
  return charge(repr(value, budget).replace(/\P{ASCII}/gu, escapeCharacter), budget);
}

/**
 * `isJinja`: the style of `tojson`, with sorted keys, a space after each comma, and everything escaped that is not plain ASCII or that has
 * a meaning in HTML. `indent`: spaces per level; 0 writes one line.
 */
interface JsonStyle {
  isJinja: boolean;
  indent: number;
}

const PLAIN_JSON: JsonStyle = { isJinja: false, indent: 0 };

/** A value as JSON. Values that JSON cannot represent are null. */
export function stringifyJson(value: Value, budget: Budget, style = PLAIN_JSON, depth = 1): string {
  const { isJinja, indent } = style;
  spendSteps(budget, 1);
  if (isString(value)) return charge(jsonString(toPlainString(value), style), budget);
  if (isNumeric(value)) return formatJsonNumber(value, budget);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (isCallable(value)) return 'null';
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members = Array.isArray(value)
    ? value.map((member) => stringifyJson(member, budget, style, depth + 1))
    : (isJinja ? Object.entries(value).sort(byKey) : Object.entries(value)).map(([key, member]) => {
        const colon = isJinja || indent > 0 ? ': ' : ':';
        return `${charge(jsonString(key, style), budget)}${colon}${stringifyJson(member, budget, style, depth + 1)}`;
      });
  if (members.length === 0) return `${open}${close}`;
  const line = (level: number) => (indent > 0 ? `\n${' '.repeat(indent * level)}` : '');
  const separator = indent > 0 ? `,${line(depth)}` : isJinja ? ', ' : ',';
  spendCharacters(budget, separator.length * members.length);
  return charge(`${open}${line(depth)}${members.join(separator)}${line(depth - 1)}${close}`, budget);
}

const byKey = ([a]: [string, Value], [b]: [string, Value]): number => (a < b ? -1 : 1);

function jsonString(text: string, { isJinja }: JsonStyle): string {
  const json = JSON.stringify(text);
  if (!isJinja) return json;
  return json.replace(/[<>&'\x7f-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** As Python does, `tojson` writes `Infinity` and `NaN` in plain text. JSON has no such numbers. */
function formatJsonNumber(value: Numeric, budget: Budget): string {
  const number = toNumber(value) as number;
  if (Number.isFinite(number) || !isFloat(value)) return formatPaidNumber(value, budget);
  return budget.valueStyle === 'python' ? String(number) : 'null';
}

function charge(text: string, budget: Budget): string {
  spendCharacters(budget, text.length);
  return text;
}

/** Whether a value is HTML, or JSON that is safe in HTML: `escape` leaves it as it is. */
export const isEscaped = (value: Value): boolean => value instanceof Fragment && value.isMarkup;
