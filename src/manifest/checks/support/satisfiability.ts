/** Whether conditions could hold at all, as far as it can be told without a certificate: where in doubt they can. */
import { type EventName, FINDING_NAMES, STATUSES, type Status } from '../../../domain/index.ts';
import { getChild, getText, listItems, type Node, type ScalarNode, toValue } from '../../yaml/node.ts';

/** What is known of an event: of some attributes all the values that they could have. */
export type PossibleValues = (attr: string) => ReadonlySet<unknown> | undefined;

/** The statuses in which an event can be told. */
export function listPossibleStatuses(event: EventName): readonly Status[] {
  if (event === 'certificate.expired') return ['expired'];
  if (event === 'scan.stale') return ['unknown'];
  return BEFORE_EXPIRY.has(event) ? ['critical', 'warning', 'ok'] : STATUSES;
}

/** A threshold is crossed before the end, and a finding has the status that is as bad as it is. */
const BEFORE_EXPIRY = new Set<EventName>(['certificate.expiry_warning', ...FINDING_NAMES]);

export function isSatisfiable(set: Node | undefined, given: PossibleValues): boolean {
  const [all, some] = [getChild(set, 'and'), getChild(set, 'or')];
  if (all !== undefined) return listItems(all).every((member) => isSatisfiable(member, given));
  if (some !== undefined) return listItems(some).some((member) => isSatisfiable(member, given));
  const values = given(getText(getChild(set, 'attr')) ?? '');
  const op = getText(getChild(set, 'op')) ?? 'eq';
  const value = getChild(set, 'value');
  if (values === undefined || value === undefined || (op !== 'eq' && op !== 'in')) return true;
  const wanted = op === 'eq' ? [toValue(value)] : listItems(value).map(toValue);
  const found = new Set(wanted.filter((one) => values.has(one)));
  return isNegated(set) ? values.size > found.size : found.size > 0;
}

function isNegated(condition: Node | undefined): boolean {
  const negate = getChild(condition, 'negate');
  return negate?.kind === 'scalar' && negate.value === true;
}

/** The single conditions that must all hold. */
export function listRequiredConditions(set: Node | undefined): Node[] {
  const all = getChild(set, 'and');
  if (all !== undefined) return listItems(all).flatMap(listRequiredConditions);
  return set === undefined || getChild(set, 'or') !== undefined ? [] : [set];
}

/** Of conditions that must all hold the first that another one before it rules out: no number is under 5 and over 9. */
export function findContradiction(required: readonly Node[]): Node | undefined {
  const ranges = new Map<string, { low: number; high: number; equal: unknown }>();
  return required.find((condition) => {
    const attr = getText(getChild(condition, 'attr'));
    const value = getChild(condition, 'value');
    if (attr === undefined || value?.kind !== 'scalar' || isNegated(condition)) return false;
    const range = ranges.get(attr) ?? {
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      equal: undefined,
    };
    ranges.set(attr, range);
    return isContradicted(getText(getChild(condition, 'op')) ?? 'eq', value.value, range);
  });
}

/** Numbers of data may have parts, so that of two bounds only those that are crossed are a contradiction. */
function isContradicted(
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
