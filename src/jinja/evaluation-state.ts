/** The state of one rendering: its variables, its budget and its output. */

import { type Budget, MAX_CALL_DEPTH, spendCharacters, spendSteps } from './budget.ts';
import { TemplateError } from './errors.ts';
import { globals } from './globals.ts';
import { countPieceCharacters } from './operators.ts';
import type { Expression, Position } from './parser/ast.ts';
import { createDict, type Dict, Fragment, type Piece, type Value } from './values.ts';

/** Variables of a loop, a macro or the whole template. */
export interface Scope {
  variables: Map<string, Value>;
  parent: Scope | null;
}

export interface Evaluation {
  budget: Budget;
  /** In plain text, the filter `escape` escapes HTML. In other modes every value is escaped once, when it is written. */
  escapesHtml: boolean;
  /** The variables that the filter `env` can read. */
  environment: Readonly<Record<string, string>>;
  /** Called once for each name; returns undefined for a name that the context does not have. */
  readContext: (name: string) => Value;
  context: Map<string, Value>;
  root: Scope;
  /** Calls of macros and recursive loops that are in progress. */
  depth: number;
  onBranch: OnBranch | null;
}

/** Receives each decision of an `if` and may replace it. Only the linter uses it. */
export type OnBranch = (test: Expression, isTrue: boolean) => boolean;

export type Output = Piece[];

export const createScope = (parent: Scope): Scope => ({ variables: new Map(), parent });

/** Resolves a variable in its scope, the context and the globals, in this order; a missing variable is undefined. */
export function resolveVariable(name: string, evaluation: Evaluation, scope: Scope): Value {
  for (let holder: Scope | null = scope; holder !== null; holder = holder.parent) {
    if (holder.variables.has(name)) return holder.variables.get(name);
  }
  const { context } = evaluation;
  if (!context.has(name)) context.set(name, evaluation.readContext(name));
  const value = context.get(name);
  return value === undefined ? globals.lookup(name, evaluation.budget) : value;
}

export function createDictFrom(entries: [string, Value][]): Dict {
  const dict = createDict();
  for (const [key, value] of entries) dict[key] = value;
  return dict;
}

/** Adds pieces to the output; `position` is where the template writes them, unless a piece has its own position. */
export function emit(pieces: readonly Piece[], position: Position, { budget }: Evaluation, output: Output): void {
  spendSteps(budget, pieces.length);
  spendCharacters(budget, countPieceCharacters(pieces));
  const { line, column } = position;
  for (const piece of pieces) output.push(piece.at === undefined ? { ...piece, at: { line, column } } : piece);
}

/** The output of a block, as a value that remembers how its parts are escaped. */
export function captureOutput(write: (output: Output) => void): Fragment {
  const output: Output = [];
  write(output);
  return new Fragment(output);
}

/** Runs a nested call. Throws TemplateError `template-limit` if calls are nested too deeply. */
export function callNested(evaluation: Evaluation, call: () => Value): Value {
  if (evaluation.depth >= MAX_CALL_DEPTH) {
    throw new TemplateError('template-limit', `calls of macros or loops are nested more than ${MAX_CALL_DEPTH} deep`);
  }
  evaluation.depth += 1;
  const result = call();
  evaluation.depth -= 1;
  return result;
}

/** Gives a template error the position of the innermost node that it passes through. */
export function addPosition(error: unknown, { line, column }: Position): unknown {
  if (error instanceof TemplateError && error.line === 0) {
    error.line = line;
    error.column = column;
  }
  return error;
}
