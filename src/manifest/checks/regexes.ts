import type { Diagnostic } from '../../domain/index.ts';
import { loadRegexes } from '../../lib/python-regex.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import type { Parts } from '../sections.ts';
import { childOf, isText, itemsOf, type Node, type TextNode, textOf } from '../yaml/node.ts';

/** Whether the expressions of conditions compile; their engine is loaded only for a manifest that has one. */
export async function checkRegexes({ rules }: Parts): Promise<Diagnostic[]> {
  const expressions = rules.flatMap(({ node }) => expressionsIn(childOf(node, 'conditions')));
  if (expressions.length === 0) return [];
  const compileRegex = await loadRegexes();
  return expressions.flatMap((node) => {
    const regex = compileRegex(node.value);
    return regex.ok ? [] : [diagnostic('bad-regex', whereIs(node), node.value, regex.problem)];
  });
}

function expressionsIn(condition: Node | undefined): TextNode[] {
  if (condition?.kind !== 'map') return [];
  const members = [...itemsOf(childOf(condition, 'and')), ...itemsOf(childOf(condition, 'or'))];
  const value = textOf(childOf(condition, 'op')) === 'regex' ? childOf(condition, 'value') : undefined;
  return [...(isText(value) ? [value] : []), ...members.flatMap(expressionsIn)];
}
