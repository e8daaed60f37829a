/** Values of Terraform expressions. A string includes its position, so that a finding can name the line. */

import type { Block } from './parse.ts';

export interface Position {
  file: string;
  line: number;
}

export interface TextValue {
  kind: 'text';
  text: string;
  at: Position;
}

export type Value =
  | TextValue
  | { kind: 'number'; number: number }
  | { kind: 'boolean'; isTrue: boolean }
  | { kind: 'null' }
  | { kind: 'list'; items: readonly Value[] }
  | { kind: 'map'; entries: ReadonlyMap<string, MapEntry> }
  | ObjectValue
  /** A value that is known only after an apply, or unsupported; `owner` is the resource it belongs to. */
  | { kind: 'unknown'; owner: ObjectValue | null };

/** A resource, a data source, a module call, or a namespace such as `var`: its attributes are evaluated when they are read. */
export interface ObjectValue {
  kind: 'object';
  /** The block; null for a namespace. */
  block: Block | null;
  get(name: string): Value;
  /** Selects the instance of one key of `for_each` or `count`. */
  select(key: Value): Value;
}

export interface MapEntry {
  key: TextValue;
  value: Value;
}

export const UNKNOWN: Value = { kind: 'unknown', owner: null };
export const NULL: Value = { kind: 'null' };

/** The maximum of items: larger values are not computed. */
const MAX_ITEMS = 5_000;
const MAX_TEXT = 2_000;

export const createText = (text: string, at: Position): Value =>
  text.length > MAX_TEXT ? UNKNOWN : { kind: 'text', text, at };

export const createList = (items: readonly Value[]): Value =>
  items.length > MAX_ITEMS ? UNKNOWN : { kind: 'list', items };

export const createBoolean = (isTrue: boolean): Value => ({ kind: 'boolean', isTrue });

export function createMap(entries: Iterable<MapEntry>): Value {
  const map = new Map<string, MapEntry>();
  for (const entry of entries) map.set(entry.key.text, entry);
  return map.size > MAX_ITEMS ? UNKNOWN : { kind: 'map', entries: map };
}

/** Converts a string, number or boolean to text; returns null for other values. */
export function convertToText(value: Value | undefined, at: Position): TextValue | null {
  if (value?.kind === 'text') return value;
  if (value?.kind === 'number') return { kind: 'text', text: String(value.number), at };
  if (value?.kind === 'boolean') return { kind: 'text', text: String(value.isTrue), at };
  return null;
}

/** Lists the items of a list or the values of a map; returns null if they are unknown. */
export function listItems(value: Value | undefined): readonly Value[] | null {
  if (value?.kind === 'list') return value.items;
  if (value?.kind === 'map') return Array.from(value.entries.values(), (entry) => entry.value);
  return null;
}

/** Whether two values are equal; null if that is unknown. */
export function isSame(left: Value, right: Value): boolean | null {
  if (left.kind === 'unknown' || right.kind === 'unknown') return null;
  if (left.kind === 'null' || right.kind === 'null') return left.kind === right.kind;
  const nowhere = { file: '', line: 0 };
  const [a, b] = [convertToText(left, nowhere), convertToText(right, nowhere)];
  if (a !== null && b !== null) return a.text === b.text;
  const [some, others] = [listItems(left), listItems(right)];
  if (some?.length === 0 && others?.length === 0) return true;
  return null;
}
