/**
 * The values of templates, with Python's rules where JavaScript's differ: truth, equality, order and members. Only own
 * properties of data are ever looked up.
 */

import { type Budget, spendCharacters, spendSearch, spendSteps } from './budget.ts';
import { TemplateError } from './errors.ts';
import type { Position } from './parser/ast.ts';
import { compareNumbers } from './python/arithmetic.ts';
import { Float, formatPaidNumber, isInt, isNumeric, type Numeric, toExactNumber, toNumber } from './python/numbers.ts';
import { countCharacters, getCharacter } from './python/strings.ts';

export type Value = null | undefined | boolean | string | Numeric | Value[] | Dict | Fragment | Callable;
export interface Dict {
  [key: string]: Value;
}

/**
 * A part of the output, with its origin, which decides how it is escaped: `text` is the template's text outside tags;
 * `constant` is its text inside a tag, or a number or boolean; `value` is data; `json`, `url` and `html` come from
 * tojson, urlencode and escape; `none` is null or undefined.
 */
export interface Piece {
  from: 'text' | 'constant' | 'value' | 'json' | 'url' | 'html' | 'none';
  text: string;
  /** The position in the template. */
  at?: Position;
}

/** Text that remembers the origin of its parts. Only output, `~` and `join` preserve it. */
export class Fragment {
  readonly pieces: readonly Piece[];
  /** Joined once. Reading the text is free, because its pieces were charged to the budget when they were created. */
  readonly text: string;
  /** Whether all of it is HTML, or JSON that is safe in HTML. Computed once, for the same reason. */
  readonly isMarkup: boolean;
  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
    this.text = pieces.map(({ text }) => text).join('');
    this.isMarkup = pieces.length > 0 && pieces.every(({ from }) => from === 'html' || from === 'json');
  }
}

/** A text of the context that also has members. */
export class Choice extends Fragment {
  readonly members: Readonly<Record<string, string>>;
  constructor(text: string, members: Readonly<Record<string, string>>) {
    super([{ from: 'value', text }]);
    this.members = members;
  }
}

/** A macro, method or function: the only values that can be called. */
export class Callable {
  readonly call: (positional: Value[], named: Dict) => Value;
  /** Members, such as those of `loop`. */
  readonly members: Dict;
  constructor(call: (positional: Value[], named: Dict) => Value, members: Dict = createDict()) {
    this.call = call;
    this.members = members;
  }
}

/** A list that Python prints in parentheses, and that never equals a list. */
export class Tuple extends Array<Value> {
  /** Array methods return lists. */
  static override get [Symbol.species]() {
    return Array;
  }
}

export function createTuple(items: Value[]): Tuple {
  const tuple = new Tuple();
  for (const item of items) tuple.push(item);
  return tuple;
}

/** A group of `groupby`: a pair whose members also have names. */
export class Group extends Tuple {
  constructor(grouper: Value, list: Value[]) {
    super();
    this.push(grouper, list);
  }
}

/** The value of `{{ a if b }}` if b is false: it is undefined, and prints nothing, also in JSON. */
export const OMITTED = createConstant('');

export const isUndefined = (value: Value): boolean => value === undefined || value === OMITTED;

/** Text that the template itself contains, at this position. */
export function createConstant(text: string, at?: Position): Fragment {
  return new Fragment([at === undefined ? { from: 'constant', text } : { from: 'constant', text, at }]);
}

export function createDict(): Dict {
  return Object.create(null) as Dict;
}

/** A copy of plain data, which the template may change. */
export function copyValue(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyValue);
  if (!isDict(value)) return value;
  const copy = createDict();
  for (const [key, member] of Object.entries(value)) copy[key] = copyValue(member);
  for (const key of Object.getOwnPropertyNames(value)) {
    // Aliases are not enumerable.
    if (!Object.hasOwn(copy, key)) Object.defineProperty(copy, key, { value: copyValue(value[key]), writable: true });
  }
  return copy;
}

export function isString(value: Value): value is string | Fragment {
  return typeof value === 'string' || value instanceof Fragment;
}

export function isDict(value: Value): value is Dict {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Fragment || value instanceof Callable || value instanceof Float);
}

export function isCallable(value: Value): value is Callable {
  return value instanceof Callable;
}

export const toPlainString = (text: string | Fragment): string => (typeof text === 'string' ? text : text.text);

/** As in Python, empty texts, lists and dicts are false. */
export function isTrue(value: Value, budget: Budget): boolean {
  if (value instanceof Fragment) return value.text !== '';
  if (value instanceof Float) return value.value !== 0;
  if (Array.isArray(value)) return value.length > 0;
  if (isDict(value)) return listKeys(value, budget).length > 0;
  // NaN is true in Python.
  return typeof value === 'number' ? value !== 0 : Boolean(value);
}

/** The keys of a dict. Each key is a step. */
export function listKeys(dict: Dict, budget: Budget): string[] {
  const keys = Object.keys(dict);
  spendSteps(budget, keys.length);
  return keys;
}

/** The keys of a dict with their values, as tuples. Each pair is a step. */
export function listPairs(dict: Dict, budget: Budget): Tuple[] {
  return listKeys(dict, budget).map((key) => createTuple([key, dict[key]]));
}

/** Copies the members of a dict to another one. Each member is a step. */
export function assignMembers(target: Dict, source: Dict, budget: Budget): Dict {
  for (const key of listKeys(source, budget)) target[key] = source[key];
  return target;
}

/** Compares by value: 1 equals 1.0 and true; other values of different types are never equal. */
export function equals(a: Value, b: Value, budget: Budget): boolean {
  spendSteps(budget, 1);
  if (isUndefined(a) || isUndefined(b)) return isUndefined(a) && isUndefined(b);
  if (isString(a) && isString(b)) {
    const [left, right] = [toPlainString(a), toPlainString(b)];
    spendCharacters(budget, left.length === right.length ? left.length : 0);
    return left === right;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a instanceof Tuple !== b instanceof Tuple || a.length !== b.length) return false;
    return a.every((member, index) => equals(member, b[index], budget));
  }
  if (isDict(a) && isDict(b)) {
    const keys = listKeys(a, budget);
    return (
      keys.length === listKeys(b, budget).length &&
      keys.every((key) => Object.hasOwn(b, key) && equals(a[key], b[key], budget))
    );
  }
  const [left, right] = [toExactNumber(a), toExactNumber(b)];
  return left === null || right === null ? a === b : compareNumbers(left, right) === 0;
}

/** Returns a negative number, zero or a positive number; null if the values have no order, such as a number and a text. */
export function compareOrder(a: Value, b: Value, budget: Budget): number | null {
  spendSteps(budget, 1);
  const numbers = [toExactNumber(a), toExactNumber(b)];
  if (numbers[0] != null && numbers[1] != null) return compareNumbers(numbers[0], numbers[1]);
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b, budget);
  if (!isString(a) || !isString(b)) return null;
  const [left, right] = [toPlainString(a), toPlainString(b)];
  spendCharacters(budget, Math.min(left.length, right.length));
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Orders lists by the first members that differ. */
function compareLists(a: Value[], b: Value[], budget: Budget): number | null {
  const index = a.findIndex((member, position) => position >= b.length || !equals(member, b[position], budget));
  if (index >= 0 && index < b.length) return compareOrder(a[index], b[index], budget);
  return a.length - b.length;
}

/** Whether a text contains a text, a list a member, or a dict a key. */
export function contains(container: Value, item: Value, budget: Budget): boolean {
  if (Array.isArray(container)) return container.some((member) => equals(member, item, budget));
  if (isDict(container)) return isString(item) && Object.hasOwn(container, toPlainString(item));
  if (!isString(container) || !isString(item)) return false;
  const [text, part] = [toPlainString(container), toPlainString(item)];
  spendSearch(budget, text, part);
  return text.includes(part);
}

/** Lists the members of a list, keys of a dict or characters of a text; null and undefined have none. Each member is a step. */
export function listMembers(value: Value, budget: Budget): Value[] {
  const members = toMembers(value);
  spendSteps(budget, members.length);
  return members;
}

function toMembers(value: Value): Value[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (isDict(value)) return Object.keys(value);
  if (isString(value)) return [...toPlainString(value)];
  throw new TemplateError('template-type-error', `a ${isNumeric(value) ? 'number' : typeof value} has no members`);
}

/** Returns an own property of a dict, or a member of a list or text by its index, which can be negative. */
export function getMember(target: Value, key: Value, budget: Budget): Value {
  const holder = isCallable(target) ? target.members : target;
  if (isDict(holder)) {
    const name = isString(key) ? toPlainString(key) : isNumeric(key) ? formatPaidNumber(key, budget) : null;
    return name !== null && Object.hasOwn(holder, name) ? holder[name] : undefined;
  }
  if (!isString(holder) && !Array.isArray(holder)) return undefined;
  if (isString(holder)) spendCharacters(budget, toPlainString(holder).length);
  const index = isInt(key) ? toNumber(key) : null;
  if (index !== null) return isString(holder) ? getCharacter(toPlainString(holder), index) : holder.at(index);
  if (!isString(key)) return undefined;
  if (holder instanceof Choice && Object.hasOwn(holder.members, toPlainString(key)))
    return holder.members[toPlainString(key)];
  if (holder instanceof Group) return holder[['grouper', 'list'].indexOf(toPlainString(key))];
  if (toPlainString(key) !== 'length') return undefined;
  return isString(holder) ? countCharacters(toPlainString(holder)) : holder.length;
}

/** Python's `value[start:stop:step]`; undefined for values that are not sequences. */
export function sliceValue(target: Value, bounds: (number | null)[], budget: Budget): Value {
  if (!isString(target) && !Array.isArray(target)) return undefined;
  const members = isString(target) ? [...toPlainString(target)] : listMembers(target, budget);
  if (isString(target)) spendCharacters(budget, members.length);
  const step = Math.trunc(bounds[2] ?? 1);
  if (step === 0) throw new TemplateError('template-type-error', 'the step of a slice is 0');
  const [min, max] = step > 0 ? [0, members.length] : [-1, members.length - 1];
  const resolve = (bound: number | null | undefined, fallback: number) => {
    if (bound === null || bound === undefined) return fallback;
    return Math.min(Math.max(bound < 0 ? bound + members.length : bound, min), max);
  };
  const start = resolve(bounds[0], step > 0 ? min : max);
  const stop = resolve(bounds[1], step > 0 ? max : min);
  const selected: Value[] = [];
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) selected.push(members[index]);
  if (isString(target)) return selected.join('');
  return target instanceof Tuple ? createTuple(selected) : selected;
}

/** A text that also has members, like a choice field of Django: `status`, `status.value` and `status.label`. */
export function createChoice(text: string, members: Readonly<Record<string, string>>): object {
  return new Choice(text, members);
}

/** A copy of `record` that also has members under these names. They can be read, but are neither listed nor printed. */
export function addAliases<T extends object, A extends object>(record: T, aliases: A): T & A {
  const copy = { ...record };
  for (const [name, value] of Object.entries(aliases) as [string, Value][]) {
    Object.defineProperty(copy, name, { value, enumerable: false });
  }
  return copy as T & A;
}
