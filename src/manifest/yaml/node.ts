/**
 * A YAML file as plain nodes that know where they stand. Aliases and merge keys are resolved, so that a value which a
 * manifest takes from an anchor is found where the anchor's text stands.
 */
import type { Span } from './source-file.ts';

export interface ScalarNode extends Span {
  kind: 'scalar';
  value: string | number | boolean | null;
  /** As written, without quotes: `0123` where `value` is 123. */
  text: string;
  style: 'plain' | 'quoted' | 'literal' | 'folded';
}

interface ListNode extends Span {
  kind: 'list';
  items: Node[];
}

export interface MapNode extends Span {
  kind: 'map';
  fields: Map<string, Field>;
}

export interface Field {
  key: Span;
  node: Node;
}

export type Node = ScalarNode | ListNode | MapNode;

/** The plain value of a node. Maps become objects without a prototype, so that no key of the user's means more than itself. */
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

export function getChild(node: Node | undefined, key: string): Node | undefined {
  return getField(node, key)?.node;
}

/** The fields of a map, in order; none for anything else. */
export function listFields(node: Node | undefined): [string, Field][] {
  return node?.kind === 'map' ? [...node.fields] : [];
}

/** The items of a list; none for anything else. */
export function listItems(node: Node | undefined): Node[] {
  return node?.kind === 'list' ? node.items : [];
}

/** A list's items, or the one value that stands where a list could. */
export function listOneOrMore(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  return node.kind === 'list' ? node.items : [node];
}

export function getText(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The name that JSON Schema has for the kind of a value. */
export function getSchemaType(node: Node): string {
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'array' : 'object';
  return node.value === null ? 'null' : typeof node.value;
}

export interface TextNode extends ScalarNode {
  value: string;
}

export function isText(node: Node | undefined): node is TextNode {
  return getText(node) !== undefined;
}

/** Lays `under` beneath `over`: maps are merged, lists and scalars replaced (contract section 1, `defaults`). */
export function mergeDefaults(over: Node, under: Node | undefined): Node {
  if (over.kind !== 'map' || under?.kind !== 'map') return over;
  const fields = new Map(over.fields);
  for (const [key, field] of under.fields) {
    const own = over.fields.get(key);
    fields.set(key, own === undefined ? field : { key: own.key, node: mergeDefaults(own.node, field.node) });
  }
  return { ...over, fields };
}

/**
 * The node at a path, or the nearest above it that exists. `key` is where its key stands, for a node in a map.
 */
export function findNode(
  root: Node,
  path: readonly (string | number)[],
): { node: Node; key: Span | null; found: boolean } {
  let node = root;
  let key: Span | null = null;
  for (const part of path) {
    const field: Field | undefined = node.kind === 'map' ? node.fields.get(String(part)) : getItem(node, Number(part));
    if (field === undefined) return { node, key, found: false };
    key = node.kind === 'map' ? field.key : null;
    node = field.node;
  }
  return { node, key, found: true };
}

function getItem(node: Node, index: number): Field | undefined {
  const item = node.kind === 'list' ? node.items[index] : undefined;
  return item && { key: item, node: item };
}
