/** Builds the tree from the parser's nodes: resolves aliases and merge keys, reports duplicate keys, and limits the size. */
import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, type ParsedNode, Scalar, type YAMLMap } from 'yaml';
import type { Diagnostic } from '../../domain/index.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { createDiagnostic, MAX_ERRORS } from '../diagnostics/diagnostic.ts';
import type { Field, MapNode, Node, ScalarNode } from './node.ts';
import { findGlobAlias, findPitfallAround, type Pitfall } from './quoting-pitfalls.ts';
import { findLineIndex, type SourceFile, type Span } from './source-file.ts';

/** Maximum number of values that aliases may add, so that a small file cannot expand to a huge tree. */
const MAX_ALIASED_VALUES = 1_000_000;

type Parsed = ParsedNode | null | undefined;

interface Anchor {
  node: Node | null;
  /** Number of values in the node, including itself. */
  size: number;
}

interface TreeBuilder {
  file: SourceFile;
  diagnostics: Diagnostic[];
  /** The anchors by name. A later anchor with the same name replaces an earlier one. */
  anchors: Map<string, Anchor>;
  /** Number of values so far, including those of aliases. */
  values: number;
  /** Number of these values that come from aliases. */
  aliased: number;
}

/** `root` is null if aliases expand to too many values. */
export function buildTree(contents: ParsedNode, file: SourceFile): { root: Node | null; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const builder: TreeBuilder = { file, diagnostics, anchors: new Map(), values: 0, aliased: 0 };
  try {
    return { root: buildNode(contents, { file, start: 0, end: 0 }, builder), diagnostics };
  } catch (error) {
    if (!(error instanceof TooManyAliases)) throw error;
    diagnostics.push(createDiagnostic('too-many-aliases', error.span, MAX_ALIASED_VALUES));
    return { root: null, diagnostics };
  }
}

function report({ diagnostics }: TreeBuilder, create: () => Diagnostic): void {
  if (diagnostics.length < MAX_ERRORS) diagnostics.push(create());
}

/** `empty`: the position of a missing value. */
function buildNode(parsed: Parsed, empty: Span, builder: TreeBuilder): Node {
  builder.values++;
  if (isAlias(parsed)) return resolveAlias(parsed.source, toSpan(parsed, empty, builder), builder);
  const name = (isScalar(parsed) || isMap(parsed) || isSeq(parsed)) && parsed.anchor;
  if (!name) return buildContent(parsed, empty, builder);
  const anchor: Anchor = { node: null, size: 0 };
  builder.anchors.set(name, anchor);
  const before = builder.values;
  anchor.node = buildContent(parsed, empty, builder);
  anchor.size = builder.values - before + 1;
  return anchor.node;
}

function buildContent(parsed: Parsed, empty: Span, builder: TreeBuilder): Node {
  const span = toSpan(parsed, empty, builder);
  if (isMap(parsed)) return buildMap(parsed as YAMLMap.Parsed, span, builder);
  if (!isSeq(parsed)) return buildScalar(parsed, span);
  return { kind: 'list', ...span, items: parsed.items.map((item) => buildItem(item as Parsed, span, builder)) };
}

/** A missing item has the position of what precedes it, such as its dash. */
function buildItem(parsed: Parsed, { file }: Span, builder: TreeBuilder): Node {
  let end = parsed?.range?.[0] ?? 0;
  while (/\s/.test(file.text[end - 1] ?? '')) end -= 1;
  return buildNode(parsed, { file, start: end - 1, end }, builder);
}

function buildMap(parsed: YAMLMap.Parsed, span: Span, builder: TreeBuilder): MapNode {
  const fields = new Map<string, Field>();
  const merged: Node[] = [];
  for (const pair of parsed.items) {
    const key = readKey(pair.key, span, builder);
    if (key === null) continue;
    const node = buildNode(pair.value, key.span, builder);
    const first = fields.get(key.text);
    if (key.merge) merged.push(node);
    else if (first === undefined) fields.set(key.text, { key: key.span, node });
    else {
      const line = findLineIndex(builder.file, first.key.start) + 1;
      report(builder, () => createDiagnostic('duplicate-key', key.span, key.text, line));
    }
  }
  for (const node of merged) mergeFields(fields, node, builder);
  return { kind: 'map', ...span, fields };
}

/** Applies the YAML merge key: fields of the map itself take precedence, then those of the merged maps in order. */
function mergeFields(fields: Map<string, Field>, source: Node, builder: TreeBuilder): void {
  const maps = source.kind === 'list' ? source.items : [source];
  for (const map of maps) {
    if (map.kind !== 'map') {
      report(builder, () => createDiagnostic('bad-merge', map));
      continue;
    }
    for (const [key, field] of map.fields) if (!fields.has(key)) fields.set(key, field);
  }
}

function resolveAlias(name: string, span: Span, builder: TreeBuilder): Node {
  const anchor = builder.anchors.get(name);
  if (!anchor?.node) {
    report(builder, () => explainBadAlias(name, span, builder));
    return createPlaceholder(span);
  }
  builder.values += anchor.size;
  builder.aliased += anchor.size;
  if (builder.aliased > MAX_ALIASED_VALUES) throw new TooManyAliases(span);
  return anchor.node;
}

function explainBadAlias(name: string, span: Span, { file, anchors }: TreeBuilder): Diagnostic {
  if (anchors.has(name)) return createDiagnostic('recursive-alias', span, name);
  const pitfall = findGlobAlias(file.text, span.start);
  if (pitfall !== null) return createPitfallDiagnostic(pitfall, file);
  return createDiagnostic('unresolved-alias', span, name, suggest(name, anchors.keys()));
}

interface Key {
  text: string;
  span: Span;
  merge: boolean;
}

function readKey(key: Parsed, map: Span, builder: TreeBuilder): Key | null {
  const { file } = builder;
  const [start, end] = key?.range ?? [map.start, map.start];
  const span = { file, start, end: Math.max(end, start + 1) };
  const node = isAlias(key) ? resolveAlias(key.source, span, builder) : null;
  if (node?.kind === 'scalar') return { text: node.text, span, merge: false };
  if (isScalar(key) && key.source) return { text: key.source, span, merge: typeof key.value === 'symbol' };
  const isEmpty = isScalar(key) || !key;
  report(builder, () => {
    const pitfall = findPitfallAround(file.text, span.start);
    return pitfall === null ? createDiagnostic('bad-key', span, isEmpty) : createPitfallDiagnostic(pitfall, file);
  });
  return null;
}

/** A missing value has the position of its key. */
function toSpan(parsed: Parsed, empty: Span, { file }: TreeBuilder): Span {
  const start = parsed?.range?.[0] ?? 0;
  const end = findEnd(parsed) ?? start;
  return start === end ? empty : { file, start, end };
}

/** A block collection ends with its last value. The parser includes line feeds and some comments. */
function findEnd(parsed: Parsed): number | undefined {
  if (!isCollection(parsed) || parsed.flow) return parsed?.range?.[1];
  const last = parsed.items.at(-1);
  if (!isPair(last)) return findEnd(last as Parsed);
  const [key, value] = [last.key as Parsed, last.value as Parsed];
  return findEnd(value?.range && value.range[0] < value.range[1] ? value : key);
}

export function createPitfallDiagnostic(pitfall: Pitfall, file: SourceFile): Diagnostic {
  return createDiagnostic(
    'needs-quotes',
    { file, start: pitfall.start, end: pitfall.end },
    pitfall.kind,
    pitfall.quoted,
  );
}

/** Stops building the tree. */
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

/** Creates the value of an alias that cannot be resolved: its text. The alias was already reported. */
function createPlaceholder(span: Span): Node {
  const text = span.file.text.slice(span.start, span.end);
  return { kind: 'scalar', file: span.file, start: span.start, end: span.end, value: text, text, style: 'plain' };
}
