/** Finds the position of a part of the manifest, for diagnostics of later checks. */
import { type Location, toLocation } from './diagnostics/diagnostic.ts';
import type { ManifestSections } from './sections.ts';
import { findNode, type Node, type ScalarNode, toFirstCharacter } from './yaml/node.ts';
import { findLineIndex, getLine, type Span } from './yaml/source-file.ts';

/** Line and column (from 1) within the value of a scalar, such as a template. */
interface InnerPosition {
  line: number;
  column: number;
}

/** An entry, receiver or rule by name, or the whole manifest. */
export type SectionReference = { in: 'entry' | 'webhook' | 'email' | 'rule'; name: string } | { in: 'root' };

/** Finds the position of a field of a section, or of its nearest existing parent. `at`: a position within a string value. */
export type Locate = (reference: SectionReference, path: readonly (string | number)[], at?: InnerPosition) => Location;

/** Creates a locator. A field that an entry inherits from `defaults` has its position there. Entries are indexed at the first use. */
export function createLocator(sections: ManifestSections): Locate {
  let entries: ReadonlyMap<string | undefined, Node> | null = null;
  const findSection = (reference: SectionReference): Node | undefined => {
    if (reference.in === 'root') return sections.root;
    if (reference.in === 'rule') return sections.rules.find(({ name }) => name === reference.name)?.node;
    if (reference.in !== 'entry') return sections[reference.in].get(reference.name);
    // If several entries have the same name, the first is used.
    entries ??= new Map(sections.entries.toReversed().map(({ name, node }) => [name, node]));
    return entries.get(reference.name);
  };
  return (reference, path, at) => {
    const { node, found } = findNode(findSection(reference) ?? sections.root, path);
    if (!found || path.length === 0) return toLocation(toFirstCharacter(node));
    return toLocation((at && locateInScalar(node, at)) ?? node);
  };
}

/**
 * Locates a line and column of a string value in the file. Returns null if the position is unknown: lines can be folded or escaped, except
 * in a literal block and in the first line of other strings.
 */
function locateInScalar(node: Node, at: InnerPosition): Span | null {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return null;
  const line = node.value.split('\n')[at.line - 1];
  const isLiteral = node.style === 'literal';
  if (line === undefined || (!isLiteral && at.line > 1)) return null;
  const { file } = node;
  const index = findLineIndex(file, node.start) + at.line - (isLiteral ? 0 : 1);
  const source = getLine(file, index);
  const fallback = source.lastIndexOf(line);
  if (fallback === -1) return null;
  const column = isLiteral ? source.length - line.length : findColumn(node, source, line, fallback, index);
  const start = (file.lineStarts[index] ?? 0) + Math.max(0, column) + at.column - 1;
  return { file, start: Math.min(start, node.end), end: Math.min(start + 1, node.end) };
}

/** Finds the column (from 0) of a string that is not a block, after its opening quote. */
function findColumn(node: ScalarNode, source: string, line: string, fallback: number, index: number): number {
  const column = node.start - (node.file.lineStarts[index] ?? 0) + (node.style === 'quoted' ? 1 : 0);
  return source.startsWith(line, column) ? column : fallback;
}
