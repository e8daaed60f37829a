/** Parses YAML and JSON to values that know their line. Aliases are shared, and never copied. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseAllDocuments } from 'yaml';
import { isTooDeep } from '../lib/text/yaml-depth.ts';
import { runWithoutStackTraces } from '../lib/without-stack-traces.ts';

/** A value and its line, from 1; null in JSON. */
export interface Located {
  line: number | null;
  value: string | number | boolean | null | readonly Located[] | ReadonlyMap<string, Located>;
}

/** The limit of levels, because the parser and this reader recurse. People nest about ten. */
const MAX_LEVELS = 100;

/** Thrown for a text that is not YAML or JSON, with the reason. */
export class MalformedError extends Error {}

/** Parses all documents of a YAML text. Throws MalformedError. */
export function parseYamlDocuments(text: string): Located[] {
  if (isTooDeep(text)) throw new MalformedError('it has too many levels');
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false } as const;
  const documents = runWithoutStackTraces(() => parseAllDocuments(text, options));
  if (!Array.isArray(documents)) return [];
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new MalformedError(`line ${line}, column ${col} is not valid YAML`);
  }
  return documents.map(({ contents }) =>
    convertNode(contents as ParsedNode | null, { lines, anchors: new Map(), level: 0 }),
  );
}

interface Conversion {
  lines: LineCounter;
  anchors: Map<string, Located>;
  level: number;
}

function convertNode(node: ParsedNode | null | undefined, conversion: Conversion): Located {
  if (conversion.level > MAX_LEVELS) throw new MalformedError('it has too many levels');
  const line = node?.range ? conversion.lines.linePos(node.range[0]).line : null;
  if (isAlias(node)) return conversion.anchors.get(node.source) ?? { line, value: null };
  const located: Located = { line, value: convertValue(node, { ...conversion, level: conversion.level + 1 }) };
  if (node?.anchor) conversion.anchors.set(node.anchor, located);
  return located;
}

function convertValue(node: ParsedNode | null | undefined, conversion: Conversion): Located['value'] {
  if (isSeq(node)) return node.items.map((item) => convertNode(item as ParsedNode | null, conversion));
  if (isMap(node)) {
    const pairs = node.items.map(
      ({ key, value }) =>
        [isScalar(key) ? String(key.value) : '', convertNode(value as ParsedNode | null, conversion)] as const,
    );
    const merged = pairs.flatMap(([key, { value }]) => (key === '<<' && value instanceof Map ? [...value] : []));
    return new Map([...merged, ...pairs.filter(([key]) => key !== '<<')]);
  }
  return isScalar(node) ? toScalar(node.value) : null;
}

function toScalar(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : String(value);
}

/** Parses JSON. Throws MalformedError. */
export function parseJson(text: string): Located {
  try {
    return convertJson(JSON.parse(text), 0);
  } catch (error) {
    if (error instanceof SyntaxError) throw new MalformedError('it is not valid JSON');
    throw error;
  }
}

function convertJson(value: unknown, level: number): Located {
  if (level > MAX_LEVELS) throw new MalformedError('it has too many levels');
  if (Array.isArray(value)) return { line: null, value: value.map((one) => convertJson(one, level + 1)) };
  if (typeof value !== 'object' || value === null) return { line: null, value: toScalar(value) };
  return {
    line: null,
    value: new Map(Object.entries(value).map(([key, one]) => [key, convertJson(one, level + 1)])),
  };
}

/** Selects the value below keys; null if there is none. */
export function select(node: Located | null | undefined, ...keys: readonly string[]): Located | null {
  let found = node ?? null;
  for (const key of keys) found = found?.value instanceof Map ? (found.value.get(key) ?? null) : null;
  return found;
}

/** Lists the items of a list; empty for anything else. */
export function listItems(node: Located | null | undefined): readonly Located[] {
  return Array.isArray(node?.value) ? node.value : [];
}

/** Lists the pairs of a map; empty for anything else. */
export function listPairs(node: Located | null | undefined): readonly (readonly [string, Located])[] {
  return node?.value instanceof Map ? [...node.value] : [];
}

/** Reads a scalar as a text without spaces around it; null if it is none, or empty. */
export function readText(node: Located | null | undefined, ...keys: readonly string[]): string | null {
  const value = select(node, ...keys)?.value;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  return String(value).trim() || null;
}

/** Reads a flag: true, 1 and `"true"` are set. */
export function isSet(node: Located | null | undefined, ...keys: readonly string[]): boolean {
  return /^(?:true|1)$/i.test(readText(node, ...keys) ?? '');
}

/** Whether a flag is there and not set: false, 0 and `"false"`. */
export function isUnset(node: Located | null | undefined, ...keys: readonly string[]): boolean {
  return /^(?:false|0)$/i.test(readText(node, ...keys) ?? '');
}
