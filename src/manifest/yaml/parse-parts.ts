/** Parses a valid YAML file part by part: the complete parser takes a hundred times the size of what it parses at once. */
import { lazy } from '../../lib/memoize.ts';
import type { Field, MapNode, Node } from './node.ts';
import type { ComplexParser } from './parse-complex.ts';
import { parseSimple } from './parse-simple.ts';
import type { SourceFile } from './source-file.ts';
import { splitParts, type TopLevelPart } from './split-parts.ts';

/** A CR that does not end a line. The simple parser does not know it. */
const LONE_CR = /\r(?!\n)/;

/** Loads the complete parser at the first call, because most files are simple. */
type LoadParser = () => Promise<ComplexParser>;

/** The same tree as that of the whole file. Null if there is a problem to explain, or if the file cannot be split. */
export async function parseInParts(file: SourceFile): Promise<MapNode | null> {
  const parts = LONE_CR.test(file.text) ? null : splitParts(file);
  const [first] = parts ?? [];
  if (parts === null || first === undefined) return null;
  const loadParser = lazy(() =>
    import('./parse-complex.ts').then(({ createComplexParser }) => createComplexParser(file)),
  );
  const fields = new Map<string, Field>();
  let { end } = first;
  for (const part of parts) {
    const found = await parseTopLevelPart(part, loadParser);
    if (found === null) return null;
    for (const [key, field] of found.fields) {
      if (fields.has(key)) return null;
      fields.set(key, field);
    }
    end = found.end;
  }
  return { kind: 'map', file, start: first.start, end, fields };
}

async function parseTopLevelPart(
  part: TopLevelPart,
  loadParser: LoadParser,
): Promise<Pick<MapNode, 'fields' | 'end'> | null> {
  if (part.list === null) {
    const node = parseSimple(part) ?? (await loadParser())(part);
    return node?.kind === 'map' ? node : null;
  }
  const { key, items } = part.list;
  const nodes: Node[] = [];
  let [start, end] = [key.start, key.end];
  for (const item of items) {
    const list = parseSimple(item) ?? (await loadParser())(item);
    const [node, second] = list?.kind === 'list' ? list.items : [];
    if (list === null || node === undefined || second !== undefined) return null;
    if (nodes.length === 0) ({ start } = list);
    ({ end } = list);
    nodes.push(node);
  }
  const list: Node = { kind: 'list', file: part.file, start, end, items: nodes };
  return { fields: new Map([[key.file.text.slice(key.start, key.end), { key, node: list }]]), end };
}
