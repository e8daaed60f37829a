/** Finds filters, tests, methods and functions that do not exist, or that are called with the wrong arguments. */

import { findArgumentProblem, isFilterName, listFilterNames } from '../filters/index.ts';
import { globals } from '../globals.ts';
import { listSignatures } from '../methods/index.ts';
import type { Arguments, Expression } from '../parser/ast.ts';
import { findCallProblem } from '../signature.ts';
import { findTestProblem, isTestName, listTestNames } from '../tests.ts';
import { findFormatProblem } from './formats.ts';

/** `isAssigned`: whether the template sets a name itself. Null if nothing is wrong. */
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

/** Where `select("test", ...)` and `selectattr("name", "test", ...)` have the name of the test. */
const TEST_PLACES: Record<string, number> = { select: 0, reject: 0, selectattr: 1, rejectattr: 1 };

/** `map("truncate", 30)` applies another filter, and `select("eq", 1)` a test. */
function findNestedProblem(name: string, { positional, named }: Arguments): string | null {
  const place = name === 'map' ? 0 : Object.hasOwn(TEST_PLACES, name) ? TEST_PLACES[name] : undefined;
  const inner = place === undefined ? undefined : positional[place];
  if (place === undefined || !isText(inner)) return null;
  const passed = { positional: positional.slice(place + 1), named };
  if (name !== 'map') return findTestUseProblem(inner.value, passed);
  const isOwn = (argument: string) => argument === 'attribute' || argument === 'default';
  return findFilterProblem(inner.value, { ...passed, named: named.filter((one) => !isOwn(one.name)) });
}

type Call = Expression & { kind: 'call' };

/** A problem that all kinds of values have with this call: which kind it is may not be known. */
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
