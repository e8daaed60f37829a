/**
 * Evaluates NetBox condition sets against an event's `data` (docs/reference/manifest.md). A condition that cannot be evaluated, because
 * its attribute is missing or has a type that the operator does not support, makes the whole set false.
 */

import { ConditionError, evaluateConditionSet } from '../../domain/conditions/evaluate.ts';
import { resolveAttribute } from '../../domain/event-data.ts';
import type { ConditionSet, EventData } from '../../domain/index.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';

/**
 * Evaluates a set of conditions; `compileRegex` may be null if it contains no regular expression. If a condition cannot be
 * evaluated, `matches` is false and `notes` says which one and why.
 */
export function evaluateConditions(
  set: ConditionSet,
  data: EventData,
  compileRegex: RegexCompiler | null,
): { matches: boolean; notes: string[] } {
  try {
    return { matches: evaluateConditionSet(set, (attr) => resolvePath(attr, data), compileRegex), notes: [] };
  } catch (error) {
    if (error instanceof ConditionError) return { matches: false, notes: [error.message] };
    throw error;
  }
}

/** Follows a dotted path. For a list, it returns the values of all members, which must all have the attribute. */
function resolvePath(attr: string, data: unknown): unknown {
  return resolveAttribute(attr)
    .split('.')
    .reduce((value, key) => {
      return Array.isArray(value)
        ? value.map((member) => readProperty(member, key, attr))
        : readProperty(value, key, attr);
    }, data);
}

function readProperty(value: unknown, key: string, attr: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
    throw new ConditionError(`The condition on "${attr}" is false: this event has no such attribute.`);
  }
  return (value as Record<string, unknown>)[key];
}

/** Attributes that depend on the event or the time, not on the entry and its certificate. */
const STATE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'event_type',
  'status',
  'level',
  'threshold',
  'threshold_days',
  'effective_valid_to',
  'valid_to',
  'days_remaining',
  'days_since_expiry',
  'finding',
  'error',
  'last_seen',
  'unreachable',
  'previous',
  'renewal',
  'limited_by',
]);

/**
 * Returns the conditions on the entry and its certificate; null if there are none. The other conditions are dropped, because they could be
 * true for another event.
 */
export function selectEntryConditions(set: ConditionSet, data: EventData): ConditionSet | null {
  if ('and' in set) {
    const members = set.and.flatMap((member) => selectEntryConditions(member, data) ?? []);
    return members.length === 0 ? null : { and: members };
  }
  if ('or' in set) {
    const members = set.or.flatMap((member) => selectEntryConditions(member, data) ?? []);
    return members.length < set.or.length ? null : { or: members };
  }
  const root = resolveAttribute(set.attr).split('.', 1)[0] as string;
  const isKnown = !STATE_ATTRIBUTES.has(root) && (data as unknown as Record<string, unknown>)[root] !== null;
  return isKnown ? set : null;
}
