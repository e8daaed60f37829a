/** Walks a template's tree without rendering it, and tells what it asks for in vain and what Jinja2 does otherwise. */

import type { Expression, Macro, Statement, Target } from '../ast.ts';
import type { TreeProblem } from '../errors.ts';
import type { OutputMode } from '../escape-modes.ts';
import { asks, knownOf, type Reading, type Scope, within } from './infer-expression.ts';
import { type Findings, failing, of, settled, unlike } from './inferred.ts';
import { checkOutput } from './output.ts';
import { ANYTHING, BOOLEAN, dictOf, elementShape, FUNCTION, NUMBER, type Shape } from './shapes.ts';

/** `context`: the names that the template is handed. */
export function walkTree(body: Statement[], mode: OutputMode, context: Readonly<Record<string, Shape>>): TreeProblem[] {
  const findings: Findings = { mode, doubts: [], asked: new Set(), expected: new Set() };
  const assigned = new Map<string, number>();
  countAssigned(body, assigned);
  const reading: Reading = { findings, context, assigned, run, runMacro, isBehindQuery: false, isBehindDollar: false };
  run(body, reading, { variables: new Map(), parent: null });
  return settled(findings);
}

/** How often each name is set: of one that is set twice it is not known which of the two it is. */
function countAssigned(node: unknown, counts: Map<string, number>): void {
  if (typeof node !== 'object' || node === null) return;
  if ('kind' in node && node.kind === 'set') {
    for (const name of namesIn((node as Statement & { kind: 'set' }).target)) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  if ('kind' in node && node.kind === 'macro') {
    const { name } = (node as Statement & { kind: 'macro' }).macro;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const part of Object.values(node)) countAssigned(part, counts);
}

function namesIn(target: Target): string[] {
  if ('parts' in target) return target.parts.flatMap(namesIn);
  return 'name' in target ? [target.name] : [];
}

function run(body: Statement[], reading: Reading, scope: Scope): void {
  for (const statement of body) runOne(statement, reading, scope);
}

function runOne(statement: Statement, reading: Reading, scope: Scope): void {
  const the = (node: Expression) => knownOf(node, reading, scope);
  switch (statement.kind) {
    case 'text':
      reading.isBehindQuery ||= statement.text.includes('?');
      reading.isBehindDollar = statement.text.endsWith('$');
      break;
    case 'output':
      // In a URL or a header `${{ ... }}` is no template's, and told of as what it is.
      if (!reading.isBehindDollar || !isFilled(reading)) checkOutput(statement.value, the(statement.value), reading);
      reading.isBehindDollar = false;
      break;
    case 'if':
      asks(statement.test, reading, scope);
      run(statement.yes, reading, scope);
      run(statement.otherwise, reading, scope);
      break;
    case 'for':
      runFor(statement, reading, scope);
      break;
    case 'set':
      assign(statement.target, the(statement.value), reading, scope);
      break;
    case 'with': {
      const inner = within(scope);
      for (const { target, value } of statement.values) assign(target, the(value), reading, inner);
      run(statement.body, reading, inner);
      break;
    }
    case 'macro':
      scope.variables.set(statement.macro.name, of(FUNCTION));
      runMacro(statement.macro, reading, scope);
      break;
    case 'switch':
      the(statement.value);
      for (const one of statement.cases) {
        the(one.value);
        run(one.body, reading, scope);
      }
      run(statement.otherwise, reading, scope);
      break;
    case 'block':
      run(statement.body, reading, within(scope));
      break;
  }
}

const isFilled = ({ findings: { mode } }: Reading): boolean => mode === 'url' || mode === 'header';

function runFor(statement: Statement & { kind: 'for' }, reading: Reading, scope: Scope): void {
  const { findings } = reading;
  const items = knownOf(statement.items, reading, scope);
  failing(findings, statement.items, items, 'a loop', (kind) => kind === 'null');
  if ('parts' in statement.target && items.shape.kind === 'dict') {
    unlike(findings, statement.items, 'it fails at two names in a loop over a dict; write .items() behind the dict');
  }
  const element = statement.isRecursive ? ANYTHING : elementShape(items.shape);
  const inner = within(scope);
  bind(statement.target, element, inner);
  if (statement.only !== null) asks(statement.only, reading, inner);
  inner.variables.set('loop', of(loopShape(element), 'loop'));
  run(statement.body, reading, inner);
  run(statement.otherwise, reading, within(scope));
}

function loopShape(element: Shape): Shape {
  const [previtem, nextitem] = [element, element].map((one): Shape => ({ ...one, mayBe: 'missing' }));
  return {
    kind: 'function',
    fields: {
      ...{ index: NUMBER, index0: NUMBER, revindex: NUMBER, revindex0: NUMBER, length: NUMBER, depth: NUMBER },
      ...{ depth0: NUMBER, first: BOOLEAN, last: BOOLEAN, cycle: FUNCTION, changed: FUNCTION },
      ...{ previtem: previtem ?? ANYTHING, nextitem: nextitem ?? ANYTHING },
    },
  };
}

/** The names of a loop; several share out what is known of nothing. */
function bind(target: Target, shape: Shape, scope: Scope): void {
  if ('name' in target) scope.variables.set(target.name, of(shape, target.name));
  else if ('parts' in target) for (const part of target.parts) bind(part, ANYTHING, scope);
}

function assign(target: Target, value: ReturnType<typeof of>, reading: Reading, scope: Scope): void {
  if ('name' in target) {
    const isSetOnce = (reading.assigned.get(target.name) ?? 0) < 2;
    const path = target.name;
    // What is asked of the new name is as good as what is asked of the old.
    const gap = value.gap === null ? null : { ...value.gap, path };
    scope.variables.set(path, isSetOnce ? { ...value, path, gap } : of(ANYTHING, path));
  } else if ('parts' in target) bind(target, ANYTHING, scope);
  else knownOf(target.object, reading, scope);
}

function runMacro(macro: Macro, reading: Reading, scope: Scope): void {
  const inner = within(scope);
  for (const { name, fallback } of macro.parameters) {
    if (fallback !== null) knownOf(fallback, reading, inner);
    inner.variables.set(name, of(ANYTHING, name));
  }
  inner.variables.set('varargs', of(ANYTHING));
  inner.variables.set('kwargs', of(dictOf(ANYTHING)));
  inner.variables.set('caller', of(FUNCTION));
  run(macro.body, reading, inner);
}
