/** Lists parts of a syntax tree. */

import type { Expression, Statement, Target, Template } from '../parser/ast.ts';

const STATEMENTS = new Set<unknown>(['text', 'output', 'if', 'for', 'set', 'with', 'macro', 'switch', 'block']);

const isNode = (value: unknown): value is object => typeof value === 'object' && value !== null;

function isExpression(node: object): node is Expression {
  return 'kind' in node && !STATEMENTS.has(node.kind);
}

/** All expressions of a tree, at every depth, in the order of the template. */
export function listExpressions(tree: object): Expression[] {
  const found: Expression[] = [];
  const collect = (node: object) => {
    if (isExpression(node)) found.push(node);
    for (const part of Object.values(node)) if (isNode(part)) collect(part);
  };
  collect(tree);
  return found;
}

/** The expressions directly below one. */
export function listOperands(node: Expression): Expression[] {
  const found: Expression[] = [];
  const collect = (part: object) => {
    if (isExpression(part)) found.push(part);
    else for (const inner of Object.values(part)) if (isNode(inner)) collect(inner);
  };
  for (const part of Object.values(node)) if (isNode(part)) collect(part);
  return found;
}

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

function listTargetNames(target: Target): string[] {
  if ('parts' in target) return target.parts.flatMap(listTargetNames);
  return 'name' in target ? [target.name] : [];
}
