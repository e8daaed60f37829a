/** Checks the events, actions, thresholds and conditions of rules. */
import { type Diagnostic, EVENT_NAMES, type EventName } from '../../domain/index.ts';
import { createEventMatcher } from '../../domain/matcher.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import type { Suggest } from '../../lib/text/did-you-mean.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, listItems, listTextNodes, type Node } from '../yaml/node.ts';
import { checkActions } from './actions.ts';
import { checkConditions } from './conditions.ts';
import { checkThresholds } from './thresholds.ts';

const EXPIRY_WARNING = 'certificate.expiry_warning' satisfies EventName;

export function checkRules(sections: ManifestSections): Diagnostic[] {
  return sections.rules.flatMap(({ node }) => [
    ...checkEvents(node, sections.near, createEventMatcher),
    ...checkActions(node, sections),
    ...checkThresholds(listItems(getChild(node, 'match', 'thresholds'))),
    ...checkConditions(getChild(node, 'conditions'), sections.near),
  ]);
}

/** Reports unknown events of a rule or silence, whose globs `createMatcher` reads. */
export function checkEvents(rule: Node, near: Suggest, createMatcher = createGlobMatcher): Diagnostic[] {
  return listTextNodes(getChild(rule, 'events'))
    .filter(({ value }) => !EVENT_NAMES.some(createMatcher([value])))
    .map((node) => createDiagnostic('unknown-event', node, node.value, suggestEvent(node.value, near), EVENT_NAMES));
}

/** Other names for an upcoming expiry. Their spelling is near `certificate.expired`, which fires when it is too late. */
const UPCOMING_EXPIRY =
  /(?:^|[._-])(?:expir(?:e|es|y|ing|es_soon|ing_soon|y_soon|ation)|near_expiry|expiry_reminder|thresholds?)$/i;

/** The part before the dot is often missing, or from another system. */
function suggestEvent(name: string, near: Suggest): string | undefined {
  if (UPCOMING_EXPIRY.test(name)) return EXPIRY_WARNING;
  // A glob that matches only events which are sent by name.
  const matched = EVENT_NAMES.find(createGlobMatcher([name]));
  if (matched !== undefined) return matched;
  const getLastPart = (event: string) => event.slice(event.lastIndexOf('.') + 1);
  const bare = near(getLastPart(name), EVENT_NAMES.map(getLastPart));
  return near(name, EVENT_NAMES) ?? (bare && `certificate.${bare}`);
}
