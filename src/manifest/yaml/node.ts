/**
 * The tree of a YAML file: plain nodes with positions. Aliases and merge keys are resolved: an aliased value has the position of its
 * anchor.
 */
import type { Span } from './source-file.ts';

export interface ScalarNode extends Span {
  kind: 'scalar';
  value: string | number | boolean | null;
  /** The text as in the file, without quotes: `0123` if `value` is 123. */
  text: string;
  style: 'plain' | 'quoted' | 'literal' | 'folded';
}

interface ListNode extends Span {
  kind: 'list';
  items: Node[];
}

export interface MapNode extends Span {
  kind: 'map';
  /** The fields by key, in order. */
  fields: Map<string, Field>;
}

export interface Field {
  key: Span;
  node: Node;
}

export type Node = ScalarNode | ListNode | MapNode;

export interface TextNode extends ScalarNode {
  value: string;
}

/** Converts a node to its plain value. Maps become objects without a prototype, so that keys such as `__proto__` are ordinary. */
export function toValue(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toValue);
  const value: Record<string, unknown> = Object.create(null);
  for (const [key, field] of node.fields) value[key] = toValue(field.node);
  return value;
}

export function getField(node: Node | undefined, key: string): Field | undefined {
  return node?.kind === 'map' ? node.fields.get(key) : undefined;
}

/** Returns the node at a key, or at an inner key of that node. */
export function getChild(node: Node | undefined, key: string, innerKey?: string): Node | undefined {
  const child = getField(node, key)?.node;
  return innerKey === undefined ? child : getField(child, innerKey)?.node;
}

/** Lists the fields of a map, in order. The list is empty for other nodes. */
export function listFields(node: Node | undefined): readonly [string, Field][] {
  return node?.kind === 'map' ? [...node.fields] : [];
}

/** Lists the items of a list. The result is empty for other nodes. */
export function listItems(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}

/** Lists the items of a list, or a single value as the only item. */
export function listOneOrMore(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.kind === 'list' ? node.items : [node];
}

/** Lists the non-empty strings of a list, or a single string. The schema reports empty strings and other types. */
export function listTextNodes(node: Node | undefined): readonly TextNode[] {
  return node === undefined ? [] : listOneOrMore(node).filter(isNonEmptyText);
}

/** Returns the text of a string; undefined for other nodes. */
export function getText(node: Node | undefined): string | undefined {
  return isText(node) ? node.value : undefined;
}

export function isText(node: Node | undefined): node is TextNode {
  return node?.kind === 'scalar' && typeof node.value === 'string';
}

export function isNonEmptyText(node: Node | undefined): node is TextNode {
  return isText(node) && isNonEmpty(node);
}

function isNonEmpty({ value }: TextNode): boolean {
  return value !== '';
}

/** Whether a node is the boolean `value`. */
export function isBoolean(node: Node | undefined, value: boolean): boolean {
  return node?.kind === 'scalar' && node.value === value;
}

/** Returns the JSON Schema type of a node's value. */
export function getSchemaType(node: Node): string {
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'array' : 'object';
  return node.value === null ? 'null' : typeof node.value;
}

/**
 * Merges `defaults` into a map: maps are merged, lists and scalars of the map take precedence. Only fields that `isWanted` are
 * added.
 */
export function mergeDefaults(
  map: MapNode,
  defaults: Node | undefined,
  isWanted: (key: string, own: MapNode['fields']) => boolean = () => true,
): MapNode {
  if (defaults?.kind !== 'map') return map;
  const fields = new Map(map.fields);
  for (const [key, inherited] of defaults.fields) {
    const own = map.fields.get(key);
    if (own?.node.kind === 'map') fields.set(key, { key: own.key, node: mergeDefaults(own.node, inherited.node) });
    if (own === undefined && isWanted(key, map.fields)) fields.set(key, inherited);
  }
  return { ...map, fields };
}

/** Finds the node at a path, or its nearest existing parent. A value where a list is possible is the first item of itself. */
export function findNode(root: Node, path: readonly (string | number)[]): { node: Node; found: boolean } {
  let node = root;
  for (const part of path) {
    if (node.kind === 'scalar' && part === 0) continue;
    const child = node.kind === 'map' ? getChild(node, String(part)) : listItems(node)[Number(part)];
    if (child === undefined) return { node, found: false };
    node = child;
  }
  return { node, found: true };
}

/** Returns the first character of a node, to point at a map without underlining all of it. */
export function toFirstCharacter({ file, start }: Span): Span {
  return { file, start, end: start + 1 };
}
