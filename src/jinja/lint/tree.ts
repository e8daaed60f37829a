/** Lists parts of a syntax tree. */

import type { Expression, Statement, Target, Template } from '../parser/ast.ts';

type Node = Expression | Statement;

const STATEMENTS = new Set<string>(['text', 'output', 'if', 'for', 'set', 'with', 'macro', 'switch', 'block']);

const isNode = (value: object): value is Node => 'kind' in value;
const isExpression = (node: Node): node is Expression => !STATEMENTS.has(node.kind);

/** The nodes below a part of a tree: those directly below it, or all. */
function listNodes(part: object, depth: 'direct' | 'all', found: Node[] = []): Node[] {
  for (const value of Object.values(part)) {
    if (typeof value !== 'object' || value === null) continue;
    const isFound = isNode(value);
    if (isFound) found.push(value);
    if (!isFound || depth === 'all') listNodes(value, depth, found);
  }
  return found;
}

/** All expressions below a part of a tree, at every depth. */
export const listExpressions = (part: object): Expression[] => listNodes(part, 'all').filter(isExpression);

/** The expressions directly below a node. */
export const listOperands = (node: Node): Expression[] => listNodes(node, 'direct').filter(isExpression);

/** The bodies of a statement, the first of which is what mostly runs. */
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

/** How often a template sets each name, with `set` or as a macro. */
export function countAssignments(template: Template): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of listNodes(template, 'all')) {
    const names = node.kind === 'set' ? listTargetNames(node.target) : node.kind === 'macro' ? [node.macro.name] : [];
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function listTargetNames(target: Target): string[] {
  if ('parts' in target) return target.parts.flatMap(listTargetNames);
  return 'name' in target ? [target.name] : [];
}
