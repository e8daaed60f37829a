/** Walks a template's tree and collects what it puts out. Every node that is walked is a step of the budget. */

import type { Arguments, Expression, Macro, Statement, Target } from './ast.ts';
import { type Budget, MAX_CALL_DEPTH, spendCharacters, spendSteps } from './budget.ts';
import { TemplateError } from './errors.ts';
import { applyFilter } from './filters/index.ts';
import { globals } from './globals.ts';
import { createLoopVariable, type LoopState } from './loop-variable.ts';
import { getMethod } from './methods.ts';
import { applyBinary, applyComparison, applySign, countPieceCharacters } from './operators.ts';
import { Float, isNumeric, toNumber } from './python/numbers.ts';
import { stringify, toPieces } from './python/stringify.ts';
import { applyTest } from './tests.ts';
import * as values from './values.ts';
import { Callable, type Dict, Fragment, type Piece, type Value } from './values.ts';

/** Variables of a loop, a macro or the whole template. */
interface Scope {
  variables: Map<string, Value>;
  parent: Scope | null;
}

/** What one rendering carries along. */
interface Run {
  budget: Budget;
  /** HTML is escaped by `escape` in texts alone: elsewhere everything is escaped once, as it is put out. */
  escapesHtml: boolean;
  context: Dict;
  /** Of the parts of the context that were asked for. */
  copies: Map<string, Value>;
  root: Scope;
  depth: number;
}

type Output = Piece[];

/** What a template puts out over a context of plain data; throws `TemplateError`. */
export function evaluateTemplate(
  body: Statement[],
  context: Dict,
  options: { budget: Budget; escapesHtml: boolean },
): Piece[] {
  const root: Scope = { variables: new Map(), parent: null };
  const pieces: Output = [];
  execute(body, { ...options, context, copies: new Map(), root, depth: 0 }, root, pieces);
  return pieces;
}

// ------------------------------------------------------------------------------------------------- statements

function execute(body: Statement[], run: Run, scope: Scope, sink: Output): void {
  for (const statement of body) {
    spendSteps(run.budget, 1);
    try {
      executeOne(statement, run, scope, sink);
    } catch (error) {
      throw addPosition(error, statement);
    }
  }
}

/** The innermost place is the one to name. */
function addPosition(error: unknown, at: { line: number; column: number }): unknown {
  if (error instanceof TemplateError && error.line === 0) {
    error.line = at.line;
    error.column = at.column;
  }
  return error;
}

function executeOne(statement: Statement, run: Run, scope: Scope, sink: Output): void {
  switch (statement.kind) {
    case 'text':
      emit([{ from: 'text', text: statement.text }], run, sink);
      break;
    case 'output':
      emit(toPieces(evaluate(statement.value, run, scope), run.budget), run, sink);
      break;
    case 'if':
      execute(isTrue(statement.test, run, scope) ? statement.yes : statement.otherwise, run, scope, sink);
      break;
    case 'for':
      executeFor(statement, run, scope, sink);
      break;
    case 'set':
      assign(statement.target, evaluate(statement.value, run, scope), run, scope);
      break;
    case 'with': {
      const inner = createScope(scope);
      for (const { target, value } of statement.values) assign(target, evaluate(value, run, scope), run, inner);
      execute(statement.body, run, inner, sink);
      break;
    }
    case 'macro':
      scope.variables.set(statement.macro.name, createMacro(statement.macro, run, scope));
      break;
    case 'switch':
      executeSwitch(statement, run, scope, sink);
      break;
    case 'block':
      execute(statement.body, run, createScope(statement.isScoped ? scope : run.root), sink);
      break;
  }
}

const createScope = (parent: Scope): Scope => ({ variables: new Map(), parent });

function emit(pieces: readonly Piece[], run: Run, sink: Output): void {
  spendSteps(run.budget, pieces.length);
  spendCharacters(run.budget, countPieceCharacters(pieces));
  for (const piece of pieces) sink.push(piece);
}

function executeFor(statement: For, run: Run, scope: Scope, sink: Output): void {
  executeLoop(statement, evaluate(statement.items, run, scope), { run, scope, depth: 1 }, sink);
}

type For = Statement & { kind: 'for' };

/** `depth` counts from 1 the loops in themselves that `recursive` makes. */
interface LoopRun {
  run: Run;
  scope: Scope;
  depth: number;
}

function executeLoop(statement: For, source: Value, { run, scope, depth }: LoopRun, sink: Output): void {
  // Over a dict, one name takes the keys and two take keys and values.
  const ofPairs = 'parts' in statement.target && values.isDict(source);
  const all: Value[] = ofPairs
    ? Object.entries(source).map(values.createTuple)
    : values.listMembers(source, run.budget);
  const { only } = statement;
  // A list that grows while it is looped over is looped over as it was.
  const items =
    only === null ? [...all] : all.filter((item) => isTrue(only, run, enterIteration(statement, item, run, scope)));
  if (items.length === 0) execute(statement.otherwise, run, createScope(scope), sink);
  const again = (inner: Value): Value => {
    const next = { run, scope, depth: depth + 1 };
    return callNested(run, () => captureOutput((into) => executeLoop(statement, inner, next, into)));
  };
  const state: LoopState = { items, depth, lastChanged: undefined, recurse: statement.isRecursive ? again : null };
  for (const [index, item] of items.entries()) {
    const inner = enterIteration(statement, item, run, scope);
    inner.variables.set('loop', createLoopVariable(state, index, run.budget));
    execute(statement.body, run, inner, sink);
  }
}

/** The scope of one turn of a loop: what is set in it is forgotten after it. */
function enterIteration({ target }: For, item: Value, run: Run, scope: Scope): Scope {
  spendSteps(run.budget, 1);
  const inner = createScope(scope);
  assign(target, item, run, inner);
  return inner;
}

/** As in JavaScript's switch and in nunjucks, a case with an empty body goes on into the next. */
function executeSwitch(statement: Statement & { kind: 'switch' }, run: Run, scope: Scope, sink: Output): void {
  const value = evaluate(statement.value, run, scope);
  const found = statement.cases.findIndex((one) => values.equals(evaluate(one.value, run, scope), value, run.budget));
  const body = found < 0 ? undefined : statement.cases.slice(found).find((one) => one.body.length > 0)?.body;
  execute(body ?? statement.otherwise, run, scope, sink);
}

/** A variable is set where it stands: what is set in a loop, a block or a macro is not seen outside of it. */
function assign(target: Target, value: Value, run: Run, scope: Scope): void {
  if ('name' in target) return void scope.variables.set(target.name, value);
  if ('parts' in target) {
    const members = values.listMembers(value, run.budget);
    if (members.length !== target.parts.length) {
      const what = `${members.length} values do not fit ${target.parts.length} names`;
      throw new TemplateError('template-type-error', what);
    }
    for (const [place, part] of target.parts.entries()) assign(part, members[place], run, scope);
    return;
  }
  const object = evaluate(target.object, run, scope);
  if (!globals.isNamespace(object)) {
    throw new TemplateError('template-refused', 'set on an attribute of something else than a namespace()');
  }
  object[target.key] = value;
}

// ------------------------------------------------------------------------------------------------ expressions

const isTrue = (node: Expression, run: Run, scope: Scope) => values.isTrue(evaluate(node, run, scope), run.budget);

function evaluate(node: Expression, run: Run, scope: Scope): Value {
  spendSteps(run.budget, 1);
  try {
    return evaluateOne(node, run, scope);
  } catch (error) {
    throw addPosition(error, node);
  }
}

function evaluateOne(node: Expression, run: Run, scope: Scope): Value {
  const { budget } = run;
  const the = (part: Expression) => evaluate(part, run, scope);
  switch (node.kind) {
    case 'constant':
      return evaluateConstant(node);
    case 'name':
      return resolveVariable(node.name, run, scope);
    case 'list':
      return node.items.map(the);
    case 'tuple':
      return values.createTuple(node.items.map(the));
    case 'dict':
      return createDictFrom(node.entries.map(({ key, value }) => [stringify(the(key), budget), the(value)]));
    case 'lookup':
      return evaluateLookup(the(node.target), the(node.key), run);
    case 'slice':
      return values.sliceValue(
        the(node.target),
        [node.start, node.stop, node.step].map(evaluateSliceBound(run, scope)),
        budget,
      );
    case 'call':
      return evaluateCall(node, run, scope);
    case 'filter':
      return applyFilter(node.name, the(node.input), evaluateArguments(node.args, run, scope), run);
    case 'test':
      return applyTest(node.name, the(node.input), evaluateArguments(node.args, run, scope).positional, budget);
    case 'unary':
      return node.operator === 'not' ? !isTrue(node.operand, run, scope) : applySign(the(node.operand), node.operator);
    case 'binary':
      return applyBinary(node.operator, the(node.left), the(node.right), budget);
    case 'logic': {
      const left = the(node.left);
      return values.isTrue(left, budget) === (node.operator === 'or') ? left : the(node.right);
    }
    case 'compare':
      return evaluateComparison(node, run, scope);
    case 'conditional':
      if (isTrue(node.test, run, scope)) return the(node.yes);
      return node.otherwise === null ? values.OMITTED : the(node.otherwise);
    case 'capture':
      return captureOutput((sink) => execute(node.body, run, createScope(scope), sink));
    case 'caller':
      return createMacro(node.macro, run, scope);
  }
}

function evaluateConstant({ value, isFloat = false }: Expression & { kind: 'constant' }): Value {
  if (typeof value === 'string') return values.createConstant(value);
  return isFloat && Number.isInteger(value) ? new Float(value as number) : value;
}

function resolveVariable(name: string, run: Run, scope: Scope): Value {
  for (let holder: Scope | null = scope; holder !== null; holder = holder.parent) {
    if (holder.variables.has(name)) return holder.variables.get(name);
  }
  return Object.hasOwn(run.context, name) ? readContext(name, run) : globals.lookup(name, run.budget);
}

/** A template may change what it is handed, and another one sees nothing of that: of what it asks for it has a copy. */
function readContext(name: string, { context, copies }: Run): Value {
  if (!copies.has(name)) copies.set(name, values.copyValue(context[name]));
  return copies.get(name);
}

function createDictFrom(entries: [string, Value][]): Dict {
  const dict = values.createDict();
  for (const [key, value] of entries) dict[key] = value;
  return dict;
}

/** A member, or else a method: data with a key such as `items` keeps it. */
function evaluateLookup(target: Value, key: Value, run: Run): Value {
  const member = values.getMember(target, key, run.budget);
  return member === undefined && values.isString(key)
    ? getMethod(target, values.toPlainString(key), run.budget)
    : member;
}

function evaluateSliceBound(run: Run, scope: Scope): (node: Expression | null) => number | null {
  return (node) => {
    const value = node === null ? null : evaluate(node, run, scope);
    return isNumeric(value) ? toNumber(value) : null;
  };
}

function evaluateComparison(node: Expression & { kind: 'compare' }, run: Run, scope: Scope): boolean {
  let left = evaluate(node.first, run, scope);
  return node.rest.every(({ operator, operand }) => {
    const right = evaluate(operand, run, scope);
    const holds = applyComparison(operator, left, right, run.budget);
    left = right;
    return holds;
  });
}

function evaluateArguments(args: Arguments, run: Run, scope: Scope): { positional: Value[]; named: Dict } {
  return {
    positional: args.positional.map((value) => evaluate(value, run, scope)),
    named: createDictFrom(args.named.map(({ name, value }) => [name, evaluate(value, run, scope)])),
  };
}

// ------------------------------------------------------------------------------------------------------ calls

function evaluateCall(node: Expression & { kind: 'call' }, run: Run, scope: Scope): Value {
  const callee = resolveCallee(node.callee, run, scope);
  if (!values.isCallable(callee)) {
    throw new TemplateError(
      'template-refused',
      `a call of ${describeExpression(node.callee)}, which is not a function`,
    );
  }
  const { positional, named } = evaluateArguments(node.args, run, scope);
  return callNested(run, () => callee.call(positional, named));
}

/** `labels.items()` is a method, also where the data has a key of that name. */
function resolveCallee(node: Expression, run: Run, scope: Scope): Value {
  if (node.kind !== 'lookup' || !node.isDotted || node.key.kind !== 'constant') return evaluate(node, run, scope);
  const target = evaluate(node.target, run, scope);
  const member = evaluateLookup(target, node.key.value, run);
  return values.isCallable(member) ? member : getMethod(target, String(node.key.value), run.budget);
}

function callNested(run: Run, make: () => Value): Value {
  if (run.depth >= MAX_CALL_DEPTH) {
    throw new TemplateError('template-limit', `its macros or loops call one another more than ${MAX_CALL_DEPTH} deep`);
  }
  run.depth += 1;
  const result = make();
  run.depth -= 1;
  return result;
}

function describeExpression(node: Expression): string {
  if (node.kind === 'name') return node.name;
  if (node.kind === 'lookup' && node.key.kind === 'constant')
    return `${describeExpression(node.target)}.${node.key.value}`;
  return 'an expression';
}

function createMacro(macro: Macro, run: Run, parent: Scope): Callable {
  const names = macro.parameters.map(({ name }) => name);
  return new Callable((positional, named) => {
    const scope = createScope(parent);
    for (const [index, { name, fallback }] of macro.parameters.entries()) {
      const isGiven = index < positional.length;
      const value = isGiven ? positional[index] : named[name];
      const isMissing = !isGiven && !Object.hasOwn(named, name);
      scope.variables.set(name, isMissing && fallback !== null ? evaluate(fallback, run, scope) : value);
    }
    const others = Object.entries(named).filter(([name]) => name !== 'caller' && !names.includes(name));
    scope.variables.set('varargs', values.createTuple(positional.slice(names.length)));
    scope.variables.set('kwargs', createDictFrom(others));
    if (Object.hasOwn(named, 'caller')) scope.variables.set('caller', named.caller);
    return captureOutput((sink) => execute(macro.body, run, scope, sink));
  });
}

function captureOutput(write: (sink: Output) => void): Fragment {
  const pieces: Piece[] = [];
  write(pieces);
  return new Fragment(pieces);
}
