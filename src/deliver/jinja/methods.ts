/** The methods of Python's texts, dicts and lists that templates may call: each reads, and none changes anything. */

import { type Budget, spendCharacters, spendSearch, spendSteps } from './budget.ts';
import { capitalized, replaced, titled } from './text.ts';
import {
  Callable,
  contains,
  type Dict,
  equals,
  isDict,
  isText,
  memberOf,
  membersOf,
  textOf,
  type Value,
} from './values.ts';

type TextMethod = (text: string, args: Value[], budget: Budget) => Value;

const TEXT_METHODS: Record<string, TextMethod> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  title: titled,
  capitalize: capitalized,
  strip: (text, [characters], budget) => strip(text, characters, { start: true, end: true }, budget),
  lstrip: (text, [characters], budget) => strip(text, characters, { start: true, end: false }, budget),
  rstrip: (text, [characters], budget) => strip(text, characters, { start: false, end: true }, budget),
  trim: (text) => text.trim(),
  split: (text, [separator, most], budget) => split(text, separator, most, budget),
  splitlines: (text, _, budget) => counted(text.split(/\r\n|\r|\n/), budget),
  join: (text, [items], budget) => {
    const parts = membersOf(items, budget).map((item) => textOf(item, budget));
    spendCharacters(
      budget,
      parts.reduce((size, part) => size + part.length + text.length, 0),
    );
    return parts.join(text);
  },
  replace: (text, [from, to, most], budget) => {
    return replaced(text, textOf(from, budget), textOf(to, budget), typeof most === 'number' ? most : -1, budget);
  },
  startswith: (text, [prefix], budget) => anyOf(prefix, (one) => text.startsWith(textOf(one, budget))),
  endswith: (text, [suffix], budget) => anyOf(suffix, (one) => text.endsWith(textOf(one, budget))),
  find: (text, [part], budget) => text.indexOf(searched(text, part, budget)),
  count: (text, [part], budget) => text.split(searched(text, part, budget)).length - 1,
  isdigit: (text) => /^\p{Nd}+$/u.test(text),
  zfill: (text, [width]) => text.padStart(Math.min(Number(width) || 0, 1000), '0'),
};

const DICT_METHODS: Record<string, (dict: Dict, args: Value[], budget: Budget) => Value> = {
  items: (dict, _, budget) => counted(Object.entries(dict), budget),
  keys: (dict, _, budget) => counted(Object.keys(dict), budget),
  values: (dict, _, budget) => counted(Object.values(dict), budget),
  get: (dict, [key, fallback], budget) => {
    const name = textOf(key, budget);
    return Object.hasOwn(dict, name) ? dict[name] : (fallback ?? null);
  },
};

const LIST_METHODS: Record<string, (list: Value[], args: Value[], budget: Budget) => Value> = {
  index: (list, [item], budget) => list.findIndex((member) => equals(member, item, budget)),
  count: (list, [item], budget) => list.filter((member) => equals(member, item, budget)).length,
  includes: (list, [item], budget) => contains(list, item, budget),
};

/** A method bound to its value; undefined where there is none of that name. */
export function methodOf(value: Value, name: string, budget: Budget): Value {
  if (isText(value)) {
    const text = textOf(value, budget);
    return bind(TEXT_METHODS, name, (method, args) => {
      spendCharacters(budget, text.length);
      return method(text, args, budget);
    });
  }
  if (Array.isArray(value)) return bind(LIST_METHODS, name, (method, args) => method(value, args, budget));
  if (isDict(value)) return bind(DICT_METHODS, name, (method, args) => method(value, args, budget));
  return undefined;
}

function bind<Method>(
  methods: Record<string, Method>,
  name: string,
  apply: (method: Method, args: Value[]) => Value,
): Callable | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method === undefined ? undefined : new Callable((args) => apply(method, args));
}

function counted<T extends Value>(list: T[], budget: Budget): T[] {
  spendSteps(budget, list.length);
  return list;
}

/** What is searched for, once that is paid. */
function searched(text: string, part: Value, budget: Budget): string {
  const wanted = textOf(part, budget);
  spendSearch(budget, text, wanted);
  return wanted;
}

function anyOf(one: Value, holds: (value: Value) => boolean): boolean {
  return Array.isArray(one) ? one.some(holds) : holds(one);
}

function strip(text: string, characters: Value, ends: { start: boolean; end: boolean }, budget: Budget): string {
  const given = isText(characters) ? textOf(characters, budget) : null;
  spendCharacters(budget, given?.length ?? 0);
  const set = new Set(given?.split(''));
  const goes = (character: string) => (given === null ? character.trim() === '' : set.has(character));
  let [start, end] = [0, text.length];
  while (ends.start && start < end && goes(text[start] as string)) start += 1;
  while (ends.end && end > start && goes(text[end - 1] as string)) end -= 1;
  return text.slice(start, end);
}

/** As in Python: without a separator at any white space; at most `most` cuts, and the rest stays whole. */
function split(text: string, separator: Value, most: Value, budget: Budget): string[] {
  if (!isText(separator)) return counted(text.trim() === '' ? [] : text.trim().split(/\s+/), budget);
  const mark = searched(text, separator, budget);
  const parts = counted(text.split(mark), budget);
  if (typeof most !== 'number' || most < 0 || parts.length <= most + 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(mark)];
}

/** Follows a dotted attribute, as `map(attribute="a.b")` does. */
export function attributeOf(value: Value, path: string, budget: Budget): Value {
  spendCharacters(budget, path.length);
  return path
    .split('.')
    .reduce<Value>((found, key) => memberOf(found, /^\d+$/.test(key) ? Number(key) : key, budget), value);
}
