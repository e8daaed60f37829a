/** Finds `tojson` inside quotes, which breaks a JSON body. */

import { advanceJsonState, createJsonState, type JsonState } from '../json-text.ts';
import type { Statement, Template } from '../parser/ast.ts';
import type { LintProblem } from './lint-problem.ts';
import { listBodies } from './syntax-tree.ts';

/** Finds `tojson` inside quotes. Follows the text as it is written; each branch starts where the first one does. */
export function findQuotedJson(template: Template): LintProblem[] {
  const problems: LintProblem[] = [];
  followBody(template, createJsonState(), problems);
  return problems;
}

function followBody(body: Statement[], start: JsonState, problems: LintProblem[]): JsonState {
  let state = start;
  for (const statement of body) {
    if (statement.kind === 'text') state = advanceJsonState(state, statement.text);
    else if (statement.kind === 'output') {
      const { value } = statement;
      const isJson = value.kind === 'filter' && (value.name === 'tojson' || value.name === 'dump');
      const message = 'tojson writes its own quotes: remove the quotes around it.';
      const { line, column } = value;
      if (isJson && state.inString) problems.push({ code: 'template-json-tojson', message, line, column });
    } else {
      const before = statement.kind === 'macro' ? createJsonState() : state;
      const [after] = listBodies(statement).map((inner) => followBody(inner, before, problems));
      if (after !== undefined && statement.kind !== 'macro') state = after;
    }
  }
  return state;
}
