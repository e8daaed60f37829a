/** Decides whether conditions can be true at all, without knowing a certificate. In doubt, the answer is yes. */
import { EVENTS, type EventName, type Status } from '../../../domain/index.ts';
import { getOrCreate } from '../../../lib/collections.ts';
import { getChild, getText, isBoolean, listItems, type Node, type ScalarNode, toValue } from '../../yaml/node.ts';

/** All values that an attribute can have. The result is undefined if they are unknown. */
export type PossibleValues = (attr: string) => ReadonlySet<unknown> | undefined;

/** Lists the statuses that a certificate can have when an event fires. */
export function listPossibleStatuses(event: EventName): readonly Status[] {
  return EVENTS[event].statuses;
}

/** Whether a condition set is true for some combination of the possible values. */
export function isSatisfiable(set: Node | undefined, possible: PossibleValues): boolean {
  const [all, some] = [getChild(set, 'and'), getChild(set, 'or')];
  if (all !== undefined) return listItems(all).every((member) => isSatisfiable(member, possible));
  if (some !== undefined) return listItems(some).some((member) => isSatisfiable(member, possible));
  const values = possible(getText(getChild(set, 'attr')) ?? '');
  const op = getText(getChild(set, 'op')) ?? 'eq';
  const value = getChild(set, 'value');
  if (values === undefined || value === undefined || (op !== 'eq' && op !== 'in')) return true;
  const expected = op === 'eq' ? [toValue(value)] : listItems(value).map(toValue);
  const matching = new Set(expected.filter((one) => values.has(one)));
  return isNegated(set) ? values.size > matching.size : matching.size > 0;
}

function isNegated(condition: Node | undefined): boolean {
  return isBoolean(getChild(condition, 'negate'), true);
}

/** Lists the single conditions that must all be true. */
export function listRequiredConditions(set: Node | undefined): Node[] {
  const all = getChild(set, 'and');
  if (all !== undefined) return listItems(all).flatMap(listRequiredConditions);
  return set === undefined || getChild(set, 'or') !== undefined ? [] : [set];
}

interface Range {
  low: number;
  high: number;
  equal: unknown;
}

/** Finds the first required condition that contradicts an earlier one, such as a number both under 5 and over 9. */
export function findContradiction(required: readonly Node[]): Node | undefined {
  const ranges = new Map<string, Range>();
  return required.find((condition) => {
    const attr = getText(getChild(condition, 'attr'));
    const value = getChild(condition, 'value');
    if (attr === undefined || value?.kind !== 'scalar' || isNegated(condition)) return false;
    const range = getOrCreate(ranges, attr, () => ({ low: -Infinity, high: Infinity, equal: undefined }));
    return narrow(range, getText(getChild(condition, 'op')) ?? 'eq', value.value);
  });
}

/**
 * Applies a condition to the range; returns true if the range is then empty. Numbers can be fractional, so a range with equal bounds has a
 * value.
 */
function narrow(range: Range, op: string, value: ScalarNode['value']): boolean {
  if (op === 'eq') {
    const before = range.equal;
    range.equal = value;
    return before !== undefined && before !== value;
  }
  if (typeof value !== 'number') return false;
  if (op === 'gt' || op === 'gte') range.low = Math.max(range.low, value);
  else if (op === 'lt' || op === 'lte') range.high = Math.min(range.high, value);
  return range.low > range.high;
}
