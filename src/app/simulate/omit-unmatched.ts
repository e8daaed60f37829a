/** Omits simulated deliveries that no real scan would make. */

import { isResolution, type Plan, type PlannedEvent, type Rule } from '../../domain/index.ts';
import { compileRules } from '../../events/plan/rules.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';

/**
 * Creates a function that omits deliveries by rules that do not match the event themselves. A simulated resolution goes to every rule of
 * the entry, as if each had sent an alert, and so does a location that was never read.
 */
export function createUnmatchedFilter(
  rules: readonly Rule[],
  compileRegex: RegexCompiler | null,
): (planned: Plan) => Plan {
  const compiled = new Map(compileRules(rules, compileRegex).map((rule) => [rule.name, rule]));
  const matches = ({ event, context, threshold }: PlannedEvent, name: string) => {
    const rule = compiled.get(name);
    const isSelected = isResolution(event) || rule?.subscribesTo(event) === true;
    return isSelected && rule?.matches(context.data, threshold).matches === true;
  };
  return ({ events, deliveries }) => {
    const general = new Map(events.filter(isSentToAll).map((event) => [event.id, event]));
    return {
      events,
      deliveries: deliveries.filter(({ event_id, rule }) => {
        const event = general.get(event_id);
        return event === undefined || matches(event, rule);
      }),
    };
  };
}

function isSentToAll({ event }: PlannedEvent): boolean {
  return isResolution(event) || event === 'certificate.unreachable';
}
