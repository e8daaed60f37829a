/**
 * The methods of Python's texts, dicts and lists that templates may call. Some change a list or dict, which is then the
 * rendering's own: of what it is handed it sees a copy.
 */

import { type Budget, MAX_STRING_LENGTH, spendCharacters, spendSearch, spendSteps } from './budget.ts';
import { TemplateError } from './errors.ts';
import { formatFields } from './python/format.ts';
import { toNumber } from './python/numbers.ts';
import { stringify } from './python/stringify.ts';
import { countCharacters } from './python/strings.ts';
import { capitalize, centerText, replaceText, splitLines, stripCharacters, toPythonTitleCase } from './text.ts';
import * as values from './values.ts';
import { Callable, type Dict, getMember, isDict, isString, listMembers, type Value } from './values.ts';

type TextMethod = (text: string, args: Value[], budget: Budget, named: Dict) => Value;

const toInteger = (value: Value, otherwise: number): number => Math.trunc(toNumber(value) ?? otherwise);

/** Padded to a width, at the sides where it says so. */
function padText(text: string, [width, fill]: Value[], budget: Budget, pad: typeof centerText): string {
  const most = Math.min(toInteger(width, 0), text.length + MAX_STRING_LENGTH + 1);
  spendCharacters(budget, Math.max(0, most));
  return pad(text, most, isString(fill) ? stringify(fill, budget) : ' ');
}

const countPadding = (text: string, width: number): number => Math.max(0, width - countCharacters(text));

function createStripMethod(ends: { start: boolean; end: boolean }): TextMethod {
  return (text, [characters], budget) => {
    return stripCharacters(text, isString(characters) ? stringify(characters, budget) : null, budget, ends);
  };
}

const isCased = (text: string): boolean => /[\p{Lu}\p{Ll}\p{Lt}]/u.test(text);

const TEXT_METHODS: Record<string, TextMethod> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toLowerCase().replaceAll('\u00df', 'ss'),
  title: toPythonTitleCase,
  capitalize: capitalize,
  swapcase: (text) =>
    text.replace(/\p{Lu}|\p{Ll}/gu, (one) => (/\p{Lu}/u.test(one) ? one.toLowerCase() : one.toUpperCase())),
  strip: createStripMethod({ start: true, end: true }),
  lstrip: createStripMethod({ start: true, end: false }),
  rstrip: createStripMethod({ start: false, end: true }),
  trim: (text) => text.trim(),
  center: (text, args, budget) => padText(text, args, budget, centerText),
  ljust: (text, args, budget) =>
    padText(text, args, budget, (one, width, fill) => one + fill?.repeat(countPadding(one, width))),
  rjust: (text, args, budget) =>
    padText(text, args, budget, (one, width, fill) => fill?.repeat(countPadding(one, width)) + one),
  zfill: (text, [width]) => {
    const [, sign = '', digits = ''] = /^([+-]?)([\s\S]*)$/.exec(text) ?? [];
    return sign + '0'.repeat(countPadding(text, Math.min(toInteger(width, 0), 1000))) + digits;
  },
  split: (text, [separator, most], budget, named) => {
    return splitText(text, separator ?? named.sep, toInteger(most ?? named.maxsplit, -1), budget);
  },
  rsplit: (text, [separator, most], budget, named) => {
    return splitFromEnd(text, separator ?? named.sep, toInteger(most ?? named.maxsplit, -1), budget);
  },
  partition: (text, [separator], budget) => {
    const mark = chargeSearch(text, separator, budget);
    const place = text.indexOf(mark);
    return values.createTuple(
      place < 0 ? [text, '', ''] : [text.slice(0, place), mark, text.slice(place + mark.length)],
    );
  },
  rpartition: (text, [separator], budget) => {
    const mark = chargeSearch(text, separator, budget);
    const place = text.lastIndexOf(mark);
    return values.createTuple(
      place < 0 ? ['', '', text] : [text.slice(0, place), mark, text.slice(place + mark.length)],
    );
  },
  splitlines: (text, _, budget) => chargeList(splitLines(text), budget),
  join: (text, [items], budget) => {
    const parts = listMembers(items, budget).map((item) => stringify(item, budget));
    spendCharacters(
      budget,
      parts.reduce((size, part) => size + part.length + text.length, 0),
    );
    return parts.join(text);
  },
  format: (text, args, budget, named) => formatFields(text, args, named, budget),
  replace: (text, [from, to, most], budget) => {
    return replaceText(text, stringify(from, budget), stringify(to, budget), toInteger(most, -1), budget);
  },
  removeprefix: (text, [prefix], budget) => {
    const start = stringify(prefix, budget);
    return text.startsWith(start) ? text.slice(start.length) : text;
  },
  removesuffix: (text, [suffix], budget) => {
    const end = stringify(suffix, budget);
    return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
  },
  startswith: (text, [prefix], budget) => matchesAny(prefix, (one) => text.startsWith(stringify(one, budget))),
  endswith: (text, [suffix], budget) => matchesAny(suffix, (one) => text.endsWith(stringify(one, budget))),
  find: (text, [part], budget) => toCharacterIndex(text, text.indexOf(chargeSearch(text, part, budget))),
  rfind: (text, [part], budget) => toCharacterIndex(text, text.lastIndexOf(chargeSearch(text, part, budget))),
  index: (text, [part], budget) => toCharacterIndex(text, requireFound(text.indexOf(chargeSearch(text, part, budget)))),
  count: (text, [part], budget) => {
    const wanted = chargeSearch(text, part, budget);
    return wanted === '' ? countCharacters(text) + 1 : text.split(wanted).length - 1;
  },
  isdigit: (text) => /^[\p{Nd}\u00b2\u00b3\u00b9\u2070-\u2089]+$/u.test(text),
  isdecimal: (text) => /^\p{Nd}+$/u.test(text),
  isnumeric: (text) => /^\p{N}+$/u.test(text),
  isalpha: (text) => /^\p{L}+$/u.test(text),
  isalnum: (text) => /^[\p{L}\p{N}]+$/u.test(text),
  isspace: (text) => text !== '' && text.trim() === '',
  islower: (text) => isCased(text) && text === text.toLowerCase(),
  isupper: (text) => isCased(text) && text === text.toUpperCase(),
};

const DICT_METHODS: Record<string, (dict: Dict, args: Value[], budget: Budget, named: Dict) => Value> = {
  items: (dict, _, budget) => chargeList(Object.entries(dict).map(values.createTuple), budget),
  keys: (dict, _, budget) => chargeList(Object.keys(dict), budget),
  values: (dict, _, budget) => chargeList(Object.values(dict), budget),
  get: (dict, [key, fallback = null], budget) => {
    const found = getMember(dict, key, budget);
    return found === undefined ? fallback : found;
  },
  copy: (dict) => Object.assign(values.createDict(), dict),
  update: (dict, [other], budget, named) => {
    const more = { ...(isDict(other) ? other : {}), ...named };
    spendSteps(budget, Object.keys(more).length);
    Object.assign(dict, more);
    return null;
  },
  setdefault: (dict, [key, fallback = null], budget) => {
    const name = stringify(key, budget);
    if (!Object.hasOwn(dict, name)) dict[name] = fallback;
    return dict[name];
  },
  pop: (dict, [key, fallback], budget) => {
    const name = stringify(key, budget);
    const isThere = Object.hasOwn(dict, name);
    if (!isThere && fallback === undefined) throw new TemplateError('template-type-error', 'pop finds nothing');
    const found = isThere ? dict[name] : fallback;
    delete dict[name];
    return found;
  },
  popitem: (dict, _, budget) => {
    spendSteps(budget, Object.keys(dict).length);
    const last = Object.entries(dict).at(-1);
    if (last === undefined) throw new TemplateError('template-type-error', 'popitem finds nothing');
    delete dict[last[0]];
    return values.createTuple(last);
  },
  clear: (dict, _, budget) => {
    spendSteps(budget, Object.keys(dict).length);
    for (const key of Object.keys(dict)) delete dict[key];
    return null;
  },
};

type ListMethod = (list: Value[], args: Value[], budget: Budget, named: Dict) => Value;

/** Of lists and tuples. */
const SEQUENCE_METHODS: Record<string, ListMethod> = {
  index: (list, [item], budget) => requireFound(list.findIndex((member) => values.equals(member, item, budget))),
  count: (list, [item], budget) => list.filter((member) => values.equals(member, item, budget)).length,
  includes: (list, [item], budget) => values.contains(list, item, budget),
};

const LIST_METHODS: Record<string, ListMethod> = {
  ...SEQUENCE_METHODS,
  copy: (list) => [...list],
  append: (list, [item], budget) => {
    spendSteps(budget, 1);
    list.push(item);
    return null;
  },
  extend: (list, [items], budget) => {
    for (const item of [...listMembers(items, budget)]) list.push(item);
    return null;
  },
  insert: (list, [index, item], budget) => {
    spendSteps(budget, list.length);
    list.splice(toInteger(index, 0), 0, item);
    return null;
  },
  pop: (list, [index], budget) => {
    spendSteps(budget, list.length);
    const place = toInteger(index, -1);
    if (list.at(place) === undefined) throw new TemplateError('template-type-error', 'pop finds nothing');
    return list.splice(place, 1)[0];
  },
  remove: (list, [item], budget) => {
    list.splice(requireFound(list.findIndex((member) => values.equals(member, item, budget))), 1);
    return null;
  },
  reverse: (list, _, budget) => {
    spendSteps(budget, list.length);
    list.reverse();
    return null;
  },
  sort: (list, _, budget, named) => {
    const direction = values.isTrue(named.reverse, budget) ? -1 : 1;
    list.sort((a, b) => direction * (values.compareOrder(a, b, budget) ?? 0));
    return null;
  },
  clear: (list, _, budget) => {
    spendSteps(budget, list.length);
    list.length = 0;
    return null;
  },
};

/** The names of the methods of such values; none of other kinds. */
export function listMethodNames(kind: string): string[] {
  if (kind === 'text') return Object.keys(TEXT_METHODS);
  if (kind === 'list') return Object.keys(LIST_METHODS);
  return kind === 'dict' ? Object.keys(DICT_METHODS) : [];
}

/** A method bound to its value; undefined where there is none of that name. */
export function getMethod(value: Value, name: string, budget: Budget): Value {
  if (isString(value)) {
    const text = stringify(value, budget);
    return bindMethod(TEXT_METHODS, name, (method, args, named) => {
      spendCharacters(budget, text.length);
      return method(text, args, budget, named);
    });
  }
  if (Array.isArray(value)) {
    const methods = value instanceof values.Tuple ? SEQUENCE_METHODS : LIST_METHODS;
    return bindMethod(methods, name, (method, args, named) => method(value, args, budget, named));
  }
  if (isDict(value)) return bindMethod(DICT_METHODS, name, (method, args, named) => method(value, args, budget, named));
  return undefined;
}

function bindMethod<Method>(
  methods: Record<string, Method>,
  name: string,
  apply: (method: Method, args: Value[], named: Dict) => Value,
): Callable | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method === undefined ? undefined : new Callable((args, named) => apply(method, args, named));
}

function chargeList<T extends Value>(list: T[], budget: Budget): T[] {
  spendSteps(budget, list.length);
  return list;
}

/** What is searched for, once that is paid. */
function chargeSearch(text: string, part: Value, budget: Budget): string {
  const wanted = stringify(part, budget);
  spendSearch(budget, text, wanted);
  return wanted;
}

/** A place in JavaScript's text as one in characters. */
const toCharacterIndex = (text: string, index: number): number =>
  index < 0 ? index : countCharacters(text.slice(0, index));

function requireFound(index: number): number {
  if (index < 0)
    throw new TemplateError('template-type-error', 'what is looked for is not there: ask with "in" before');
  return index;
}

function matchesAny(one: Value, holds: (value: Value) => boolean): boolean {
  return Array.isArray(one) ? one.some(holds) : holds(one);
}

/** As in Python: without a separator at any white space; at most `most` cuts, and the rest stays whole. */
function splitText(text: string, separator: Value, most: number, budget: Budget): string[] {
  if (!isString(separator)) {
    const parts = text.match(/\S+/g) ?? [];
    if (most < 0 || parts.length <= most + 1) return chargeList(parts, budget);
    const rest = parts.slice(0, most).reduce((left, part) => left.trimStart().slice(part.length), text);
    return chargeList([...parts.slice(0, most), rest.trimStart()], budget);
  }
  const mark = requireSeparator(text, separator, budget);
  const parts = chargeList(text.split(mark), budget);
  if (most < 0 || parts.length <= most + 1) return parts;
  return chargeList([...parts.slice(0, most), parts.slice(most).join(mark)], budget);
}

function splitFromEnd(text: string, separator: Value, most: number, budget: Budget): string[] {
  if (!isString(separator)) {
    const parts = text.match(/\S+/g) ?? [];
    if (most < 0 || parts.length <= most + 1) return chargeList(parts, budget);
    const last = parts.slice(parts.length - most);
    const rest = last.reduceRight((left, part) => left.trimEnd().slice(0, -part.length), text);
    return chargeList([rest.trimEnd(), ...last], budget);
  }
  const mark = requireSeparator(text, separator, budget);
  const parts = chargeList(text.split(mark), budget);
  if (most < 0 || parts.length <= most + 1) return parts;
  const cut = parts.length - most;
  return chargeList([parts.slice(0, cut).join(mark), ...parts.slice(cut)], budget);
}

function requireSeparator(text: string, separator: Value, budget: Budget): string {
  const mark = chargeSearch(text, separator, budget);
  if (mark === '') throw new TemplateError('template-type-error', 'split wants a separator that is not empty');
  return mark;
}

/** Follows a dotted attribute, as `map(attribute="a.b")` does. */
export function getAttributePath(value: Value, path: string, budget: Budget): Value {
  spendCharacters(budget, path.length);
  return path
    .split('.')
    .reduce<Value>((found, key) => getMember(found, /^\d+$/.test(key) ? Number(key) : key, budget), value);
}
