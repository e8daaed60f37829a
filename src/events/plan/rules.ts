/** Compiles the rules of a manifest: the events that they match, and their destinations. */

import { formatDestination } from '../../domain/destinations.ts';
import {
  type Destination,
  EVENT_NAMES,
  type EventData,
  type EventName,
  isAboutScans,
  isResolution,
  type Rule,
} from '../../domain/index.ts';
import { createEventMatcher, createMatcher } from '../../domain/matcher.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { evaluateConditions, selectEntryConditions } from './conditions.ts';

const CERTIFICATE_ALERTS = EVENT_NAMES.filter((event) => !isResolution(event) && !isAboutScans(event));

/** An enabled rule with compiled globs. */
export interface CompiledRule {
  name: string;
  destinations: Destination[];
  /** Whether the rule lists the event. */
  subscribesTo: (event: EventName) => boolean;
  /** Whether the rule lists any alert about certificates. */
  receivesAlerts: boolean;
  /** Whether its names, labels and conditions on the entry match, independent of the status, the threshold and the event. */
  matchesEntry: (data: EventData) => boolean;
  /**
   * Whether the rule matches this event. `threshold` is the key of the threshold of the event. `notes` lists conditions that cannot be
   * evaluated.
   */
  matches: (data: EventData, threshold: number | string | null) => { matches: boolean; notes: string[] };
}

export function compileRules(rules: readonly Rule[], compileRegex: RegexCompiler | null): CompiledRule[] {
  return rules.filter(({ enabled }) => enabled).map((rule) => compileRule(rule, compileRegex));
}

function compileRule(rule: Rule, compileRegex: RegexCompiler | null): CompiledRule {
  const matchesData = createMatcher(rule.match);
  const matchesEntry = createMatcher({ ...rule.match, status: [], thresholds: [] });
  const subscribesTo = createEventMatcher(rule.events);
  return {
    name: rule.name,
    destinations: [...new Set(rule.actions.map(formatDestination))],
    subscribesTo,
    receivesAlerts: CERTIFICATE_ALERTS.some(subscribesTo),
    matchesEntry: (data) => {
      if (!matchesEntry(data, null)) return false;
      const conditions = rule.conditions && selectEntryConditions(rule.conditions, data);
      return conditions === null || evaluateConditions(conditions, data, compileRegex).matches;
    },
    matches: (data, threshold) => {
      const matches = matchesData(data, threshold);
      return matches && rule.conditions !== null
        ? evaluateConditions(rule.conditions, data, compileRegex)
        : { matches, notes: [] };
    },
  };
}
