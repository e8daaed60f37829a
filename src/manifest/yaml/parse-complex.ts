/** Parses the parts of a YAML file that are not simple with the complete parser. */
import type { ParsedNode } from 'yaml';
import { buildPart, createTreeBuilder } from './build-tree.ts';
import type { Node } from './node.ts';
import { parseLibraryDocument } from './parse-document.ts';
import type { SourceFile, Span } from './source-file.ts';

/** Parses one part after another. Null for a part that has a problem. */
export type ComplexParser = (part: Span) => Node | null;

/** The parts share their anchors. */
export function createComplexParser(file: SourceFile): ComplexParser {
  const builder = createTreeBuilder(file);
  return ({ start, end }) => {
    const { contents, errors, warnings } = parseLibraryDocument(file.text.slice(start, end));
    if (contents === null || errors.length + warnings.length > 0) return null;
    return buildPart(contents as ParsedNode, start, builder);
  };
}
