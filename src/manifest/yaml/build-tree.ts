/** The parser's nodes -> our tree: aliases and merge keys resolved, keys unique, and all of it bounded. */
import { isAlias, isMap, isScalar, isSeq, type ParsedNode, Scalar, type YAMLMap } from 'yaml';
import type { Diagnostic } from '../../domain/index.ts';
import { suggest } from '../../lib/did-you-mean.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import type { Field, MapNode, Node, ScalarNode } from './node.ts';
import { globAlias, type Trap, trapAround } from './quoting-pitfalls.ts';
import { lineIndex, type SourceFile, type Span } from './source-file.ts';

/** Values that aliases may add to those that are written, so that a small file cannot become a large one. */
const MOST_ALIASED = 1_000_000;

/** More than anyone mends at once, and few enough to be worded in a moment. */
const MOST_ERRORS = 10_000;

type Parsed = ParsedNode | null | undefined;

interface Anchor {
  node: Node | null;
  /** How many values the node has, itself included. */
  size: number;
}

/** What growing a tree remembers of the file so far. */
interface Growth {
  file: SourceFile;
  diagnostics: Diagnostic[];
  /** By name; as in the text, a later anchor takes the place of an earlier one of its name. */
  anchors: Map<string, Anchor>;
  /** Values grown, those that aliases stand for included. */
  values: number;
  /** How many of them came by aliases. */
  aliased: number;
}

/** `root` is null where the aliases make too many values to go on. */
export function growTree(contents: ParsedNode, file: SourceFile): { root: Node | null; diagnostics: Diagnostic[] } {
  const growth: Growth = { file, diagnostics: [], anchors: new Map(), values: 0, aliased: 0 };
  const { diagnostics } = growth;
  try {
    return { root: grow(contents, { file, start: 0, end: 0 }, growth), diagnostics };
  } catch (error) {
    if (!(error instanceof TooManyAliases)) throw error;
    diagnostics.push(diagnostic('too-many-aliases', whereIs(error.span), MOST_ALIASED));
    return { root: null, diagnostics };
  }
}

function tell({ diagnostics }: Growth, problem: () => Diagnostic): void {
  if (diagnostics.length < MOST_ERRORS) diagnostics.push(problem());
}

/** `empty`: where a value that is not there is said to stand. */
function grow(parsed: Parsed, empty: Span, growth: Growth): Node {
  growth.values++;
  if (isAlias(parsed)) return resolve(parsed.source, spanOf(parsed, empty), growth);
  const name = (isScalar(parsed) || isMap(parsed) || isSeq(parsed)) && parsed.anchor;
  if (!name) return growPlain(parsed, empty, growth);
  const anchor: Anchor = { node: null, size: 0 };
  growth.anchors.set(name, anchor);
  const before = growth.values;
  anchor.node = growPlain(parsed, empty, growth);
  anchor.size = growth.values - before + 1;
  return anchor.node;
}

function growPlain(parsed: Parsed, empty: Span, growth: Growth): Node {
  const span = spanOf(parsed, empty);
  if (isMap(parsed)) return growMap(parsed as YAMLMap.Parsed, span, growth);
  if (!isSeq(parsed)) return growScalar(parsed, span);
  return { kind: 'list', ...span, items: parsed.items.map((item) => grow(item as Parsed, span, growth)) };
}

function growMap(parsed: YAMLMap.Parsed, span: Span, growth: Growth): MapNode {
  const fields = new Map<string, Field>();
  const merged: Node[] = [];
  for (const pair of parsed.items) {
    const key = keyOf(pair.key, span, growth);
    if (key === null) continue;
    const node = grow(pair.value, key.span, growth);
    const first = fields.get(key.text);
    if (key.merge) merged.push(node);
    else if (first === undefined) fields.set(key.text, { key: key.span, node });
    else {
      const line = lineIndex(growth.file, first.key.start) + 1;
      tell(growth, () => diagnostic('duplicate-key', whereIs(key.span), key.text, line));
    }
  }
  for (const node of merged) merge(fields, node, growth);
  return { kind: 'map', ...span, fields };
}

/** YAML's merge key: what is written in the map itself goes first, then the maps in their order. */
function merge(fields: Map<string, Field>, source: Node, growth: Growth): void {
  const maps = source.kind === 'list' ? source.items : [source];
  for (const map of maps) {
    if (map.kind !== 'map') {
      tell(growth, () => diagnostic('bad-merge', whereIs(map)));
      continue;
    }
    for (const [key, field] of map.fields) if (!fields.has(key)) fields.set(key, field);
  }
}

function resolve(name: string, span: Span, growth: Growth): Node {
  const anchor = growth.anchors.get(name);
  if (!anchor?.node) {
    tell(growth, () => badAlias(name, span, growth));
    return unknown(span);
  }
  growth.values += anchor.size;
  growth.aliased += anchor.size;
  if (growth.aliased > MOST_ALIASED) throw new TooManyAliases(span);
  return anchor.node;
}

function badAlias(name: string, span: Span, { file, anchors }: Growth): Diagnostic {
  if (anchors.has(name)) return diagnostic('recursive-alias', whereIs(span), name);
  const trap = globAlias(file.text, span.start);
  if (trap !== null) return trapped(trap, file);
  return diagnostic('unresolved-alias', whereIs(span), name, suggest(name, anchors.keys()));
}

interface Key {
  text: string;
  span: Span;
  merge: boolean;
}

function keyOf(key: Parsed, map: Span, growth: Growth): Key | null {
  const { file } = growth;
  const [start = map.start, end = start] = key?.range ?? [];
  const span = { file, start, end: Math.max(end, start + 1) };
  const node = isAlias(key) ? resolve(key.source, span, growth) : null;
  if (node?.kind === 'scalar') return { text: node.text, span, merge: false };
  if (isScalar(key) && key.source) return { text: key.source, span, merge: typeof key.value === 'symbol' };
  const isEmpty = isScalar(key) || !key;
  tell(growth, () => {
    const trap = trapAround(file.text, span.start);
    return trap === null ? diagnostic('bad-key', whereIs(span), isEmpty) : trapped(trap, file);
  });
  return null;
}

/** A value that is not there has the place of its key, which is what the user sees. */
function spanOf(parsed: Parsed, empty: Span): Span {
  const [start, end] = parsed?.range ?? [0, 0];
  return start === end ? empty : { file: empty.file, start, end };
}

export function trapped(trap: Trap, file: SourceFile): Diagnostic {
  return diagnostic('needs-quotes', whereIs({ file, start: trap.start, end: trap.end }), trap.kind, trap.quoted);
}

/** Thrown out of the growing tree, so that nothing more is built. */
class TooManyAliases extends Error {
  readonly span: Span;

  constructor(span: Span) {
    super('too many aliases');
    this.span = span;
  }
}

function growScalar(parsed: Parsed, span: Span): ScalarNode {
  if (!isScalar(parsed)) return { kind: 'scalar', ...span, value: null, text: '', style: 'plain' };
  const value = parsed.value as ScalarNode['value'];
  return { kind: 'scalar', ...span, value, text: parsed.source ?? '', style: styleOf(parsed) };
}

function styleOf({ type }: Scalar): ScalarNode['style'] {
  if (type === Scalar.BLOCK_LITERAL) return 'literal';
  if (type === Scalar.BLOCK_FOLDED) return 'folded';
  return type === Scalar.PLAIN ? 'plain' : 'quoted';
}

/** What stands for an alias that leads nowhere: its own text. It is reported already, and nothing more is said of it. */
function unknown(span: Span): Node {
  const text = span.file.text.slice(span.start, span.end);
  return { kind: 'scalar', file: span.file, start: span.start, end: span.end, value: text, text, style: 'plain' };
}
