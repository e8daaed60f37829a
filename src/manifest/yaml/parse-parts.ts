/** Parses a valid YAML file part by part: the complete parser takes a hundred times the size of what it parses at once. */
import type { ParsedNode } from 'yaml';
import { buildPart, createTreeBuilder, type TreeBuilder } from './build-tree.ts';
import type { Field, MapNode, Node } from './node.ts';
import { parseLibraryDocument } from './parse-document.ts';
import { parseSimple } from './parse-simple.ts';
import type { SourceFile, Span } from './source-file.ts';
import { splitParts, type TopLevelPart } from './split-parts.ts';

/** A CR that does not end a line. The simple parser does not know it. */
const LONE_CR = /\r(?!\n)/;

/** The same tree as that of the whole file. Null if there is a problem to explain, or if the file cannot be split. */
export function parseInParts(file: SourceFile): MapNode | null {
  const parts = LONE_CR.test(file.text) ? null : splitParts(file);
  const [first] = parts ?? [];
  if (parts === null || first === undefined) return null;
  const builder = createTreeBuilder(file);
  const fields = new Map<string, Field>();
  let { end } = first;
  for (const part of parts) {
    const found = parseTopLevelPart(part, builder);
    if (found === null) return null;
    for (const [key, field] of found.fields) {
      if (fields.has(key)) return null;
      fields.set(key, field);
    }
    end = found.end;
  }
  return { kind: 'map', file, start: first.start, end, fields };
}

function parseTopLevelPart(part: TopLevelPart, builder: TreeBuilder): Pick<MapNode, 'fields' | 'end'> | null {
  if (part.list === null) {
    const node = parsePart(part, builder);
    return node?.kind === 'map' ? node : null;
  }
  const { key, items } = part.list;
  const nodes: Node[] = [];
  let [start, end] = [key.start, key.end];
  for (const item of items) {
    const list = parsePart(item, builder);
    const [node, second] = list?.kind === 'list' ? list.items : [];
    if (list === null || node === undefined || second !== undefined) return null;
    if (nodes.length === 0) ({ start } = list);
    ({ end } = list);
    nodes.push(node);
  }
  const list: Node = { kind: 'list', file: part.file, start, end, items: nodes };
  return { fields: new Map([[key.file.text.slice(key.start, key.end), { key, node: list }]]), end };
}

/** Null if the part has a problem. */
function parsePart(part: Span, builder: TreeBuilder): Node | null {
  const simple = parseSimple(part);
  if (simple !== null) return simple;
  const { contents, errors, warnings } = parseLibraryDocument(part.file.text.slice(part.start, part.end));
  if (contents === null || errors.length + warnings.length > 0) return null;
  return buildPart(contents as ParsedNode, part.start, builder);
}
