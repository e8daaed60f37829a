/** What is put out otherwise than by Jinja2. */

import type { Expression } from '../ast.ts';
import type { Reading } from './infer-expression.ts';
import { type Known, unlike } from './inferred.ts';

const LAZY_FILTERS = ['batch', 'items', 'map', 'reject', 'rejectattr', 'select', 'selectattr', 'slice', 'unique'];
const LAZY_METHODS = ['items', 'keys', 'values'];

export function checkOutput(node: Expression, known: Known, reading: Reading): void {
  const what = difference(node, known, reading);
  if (what !== null) unlike(reading.findings, node, what);
}

function difference(node: Expression, { shape }: Known, { findings: { mode }, isBehindQuery }: Reading): string | null {
  if (isLazy(node))
    return 'it prints the name of an object and not what is in it; write "| list" or "| join" behind it';
  if (shape.kind === 'function')
    return 'it prints the name of a function, and nothing here; write () behind it to call it';
  if (mode === 'url' && node.kind === 'filter' && node.name === 'urlencode' && !isBehindQuery) {
    return 'urlencode leaves a / as it is, and writes %2F here, as is done anyway with what is put into a URL';
  }
  if (mode === 'text' || mode === 'html') return null;
  if (shape.kind === 'boolean') {
    // JSON has no True: what Jinja2 prints would not parse, and what is printed here is what is meant.
    if (mode === 'json') return null;
    return 'it prints True or False, and true or false here; write "| lower" or "| tojson" behind it';
  }
  const isData = shape.kind === 'list' || shape.kind === 'dict';
  return isData ? `a ${shape.kind} prints as in Python, and as JSON here; write "| tojson" behind it` : null;
}

/** Jinja prints for these `<generator object ...>` and the like, and we print the list that is meant. */
function isLazy(node: Expression): boolean {
  if (node.kind === 'filter') return LAZY_FILTERS.includes(node.name);
  if (node.kind !== 'call') return false;
  const { callee } = node;
  if (callee.kind === 'name') return callee.name === 'range';
  const method = callee.kind === 'lookup' && callee.key.kind === 'constant' ? callee.key.value : null;
  return node.args.positional.length === 0 && LAZY_METHODS.includes(String(method));
}
