/** The columns of entry lists: the fields of an entry, and those of its maps, such as `labels.team`. */
import type { Diagnostic } from '../../domain/index.ts';
import { type Column, ENTRY_COLUMNS } from '../../generated/entry-columns.ts';
import { getOwn } from '../../lib/collections.ts';
import type { Field, MapNode, Node, ScalarNode } from '../yaml/node.ts';
import { locateTexts, type Span } from '../yaml/source-file.ts';

export type { Column };

/** The content of a list. */
export interface ParsedList {
  entries: MapNode[];
  /** Syntax errors, in order. */
  diagnostics: Diagnostic[];
}

/** A field of an entry, or a field of one of its maps. */
export interface ColumnTarget {
  key: string;
  /** The key in the map; null: the field itself. */
  innerKey: string | null;
  column: Column;
}

/** The columns for messages: `labels.*` is shown as `labels.NAME`. */
export const COLUMN_NAMES = Object.keys(ENTRY_COLUMNS).map((name) => name.replace('*', 'NAME'));

/** Finds the field that a column sets. Returns null if it does not exist. */
export function findColumn(name: string): ColumnTarget | null {
  const dot = name.indexOf('.');
  const key = dot === -1 ? name : name.slice(0, dot);
  const innerKey = dot === -1 ? null : name.slice(dot + 1);
  const column = getOwn(ENTRY_COLUMNS, name) ?? (innerKey ? getOwn(ENTRY_COLUMNS, `${key}.*`) : undefined);
  return column === undefined || innerKey === '*' ? null : { key, innerKey, column };
}

/** Whether a column or key is the user's own data, as in the manifest. */
export function isIgnored(name: string): boolean {
  return name.startsWith('x-');
}

export function createMap({ file, start, end }: Span, fields: Map<string, Field>): MapNode {
  return { kind: 'map', file, start, end, fields };
}

/** Sets the field of a column, if it is not set yet. Otherwise returns the earlier column that set it. */
export function setColumn(fields: Map<string, Field>, { key, innerKey }: ColumnTarget, field: Field): Field | null {
  const outer = fields.get(key);
  if (outer === undefined) {
    const inner =
      innerKey === null ? field : { key: field.key, node: createMap(field.node, new Map([[innerKey, field]])) };
    fields.set(key, inner);
    return null;
  }
  if (innerKey === null || outer.node.kind !== 'map') return outer;
  const first = outer.node.fields.get(innerKey);
  if (first === undefined) outer.node.fields.set(innerKey, field);
  return first ?? null;
}

/** Reads the text of a cell as the type of its column. The items of a list are separated by semicolons. */
export function readValue(cell: ScalarNode, { types, items }: Column): Node {
  const isList = items !== null && (types.length === 0 || cell.text.includes(';'));
  if (!isList) return readScalar(cell, types);
  const texts = cell.text.split(';').map((text) => text.trim());
  const spans = locateTexts(cell, texts);
  const nodes = texts.map((text, index) => readScalar({ ...cell, ...spans[index], value: text, text }, items));
  return { kind: 'list', file: cell.file, start: cell.start, end: cell.end, items: nodes };
}

/** Text that fits no other type stays text, and the schema reports it. */
function readScalar(cell: ScalarNode, types: Column['types']): ScalarNode {
  if (types.includes('number') && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(cell.text)) {
    return { ...cell, value: Number(cell.text) };
  }
  // Spreadsheets export TRUE and FALSE.
  if (types.includes('boolean') && /^(?:true|false)$/i.test(cell.text)) {
    return { ...cell, value: cell.text.toLowerCase() === 'true' };
  }
  return cell;
}
