/**
 * Where Jinja2 fails and we go on, because an alert with a gap in it is better than none; by the shapes of what an
 * operation is done with. (What we do not do either is no difference and not told.)
 */

import type { BinaryOperator, Comparison } from '../ast.ts';
import type { Kind, Shape } from './shapes.ts';

const NOT_A_NUMBER: Kind[] = ['null', 'undefined', 'text', 'list', 'dict'];
const NOT_A_TEXT: Kind[] = ['null', 'undefined', 'boolean', 'number', 'list', 'dict'];

/** The kinds of input at which Jinja's filter fails. */
const FILTERS: Record<string, Kind[]> = {
  ...kindsOf(['abs', 'round', 'filesizeformat'], NOT_A_NUMBER),
  ...kindsOf(['indent', 'wordwrap', 'format'], NOT_A_TEXT),
  ...kindsOf(['batch', 'first', 'groupby', 'join', 'last', 'length', 'count', 'list', 'max', 'min'], ['null']),
  ...kindsOf(['reverse', 'slice', 'sort', 'unique'], ['null']),
  ...kindsOf(['int', 'float', 'tojson'], ['undefined']),
  dictsort: ['null', 'undefined', 'text', 'list'],
  items: ['null', 'text', 'list'],
  sum: ['null', 'text'],
  truncate: ['null', 'boolean', 'number'],
};

/** The kinds of members at which it fails: what is no number, no pair, or cannot be looked for. */
const MEMBERS: Record<string, Kind[]> = {
  sum: ['null', 'text', 'list', 'dict'],
  urlencode: ['text'],
  unique: ['list', 'dict'],
};
/** They want members that have an order among themselves. */
const ORDERING = ['max', 'min', 'sort'];

const TESTS: Record<string, Kind[]> = kindsOf(['divisibleby', 'even', 'odd'], NOT_A_NUMBER);

/** As tests, by their name, the order that they ask for. */
export const ORDER_TESTS = ['gt', 'greaterthan', '>', 'ge', '>=', 'lt', 'lessthan', '<', 'le', '<='];

function kindsOf(names: string[], kinds: Kind[]): Record<string, Kind[]> {
  return Object.fromEntries(names.map((name) => [name, kinds]));
}

export function filterFails(name: string, kind: Kind): boolean {
  return Object.hasOwn(FILTERS, name) && FILTERS[name]?.includes(kind) === true;
}

/** `members`: what the input holds. */
export function filterFailsAtMembers(name: string, input: Kind, members: Shape): boolean {
  if (input === 'dict' && name === 'urlencode') return false;
  if (ORDERING.includes(name) || name === 'sum') {
    if (members.isMixed === true) return true;
  }
  return Object.hasOwn(MEMBERS, name) && MEMBERS[name]?.includes(members.kind) === true;
}

export function testFails(name: string, kind: Kind): boolean {
  return Object.hasOwn(TESTS, name) && TESTS[name]?.includes(kind) === true;
}

export const isNothing = (kind: Kind): boolean => kind === 'null' || kind === 'undefined';

/** Things that have an order: numbers (as which booleans count), texts and lists, each among themselves. */
export function orderFails(a: Kind, b: Kind): boolean {
  if (a === 'anything' || b === 'anything') return hasNoOrder(a) || hasNoOrder(b);
  return hasNoOrder(a) || orderOf(a) !== orderOf(b);
}

const hasNoOrder = (kind: Kind): boolean => isNothing(kind) || kind === 'dict';
const orderOf = (kind: Kind): Kind => (kind === 'boolean' ? 'number' : kind);

export function membershipFails(item: Kind, container: Kind): boolean {
  if (container === 'null' || container === 'number' || container === 'boolean') return true;
  if (container === 'text') return item !== 'text' && item !== 'anything';
  return container === 'dict' && (item === 'list' || item === 'dict');
}

/** `%` behind a text is a format, and not asked about. */
export function binaryFails(operator: BinaryOperator, left: Kind, right: Kind): boolean {
  if (operator === '~') return false;
  if (isNothing(left) || isNothing(right)) return true;
  const kinds = [left, right];
  if (kinds.includes('anything')) return false;
  if (operator === '+') return kinds.includes('text') && left !== right;
  const isNumber = kinds.map((kind) => kind === 'number' || kind === 'boolean');
  return operator === '*' && (kinds.includes('text') || kinds.includes('list')) && !isNumber.includes(true);
}

export const isOrder = (operator: Comparison): boolean => '<>'.includes(operator[0] ?? '=');
export const isMembership = (operator: Comparison): boolean => operator === 'in' || operator === 'not in';

export function sliceFails(kind: Kind): boolean {
  return !['text', 'list', 'anything', 'function'].includes(kind);
}
