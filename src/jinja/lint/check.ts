/** What a template's tree tells without rendering: filters and tests that are not there, and habits that break JSON. */

import type { Expression, Statement } from '../ast.ts';
import type { TreeProblem } from '../errors.ts';
import type { OutputMode } from '../escape-modes.ts';
import { isFilterName, listFilterNames } from '../filters/index.ts';
import { advanceJsonState, createJsonState, type JsonState } from '../json-text.ts';
import { isTestName } from '../tests.ts';
import { checkJsonBody } from './json-body.ts';
import type { Shape } from './shapes.ts';
import { walkTree } from './walk.ts';

export interface CheckOptions {
  mode: OutputMode;
  /** The names that the template is handed. */
  context: Readonly<Record<string, Shape>>;
}

export function checkTree(body: Statement[], { mode, context }: CheckOptions): TreeProblem[] {
  const expressions = expressionsIn(body);
  const problems = expressions.flatMap((node) => [...checkExpression(node, mode), ...checkLikeness(node)]);
  problems.push(...walkTree(body, mode, context));
  if (mode === 'json') {
    findQuotedJson(body, createJsonState(), problems);
    // A habit that is told of by itself is what breaks it.
    if (!problems.some(({ code }) => HABITS.includes(code))) problems.push(...checkJsonBody(body, context));
  }
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

const HABITS: TreeProblem['code'][] = ['template-json-join', 'template-json-tojson', 'template-syntax'];

function checkExpression(node: Expression, mode: OutputMode): TreeProblem[] {
  const { line, column } = node;
  if (node.kind === 'test' && !isTestName(node.name)) {
    return [{ code: 'template-syntax', what: `there is no test "${node.name}"`, line, column }];
  }
  if (node.kind !== 'filter') return [];
  if (!isFilterName(node.name)) {
    const known = listFilterNames().sort().join(', ');
    return [{ code: 'template-syntax', what: `there is no filter "${node.name}" (there are ${known})`, line, column }];
  }
  const [separator] = node.args.positional;
  const bringsQuotes = separator?.kind === 'constant' && /"\s*,\s*"/.test(String(separator.value));
  return mode === 'json' && node.name === 'join' && bringsQuotes
    ? [{ code: 'template-json-join', what: '', line, column }]
    : [];
}

/** Follows the text in the order in which it stands; of branches, each starts where the first does. */
function findQuotedJson(body: Statement[], start: JsonState, problems: TreeProblem[]): JsonState {
  let state = start;
  for (const statement of body) {
    if (statement.kind === 'text') state = advanceJsonState(state, statement.text);
    else if (statement.kind === 'output') {
      const { value } = statement;
      const makesJson = value.kind === 'filter' && (value.name === 'tojson' || value.name === 'dump');
      const { line, column } = value;
      if (makesJson && state.inString) problems.push({ code: 'template-json-tojson', what: '', line, column });
    } else {
      const [first, ...others] = bodiesOf(statement);
      for (const other of others) findQuotedJson(other, state, problems);
      if (first !== undefined && statement.kind !== 'macro') state = findQuotedJson(first, state, problems);
      else if (first !== undefined) findQuotedJson(first, createJsonState(), problems);
    }
  }
  return state;
}

function bodiesOf(statement: Statement): Statement[][] {
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

function expressionsIn(body: Statement[]): Expression[] {
  const found: Expression[] = [];
  for (const statement of body) collect(statement, found);
  return found;
}

/** Expressions are the nodes that are no statements; statements, macros and lists of them are only passed through. */
function collect(node: unknown, found: Expression[]): void {
  if (typeof node !== 'object' || node === null) return;
  if (isExpression(node)) found.push(node);
  for (const part of Object.values(node)) collect(part, found);
}

const STATEMENTS = new Set<unknown>(['text', 'output', 'if', 'for', 'set', 'with', 'macro', 'switch', 'block']);

function isExpression(node: object): node is Expression {
  return 'kind' in node && !STATEMENTS.has(node.kind);
}

/** Beyond it JavaScript's numbers have gaps; Python's have none. */
function checkLikeness(node: Expression): TreeProblem[] {
  const { line, column } = node;
  const unlike = (what: string): TreeProblem[] => [{ code: 'template-unlike-jinja', what, line, column }];
  if (node.kind === 'constant' && Number.isInteger(node.value) && !Number.isSafeInteger(node.value)) {
    return node.isFloat ? [] : unlike(`a whole number beyond ${Number.MAX_SAFE_INTEGER} is not exact here`);
  }
  if (node.kind !== 'dict') return [];
  const isNumbered = node.entries.some(({ key }) => key.kind === 'constant' && typeof key.value !== 'string');
  return isNumbered ? unlike('the keys of a dict are texts here; write quotes around them') : [];
}
