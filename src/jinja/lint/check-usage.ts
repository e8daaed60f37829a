/** Finds wrong uses of filters, tests, methods and the environment, and two habits that break a JSON body. */

import { TemplateError } from '../errors.ts';
import type { OutputMode } from '../escape-modes.ts';
import { advanceJsonState, createJsonState, type JsonState } from '../json-text.ts';
import type { Expression, Statement, Template } from '../parser/ast.ts';
import { findUseProblem } from './calls.ts';
import type { LintProblem } from './problem.ts';
import { countAssignments, listBodies, listExpressions } from './tree.ts';

export function checkFilters(template: Template, mode: OutputMode, environment: readonly string[]): LintProblem[] {
  const assigned = countAssignments(template);
  return listExpressions(template).flatMap((node) => {
    const detail = findUseProblem(node, (name) => assigned.has(name));
    if (detail !== null) return [createSyntaxProblem(node, detail)];
    return [checkFilter(node, mode) ?? [], checkEnvironment(node, environment) ?? []].flat();
  });
}

/** The name of a variable is nearly always a constant. */
function checkEnvironment(node: Expression, environment: readonly string[]): LintProblem | null {
  if (node.kind !== 'filter' || node.name !== 'env' || node.input.kind !== 'constant') return null;
  const { value, line, column } = node.input;
  if (environment.includes(String(value))) return null;
  const message = `The template reads the environment variable "${value}", which no secret of this webhook refers to.`;
  return { code: 'template-unknown-name', message, line, column };
}

function checkFilter(node: Expression, mode: OutputMode): LintProblem | null {
  if (node.kind !== 'filter') return null;
  const [separator] = node.args.positional;
  const hasQuotes = separator?.kind === 'constant' && /"\s*,\s*"/.test(String(separator.value));
  if (mode !== 'json' || node.name !== 'join' || !hasQuotes) return null;
  const message = 'A join with quotes does not make a JSON list: every value is escaped, including the quotes.';
  return { code: 'template-json-join', message, line: node.line, column: node.column };
}

function createSyntaxProblem({ line, column }: Expression, detail: string): LintProblem {
  const { message } = new TemplateError('template-syntax', detail);
  return { code: 'template-syntax', message, line, column };
}

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
