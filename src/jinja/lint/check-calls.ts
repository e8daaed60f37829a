/**
 * Finds filters, tests, methods and functions that do not exist, or that are called with the wrong arguments, and formats that fail for
 * every value: those with an invalid conversion or a wrong number of values.
 */

import { createBudget } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { findArgumentProblem, isFilterName, listFilterNames } from '../filters/index.ts';
import { globals } from '../globals.ts';
import { findTestProblem, isTestName, listTestNames } from '../is-tests.ts';
import { listSignatures } from '../methods/index.ts';
import type { Arguments, Expression } from '../parser/ast.ts';
import { formatFields } from '../python/format-fields.ts';
import { formatPercent } from '../python/format-percent.ts';
import { findCallProblem } from '../signature.ts';
import { createDict, createTuple, type Dict, type Value } from '../values.ts';

/** Returns the problem of a call, null if there is none. `isAssigned`: whether the template sets a name itself. */
export function findUseProblem(node: Expression, isAssigned: (name: string) => boolean): string | null {
  switch (node.kind) {
    case 'test':
      return findTestUseProblem(node.name, node.args);
    case 'filter':
      return (
        findFilterProblem(node.name, node.args) ?? findNestedProblem(node.name, node.args) ?? findFormatProblem(node)
      );
    case 'call':
      return findMethodProblem(node) ?? findFunctionProblem(node, isAssigned) ?? findFormatProblem(node);
    default:
      return findFormatProblem(node);
  }
}

const listNames = ({ named }: Arguments): string[] => named.map(({ name }) => name);
const isText = (node: Expression | undefined): node is Expression & { kind: 'constant'; value: string } =>
  node?.kind === 'constant' && typeof node.value === 'string';

function findFilterProblem(filter: string, args: Arguments): string | null {
  if (isFilterName(filter)) return findArgumentProblem(filter, args.positional.length, listNames(args));
  return `no filter named "${filter}" (available: ${listFilterNames().sort().join(', ')})`;
}

function findTestUseProblem(test: string, args: Arguments): string | null {
  if (isTestName(test)) return findTestProblem(test, args.positional.length, listNames(args));
  return `no test named "${test}" (available: ${listTestNames()
    .filter((name) => /^[a-z]/.test(name))
    .sort()
    .join(', ')})`;
}

/** The position of the test's name in `select("test", ...)` and `selectattr("name", "test", ...)`. */
const TEST_POSITIONS: Record<string, number> = { select: 0, reject: 0, selectattr: 1, rejectattr: 1 };

/** `map("truncate", 30)` applies another filter, and `select("eq", 1)` a test. */
function findNestedProblem(name: string, { positional, named }: Arguments): string | null {
  const position = name === 'map' ? 0 : Object.hasOwn(TEST_POSITIONS, name) ? TEST_POSITIONS[name] : undefined;
  const inner = position === undefined ? undefined : positional[position];
  if (position === undefined || !isText(inner)) return null;
  const passed = { positional: positional.slice(position + 1), named };
  if (name !== 'map') return findTestUseProblem(inner.value, passed);
  const isOwn = (argument: string) => argument === 'attribute' || argument === 'default';
  return findFilterProblem(inner.value, { ...passed, named: named.filter((one) => !isOwn(one.name)) });
}

type Call = Expression & { kind: 'call' };

/** Finds a problem that this call has for all kinds of values, because the kind may not be known. */
function findMethodProblem({ callee, args }: Call): string | null {
  if (callee.kind !== 'lookup' || !callee.isDotted || !isText(callee.key)) return null;
  const name = callee.key.value;
  const problems = listSignatures(name).map((signature) => {
    return signature && findCallProblem(`${name}()`, signature, args.positional.length, listNames(args));
  });
  return problems.includes(null) ? null : (problems[0] ?? null);
}

function findFunctionProblem({ callee, args }: Call, isAssigned: (name: string) => boolean): string | null {
  if (callee.kind !== 'name' || isAssigned(callee.name)) return null;
  const signature = globals.getSignature(callee.name);
  return signature === undefined
    ? null
    : findCallProblem(`${callee.name}()`, signature, args.positional.length, listNames(args));
}

/** A value that every conversion accepts, or writes as text. */
const SAMPLE: Value = 1.5;

/** Checks `"..." % (...)`, `"..." | format(...)` and `"...".format(...)` if the format is a literal. Returns null if nothing is wrong. */
function findFormatProblem(node: Expression): string | null {
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
    // The result of fields inside specifications depends on the values.
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
