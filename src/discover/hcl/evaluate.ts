/** Evaluates expressions of Terraform as far as they are known without a plan. */

import { callFunction } from './functions.ts';
import type { Expression, ForExpression } from './parse.ts';
import {
  convertToText,
  createBoolean,
  createList,
  createMap,
  createText,
  isSame,
  listItems,
  type MapEntry,
  NULL,
  type Position,
  type TextValue,
  UNKNOWN,
  type Value,
} from './values.ts';

/** The scope in which names are resolved: variables of `for`, then `var`, `local`, `each` and the resources of a module. */
export interface Scope {
  file: string;
  getName(name: string): Value;
  budget: Budget;
}

/** Bounds the work for one repository, so that hostile expressions cost bounded time. */
export interface Budget {
  steps: number;
  depth: number;
}

const MAX_DEPTH = 150;
const MAX_ARGUMENTS = 1_000;

/** Evaluates an expression. The value is unknown if it depends on a plan, on an input without a value, or on an unknown function. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const { budget } = scope;
  if (budget.steps <= 0 || budget.depth >= MAX_DEPTH) return UNKNOWN;
  budget.steps -= 1;
  budget.depth += 1;
  const value = evaluateKind(expression, scope);
  budget.depth -= 1;
  return value;
}

function evaluateKind(expression: Expression, scope: Scope): Value {
  const at = { file: scope.file, line: expression.line };
  switch (expression.kind) {
    case 'literal':
      return createLiteral(expression.value, at);
    case 'template':
      return joinParts(
        expression.parts.map((part) => evaluate(part, scope)),
        at,
      );
    case 'list':
      return createList(expression.items.map((item) => evaluate(item, scope)));
    case 'object':
      return createMap(
        expression.entries.flatMap(([name, value]): MapEntry[] => {
          const key = convertToText(evaluate(name, scope), { file: scope.file, line: name.line });
          return key === null ? [] : [{ key, value: evaluate(value, scope) }];
        }),
      );
    case 'for':
      return evaluateFor(expression, scope);
    case 'name':
      return scope.getName(expression.name);
    case 'attribute':
      return getAttribute(evaluate(expression.of, scope), expression.name);
    case 'index':
      return getItem(evaluate(expression.of, scope), evaluate(expression.index, scope));
    case 'splat':
      return splat(evaluate(expression.of, scope));
    case 'call':
      return call(expression, scope, at);
    case 'conditional': {
      const condition = evaluate(expression.condition, scope);
      if (condition.kind !== 'boolean') return UNKNOWN;
      return evaluate(condition.isTrue ? expression.yes : expression.no, scope);
    }
    case 'binary':
      return compare(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case 'not': {
      const operand = evaluate(expression.operand, scope);
      return operand.kind === 'boolean' ? createBoolean(!operand.isTrue) : UNKNOWN;
    }
    case 'unknown':
      return UNKNOWN;
  }
}

function createLiteral(value: string | number | boolean | null, at: Position): Value {
  if (value === null) return NULL;
  if (typeof value === 'string') return createText(value, at);
  return typeof value === 'number' ? { kind: 'number', number: value } : createBoolean(value);
}

/**
 * Joins the parts of a text. Its position is that of its first part: `"${each.key}.example.com"` is at the key. A part from another file
 * takes precedence: the domain in a module call, rather than the module's `"www.${var.domain}"`.
 */
function joinParts(values: readonly Value[], at: Position): Value {
  const texts = values.map((value) => convertToText(value, at));
  const known = texts.filter((text): text is TextValue => text !== null);
  if (known.length < texts.length) return UNKNOWN;
  const written = known.filter(({ text }) => text !== '');
  const from = written.find((text) => text.at.file !== at.file) ?? written[0];
  return createText(known.map(({ text }) => text).join(''), from?.at ?? at);
}

function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const of = evaluate(expression.of, scope);
  const pairs = listPairs(of);
  if (pairs === null) return UNKNOWN;
  const entries: MapEntry[] = [];
  const items: Value[] = [];
  for (const [key, value] of pairs) {
    const inner = addNames(scope, [
      [expression.keyName, key],
      [expression.valueName, value],
    ]);
    if (expression.condition !== null) {
      const condition = evaluate(expression.condition, inner);
      if (condition.kind !== 'boolean') return UNKNOWN;
      if (!condition.isTrue) continue;
    }
    const result = evaluate(expression.value, inner);
    if (expression.key === null) items.push(result);
    else {
      const name = evaluate(expression.key, inner);
      if (name.kind !== 'text') return UNKNOWN;
      entries.push({ key: name, value: result });
    }
  }
  return expression.key === null ? createList(items) : createMap(entries);
}

/** Lists the keys and values over which `for` and `for_each` iterate; null if they are unknown. */
export function listPairs(value: Value): [key: Value, value: Value][] | null {
  if (value.kind === 'map') return Array.from(value.entries.values(), (entry) => [entry.key, entry.value]);
  if (value.kind !== 'list') return null;
  return value.items.map((item, index) => [{ kind: 'number', number: index }, item]);
}

/** Creates a scope in which some names have other values. */
export function addNames(scope: Scope, names: readonly (readonly [string | null, Value])[]): Scope {
  const known = new Map(names);
  return { ...scope, getName: (name) => known.get(name) ?? scope.getName(name) };
}

/** Reads an attribute. A missing attribute is null, like an optional one. After `[*]`, the attribute of each item is read. */
function getAttribute(target: Value, name: string): Value {
  if (target.kind === 'object') return target.get(name);
  if (target.kind === 'list')
    return createList(target.items.map((item) => (item.kind === 'list' ? UNKNOWN : getAttribute(item, name))));
  return target.kind === 'map' ? (target.entries.get(name)?.value ?? NULL) : UNKNOWN;
}

function getItem(target: Value, index: Value): Value {
  if (target.kind === 'object') return target.select(index);
  if (target.kind === 'list' && index.kind === 'number') return target.items[index.number] ?? UNKNOWN;
  const key = convertToText(index, { file: '', line: 0 });
  return target.kind === 'map' && key !== null ? (target.entries.get(key.text)?.value ?? NULL) : UNKNOWN;
}

/** Returns the items of `list[*]`. The instances of a resource are not listed. */
function splat(target: Value): Value {
  if (target.kind === 'list') return target;
  return target.kind === 'text' || target.kind === 'map' ? createList([target]) : UNKNOWN;
}

function call(expression: Extract<Expression, { kind: 'call' }>, scope: Scope, at: Position): Value {
  if (expression.args.length > MAX_ARGUMENTS) return UNKNOWN;
  const args = expression.args.map((arg) => evaluate(arg, scope));
  if (!expression.isExpanded) return callFunction(expression.name, args, at);
  const last = listItems(args.at(-1));
  return last === null || last.length > MAX_ARGUMENTS
    ? UNKNOWN
    : callFunction(expression.name, [...args.slice(0, -1), ...last], at);
}

function compare(operator: string, left: Value, right: Value): Value {
  if (operator === '==' || operator === '!=') {
    const same = isSame(left, right);
    return same === null ? UNKNOWN : createBoolean(same === (operator === '=='));
  }
  if (operator === '&&' || operator === '||') {
    const decisive = operator === '||';
    const sides = [left, right].map((side) => (side.kind === 'boolean' ? side.isTrue : null));
    if (sides.includes(decisive)) return createBoolean(decisive);
    return sides.includes(null) ? UNKNOWN : createBoolean(!decisive);
  }
  if (left.kind !== 'number' || right.kind !== 'number') return UNKNOWN;
  if (operator === '>') return createBoolean(left.number > right.number);
  if (operator === '<') return createBoolean(left.number < right.number);
  if (operator === '>=') return createBoolean(left.number >= right.number);
  if (operator === '<=') return createBoolean(left.number <= right.number);
  return UNKNOWN;
}
