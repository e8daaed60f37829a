/** Checks that the regular expressions of conditions compile. */
import type { Diagnostic } from '../../domain/index.ts';
import { loadRegexCompiler } from '../../lib/python-regex.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, getText, isText, listItems, type Node, type TextNode } from '../yaml/node.ts';

/** Loads the regular expression engine only for a manifest that uses it. */
export async function checkRegexes({ rules }: ManifestSections): Promise<Diagnostic[]> {
  const expressions = rules.flatMap(({ node }) => listExpressions(getChild(node, 'conditions')));
  if (expressions.length === 0) return [];
  const compileRegex = await loadRegexCompiler();
  return expressions.flatMap((node) => {
    const regex = compileRegex(node.value);
    return regex.ok ? [] : [createDiagnostic('bad-regex', node, node.value, regex.problem)];
  });
}

function listExpressions(condition: Node | undefined): TextNode[] {
  if (condition?.kind !== 'map') return [];
  const members = [...listItems(getChild(condition, 'and')), ...listItems(getChild(condition, 'or'))];
  const value = getText(getChild(condition, 'op')) === 'regex' ? getChild(condition, 'value') : undefined;
  return [...(isText(value) ? [value] : []), ...members.flatMap(listExpressions)];
}
