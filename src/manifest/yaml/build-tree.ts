/** The parser's nodes -> our tree: aliases and merge keys resolved, keys unique, and all of it bounded. */
import { isAlias, isMap, isScalar, isSeq, type ParsedNode, Scalar, type YAMLMap } from 'yaml';
import type { Diagnostic } from '../../domain/index.ts';
import { suggest } from '../../lib/did-you-mean.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import type { Field, MapNode, Node, ScalarNode } from './node.ts';
import { findGlobAlias, findPitfallAround, type Pitfall } from './quoting-pitfalls.ts';
import { findLineIndex, type SourceFile, type Span } from './source-file.ts';

/** Values that aliases may add to those that are written, so that a small file cannot become a large one. */
const MAX_ALIASED_VALUES = 1_000_000;

/** More than anyone mends at once, and few enough to be worded in a moment. */
const MAX_ERRORS = 10_000;

type Parsed = ParsedNode | null | undefined;

interface Anchor {
  node: Node | null;
  /** How many values the node has, itself included. */
  size: number;
}

/** What growing a tree remembers of the file so far. */
interface TreeBuilder {
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
export function buildTree(contents: ParsedNode, file: SourceFile): { root: Node | null; diagnostics: Diagnostic[] } {
  const growth: TreeBuilder = { file, diagnostics: [], anchors: new Map(), values: 0, aliased: 0 };
  const { diagnostics } = growth;
  try {
    return { root: buildNode(contents, { file, start: 0, end: 0 }, growth), diagnostics };
  } catch (error) {
    if (!(error instanceof TooManyAliases)) throw error;
    diagnostics.push(createDiagnostic('too-many-aliases', toLocation(error.span), MAX_ALIASED_VALUES));
    return { root: null, diagnostics };
  }
}

function report({ diagnostics }: TreeBuilder, problem: () => Diagnostic): void {
  if (diagnostics.length < MAX_ERRORS) diagnostics.push(problem());
}

/** `empty`: where a value that is not there is said to stand. */
function buildNode(parsed: Parsed, empty: Span, growth: TreeBuilder): Node {
  growth.values++;
  if (isAlias(parsed)) return resolveAlias(parsed.source, toSpan(parsed, empty), growth);
  const name = (isScalar(parsed) || isMap(parsed) || isSeq(parsed)) && parsed.anchor;
  if (!name) return buildContent(parsed, empty, growth);
  const anchor: Anchor = { node: null, size: 0 };
  growth.anchors.set(name, anchor);
  const before = growth.values;
  anchor.node = buildContent(parsed, empty, growth);
  anchor.size = growth.values - before + 1;
  return anchor.node;
}

function buildContent(parsed: Parsed, empty: Span, growth: TreeBuilder): Node {
  const span = toSpan(parsed, empty);
  if (isMap(parsed)) return buildMap(parsed as YAMLMap.Parsed, span, growth);
  if (!isSeq(parsed)) return buildScalar(parsed, span);
  return { kind: 'list', ...span, items: parsed.items.map((item) => buildNode(item as Parsed, span, growth)) };
}

function buildMap(parsed: YAMLMap.Parsed, span: Span, growth: TreeBuilder): MapNode {
  const fields = new Map<string, Field>();
  const merged: Node[] = [];
  for (const pair of parsed.items) {
    const key = readKey(pair.key, span, growth);
    if (key === null) continue;
    const node = buildNode(pair.value, key.span, growth);
    const first = fields.get(key.text);
    if (key.merge) merged.push(node);
    else if (first === undefined) fields.set(key.text, { key: key.span, node });
    else {
      const line = findLineIndex(growth.file, first.key.start) + 1;
      report(growth, () => createDiagnostic('duplicate-key', toLocation(key.span), key.text, line));
    }
  }
  for (const node of merged) mergeFields(fields, node, growth);
  return { kind: 'map', ...span, fields };
}

/** YAML's merge key: what is written in the map itself goes first, then the maps in their order. */
function mergeFields(fields: Map<string, Field>, source: Node, growth: TreeBuilder): void {
  const maps = source.kind === 'list' ? source.items : [source];
  for (const map of maps) {
    if (map.kind !== 'map') {
      report(growth, () => createDiagnostic('bad-merge', toLocation(map)));
      continue;
    }
    for (const [key, field] of map.fields) if (!fields.has(key)) fields.set(key, field);
  }
}

function resolveAlias(name: string, span: Span, growth: TreeBuilder): Node {
  const anchor = growth.anchors.get(name);
  if (!anchor?.node) {
    report(growth, () => explainBadAlias(name, span, growth));
    return createPlaceholder(span);
  }
  growth.values += anchor.size;
  growth.aliased += anchor.size;
  if (growth.aliased > MAX_ALIASED_VALUES) throw new TooManyAliases(span);
  return anchor.node;
}

function explainBadAlias(name: string, span: Span, { file, anchors }: TreeBuilder): Diagnostic {
  if (anchors.has(name)) return createDiagnostic('recursive-alias', toLocation(span), name);
  const trap = findGlobAlias(file.text, span.start);
  if (trap !== null) return createPitfallDiagnostic(trap, file);
  return createDiagnostic('unresolved-alias', toLocation(span), name, suggest(name, anchors.keys()));
}

interface Key {
  text: string;
  span: Span;
  merge: boolean;
}

function readKey(key: Parsed, map: Span, growth: TreeBuilder): Key | null {
  const { file } = growth;
  const [start = map.start, end = start] = key?.range ?? [];
  const span = { file, start, end: Math.max(end, start + 1) };
  const node = isAlias(key) ? resolveAlias(key.source, span, growth) : null;
  if (node?.kind === 'scalar') return { text: node.text, span, merge: false };
  if (isScalar(key) && key.source) return { text: key.source, span, merge: typeof key.value === 'symbol' };
  const isEmpty = isScalar(key) || !key;
  report(growth, () => {
    const trap = findPitfallAround(file.text, span.start);
    return trap === null ? createDiagnostic('bad-key', toLocation(span), isEmpty) : createPitfallDiagnostic(trap, file);
  });
  return null;
}

/** A value that is not there has the place of its key, which is what the user sees. */
function toSpan(parsed: Parsed, empty: Span): Span {
  const [start, end] = parsed?.range ?? [0, 0];
  return start === end ? empty : { file: empty.file, start, end };
}

export function createPitfallDiagnostic(trap: Pitfall, file: SourceFile): Diagnostic {
  return createDiagnostic(
    'needs-quotes',
    toLocation({ file, start: trap.start, end: trap.end }),
    trap.kind,
    trap.quoted,
  );
}

/** Thrown out of the growing tree, so that nothing more is built. */
class TooManyAliases extends Error {
  readonly span: Span;

  constructor(span: Span) {
    super('too many aliases');
    this.span = span;
  }
}

function buildScalar(parsed: Parsed, span: Span): ScalarNode {
  if (!isScalar(parsed)) return { kind: 'scalar', ...span, value: null, text: '', style: 'plain' };
  const value = parsed.value as ScalarNode['value'];
  return { kind: 'scalar', ...span, value, text: parsed.source ?? '', style: readStyle(parsed) };
}

function readStyle({ type }: Scalar): ScalarNode['style'] {
  if (type === Scalar.BLOCK_LITERAL) return 'literal';
  if (type === Scalar.BLOCK_FOLDED) return 'folded';
  return type === Scalar.PLAIN ? 'plain' : 'quoted';
}

/** What stands for an alias that leads nowhere: its own text. It is reported already, and nothing more is said of it. */
function createPlaceholder(span: Span): Node {
  const text = span.file.text.slice(span.start, span.end);
  return { kind: 'scalar', file: span.file, start: span.start, end: span.end, value: text, text, style: 'plain' };
}
