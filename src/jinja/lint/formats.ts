/** Finds formats that fail for every value: with an invalid conversion, or with another number of values than fields. */

import { createBudget } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import type { Arguments, Expression } from '../parser/ast.ts';
import { formatFields } from '../python/format-fields.ts';
import { formatPercent } from '../python/format-percent.ts';
import { createDict, createTuple, type Dict, type Value } from '../values.ts';

/** A value that every conversion accepts, or writes as text. */
const SAMPLE: Value = 1.5;

/** Checks `"..." % (...)`, `"..." | format(...)` and `"...".format(...)` if the format is written out. Null if nothing is wrong. */
export function findFormatProblem(node: Expression): string | null {
  const budget = createBudget('python');
  if (node.kind === 'binary' && node.operator === '%' && node.right.kind === 'tuple') {
    const values = createTuple(node.right.items.map(() => SAMPLE));
    return findProblem(node.left, (format) => formatPercent(format, values, budget));
  }
  if (node.kind === 'filter' && node.name === 'format') {
    const { positional, named } = createSamples(node.args);
    const values = Object.keys(named).length > 0 ? named : createTuple(positional);
    return findProblem(node.input, (format) => formatPercent(format, values, budget));
  }
  if (node.kind !== 'call' || node.callee.kind !== 'lookup' || !node.callee.isDotted) return null;
  const { target, key } = node.callee;
  if (key.kind !== 'constant' || key.value !== 'format') return null;
  const { positional, named } = createSamples(node.args);
  return findProblem(target, (format) => {
    // What fields inside specifications write depends on the values.
    if (!/\{[^{}]*\{/.test(format.replaceAll('{{', ''))) formatFields(format, positional, named, budget);
  });
}

function createSamples({ positional, named }: Arguments): { positional: Value[]; named: Dict } {
  const dict = createDict();
  for (const { name } of named) dict[name] = SAMPLE;
  return { positional: positional.map(() => SAMPLE), named: dict };
}

function findProblem(format: Expression, apply: (format: string) => unknown): string | null {
  if (format.kind !== 'constant' || typeof format.value !== 'string') return null;
  try {
    apply(format.value);
    return null;
  } catch (error) {
    if (error instanceof TemplateError) return error.detail;
    throw error;
  }
}
