/**
 * The values that a template handles, with Python's meanings where JavaScript's differ: what is true, equal, in
 * order, and what an attribute is. Only own properties of data are ever looked up.
 */

import { type Budget, spendCharacters, spendSearch, spendSteps } from './budget.ts';
import { TemplateError } from './problem.ts';

export type Value = null | undefined | boolean | number | string | Value[] | Dict | Fragment | Callable;
export interface Dict {
  [key: string]: Value;
}

/**
 * A part of what is put out, with where it comes from, on which depends how it is escaped:
 * `text` stands in the template outside of tags; `constant` in it within a tag, or is a number or a boolean;
 * `value` is data; `json` and `url` were made by tojson and urlencode; `none` is a null or a thing undefined.
 */
export interface Piece {
  from: 'text' | 'constant' | 'value' | 'json' | 'url' | 'none';
  text: string;
}

/** A text that remembers where its parts come from: until anything but output and `~` is done with it. */
export class Fragment {
  readonly pieces: readonly Piece[];
  /** Joined once: whoever made the pieces has paid for them, and reading them again costs nothing. */
  readonly text: string;
  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
    this.text = pieces.map(({ text }) => text).join('');
  }
}

/** A macro, a method or a function that templates may call; nothing else can be called. */
export class Callable {
  readonly call: (positional: Value[], named: Dict) => Value;
  constructor(call: (positional: Value[], named: Dict) => Value) {
    this.call = call;
  }
}

export const constant = (text: string): Fragment => new Fragment([{ from: 'constant', text }]);
export const emptyDict = (): Dict => Object.create(null) as Dict;

export function isText(value: Value): value is string | Fragment {
  return typeof value === 'string' || value instanceof Fragment;
}

export function isDict(value: Value): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isText(value) && !isCallable(value);
}

export function isCallable(value: Value): value is Callable {
  return value instanceof Callable;
}

/** A value as text: null and undefined are empty, lists and objects are JSON. Pays for what it makes. */
export function textOf(value: Value, budget: Budget): string {
  if (typeof value === 'string') return value;
  if (value instanceof Fragment) return value.text;
  if (value === null || value === undefined || isCallable(value)) return '';
  return typeof value === 'object' ? jsonOf(value, budget) : String(value);
}

/** A value as it is put out. */
export function piecesOf(value: Value, budget: Budget): readonly Piece[] {
  if (value instanceof Fragment) return value.pieces;
  if (value === null || value === undefined) return [{ from: 'none', text: '' }];
  if (typeof value === 'string') return [{ from: 'value', text: value }];
  if (typeof value === 'object') return isCallable(value) ? [] : [{ from: 'json', text: jsonOf(value, budget) }];
  return [{ from: 'constant', text: Number.isNaN(value) ? '' : String(value) }];
}

/** JSON of a value; what JSON has no word for is null. `indent` is a number of spaces per level, 0: one line. */
export function jsonOf(value: Value, budget: Budget, indent = 0, depth = 1): string {
  spendSteps(budget, 1);
  if (isText(value)) return paid(JSON.stringify(textOf(value, budget)), budget);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (isCallable(value)) return 'null';
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members = Array.isArray(value)
    ? value.map((member) => jsonOf(member, budget, indent, depth + 1))
    : Object.entries(value).map(([key, member]) => {
        return `${JSON.stringify(key)}:${indent > 0 ? ' ' : ''}${jsonOf(member, budget, indent, depth + 1)}`;
      });
  if (members.length === 0) return `${open}${close}`;
  const line = (level: number) => (indent > 0 ? `\n${' '.repeat(indent * level)}` : '');
  const separator = indent > 0 ? `,${line(depth)}` : ',';
  return paid(`${open}${line(depth)}${members.join(separator)}${line(depth - 1)}${close}`, budget);
}

function paid(text: string, budget: Budget): string {
  spendCharacters(budget, text.length);
  return text;
}

/** As in Python: empty texts, lists and dicts are false. */
export function isTrue(value: Value, budget: Budget): boolean {
  if (value instanceof Fragment) return value.text !== '';
  if (Array.isArray(value)) return value.length > 0;
  if (isDict(value)) return keysOf(value, budget).length > 0;
  return Boolean(value);
}

function keysOf(dict: Dict, budget: Budget): string[] {
  const keys = Object.keys(dict);
  spendSteps(budget, keys.length);
  return keys;
}

/** Equality by value; values of different types are not equal. */
export function equals(a: Value, b: Value, budget: Budget): boolean {
  spendSteps(budget, 1);
  if (isText(a) && isText(b)) {
    const [left, right] = [textOf(a, budget), textOf(b, budget)];
    spendCharacters(budget, left.length === right.length ? left.length : 0);
    return left === right;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((member, index) => equals(member, b[index], budget));
  }
  if (isDict(a) && isDict(b)) {
    const keys = keysOf(a, budget);
    return (
      keys.length === keysOf(b, budget).length &&
      keys.every((key) => Object.hasOwn(b, key) && equals(a[key], b[key], budget))
    );
  }
  return a === b || ((a ?? null) === null && (b ?? null) === null);
}

/** Negative, zero or positive; null where the two have no order, as a number and a text, or anything and null. */
export function order(a: Value, b: Value, budget: Budget): number | null {
  spendSteps(budget, 1);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (!isText(a) || !isText(b)) return null;
  const [left, right] = [textOf(a, budget), textOf(b, budget)];
  spendCharacters(budget, Math.min(left.length, right.length));
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether a text holds a text, a list a member, a dict a key. */
export function contains(container: Value, item: Value, budget: Budget): boolean {
  if (Array.isArray(container)) return container.some((member) => equals(member, item, budget));
  if (isDict(container)) return isText(item) && Object.hasOwn(container, textOf(item, budget));
  if (!isText(container) || !isText(item)) return false;
  const [text, part] = [textOf(container, budget), textOf(item, budget)];
  spendSearch(budget, text, part);
  return text.includes(part);
}

/** The members of a list, the keys of a dict, the characters of a text; none of null or undefined. Each is a step. */
export function membersOf(value: Value, budget: Budget): Value[] {
  const members = listed(value, budget);
  spendSteps(budget, members.length);
  return members;
}

function listed(value: Value, budget: Budget): Value[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (isDict(value)) return Object.keys(value);
  if (isText(value)) return [...textOf(value, budget)];
  throw new TemplateError('template-type', `a ${typeof value} has no members`);
}

/** An own property of a dict, or a member of a list or text by its place (from the end where negative). */
export function memberOf(target: Value, key: Value, budget: Budget): Value {
  if (isDict(target)) {
    const name = textOf(key, budget);
    return Object.hasOwn(target, name) ? target[name] : undefined;
  }
  if (isText(target) || Array.isArray(target)) {
    const sequence = isText(target) ? textOf(target, budget) : target;
    if (typeof key === 'number') return sequence.at(key);
    return isText(key) && textOf(key, budget) === 'length' ? sequence.length : undefined;
  }
  return undefined;
}

/** Python's `value[start:stop:step]`. */
export function sliceOf(target: Value, bounds: (number | null)[], budget: Budget): Value {
  const members = isText(target) ? [...textOf(target, budget)] : membersOf(target, budget);
  if (isText(target)) spendCharacters(budget, members.length);
  const step = Math.trunc(bounds[2] ?? 1);
  if (step === 0) throw new TemplateError('template-type', 'a slice has the step 0');
  const [lowest, highest] = step > 0 ? [0, members.length] : [-1, members.length - 1];
  const place = (bound: number | null | undefined, otherwise: number) => {
    if (bound === null || bound === undefined) return otherwise;
    return Math.min(Math.max(bound < 0 ? bound + members.length : bound, lowest), highest);
  };
  const start = place(bounds[0], step > 0 ? lowest : highest);
  const stop = place(bounds[1], step > 0 ? highest : lowest);
  const taken: Value[] = [];
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) taken.push(members[index]);
  return isText(target) ? taken.join('') : taken;
}
