/** Evaluates a template's syntax tree to pieces of output. Every node that is evaluated is a step of the budget. */

import { spendSteps } from './budget.ts';
import { TemplateError } from './errors.ts';
import {
  addPosition,
  callNested,
  captureOutput,
  createDictFrom,
  createScope,
  type Evaluation,
  emit,
  type Output,
  resolveVariable,
  type Scope,
} from './evaluation-state.ts';
import { applyFilter } from './filters/index.ts';
import { globals } from './globals.ts';
import { applyTest } from './is-tests.ts';
import { describeExpression, getMemberOrMethod, isMethodLookup, requireMethod } from './lookup.ts';
import { createLoopVariable, type LoopState } from './loop-variable.ts';
import { bindMacroArguments, createMacroMembers } from './macro-arguments.ts';
import { applyBinary, applyComparison, applySign } from './operators.ts';
import type { Arguments, Expression, Macro, Statement, Target } from './parser/ast.ts';
import { Float, toNumber } from './python/numbers.ts';
import { stringify, toPieces } from './python/stringify.ts';
import * as values from './values.ts';
import { Callable, type Dict, type Piece, type Value } from './values.ts';

type EvaluationOptions = Omit<Evaluation, 'context' | 'root' | 'depth'>;

/** @throws TemplateError */
export function evaluateTemplate(body: Statement[], options: EvaluationOptions): Piece[] {
  const root: Scope = { variables: new Map(), parent: null };
  const output: Output = [];
  execute(body, { ...options, context: new Map(), root, depth: 0 }, root, output);
  return output;
}

// ------------------------------------------------------------------------------------------------- statements

function execute(body: Statement[], run: Evaluation, scope: Scope, output: Output): void {
  for (const statement of body) {
    spendSteps(run.budget, 1);
    try {
      executeOne(statement, run, scope, output);
    } catch (error) {
      throw addPosition(error, statement);
    }
  }
}

function executeOne(statement: Statement, run: Evaluation, scope: Scope, output: Output): void {
  switch (statement.kind) {
    case 'text':
      emit([{ from: 'text', text: statement.text }], statement, run, output);
      break;
    case 'output':
      emit(toPieces(evaluate(statement.value, run, scope), run.budget), statement.value, run, output);
      break;
    case 'if':
      execute(decide(statement.test, run, scope) ? statement.yes : statement.otherwise, run, scope, output);
      break;
    case 'for':
      executeLoop(statement, evaluate(statement.items, run, scope), { run, scope, depth: 1 }, output);
      break;
    case 'set':
      assign(statement.target, evaluate(statement.value, run, scope), run, scope);
      break;
    case 'with': {
      const inner = createScope(scope);
      for (const { target, value } of statement.values) assign(target, evaluate(value, run, scope), run, inner);
      execute(statement.body, run, inner, output);
      break;
    }
    case 'macro':
      scope.variables.set(statement.macro.name, createMacro(statement.macro, run, scope));
      break;
    case 'switch':
      executeSwitch(statement, run, scope, output);
      break;
    case 'block':
      execute(statement.body, run, createScope(statement.isScoped ? scope : run.root), output);
      break;
  }
}

type For = Statement & { kind: 'for' };

/** `depth` counts the nesting of a recursive loop, from 1. */
interface LoopRun {
  run: Evaluation;
  scope: Scope;
  depth: number;
}

function executeLoop(statement: For, source: Value, { run, scope, depth }: LoopRun, output: Output): void {
  // With one target, a loop over a dict visits its keys; with two, its keys and values.
  const takesPairs = 'parts' in statement.target && values.isDict(source);
  const all: Value[] = takesPairs ? values.listPairs(source, run.budget) : values.listMembers(source, run.budget);
  const { condition } = statement;
  // The copy keeps the loop finite if its body appends to the list.
  const items =
    condition === null
      ? [...all]
      : all.filter((item) => isTrue(condition, run, enterIteration(statement, item, run, scope)));
  if (items.length === 0) execute(statement.otherwise, run, createScope(scope), output);
  const recurse = (inner: Value): Value => {
    const next = { run, scope, depth: depth + 1 };
    return callNested(run, () => captureOutput((into) => executeLoop(statement, inner, next, into)));
  };
  const state: LoopState = {
    items,
    depth,
    lastChanged: null,
    recurse: statement.isRecursive ? recurse : null,
  };
  for (const [index, item] of items.entries()) {
    const inner = enterIteration(statement, item, run, scope);
    inner.variables.set('loop', createLoopVariable(state, index, run.budget));
    execute(statement.body, run, inner, output);
  }
}

/** The scope of one iteration. Variables set in it do not outlive it. */
function enterIteration({ target }: For, item: Value, run: Evaluation, scope: Scope): Scope {
  spendSteps(run.budget, 1);
  const inner = createScope(scope);
  assign(target, item, run, inner);
  return inner;
}

/** As in JavaScript and nunjucks, a case with an empty body falls through to the next one. */
function executeSwitch(statement: Statement & { kind: 'switch' }, run: Evaluation, scope: Scope, output: Output): void {
  const value = evaluate(statement.value, run, scope);
  const found = statement.cases.findIndex((one) => values.equals(evaluate(one.value, run, scope), value, run.budget));
  const body = found < 0 ? undefined : statement.cases.slice(found).find((one) => one.body.length > 0)?.body;
  execute(body ?? statement.otherwise, run, scope, output);
}

/** Sets a variable in this scope only: variables of a loop, block or macro are not visible outside it. */
function assign(target: Target, value: Value, run: Evaluation, scope: Scope): void {
  if ('name' in target) return void scope.variables.set(target.name, value);
  if ('parts' in target) {
    const members = values.listMembers(value, run.budget);
    if (members.length !== target.parts.length) {
      const detail = `cannot unpack ${members.length} values into ${target.parts.length} names`;
      throw new TemplateError('template-type-error', detail);
    }
    for (const [index, part] of target.parts.entries()) assign(part, members[index], run, scope);
    return;
  }
  const object = evaluate(target.object, run, scope);
  if (!globals.isNamespace(object)) {
    throw new TemplateError('template-refused', 'only attributes of a namespace() can be set');
  }
  object[target.key] = value;
}

// ------------------------------------------------------------------------------------------------ expressions

const isTrue = (node: Expression, run: Evaluation, scope: Scope) =>
  values.isTrue(evaluate(node, run, scope), run.budget);

function decide(test: Expression, run: Evaluation, scope: Scope): boolean {
  const isMet = isTrue(test, run, scope);
  return run.onBranch === null ? isMet : run.onBranch(test, isMet);
}

function evaluate(node: Expression, run: Evaluation, scope: Scope): Value {
  spendSteps(run.budget, 1);
  try {
    return evaluateOne(node, run, scope);
  } catch (error) {
    throw addPosition(error, node);
  }
}

function evaluateOne(node: Expression, run: Evaluation, scope: Scope): Value {
  const { budget } = run;
  const evaluatePart = (part: Expression) => evaluate(part, run, scope);
  switch (node.kind) {
    case 'constant':
      return evaluateConstant(node);
    case 'name':
      return resolveVariable(node.name, run, scope);
    case 'list':
      return node.items.map(evaluatePart);
    case 'tuple':
      return values.createTuple(node.items.map(evaluatePart));
    case 'dict':
      return createDictFrom(
        node.entries.map(({ key, value }) => [stringify(evaluatePart(key), budget), evaluatePart(value)]),
      );
    case 'lookup':
      return getMemberOrMethod(evaluatePart(node.target), evaluatePart(node.key), budget);
    case 'slice': {
      const target = evaluatePart(node.target);
      const bounds = [node.start, node.stop, node.step].map((bound) => {
        const value = bound === null ? null : evaluatePart(bound);
        return toNumber(value);
      });
      return values.sliceValue(target, bounds, budget);
    }
    case 'call':
      return evaluateCall(node, run, scope);
    case 'filter':
      return applyFilter(node.name, evaluatePart(node.input), evaluateArguments(node.args, run, scope), run);
    case 'test':
      return applyTest(node.name, evaluatePart(node.input), evaluateArguments(node.args, run, scope), budget);
    case 'unary':
      if (node.operator === 'not') return !isTrue(node.operand, run, scope);
      return applySign(evaluatePart(node.operand), node.operator);
    case 'binary':
      return applyBinary(node.operator, evaluatePart(node.left), evaluatePart(node.right), budget);
    case 'logic': {
      const left = evaluatePart(node.left);
      return values.isTrue(left, budget) === (node.operator === 'or') ? left : evaluatePart(node.right);
    }
    case 'compare':
      return evaluateComparison(node, run, scope);
    case 'conditional':
      if (decide(node.test, run, scope)) return evaluatePart(node.yes);
      return node.otherwise === null ? values.OMITTED : evaluatePart(node.otherwise);
    case 'capture':
      return captureOutput((output) => execute(node.body, run, createScope(scope), output));
    case 'caller':
      return createMacro(node.macro, run, scope);
  }
}

function evaluateConstant({ value, isFloat, line, column }: Expression & { kind: 'constant' }): Value {
  if (typeof value === 'string') return values.createConstant(value, { line, column });
  return isFloat && typeof value === 'number' && Number.isInteger(value) ? new Float(value) : value;
}

function evaluateComparison(node: Expression & { kind: 'compare' }, run: Evaluation, scope: Scope): boolean {
  let left = evaluate(node.first, run, scope);
  return node.rest.every(({ operator, operand }) => {
    const right = evaluate(operand, run, scope);
    const isMet = applyComparison(operator, left, right, run.budget);
    left = right;
    return isMet;
  });
}

function evaluateArguments(args: Arguments, run: Evaluation, scope: Scope): { positional: Value[]; named: Dict } {
  return {
    positional: args.positional.map((value) => evaluate(value, run, scope)),
    named: createDictFrom(args.named.map(({ name, value }) => [name, evaluate(value, run, scope)])),
  };
}

// ------------------------------------------------------------------------------------------------------ calls

function evaluateCall(node: Expression & { kind: 'call' }, run: Evaluation, scope: Scope): Value {
  const callee = resolveCallee(node.callee, run, scope);
  const { positional, named } = evaluateArguments(node.args, run, scope);
  return callNested(run, () => callee.call(positional, named));
}

function resolveCallee(node: Expression, run: Evaluation, scope: Scope): Callable {
  if (isMethodLookup(node)) return requireMethod(evaluate(node.target, run, scope), node, run.budget);
  const value = evaluate(node, run, scope);
  if (values.isCallable(value)) return value;
  throw new TemplateError('template-refused', `${describeExpression(node)} is not a function`);
}

function createMacro(macro: Macro, run: Evaluation, parent: Scope): Callable {
  return new Callable((positional, named) => {
    const scope = createScope(parent);
    const bound = bindMacroArguments(macro, { positional, named });
    for (const [name, value] of bound.additional) scope.variables.set(name, value);
    for (const [index, { name, fallback }] of macro.parameters.entries()) {
      const isMissing = index >= positional.length && !Object.hasOwn(named, name);
      const value = isMissing && fallback !== null ? evaluate(fallback, run, scope) : bound.values[index];
      scope.variables.set(name, value);
    }
    return captureOutput((output) => execute(macro.body, run, scope, output));
  }, createMacroMembers(macro));
}
