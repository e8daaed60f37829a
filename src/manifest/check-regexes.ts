import { loadRegexes } from '../regex.ts';
import type { Diagnostic } from '../types.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import type { Parts } from './parts.ts';
import { childOf, isText, itemsOf, type Node, type TextNode, textOf } from './tree.ts';

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
