/** Explains why a simulation of one certificate does not exercise a rule. */

import {
  type Condition,
  type ConditionSet,
  type Entry,
  EVENT_NAMES,
  type EventName,
  isAboutScans,
  type Plan,
  type PlannedEvent,
  type Rule,
} from '../../domain/index.ts';
import { createEventMatcher, createMatcher } from '../../domain/matcher.ts';
import { getSourceDefinition } from '../../domain/sources/index.ts';
import { evaluateConditions } from '../../events/plan/conditions.ts';
import { groupBy } from '../../lib/collections.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatCount } from '../../report/format/labels.ts';
import type { SimulationOptions, Target } from './targets.ts';

/** A rule that is not exercised. `destination` is null if the rule does not send anything. */
export interface SkippedRule {
  rule: string;
  destination: string | null;
  reason: string;
}

/** The simulated events. */
export interface Simulated {
  entry: Entry;
  options: SimulationOptions;
  /** Returns every event of every state that was tried. */
  getEvents: () => readonly PlannedEvent[];
  compileRegex: RegexCompiler | null;
}

const MAX_LISTED = 8;

export function formatSkippedRule({ rule, destination, reason }: SkippedRule): string {
  return `rule ${rule}${destination === null ? '' : ` to ${destination}`}: ${reason}`;
}

/** Finds why no state of this certificate can match the rule; null if one may. Works without a simulation. */
export function findMismatch(rule: Rule, entry: Entry, event: EventName | null): string | null {
  if (!rule.enabled) return 'it is disabled';
  if (event !== null && isAboutScans(event)) return null;
  const subscribed = EVENT_NAMES.filter(createEventMatcher(rule.events));
  if (subscribed.length > 0 && subscribed.every(isAboutScans)) {
    return `its events are about scans, not about certificates. To test it, use --event ${subscribed[0]}`;
  }
  const { names, labels } = rule.match;
  if (names.length > 0 && !createGlobMatcher(names)(entry.name)) {
    return `match.names (${list(names)}) does not include ${entry.name}`;
  }
  for (const [label, values] of Object.entries(labels)) {
    const own = Object.hasOwn(entry.labels, label) ? entry.labels[label] : undefined;
    if (own !== undefined && values.includes(own)) continue;
    const actual = own === undefined ? `${entry.name} has no label ${label}` : `${entry.name} has ${label}: ${own}`;
    return `match.labels requires ${label}: ${list(values)}, but ${actual}${advise(entry)}`;
  }
  return null;
}

/** Formats the advice for inventories: the labels of items are only known once it is read. */
function advise({ name, source }: Entry): string {
  if (getSourceDefinition(source.kind).inventory === undefined) return '';
  return `. Its items may have other labels: certvigil inspect --entry ${name}`;
}

/** Lists the rules of the targets to which nothing is sent, each with its reason. */
export function listSkippedRules(
  missed: readonly Target[],
  { deliveries }: Plan,
  rules: readonly Rule[],
  simulated: Simulated,
): SkippedRule[] {
  const byRule = groupBy(missed, ({ rule }) => rule);
  return rules.flatMap((rule): SkippedRule[] => {
    const targets = byRule.get(rule.name) ?? [];
    if (targets.length === 0) return [];
    const reason = findMismatch(rule, simulated.entry, simulated.options.event) ?? explain(rule, simulated);
    if (!deliveries.some((one) => one.rule === rule.name)) return [{ rule: rule.name, destination: null, reason }];
    return targets.map(({ destination }) => ({ rule: rule.name, destination, reason }));
  });
}

/** Formats ` at 9 days from expiry`; empty if no number of days was requested. */
export function formatDistance({ days_remaining }: Pick<SimulationOptions, 'days_remaining'>): string {
  return days_remaining === null ? '' : ` at ${formatCount(days_remaining, 'day')} from expiry`;
}

/** Applies one criterion of the rule after another to the simulated events, and reports the first that none of them meets. */
function explain(rule: Rule, simulated: Simulated): string {
  const { entry, options, getEvents } = simulated;
  const subscribed = getEvents().filter(({ event }) => createEventMatcher(rule.events)(event));
  if (subscribed.length === 0) {
    if (options.event !== null) return `its events do not include ${options.event}`;
    return `none of its events happens${formatDistance(options)}`;
  }
  const keepMatching = (match: Partial<Rule['match']>, from: readonly PlannedEvent[]) => {
    const matches = createMatcher({ names: [], labels: {}, status: [], thresholds: [], ...match });
    return from.filter(({ context, record }) => matches(context.data, record.threshold));
  };
  const { status, thresholds } = rule.match;
  const withStatus = keepMatching({ status }, subscribed);
  if (withStatus.length === 0) {
    const actual = new Set(subscribed.map(({ context }) => context.data.status));
    return `match.status is ${list(status)}, but the simulated status is ${list([...actual])}`;
  }
  const withThreshold = keepMatching({ thresholds }, withStatus);
  if (withThreshold.length === 0) {
    const known = list(entry.settings.thresholds.map(({ raw }) => String(raw)));
    const required = list(thresholds.map(({ raw }) => String(raw)));
    return `match.thresholds is ${required}, but no simulated event crosses it. The thresholds of ${entry.name} are ${known}`;
  }
  return explainConditions(rule, withThreshold, simulated) ?? 'another rule sends the same message to this receiver';
}

function explainConditions(
  { conditions }: Rule,
  events: readonly PlannedEvent[],
  { compileRegex }: Simulated,
): string | null {
  if (conditions === null) return null;
  const results = (set: ConditionSet) =>
    events.map(({ context }) => evaluateConditions(set, context.data, compileRegex));
  const isNeverTrue = (set: ConditionSet) => !results(set).some(({ matches }) => matches);
  if (!isNeverTrue(conditions)) return null;
  const [note] = results(conditions).flatMap(({ notes }) => notes);
  const single = listRequired(conditions).find(isNeverTrue);
  if (single === undefined) return note ?? 'its conditions are never true at the same time';
  const [own] = results(single).flatMap(({ notes }) => notes);
  return own ?? `its condition on "${single.attr}" is not true for any simulated event`;
}

/** Lists the single conditions that must all be true. */
function listRequired(set: ConditionSet): Condition[] {
  if ('and' in set) return set.and.flatMap(listRequired);
  return 'or' in set ? [] : [set];
}

function list(values: readonly string[]): string {
  return truncateList(values, MAX_LISTED);
}
