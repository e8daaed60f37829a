/** Checks the characters of all values. */
import type { Diagnostic } from '../../domain/index.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { isText, listFields, type Node } from '../yaml/node.ts';

/** NUL, which only an escape sequence can contain, would end a path early or be rejected by the system. */
const NUL = '\0';
const ESCAPED_NUL = /\\(?:0|x00|u0000|U00000000)/;

/** Reports values that contain NUL. An aliased value is reported once. */
export function checkCharacters(roots: readonly Node[]): Diagnostic[] {
  const seen = new Set<Node>();
  const check = (node: Node): Diagnostic[] => {
    if (seen.has(node)) return [];
    seen.add(node);
    if (node.kind === 'map') return listFields(node).flatMap(([, field]) => check(field.node));
    if (node.kind === 'list') return node.items.flatMap(check);
    return isText(node) && node.value.includes(NUL) ? [createDiagnostic('nul-character', node)] : [];
  };
  return roots.filter(({ file }) => ESCAPED_NUL.test(file.text)).flatMap(check);
}
