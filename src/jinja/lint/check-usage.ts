/** Finds wrong uses of filters, tests, methods and the environment, and joins that break a JSON body. */

import { TemplateError } from '../errors.ts';
import type { OutputMode } from '../escape-modes.ts';
import type { Expression, Template } from '../parser/ast.ts';
import { findUseProblem } from './check-calls.ts';
import type { LintProblem } from './lint-problem.ts';
import { countAssignments, listExpressions } from './syntax-tree.ts';

/** Finds wrong uses. `environment`: the variables that the filter `env` can read. */
export function checkUsage(template: Template, mode: OutputMode, environment: readonly string[]): LintProblem[] {
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
