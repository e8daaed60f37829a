/** Parses YAML to find values: each document of a file becomes a tree with lines, even with templates or syntax errors. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseAllDocuments } from 'yaml';
import { isTooDeep } from '../../lib/text/yaml-depth.ts';
import { runWithoutStackTraces } from '../../lib/without-stack-traces.ts';
import { hasPlaceholder, hideTemplates } from './templates.ts';

export interface YamlScalar {
  kind: 'scalar';
  text: string;
  /** The line, from 1. For a block scalar, this is the line of its indicator, and its text begins on the next line. */
  line: number;
  isBlock: boolean;
}

export interface YamlMap {
  kind: 'map';
  line: number;
  /** The entries in order. A key can be repeated, for example in both branches of a template. */
  entries: readonly (readonly [key: string, value: YamlNode, keyLine: number])[];
}

interface YamlList {
  kind: 'list';
  line: number;
  items: readonly YamlNode[];
}

export type YamlNode = YamlScalar | YamlMap | YamlList;

/** A document that was not parsed, and the reason. */
interface SkippedDocument {
  kind: 'skipped';
  line: number;
  reason: string;
}

/** The limit exceeds documents that people write. A file of many documents can be larger. */
const MAX_DOCUMENT_LENGTH = 1_000_000;

/** The parser and the readers of its trees recurse, and the stack is limited. */
const MAX_LEVELS = 250;
const TOO_DEEP = 'a YAML document with too many levels';

/** Parses the relevant documents of a file, and skips the others. Syntax errors only hide the values around them, not the whole file. */
export function parseYamlDocuments(
  text: string,
  { firstLine = 1, isRelevant = () => true }: { firstLine?: number; isRelevant?: (text: string) => boolean } = {},
): (YamlNode | SkippedDocument)[] {
  const hidden = hideTemplates(text);
  const roots: (YamlNode | SkippedDocument)[] = [];
  let line = firstLine;
  let start = 0;
  while (start < text.length) {
    const marker = hidden.slice(start + 1).search(/^---(?:\s|$)/m);
    const end = marker === -1 ? text.length : start + 1 + marker;
    const part = { text: text.slice(start, end), hidden: hidden.slice(start, end), firstLine: line };
    if (isRelevant(part.text)) roots.push(...parsePart(part));
    line += part.text.split('\n').length - 1;
    start = end;
  }
  return roots;
}

interface Part {
  text: string;
  /** The text without templates, with the same positions. */
  hidden: string;
  firstLine: number;
}

function parsePart(part: Part): (YamlNode | SkippedDocument)[] {
  const { text, firstLine } = part;
  const skip = (reason: string): SkippedDocument[] => [{ kind: 'skipped', line: firstLine, reason }];
  if (text.length > MAX_DOCUMENT_LENGTH) return skip('a YAML document of more than 1 MB');
  if (isTooDeep(text)) return skip(TOO_DEEP);
  try {
    return parseDocuments(part);
  } catch (error) {
    // Lines that are not YAML can nest without brackets and indentation, such as `a: a: a: …`.
    if (error instanceof RangeError) return skip(TOO_DEEP);
    throw error;
  }
}

function parseDocuments(part: Part): YamlNode[] {
  const lines = new LineCounter();
  const documents = runWithoutStackTraces(() =>
    parseAllDocuments(part.hidden, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      // Values are kept as written: an unknown tag, as in CloudFormation, is not an error.
      resolveKnownTags: false,
      schema: 'failsafe',
    }),
  );
  if (!Array.isArray(documents)) return [];
  return documents.flatMap(
    ({ contents }) => convert(contents as ParsedNode | null, { ...part, lines, anchors: new Map() }, 0) ?? [],
  );
}

/**
 * Parses the documents inside a block scalar, with the lines of the file. In other scalars, lines of the text differ from lines of the
 * file.
 */
export function parseEmbeddedYaml(scalar: YamlScalar): YamlNode[] {
  return scalar.isBlock ? parseYaml(scalar.text, scalar.line + 1) : [];
}

/** Parses the documents of a text, without those that were skipped. */
export function parseYaml(text: string, firstLine = 1): YamlNode[] {
  return parseYamlDocuments(text, { firstLine }).filter((root) => root.kind !== 'skipped');
}

interface Conversion extends Part {
  lines: LineCounter;
  /** The anchors of scalars. Aliases of maps are ignored, because maps are read at their anchor, and must not multiply. */
  anchors: Map<string, YamlScalar>;
}

/** Converts a node that `level` maps and lists contain. */
function convert(node: ParsedNode | null | undefined, conversion: Conversion, level: number): YamlNode | null {
  if (level > MAX_LEVELS) throw new RangeError(TOO_DEEP);
  if (isAlias(node)) return conversion.anchors.get(node.source) ?? null;
  const line = findLine(node, conversion);
  if (isMap(node)) {
    const entries = node.items.flatMap(({ key, value }) => {
      // A key can be an alias, too: `*name : { host: … }`.
      const name = convert(key as ParsedNode | null, conversion, level + 1);
      const child = convert(value as ParsedNode | null, conversion, level + 1);
      return name?.kind !== 'scalar' || child === null ? [] : [[name.text, child, findLine(key, conversion)] as const];
    });
    return { kind: 'map', line, entries };
  }
  if (isSeq(node)) {
    const items = node.items.flatMap((item) => convert(item as ParsedNode | null, conversion, level + 1) ?? []);
    return { kind: 'list', line, items };
  }
  if (!isScalar(node)) return null;
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  const value = String(node.value ?? '');
  const text = hasPlaceholder(value) ? restoreTemplates(node.range, isBlock, conversion) : value;
  const scalar: YamlScalar = { kind: 'scalar', text, line, isBlock };
  if (node.anchor) conversion.anchors.set(node.anchor, scalar);
  return scalar;
}

function findLine(node: ParsedNode | null | undefined, { lines, firstLine }: Conversion): number {
  return firstLine - 1 + (node?.range ? lines.linePos(node.range[0]).line : 1);
}

/** Restores the text of a scalar as it is written. Escape sequences are kept, because hosts do not contain any. */
function restoreTemplates([start, end]: readonly number[], isBlock: boolean, { text, hidden }: Conversion): string {
  const written = text.slice(start, end);
  if (!isBlock) return /^(["']).*\1$/s.test(written) ? written.slice(1, -1) : written;
  const indentations = hidden
    .slice(start, end)
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map(countIndentation);
  const indentation = Math.min(...indentations);
  return written
    .split('\n')
    .slice(1)
    .map((line) => line.slice(Math.min(indentation, countIndentation(line))))
    .join('\n');
}

function countIndentation(line: string): number {
  return line.length - line.trimStart().length;
}
