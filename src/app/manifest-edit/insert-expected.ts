/** Adds items of `expected` to a `ct` entry in the text of a manifest. */

import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { type ExpectedCertificates, renderExpected } from '../../domain/expected-certificates.ts';
import { extendList, findLineEnd } from './insert-items.ts';

/** Returns null if the text has no such entry, or if it cannot be extended, because it or its list is an alias. */
export function insertExpected(text: string, name: string, items: readonly ExpectedCertificates[]): string | null {
  const document = parseDocument(text, { keepSourceTokens: true });
  const list =
    document.errors.length > 0 || !isMap(document.contents) ? null : document.contents.get('certificates', true);
  const entry = isSeq(list) ? list.items.find((one) => isMap(one) && one.get('name') === name) : undefined;
  if (!isMap(entry) || entry.range == null) return null;
  const pair = entry.items.find(({ key }) => isScalar(key) && key.value === 'expected');
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = items.map(renderExpected);
  const added = pair === undefined ? appendKey(text, entry, lines) : extendList(text, pair, [toGroup(lines)]);
  return added === null ? null : added.replace(/\r?\n/g, end);
}

function toGroup(lines: readonly string[]) {
  const items = lines.map((line) => ({ line, renderBlock: (indent: number) => `${' '.repeat(indent)}- ${line}\n` }));
  return { comment: null, items };
}

/** Adds the key `expected` to an entry, in its style. */
function appendKey(text: string, entry: YAMLMap, lines: readonly string[]): string | null {
  const last = entry.items.at(-1)?.value as { range?: [number, number, number] } | undefined;
  const [start] = entry.range ?? [];
  if (last?.range == null || start === undefined) return null;
  if (entry.flow) {
    const at = last.range[1];
    return `${text.slice(0, at)}, expected: [${lines.join(', ')}]${text.slice(at)}`;
  }
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  const at = findLineEnd(text, last.range[1]);
  const before = text.slice(0, at);
  const block = `${indent}expected:\n${lines.map((line) => `${indent}  - ${line}\n`).join('')}`;
  return `${before}${before.endsWith('\n') ? '' : '\n'}${block}${text.slice(at)}`;
}
