/**
 * The methods of Python's texts, dicts and lists that templates may call. Some change a list or dict, which is then the
 * rendering's own: of what it is handed it sees a copy.
 */

import { type Budget, LONGEST_TEXT, spendCharacters, spendSearch, spendSteps } from './budget.ts';
import { TemplateError } from './errors.ts';
import { formattedFields } from './python/format.ts';
import { numberOf } from './python/numbers.ts';
import { textOf } from './python/stringify.ts';
import { lengthOf } from './python/strings.ts';
import { capitalized, centered, linesOf, replaced, stripped, titledByMethod } from './text.ts';
import * as values from './values.ts';
import { Callable, type Dict, isDict, isText, memberOf, membersOf, type Value } from './values.ts';

type TextMethod = (text: string, args: Value[], budget: Budget, named: Dict) => Value;

const asCount = (value: Value, otherwise: number): number => Math.trunc(numberOf(value) ?? otherwise);

/** Padded to a width, at the sides where it says so. */
function padded(text: string, [width, fill]: Value[], budget: Budget, pad: typeof centered): string {
  const most = Math.min(asCount(width, 0), text.length + LONGEST_TEXT + 1);
  spendCharacters(budget, Math.max(0, most));
  return pad(text, most, isText(fill) ? textOf(fill, budget) : ' ');
}

const room = (text: string, width: number): number => Math.max(0, width - lengthOf(text));

function stripping(ends: { start: boolean; end: boolean }): TextMethod {
  return (text, [characters], budget) => {
    return stripped(text, isText(characters) ? textOf(characters, budget) : null, budget, ends);
  };
}

const isCased = (text: string): boolean => /[\p{Lu}\p{Ll}\p{Lt}]/u.test(text);

const TEXT_METHODS: Record<string, TextMethod> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toLowerCase().replaceAll('\u00df', 'ss'),
  title: titledByMethod,
  capitalize: capitalized,
  swapcase: (text) =>
    text.replace(/\p{Lu}|\p{Ll}/gu, (one) => (/\p{Lu}/u.test(one) ? one.toLowerCase() : one.toUpperCase())),
  strip: stripping({ start: true, end: true }),
  lstrip: stripping({ start: true, end: false }),
  rstrip: stripping({ start: false, end: true }),
  trim: (text) => text.trim(),
  center: (text, args, budget) => padded(text, args, budget, centered),
  ljust: (text, args, budget) => padded(text, args, budget, (one, width, fill) => one + fill?.repeat(room(one, width))),
  rjust: (text, args, budget) => padded(text, args, budget, (one, width, fill) => fill?.repeat(room(one, width)) + one),
  zfill: (text, [width]) => {
    const [, sign = '', digits = ''] = /^([+-]?)([\s\S]*)$/.exec(text) ?? [];
    return sign + '0'.repeat(room(text, Math.min(asCount(width, 0), 1000))) + digits;
  },
  split: (text, [separator, most], budget, named) => {
    return split(text, separator ?? named.sep, asCount(most ?? named.maxsplit, -1), budget);
  },
  rsplit: (text, [separator, most], budget, named) => {
    return splitFromEnd(text, separator ?? named.sep, asCount(most ?? named.maxsplit, -1), budget);
  },
  partition: (text, [separator], budget) => {
    const mark = searched(text, separator, budget);
    const place = text.indexOf(mark);
    return values.tupleOf(place < 0 ? [text, '', ''] : [text.slice(0, place), mark, text.slice(place + mark.length)]);
  },
  rpartition: (text, [separator], budget) => {
    const mark = searched(text, separator, budget);
    const place = text.lastIndexOf(mark);
    return values.tupleOf(place < 0 ? ['', '', text] : [text.slice(0, place), mark, text.slice(place + mark.length)]);
  },
  splitlines: (text, _, budget) => counted(linesOf(text), budget),
  join: (text, [items], budget) => {
    const parts = membersOf(items, budget).map((item) => textOf(item, budget));
    spendCharacters(
      budget,
      parts.reduce((size, part) => size + part.length + text.length, 0),
    );
    return parts.join(text);
  },
  format: (text, args, budget, named) => formattedFields(text, args, named, budget),
  replace: (text, [from, to, most], budget) => {
    return replaced(text, textOf(from, budget), textOf(to, budget), asCount(most, -1), budget);
  },
  removeprefix: (text, [prefix], budget) => {
    const start = textOf(prefix, budget);
    return text.startsWith(start) ? text.slice(start.length) : text;
  },
  removesuffix: (text, [suffix], budget) => {
    const end = textOf(suffix, budget);
    return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
  },
  startswith: (text, [prefix], budget) => anyOf(prefix, (one) => text.startsWith(textOf(one, budget))),
  endswith: (text, [suffix], budget) => anyOf(suffix, (one) => text.endsWith(textOf(one, budget))),
  find: (text, [part], budget) => place(text, text.indexOf(searched(text, part, budget))),
  rfind: (text, [part], budget) => place(text, text.lastIndexOf(searched(text, part, budget))),
  index: (text, [part], budget) => place(text, found(text.indexOf(searched(text, part, budget)))),
  count: (text, [part], budget) => {
    const wanted = searched(text, part, budget);
    return wanted === '' ? lengthOf(text) + 1 : text.split(wanted).length - 1;
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
  items: (dict, _, budget) => counted(Object.entries(dict).map(values.tupleOf), budget),
  keys: (dict, _, budget) => counted(Object.keys(dict), budget),
  values: (dict, _, budget) => counted(Object.values(dict), budget),
  get: (dict, [key, fallback = null], budget) => {
    const found = memberOf(dict, key, budget);
    return found === undefined ? fallback : found;
  },
  copy: (dict) => Object.assign(values.emptyDict(), dict),
  update: (dict, [other], budget, named) => {
    const more = { ...(isDict(other) ? other : {}), ...named };
    spendSteps(budget, Object.keys(more).length);
    Object.assign(dict, more);
    return null;
  },
  setdefault: (dict, [key, fallback = null], budget) => {
    const name = textOf(key, budget);
    if (!Object.hasOwn(dict, name)) dict[name] = fallback;
    return dict[name];
  },
  pop: (dict, [key, fallback], budget) => {
    const name = textOf(key, budget);
    const isThere = Object.hasOwn(dict, name);
    if (!isThere && fallback === undefined) throw new TemplateError('template-type', 'pop finds nothing');
    const found = isThere ? dict[name] : fallback;
    delete dict[name];
    return found;
  },
  popitem: (dict, _, budget) => {
    spendSteps(budget, Object.keys(dict).length);
    const last = Object.entries(dict).at(-1);
    if (last === undefined) throw new TemplateError('template-type', 'popitem finds nothing');
    delete dict[last[0]];
    return values.tupleOf(last);
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
  index: (list, [item], budget) => found(list.findIndex((member) => values.equals(member, item, budget))),
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
    for (const item of [...membersOf(items, budget)]) list.push(item);
    return null;
  },
  insert: (list, [index, item], budget) => {
    spendSteps(budget, list.length);
    list.splice(asCount(index, 0), 0, item);
    return null;
  },
  pop: (list, [index], budget) => {
    spendSteps(budget, list.length);
    const place = asCount(index, -1);
    if (list.at(place) === undefined) throw new TemplateError('template-type', 'pop finds nothing');
    return list.splice(place, 1)[0];
  },
  remove: (list, [item], budget) => {
    list.splice(found(list.findIndex((member) => values.equals(member, item, budget))), 1);
    return null;
  },
  reverse: (list, _, budget) => {
    spendSteps(budget, list.length);
    list.reverse();
    return null;
  },
  sort: (list, _, budget, named) => {
    const direction = values.isTrue(named.reverse, budget) ? -1 : 1;
    list.sort((a, b) => direction * (values.order(a, b, budget) ?? 0));
    return null;
  },
  clear: (list, _, budget) => {
    spendSteps(budget, list.length);
    list.length = 0;
    return null;
  },
};

/** The names of the methods of such values; none of other kinds. */
export function methodNames(kind: string): string[] {
  if (kind === 'text') return Object.keys(TEXT_METHODS);
  if (kind === 'list') return Object.keys(LIST_METHODS);
  return kind === 'dict' ? Object.keys(DICT_METHODS) : [];
}

/** A method bound to its value; undefined where there is none of that name. */
export function methodOf(value: Value, name: string, budget: Budget): Value {
  if (isText(value)) {
    const text = textOf(value, budget);
    return bind(TEXT_METHODS, name, (method, args, named) => {
      spendCharacters(budget, text.length);
      return method(text, args, budget, named);
    });
  }
  if (Array.isArray(value)) {
    const methods = value instanceof values.Tuple ? SEQUENCE_METHODS : LIST_METHODS;
    return bind(methods, name, (method, args, named) => method(value, args, budget, named));
  }
  if (isDict(value)) return bind(DICT_METHODS, name, (method, args, named) => method(value, args, budget, named));
  return undefined;
}

function bind<Method>(
  methods: Record<string, Method>,
  name: string,
  apply: (method: Method, args: Value[], named: Dict) => Value,
): Callable | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method === undefined ? undefined : new Callable((args, named) => apply(method, args, named));
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

/** A place in JavaScript's text as one in characters. */
const place = (text: string, index: number): number => (index < 0 ? index : lengthOf(text.slice(0, index)));

function found(index: number): number {
  if (index < 0) throw new TemplateError('template-type', 'what is looked for is not there: ask with "in" before');
  return index;
}

function anyOf(one: Value, holds: (value: Value) => boolean): boolean {
  return Array.isArray(one) ? one.some(holds) : holds(one);
}

/** As in Python: without a separator at any white space; at most `most` cuts, and the rest stays whole. */
function split(text: string, separator: Value, most: number, budget: Budget): string[] {
  if (!isText(separator)) {
    const parts = text.match(/\S+/g) ?? [];
    if (most < 0 || parts.length <= most + 1) return counted(parts, budget);
    const rest = parts.slice(0, most).reduce((left, part) => left.trimStart().slice(part.length), text);
    return counted([...parts.slice(0, most), rest.trimStart()], budget);
  }
  const mark = separatorOf(text, separator, budget);
  const parts = counted(text.split(mark), budget);
  if (most < 0 || parts.length <= most + 1) return parts;
  return counted([...parts.slice(0, most), parts.slice(most).join(mark)], budget);
}

function splitFromEnd(text: string, separator: Value, most: number, budget: Budget): string[] {
  if (!isText(separator)) {
    const parts = text.match(/\S+/g) ?? [];
    if (most < 0 || parts.length <= most + 1) return counted(parts, budget);
    const last = parts.slice(parts.length - most);
    const rest = last.reduceRight((left, part) => left.trimEnd().slice(0, -part.length), text);
    return counted([rest.trimEnd(), ...last], budget);
  }
  const mark = separatorOf(text, separator, budget);
  const parts = counted(text.split(mark), budget);
  if (most < 0 || parts.length <= most + 1) return parts;
  const cut = parts.length - most;
  return counted([parts.slice(0, cut).join(mark), ...parts.slice(cut)], budget);
}

function separatorOf(text: string, separator: Value, budget: Budget): string {
  const mark = searched(text, separator, budget);
  if (mark === '') throw new TemplateError('template-type', 'split wants a separator that is not empty');
  return mark;
}

/** Follows a dotted attribute, as `map(attribute="a.b")` does. */
export function attributeOf(value: Value, path: string, budget: Budget): Value {
  spendCharacters(budget, path.length);
  return path
    .split('.')
    .reduce<Value>((found, key) => memberOf(found, /^\d+$/.test(key) ? Number(key) : key, budget), value);
}
