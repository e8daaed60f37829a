/** Whether conditions could hold at all, as far as it can be told without a certificate: where in doubt they can. */
import { type EventName, FINDINGS, STATUSES, type Status } from '../../../domain/index.ts';
import { childOf, itemsOf, type Node, type ScalarNode, textOf, toValue } from '../../yaml/node.ts';

/** What is known of an event: of some attributes all the values that they could have. */
export type Given = (attr: string) => ReadonlySet<unknown> | undefined;

/** The statuses in which an event can be told. */
export function statusesOf(event: EventName): readonly Status[] {
  if (event === 'certificate.expired') return ['expired'];
  if (event === 'scan.stale') return ['unknown'];
  return HAS_END.has(event) ? ['critical', 'warning', 'ok'] : STATUSES;
}

/** A threshold is crossed before the end, and a finding has the status that is as bad as it is. */
const HAS_END = new Set<EventName>(['certificate.expiry_warning', ...FINDINGS]);

export function canHold(set: Node | undefined, given: Given): boolean {
  const [all, some] = [childOf(set, 'and'), childOf(set, 'or')];
  if (all !== undefined) return itemsOf(all).every((member) => canHold(member, given));
  if (some !== undefined) return itemsOf(some).some((member) => canHold(member, given));
  const values = given(textOf(childOf(set, 'attr')) ?? '');
  const op = textOf(childOf(set, 'op')) ?? 'eq';
  const value = childOf(set, 'value');
  if (values === undefined || value === undefined || (op !== 'eq' && op !== 'in')) return true;
  const wanted = op === 'eq' ? [toValue(value)] : itemsOf(value).map(toValue);
  const found = new Set(wanted.filter((one) => values.has(one)));
  return isNegated(set) ? values.size > found.size : found.size > 0;
}

function isNegated(condition: Node | undefined): boolean {
  const negate = childOf(condition, 'negate');
  return negate?.kind === 'scalar' && negate.value === true;
}

/** The single conditions that must all hold. */
export function requiredOf(set: Node | undefined): Node[] {
  const all = childOf(set, 'and');
  if (all !== undefined) return itemsOf(all).flatMap(requiredOf);
  return set === undefined || childOf(set, 'or') !== undefined ? [] : [set];
}

/** Of conditions that must all hold the first that another one before it rules out: no number is under 5 and over 9. */
export function contradictionIn(required: readonly Node[]): Node | undefined {
  const ranges = new Map<string, { low: number; high: number; equal: unknown }>();
  return required.find((condition) => {
    const attr = textOf(childOf(condition, 'attr'));
    const value = childOf(condition, 'value');
    if (attr === undefined || value?.kind !== 'scalar' || isNegated(condition)) return false;
    const range = ranges.get(attr) ?? {
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      equal: undefined,
    };
    ranges.set(attr, range);
    return isRuledOut(textOf(childOf(condition, 'op')) ?? 'eq', value.value, range);
  });
}

/** Numbers of data may have parts, so that of two bounds only those that are crossed are a contradiction. */
function isRuledOut(
  op: string,
  value: ScalarNode['value'],
  range: { low: number; high: number; equal: unknown },
): boolean {
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
