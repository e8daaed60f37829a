/** Which rules want an event, and where they send it. */

import { destinationOf } from '../../domain/destinations.ts';
import type { Destination, EventData, EventName, Rule } from '../../domain/index.ts';
import { matcher } from '../../domain/matcher.ts';
import { globMatcher } from '../../lib/files/glob.ts';
import type { CompileRegex } from '../../lib/python-regex.ts';
import { testConditions } from './conditions.ts';

/** An enabled rule, its globs read once for all events. */
export interface CompiledRule {
  name: string;
  destinations: Destination[];
  /** Whether the rule is about events of that name. */
  hears: (event: EventName) => boolean;
  /** Whether it wants this one. `threshold` is the event's own, as a key. `notes` says what could not be answered. */
  wants: (data: EventData, threshold: number | string | null) => { matches: boolean; notes: string[] };
}

export function compileRules(rules: readonly Rule[], compileRegex: CompileRegex | null): CompiledRule[] {
  return rules.filter(({ enabled }) => enabled).map((rule) => compileRule(rule, compileRegex));
}

function compileRule(rule: Rule, compileRegex: CompileRegex | null): CompiledRule {
  const isMatched = matcher(rule.match);
  return {
    name: rule.name,
    destinations: [...new Set(rule.actions.map(destinationOf))],
    hears: globMatcher(rule.events),
    wants: (data, threshold) => {
      const matches = isMatched(data, threshold);
      return matches && rule.conditions !== null
        ? testConditions(rule.conditions, data, compileRegex)
        : { matches, notes: [] };
    },
  };
}
