/** The parser's nodes -> our tree: aliases and merge keys resolved, keys unique, and all of it bounded. */
import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, Scalar, type YAMLMap } from 'yaml';
import type { Diagnostic } from '../types.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import { suggest } from './suggest.ts';
import { lineIndex, type SourceFile, type Span } from './text.ts';
import { globAlias, trapAround } from './traps.ts';
import type { Field, MapNode, Node, ScalarNode } from './tree.ts';

/** Values that aliases may add to those that are written, so that a small file cannot become a large one. */
const MOST_ALIASED = 1_000_000;

type Parsed = ParsedNode | null | undefined;

interface Anchor {
  node: Node | null;
  /** How many values the node has, itself included. */
  size: number;
}

/** `root` is null where the aliases make too many values to go on. */
export function growTree(contents: ParsedNode, file: SourceFile): { root: Node | null; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const anchors = new Map<string, Anchor>();
  let values = 0;
  let aliased = 0;

  function grow(parsed: Parsed, empty: Span): Node {
    values++;
    if (isAlias(parsed)) return resolve(parsed.source, spanOf(parsed, empty));
    const name = (isScalar(parsed) || isMap(parsed) || isSeq(parsed)) && parsed.anchor;
    if (!name) return growPlain(parsed, empty);
    const anchor: Anchor = { node: null, size: 0 };
    anchors.set(name, anchor);
    const before = values;
    anchor.node = growPlain(parsed, empty);
    anchor.size = values - before + 1;
    return anchor.node;
  }

  function growPlain(parsed: Parsed, empty: Span): Node {
    const span = spanOf(parsed, empty);
    if (isMap(parsed)) return growMap(parsed as YAMLMap.Parsed, span);
    if (isSeq(parsed)) return { kind: 'list', ...span, items: parsed.items.map((item) => grow(item as Parsed, span)) };
    return growScalar(parsed, span);
  }

  function growMap(parsed: YAMLMap.Parsed, span: Span): MapNode {
    const fields = new Map<string, Field>();
    const merged: Node[] = [];
    for (const pair of parsed.items) {
      const key = keyOf(pair, span);
      if (key === null) continue;
      const node = grow(pair.value, key.span);
      const first = fields.get(key.text);
      if (key.merge) merged.push(node);
      else if (first === undefined) fields.set(key.text, { key: key.span, node });
      else {
        const line = lineIndex(file, first.key.start) + 1;
        diagnostics.push(diagnostic('duplicate-key', whereIs(key.span), key.text, line));
      }
    }
    for (const node of merged) merge(fields, node);
    return { kind: 'map', ...span, fields };
  }

  /** YAML's merge key: what is written in the map itself goes first, then the maps in their order. */
  function merge(fields: Map<string, Field>, source: Node): void {
    const maps = source.kind === 'list' ? source.items : [source];
    for (const map of maps) {
      if (map.kind !== 'map') {
        diagnostics.push(diagnostic('bad-merge', whereIs(map)));
        continue;
      }
      for (const [key, field] of map.fields) if (!fields.has(key)) fields.set(key, field);
    }
  }

  function resolve(name: string, span: Span): Node {
    const anchor = anchors.get(name);
    if (anchor?.node) {
      values += anchor.size;
      aliased += anchor.size;
      if (aliased > MOST_ALIASED) throw new TooManyAliases(span);
      return anchor.node;
    }
    const trap = anchor === undefined ? globAlias(file.text, span.start) : null;
    if (trap !== null) {
      diagnostics.push(diagnostic('needs-quotes', whereIs({ ...trap, file }), trap.kind, trap.quoted));
    } else if (anchor === undefined) {
      diagnostics.push(diagnostic('unresolved-alias', whereIs(span), name, suggest(name, anchors.keys())));
    } else {
      diagnostics.push(diagnostic('recursive-alias', whereIs(span), name));
    }
    return unknown(span);
  }

  function keyOf({ key }: Pair<ParsedNode, ParsedNode | null>, map: Span) {
    const [start = map.start, end = start] = key?.range ?? [];
    const span = { file, start, end: Math.max(end, start + 1) };
    const node = isAlias(key) ? resolve(key.source, span) : null;
    if (node?.kind === 'scalar') return { text: node.text, span, merge: false };
    if (isScalar(key) && key.source) {
      return { text: key.source, span, merge: typeof key.value === 'symbol' };
    }
    const trap = trapAround(file.text, span.start);
    if (trap !== null) {
      diagnostics.push(diagnostic('needs-quotes', whereIs({ ...trap, file }), trap.kind, trap.quoted));
    } else {
      diagnostics.push(diagnostic('bad-key', whereIs(span), isScalar(key) || key === null));
    }
    return null;
  }

  function spanOf(parsed: Parsed, empty: Span): Span {
    const [start, end] = parsed?.range ?? [0, 0];
    // A value that is not there has the place of its key, which is what the user sees.
    return start === end ? empty : { file, start, end };
  }

  try {
    return { root: grow(contents, { file, start: 0, end: 0 }), diagnostics };
  } catch (error) {
    if (!(error instanceof TooManyAliases)) throw error;
    return {
      root: null,
      diagnostics: [...diagnostics, diagnostic('too-many-aliases', whereIs(error.span), MOST_ALIASED)],
    };
  }
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
