/** Finds mistakes in a template without the data that it will be rendered with. */

import { TemplateError } from '../errors.ts';
import type { OutputMode } from '../escape-modes.ts';
import type { Template } from '../parser/ast.ts';
import { parseTemplate } from '../parser/parse.ts';
import type { ContextSchema } from '../schema.ts';
import { checkNames } from './check-names.ts';
import { checkSamples } from './check-samples.ts';
import { checkUsage } from './check-usage.ts';
import type { LintCode, LintProblem } from './lint-problem.ts';
import { findQuotedJson } from './quoted-json.ts';

interface LintOptions {
  mode: OutputMode;
  schema: ContextSchema;
  /** The names of the variables that the filter `env` can read. Default: none. */
  environment?: readonly string[];
}

/**
 * Checks the syntax of a template, its names against the schema, and its output by rendering sample contexts. The
 * problems are in the order of the template. Takes bounded time.
 */
export function lintTemplate(text: string, options: LintOptions): LintProblem[] {
  let template: Template;
  try {
    template = parseTemplate(text);
    return checkTemplate(template, options);
  } catch (error) {
    // A tree can be too deep for the recursion of the checks.
    if (error instanceof RangeError)
      return [createSyntaxProblem(new TemplateError('template-syntax', 'it is nested too deeply'))];
    if (error instanceof TemplateError) return [createSyntaxProblem(error)];
    throw error;
  }
}

function createSyntaxProblem({ code, message, line, column }: TemplateError): LintProblem {
  const known = code === 'template-refused' ? code : 'template-syntax';
  return { code: known, message, line: Math.max(1, line), column: Math.max(1, column) };
}

/** Each of these problems already explains why a body is not JSON. */
const EXPLAINED: LintCode[] = ['template-json-join', 'template-json-tojson', 'template-syntax'];

function checkTemplate(template: Template, { mode, schema, environment = [] }: LintOptions): LintProblem[] {
  const problems = [...checkUsage(template, mode, environment), ...checkNames(template, mode, schema)];
  if (mode === 'json') problems.push(...findQuotedJson(template));
  const isExplained = problems.some(({ code }) => EXPLAINED.includes(code));
  const rendered = checkSamples(template, mode, schema);
  problems.push(...rendered.filter(({ code }) => code !== 'body-not-json' || !isExplained));
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}
