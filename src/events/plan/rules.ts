/** Which rules want an event, and where they send it. */

import { formatDestination } from '../../domain/destinations.ts';
import type { Destination, EventData, EventName, Rule } from '../../domain/index.ts';
import { createMatcher } from '../../domain/matcher.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { evaluateConditions } from './conditions.ts';

/** An enabled rule, its globs read once for all events. */
export interface CompiledRule {
  name: string;
  destinations: Destination[];
  /** Whether the rule is about events of that name. */
  subscribesTo: (event: EventName) => boolean;
  /** Whether it wants this one. `threshold` is the event's own, as a key. `notes` says what could not be answered. */
  matches: (data: EventData, threshold: number | string | null) => { matches: boolean; notes: string[] };
}

export function compileRules(rules: readonly Rule[], compileRegex: RegexCompiler | null): CompiledRule[] {
  return rules.filter(({ enabled }) => enabled).map((rule) => compileRule(rule, compileRegex));
}

function compileRule(rule: Rule, compileRegex: RegexCompiler | null): CompiledRule {
  const isMatched = createMatcher(rule.match);
  return {
    name: rule.name,
    destinations: [...new Set(rule.actions.map(formatDestination))],
    subscribesTo: createGlobMatcher(rule.events),
    matches: (data, threshold) => {
      const matches = isMatched(data, threshold);
      return matches && rule.conditions !== null
        ? evaluateConditions(rule.conditions, data, compileRegex)
        : { matches, notes: [] };
    },
  };
}
