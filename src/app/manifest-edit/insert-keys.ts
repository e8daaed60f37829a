/** Adds keys to a map in the text of a manifest, such as a receiver to `webhooks`. Comments, order and the other text are unchanged. */

import { isMap, isScalar, parseDocument } from 'yaml';
import { findLineEnd } from './insert-items.ts';

/** A key with its value as YAML: in a map with one key a line, or in a map on one line. */
export interface KeyText {
  /** Renders the lines of the key. `indent`: of the key. */
  renderBlock: (indent: number) => string;
  line: string;
}

/** Inserts keys into the map at `key`, which is created if it does not exist. Returns null if it is not a map that can be extended, such as an alias. */
export function insertKeys(text: string, key: string, keys: readonly KeyText[]): string | null {
  if (keys.length === 0) return text;
  const document = parseDocument(text, { keepSourceTokens: true });
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  const pair = document.contents.items.find((one) => isScalar(one.key) && one.key.value === key);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const inserted = pair === undefined ? appendMap(text, key, keys) : extendMap(text, pair.value, keys);
  return inserted === null ? null : inserted.replace(/\r?\n/g, end);
}

const renderBlocks = (keys: readonly KeyText[], indent: number) =>
  keys.map(({ renderBlock }) => renderBlock(indent)).join('');

function appendMap(text: string, key: string, keys: readonly KeyText[]): string {
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${separator}\n${key}:\n${renderBlocks(keys, 2)}`;
}

function extendMap(text: string, value: unknown, keys: readonly KeyText[]): string | null {
  if (!isMap(value) || value.range == null) return null;
  const last = value.items.at(-1);
  const range = (last?.value ?? last?.key) as { range?: [number, number, number] } | undefined;
  const first = value.items[0]?.key as { range?: [number, number, number] } | undefined;
  if (value.flow) {
    const at = range?.range?.[1] ?? value.range[0] + 1;
    const lines = keys.map(({ line }) => line).join(', ');
    return `${text.slice(0, at)}${last === undefined ? ' ' : ', '}${lines}${last === undefined ? ' ' : ''}${text.slice(at)}`;
  }
  if (range?.range === undefined || first?.range === undefined) return null;
  const start = first.range[0];
  const at = findLineEnd(text, range.range[1]);
  const before = text.slice(0, at);
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  return `${before}${before.endsWith('\n') ? '' : '\n'}${renderBlocks(keys, indent)}${text.slice(at)}`;
}
