/** What the operators do. Arithmetic with null is null: an alert of which a figure is unknown is still sent. */

import { type Budget, spendCharacters, spendSteps } from './budget.ts';
import { TemplateError } from './problem.ts';
import type { BinaryOperator, Comparison } from './tree.ts';
import { contains, equals, Fragment, isText, order, type Piece, piecesOf, textOf, type Value } from './values.ts';

export function binary(operator: BinaryOperator, left: Value, right: Value, budget: Budget): Value {
  if (operator === '~') return concatenate(left, right, budget);
  if (operator === 'in') return contains(right, left, budget);
  if (operator === '+' && (isText(left) || isText(right))) return concatenate(left, right, budget);
  if (operator === '+' && Array.isArray(left) && Array.isArray(right)) {
    spendSteps(budget, left.length + right.length);
    return [...left, ...right];
  }
  if (operator === '*' && isText(left) && typeof right === 'number') return repeat(left, right, budget);
  if ((left ?? null) === null || (right ?? null) === null) return null;
  return ARITHMETIC[operator](number(left, operator), number(right, operator));
}

const ARITHMETIC: Record<Exclude<BinaryOperator, '~' | 'in'>, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / divisor(b),
  '//': (a, b) => Math.floor(a / divisor(b)),
  '%': (a, b) => a - divisor(b) * Math.floor(a / b),
  '**': (a, b) => a ** b,
};

function divisor(value: number): number {
  if (value === 0) throw new TemplateError('template-type', 'a division by zero');
  return value;
}

function number(value: Value, operator: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  throw new TemplateError('template-type', `${operator} wants numbers`);
}

export function negative(value: Value, operator: '-' | '+'): Value {
  if ((value ?? null) === null) return null;
  const operand = number(value, operator);
  return operator === '-' ? -operand : operand;
}

/** What the template has written, or captured, stays what it is; with data beside it, all becomes data. */
function concatenate(left: Value, right: Value, budget: Budget): Value {
  const pieces = [...piecesOf(left, budget), ...piecesOf(right, budget)];
  spendSteps(budget, pieces.length);
  spendCharacters(budget, sizeOf(pieces));
  return isOwn(left) && isOwn(right) ? new Fragment(pieces) : textOf(left, budget) + textOf(right, budget);
}

function isOwn(value: Value): boolean {
  return value instanceof Fragment || typeof value === 'number' || typeof value === 'boolean';
}

export const sizeOf = (pieces: readonly Piece[]): number => pieces.reduce((size, { text }) => size + text.length, 0);

function repeat(text: string | Fragment, count: number, budget: Budget): Value {
  const once = textOf(text, budget);
  const times = Math.max(0, Math.floor(count) || 0);
  spendCharacters(budget, once.length * times);
  const repeated = once.repeat(times);
  const isConstant = text instanceof Fragment && text.pieces.every(({ from }) => from === 'constant');
  return isConstant ? new Fragment([{ from: 'constant', text: repeated }]) : repeated;
}

/** Things without an order, such as a number and null, are neither before nor after one another. */
export function compare(operator: Comparison, left: Value, right: Value, budget: Budget): boolean {
  if (operator === '==') return equals(left, right, budget);
  if (operator === '!=') return !equals(left, right, budget);
  const difference = order(left, right, budget);
  if (difference === null) return false;
  if (operator === '<') return difference < 0;
  if (operator === '>') return difference > 0;
  return operator === '<=' ? difference <= 0 : difference >= 0;
}
