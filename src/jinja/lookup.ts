/** Looks up members and methods of values, and names them in errors. */

import type { Budget } from './budget.ts';
import { TemplateError } from './errors.ts';
import { getMethod } from './methods/index.ts';
import type { Expression } from './parser/ast.ts';
import { type Callable, getMember, isCallable, isString, toPlainString, type Value } from './values.ts';

/** Returns a member, or else a method: data with a key such as `items` takes precedence. */
export function getMemberOrMethod(target: Value, key: Value, budget: Budget): Value {
  const member = getMember(target, key, budget);
  return member === undefined && isString(key) ? getMethod(target, toPlainString(key), budget) : member;
}

/**
 * Returns the method that `node` calls on its evaluated target. `labels.items()` is a method, even if the data has a key of that name.
 * @throws TemplateError if there is no such method.
 */
export function requireMethod(target: Value, node: MethodLookup, budget: Budget): Callable {
  const { value: key } = node.key;
  const member = getMemberOrMethod(target, key, budget);
  const method = isCallable(member) ? member : getMethod(target, String(key), budget);
  if (isCallable(method)) return method;
  const isMissing = target === null || target === undefined;
  const state = isMissing ? ` is ${target === null ? 'null' : 'missing'} and` : '';
  const detail = `${describeExpression(node.target)}${state} has no method ${key}()`;
  const error = new TemplateError('template-refused', detail, node.key);
  error.isCallOnNull = isMissing && (target === null || isMember(node.target));
  throw error;
}

/** An expression such as `target.name`. */
export type MethodLookup = Expression & { kind: 'lookup'; key: { kind: 'constant' } };

export function isMethodLookup(node: Expression): node is MethodLookup {
  return node.kind === 'lookup' && node.isDotted && node.key.kind === 'constant';
}

/** A field, or the first element of a list: other elements may be missing because of the sample that is rendered. */
function isMember(node: Expression): boolean {
  if (node.kind !== 'lookup' || node.key.kind !== 'constant') return false;
  return typeof node.key.value === 'string' || node.key.value === 0;
}

export function describeExpression(node: Expression): string {
  if (node.kind === 'name') return node.name;
  if (node.kind !== 'lookup' || node.key.kind !== 'constant') return 'an expression';
  return `${describeExpression(node.target)}.${node.key.value}`;
}
