/** Lists parts of a template's syntax tree. */

import type { Expression, Statement, Template } from '../parser/ast.ts';
import { listTargetNames } from '../parser/parse.ts';

type Node = Expression | Statement;

const STATEMENTS = new Set<string>(['text', 'output', 'if', 'for', 'set', 'with', 'macro', 'switch', 'block']);

const isNode = (value: object): value is Node => 'kind' in value;
const isStatement = (node: Node): node is Statement => STATEMENTS.has(node.kind);

/** The nodes directly below a part of a tree. */
function listChildren(part: object): Node[] {
  return Object.values(part).flatMap((value: unknown) => {
    if (typeof value !== 'object' || value === null) return [];
    return isNode(value) ? [value] : listChildren(value);
  });
}

/** All expressions of a tree, at every depth. */
export function listExpressions(tree: object): Expression[] {
  const inner = listChildren(tree).flatMap(listExpressions);
  return isNode(tree) && !isStatement(tree) ? [tree, ...inner] : inner;
}

/** The expressions directly below a node. */
export const listOperands = (node: Node): Expression[] =>
  listChildren(node).filter((child): child is Expression => !isStatement(child));

/** The bodies of a statement. The first is the one that usually runs. */
export function listBodies(statement: Statement): Statement[][] {
  switch (statement.kind) {
    case 'if':
      return [statement.yes, statement.otherwise];
    case 'for':
      return [statement.body, statement.otherwise];
    case 'switch':
      return [...statement.cases.map(({ body }) => body), statement.otherwise];
    case 'macro':
      return [statement.macro.body];
    case 'with':
    case 'block':
      return [statement.body];
    default:
      return [];
  }
}

/** Counts how often a template sets each name, with `set` or as a macro. */
export function countAssignments(template: Template): Map<string, number> {
  const counts = new Map<string, number>();
  const collect = (body: Statement[]) => {
    for (const statement of body) {
      const names = statement.kind === 'set' ? listTargetNames(statement.target) : [];
      if (statement.kind === 'macro') names.push(statement.macro.name);
      for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
      for (const inner of listBodies(statement)) collect(inner);
      for (const node of listExpressions(statement)) if (node.kind === 'capture') collect(node.body);
    }
  };
  collect(template);
  return counts;
}
