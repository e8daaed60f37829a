/** The functions of Terraform that occur in host names and in lists of them. All other functions return an unknown value. */

import { compareText, getOwn } from '../../lib/collections.ts';
import {
  convertToText,
  createBoolean,
  createList,
  createMap,
  createText,
  isSame,
  listItems,
  type MapEntry,
  NULL,
  type Position,
  UNKNOWN,
  type Value,
} from './values.ts';

type Run = (args: readonly Value[], at: Position) => Value;

/** Calls a function; `at` is the position of texts that no argument contributes. */
export function callFunction(name: string, args: readonly Value[], at: Position): Value {
  return getOwn(FUNCTIONS, name)?.(args, at) ?? UNKNOWN;
}

const FUNCTIONS: Record<string, Run> = {
  toset: ([list]) => mapList(list, removeDuplicates),
  tolist: ([list]) => mapList(list, (items) => items),
  tomap: ([map = UNKNOWN]) => map,
  tostring: ([value = UNKNOWN], at) => convertToText(value, at) ?? value,
  sensitive: ([value = UNKNOWN]) => value,
  nonsensitive: ([value = UNKNOWN]) => value,
  distinct: ([list]) => mapList(list, removeDuplicates),
  compact: ([list]) => mapList(list, (items) => items.filter((item) => !isEmpty(item))),
  reverse: ([list]) => mapList(list, (items) => items.toReversed()),
  sort: ([list]) => mapList(list, sortTexts),
  flatten: ([list]) => mapList(list, (items) => flatten(items, 0)),
  concat: (lists) => joinLists(lists, (items) => items),
  setunion: (lists) => joinLists(lists, removeDuplicates),
  merge: mergeMaps,
  keys: ([map]) => (map?.kind === 'map' ? createList(Array.from(map.entries.values(), ({ key }) => key)) : UNKNOWN),
  values: ([map]) => mapList(map?.kind === 'map' ? map : undefined, (items) => items),
  zipmap: zipMap,
  length: ([value]) => getLength(value),
  one: ([list]) => pickOne(list),
  element: ([list, index]) => pickItem(list, index),
  slice: ([list, from, to]) =>
    from?.kind === 'number' && to?.kind === 'number'
      ? mapList(list, (items) => items.slice(from.number, to.number))
      : UNKNOWN,
  contains: ([list, value]) => containsValue(list, value),
  lookup: ([map, key, fallback]) => lookUp(map, key, fallback),
  coalesce: (args) => args.find((value) => !isEmpty(value)) ?? UNKNOWN,
  can: ([value = UNKNOWN]) => (value.kind === 'unknown' ? UNKNOWN : createBoolean(value.kind !== 'null')),
  try: (args) => args.find((value) => value.kind !== 'null') ?? UNKNOWN,
  lower: (args, at) => changeText(args, at, (text) => text.toLowerCase()),
  upper: (args, at) => changeText(args, at, (text) => text.toUpperCase()),
  trimspace: (args, at) => changeText(args, at, (text) => text.trim()),
  trimsuffix: (args, at) =>
    changeText(args, at, (text, suffix = '') =>
      text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
    ),
  trimprefix: (args, at) =>
    changeText(args, at, (text, prefix = '') => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trim: (args, at) => changeText(args, at, trimCharacters),
  replace: (args, at) =>
    changeText(args, at, (text, search = '', to = '') =>
      search.startsWith('/') && search.length > 1 && search.endsWith('/') ? null : text.replaceAll(search, () => to),
    ),
  format: (args, at) => changeText(args, at, formatText),
  formatlist: formatList,
  join: ([separator, list], at) => joinTexts(separator, list, at),
  split: ([separator, text]) => splitText(separator, text),
};

function mapList(value: Value | undefined, change: (items: readonly Value[]) => readonly Value[]): Value {
  const items = listItems(value);
  return items === null ? UNKNOWN : createList(change(items));
}

function removeDuplicates(items: readonly Value[]): readonly Value[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    if (item.kind !== 'text') return true;
    const isNew = !seen.has(item.text);
    seen.add(item.text);
    return isNew;
  });
}

function sortTexts(items: readonly Value[]): readonly Value[] {
  const texts = items.filter((item) => item.kind === 'text');
  return texts.length < items.length ? [UNKNOWN] : texts.sort((a, b) => compareText(a.text, b.text));
}

/** Whether a value is null or the empty string, which `coalesce` and `compact` skip. */
const isEmpty = (value: Value): boolean => value.kind === 'null' || (value.kind === 'text' && value.text === '');

function flatten(items: readonly Value[], depth: number): readonly Value[] {
  return items.flatMap((item) => (item.kind === 'list' && depth < 10 ? flatten(item.items, depth + 1) : [item]));
}

/** Joins lists. An unknown list becomes one unknown item, so that the items of the others are kept. */
function joinLists(lists: readonly Value[], change: (items: readonly Value[]) => readonly Value[]): Value {
  return createList(change(lists.flatMap((list) => listItems(list) ?? [UNKNOWN])));
}

function mergeMaps(maps: readonly Value[]): Value {
  const entries: MapEntry[] = [];
  for (const map of maps) {
    if (map.kind === 'null') continue;
    if (map.kind !== 'map') return UNKNOWN;
    entries.push(...map.entries.values());
  }
  return createMap(entries);
}

function zipMap([keys, values]: readonly Value[]): Value {
  const [names, items] = [listItems(keys), listItems(values)];
  if (names === null || items === null) return UNKNOWN;
  return createMap(names.flatMap((key, at) => (key.kind === 'text' ? [{ key, value: items[at] ?? UNKNOWN }] : [])));
}

function getLength(value: Value | undefined): Value {
  if (value?.kind === 'text') return { kind: 'number', number: value.text.length };
  const items = listItems(value);
  return items === null ? UNKNOWN : { kind: 'number', number: items.length };
}

function pickOne(list: Value | undefined): Value {
  const items = listItems(list);
  return items === null || items.length > 1 ? UNKNOWN : (items[0] ?? NULL);
}

function pickItem(list: Value | undefined, index: Value | undefined): Value {
  const items = listItems(list);
  if (items === null || index?.kind !== 'number' || items.length === 0) return UNKNOWN;
  return items[index.number % items.length] ?? UNKNOWN;
}

function containsValue(list: Value | undefined, value: Value = UNKNOWN): Value {
  const same = listItems(list)?.map((item) => isSame(item, value));
  if (same === undefined) return UNKNOWN;
  if (same.includes(true)) return createBoolean(true);
  return same.includes(null) ? UNKNOWN : createBoolean(false);
}

function lookUp(map: Value | undefined, key: Value | undefined, fallback: Value = UNKNOWN): Value {
  if (map?.kind !== 'map' || key?.kind !== 'text') return UNKNOWN;
  return map.entries.get(key.text)?.value ?? fallback;
}

/**
 * Applies a function to texts; the first text determines the position. The result is unknown if a text is unknown, or if the function
 * returns null.
 */
function changeText(
  args: readonly Value[],
  at: Position,
  change: (text: string, ...rest: string[]) => string | null,
): Value {
  const texts = args.map((value) => convertToText(value, at));
  const known = texts.filter((text) => text !== null);
  const [first, ...rest] = known;
  if (first === undefined || known.length < texts.length) return UNKNOWN;
  const changed = change(first.text, ...rest.map(({ text }) => text));
  const from = first.at === at ? (known.find((text) => text.at !== at) ?? first) : first;
  return changed === null ? UNKNOWN : createText(changed, from.at);
}

function trimCharacters(text: string, characters = ''): string {
  let [start, end] = [0, text.length];
  while (start < end && characters.includes(text.charAt(start))) start += 1;
  while (end > start && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Formats `%s`, `%v` and `%d` without width; returns null for other verbs. */
function formatText(pattern: string, ...args: string[]): string | null {
  const rest = [...args];
  let isKnown = true;
  const formatted = pattern.replace(/%(.)/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = 'svd'.includes(verb) ? rest.shift() : undefined;
    if (value === undefined) isKnown = false;
    return value ?? '';
  });
  return isKnown ? formatted : null;
}

/** Evaluates `formatlist` with exactly one list among its arguments. */
function formatList([pattern, ...args]: readonly Value[], at: Position): Value {
  const list = args.find((value) => value.kind === 'list');
  if (pattern === undefined || list === undefined || args.filter((value) => value.kind === 'list').length > 1)
    return UNKNOWN;
  return mapList(list, (items) =>
    items.map((item) => changeText([pattern, ...args.map((value) => (value === list ? item : value))], at, formatText)),
  );
}

function joinTexts(separator: Value | undefined, list: Value | undefined, at: Position): Value {
  const texts = listItems(list)?.map((item) => convertToText(item, at));
  if (texts === undefined || separator?.kind !== 'text') return UNKNOWN;
  const known = texts.filter((text) => text !== null);
  if (known.length < texts.length) return UNKNOWN;
  return createText(known.map(({ text }) => text).join(separator.text), known[0]?.at ?? at);
}

function splitText(separator: Value | undefined, text: Value | undefined): Value {
  if (separator?.kind !== 'text' || text?.kind !== 'text') return UNKNOWN;
  return createList(text.text.split(separator.text).map((part) => createText(part, text.at)));
}
