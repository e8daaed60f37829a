import { type Location, toLocation } from './diagnostics/diagnostic.ts';
import type { ManifestSections } from './sections.ts';
import { findNode, type Node, type ScalarNode } from './yaml/node.ts';
import { findLineIndex, getLine, type Span } from './yaml/source-file.ts';

/** Line and column (from 1) within a scalar's value, such as a template's own. */
export interface InnerPosition {
  line: number;
  column: number;
}

/** Where a line and column of a scalar's value stand in the file; the scalar itself where that cannot be said. */
function locateInside(node: Node, at: InnerPosition | undefined): Location {
  if (at === undefined || node.kind !== 'scalar' || typeof node.value !== 'string') return toLocation(node);
  return toLocation(findInside(node, node.value, at) ?? node);
}

/**
 * In a literal block the value's lines are the file's lines without their indentation, and so are those of other texts
 * where they are on one line: the position is found by what stands there, and given up where that is something else.
 */
function findInside(node: ScalarNode, value: string, at: InnerPosition): Span | null {
  const line = value.split('\n')[at.line - 1];
  if (line === undefined) return null;
  const { file } = node;
  const index = findLineIndex(file, node.start) + at.line - (node.style === 'literal' ? 0 : 1);
  const source = getLine(file, index);
  const indent = source.lastIndexOf(line);
  if (indent === -1 || (node.style !== 'literal' && at.line > 1)) return null;
  const from = node.style === 'literal' ? source.length - line.length : findColumn(node, source, line, indent, index);
  const start = (file.lineStarts[index] ?? 0) + Math.max(0, from) + at.column - 1;
  return { file, start: Math.min(start, node.end), end: Math.min(start + 1, node.end) };
}

/** Column (from 0) of a text that is not a block: the quote, where there is one, goes before it. */
function findColumn(node: ScalarNode, source: string, line: string, fallback: number, index: number): number {
  const column = node.start - (node.file.lineStarts[index] ?? 0) + (node.style === 'quoted' ? 1 : 0);
  return source.startsWith(line, column) ? column : fallback;
}

/** A part of the manifest by its name. */
export type SectionReference = { in: 'entry' | 'webhook' | 'email' | 'rule'; name: string } | { in: 'root' };

/**
 * Where a part of the manifest stands, or the nearest thing above it that does: for a field which an entry has from
 * the manifest's `defaults`, there.
 */
export function locateInSections(
  parts: ManifestSections,
  what: SectionReference,
  path: readonly (string | number)[],
  at?: InnerPosition,
): Location {
  const root = findSection(parts, what) ?? parts.root;
  const { node, found } = findNode(root, path);
  if (found && path.length > 0) return locateInside(node, at);
  // Of a whole map, or one that lacks the field, the first character says enough.
  return toLocation({ file: node.file, start: node.start, end: node.start + 1 });
}

function findSection(parts: ManifestSections, what: SectionReference): Node | undefined {
  if (what.in === 'root') return parts.root;
  if (what.in === 'entry') return parts.entries.find(({ name }) => name === what.name)?.node;
  if (what.in === 'rule') return parts.rules.find(({ name }) => name === what.name)?.node;
  return parts[what.in].get(what.name);
}
