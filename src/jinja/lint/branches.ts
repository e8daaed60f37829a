/** Lists the branches of a template, so that the linter can render each of them. */

import type { Expression, Statement, Template } from '../parser/ast.ts';
import { listBodies, listExpressions } from './syntax-tree.ts';

/** The outcome of a condition. Conditions with the same text have the same outcome, wherever they are. */
export interface Decision {
  condition: string;
  isTrue: boolean;
}

/** A branch that writes something. */
export interface Branch extends Decision {
  /** The decisions that lead to the branch; its own is the last one. */
  path: readonly Decision[];
}

export interface Branches {
  all: Branch[];
  /** The text of each condition. */
  conditions: ReadonlyMap<Expression, string>;
  /** True if the template has a `switch`, whose cases are not in `all`. */
  hasSwitch: boolean;
}

/** Lists the branches of a template, without those that write nothing or whose condition depends on a loop. */
export function listBranches(template: Template): Branches {
  const all: Branch[] = [];
  const conditions = new Map<Expression, string>();
  let hasSwitch = false;

  const add = (test: Expression, isTrue: boolean, isEmpty: boolean, outer: readonly Decision[]) => {
    const condition = conditions.get(test) ?? printExpression(test);
    conditions.set(test, condition);
    const path = [...outer, { condition, isTrue }];
    if (!isEmpty && !usesLoop(test)) all.push({ condition, isTrue, path });
    return path;
  };
  const collect = (body: Statement[], outer: readonly Decision[]) => {
    for (const statement of body) {
      if (statement.kind === 'if') {
        const { test, yes, otherwise } = statement;
        collect(yes, add(test, true, yes.length === 0, outer));
        collect(otherwise, add(test, false, otherwise.length === 0, outer));
        continue;
      }
      hasSwitch ||= statement.kind === 'switch';
      for (const inner of listBodies(statement)) collect(inner, outer);
      for (const node of statement.kind === 'output' ? listExpressions(statement.value) : []) {
        if (node.kind !== 'conditional') continue;
        add(node.test, true, false, outer);
        add(node.test, false, node.otherwise === null, outer);
      }
    }
  };
  collect(template, []);
  return { all, conditions, hasSwitch };
}

/** A condition on `loop`, such as `loop.first`, differs between elements. A forced decision would be the same for all of them. */
const usesLoop = (test: Expression): boolean =>
  listExpressions(test).some((node) => node.kind === 'name' && node.name === 'loop');

const printExpression = (node: Expression): string =>
  JSON.stringify(node, (name, value) => (name === 'line' || name === 'column' ? undefined : value));
