/** Applies operators. Arithmetic with a missing value is missing, so that a message with an unknown figure is still sent. */

import { type Budget, spendCharacters, spendSteps } from './budget.ts';
import { TemplateError } from './errors.ts';
import type { BinaryOperator, Comparison } from './parser/ast.ts';
import { applySignTo, calculate } from './python/arithmetic.ts';
import { formatPercent } from './python/format-percent.ts';
import { isNumeric, toNumber } from './python/numbers.ts';
import { isEscaped, stringify, toPieces } from './python/stringify.ts';
import { escapeHtmlText } from './text-operations.ts';
import * as values from './values.ts';
import { Fragment, isString, type Piece, type Value } from './values.ts';

/** Applies a binary operator. Throws TemplateError for operands that Python rejects. */
export function applyBinary(operator: BinaryOperator, left: Value, right: Value, budget: Budget): Value {
  if (operator === '~') return concatenate(left, right, budget);
  if (operator === '+' && (isEscaped(left) || isEscaped(right))) return concatenateEscaped(left, right, budget);
  if (operator === '+' && (isString(left) || isString(right))) return concatenate(left, right, budget);
  if (operator === '%' && isString(left)) {
    if (right instanceof values.Tuple) spendSteps(budget, right.length);
    return formatPercent(stringify(left, budget), right, budget);
  }
  if (operator === '+' && Array.isArray(left) && Array.isArray(right)) {
    spendSteps(budget, left.length + right.length);
    const all = [...left, ...right];
    return left instanceof values.Tuple ? values.createTuple(all) : all;
  }
  if (operator === '*') {
    const [sequence, count] = isString(right) || Array.isArray(right) ? [right, left] : [left, right];
    const times = Math.max(0, Math.floor(toNumber(count) ?? 0));
    if (isString(sequence)) return repeat(sequence, times, budget);
    if (Array.isArray(sequence)) return repeatList(sequence, times, budget);
  }
  if ((left ?? null) === null || (right ?? null) === null) return undefined;
  return calculate(operator, left, right, budget);
}

export function applySign(value: Value, operator: '-' | '+'): Value {
  if ((value ?? null) === null) return undefined;
  if (isNumeric(value) || typeof value === 'boolean') return applySignTo(value, operator);
  throw new TemplateError('template-type-error', `${operator} needs numbers`);
}

/** The result is text of the template if both sides are; otherwise it is data. */
function concatenate(left: Value, right: Value, budget: Budget): Value {
  const pieces = [...toPieces(left, budget), ...toPieces(right, budget)];
  spendSteps(budget, pieces.length);
  spendCharacters(budget, countPieceCharacters(pieces));
  return isFromTemplate(left) && isFromTemplate(right)
    ? new Fragment(pieces)
    : stringify(left, budget) + stringify(right, budget);
}

/** If one side is escaped, the other one is escaped too. */
function concatenateEscaped(left: Value, right: Value, budget: Budget): Value {
  const [a, b] = [left, right].map((side) =>
    isEscaped(side) ? stringify(side, budget) : escapeHtmlText(stringify(side, budget)),
  );
  const text = `${a}${b}`;
  spendCharacters(budget, text.length);
  return new Fragment([{ from: 'html', text }]);
}

function isFromTemplate(value: Value): boolean {
  return value instanceof Fragment || isNumeric(value) || typeof value === 'boolean';
}

export const countPieceCharacters = (pieces: readonly Piece[]): number =>
  pieces.reduce((size, { text }) => size + text.length, 0);

function repeat(text: string | Fragment, times: number, budget: Budget): Value {
  const once = stringify(text, budget);
  spendCharacters(budget, once.length * times);
  const repeated = once.repeat(times);
  spendSteps(budget, text instanceof Fragment ? text.pieces.length : 0);
  const isConstant = text instanceof Fragment && text.pieces.every(({ from }) => from === 'constant');
  return isConstant ? new Fragment([{ from: 'constant', text: repeated }]) : repeated;
}

function repeatList(list: Value[], times: number, budget: Budget): Value[] {
  // An empty list repeated is empty, but takes as many steps.
  spendSteps(budget, Math.max(1, list.length) * times);
  const repeated = Array.from({ length: times }, () => [...list]).flat();
  return list instanceof values.Tuple ? values.createTuple(repeated) : repeated;
}

/** Values without an order, such as a number and null, compare as false. */
export function applyComparison(operator: Comparison, left: Value, right: Value, budget: Budget): boolean {
  if (operator === '==') return values.equals(left, right, budget);
  if (operator === '!=') return !values.equals(left, right, budget);
  if (operator === 'in') return values.contains(right, left, budget);
  if (operator === 'not in') return !values.contains(right, left, budget);
  const difference = values.compareOrder(left, right, budget);
  if (difference === null) return false;
  if (operator === '<') return difference < 0;
  if (operator === '>') return difference > 0;
  return operator === '<=' ? difference <= 0 : difference >= 0;
}
