import type { Diagnostic } from '../../domain/index.ts';
import { EVENT_NAMES } from '../../domain/index.ts';
import type { Suggest } from '../../lib/did-you-mean.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, isText, listItems, type Node } from '../yaml/node.ts';
import { checkActions } from './actions.ts';
import { checkConditions } from './conditions.ts';
import type { NameMatchers } from './support/name-matcher.ts';
import { checkDuplicateThresholds, checkThreshold } from './thresholds.ts';

export function checkRules(parts: ManifestSections, globs: NameMatchers): Diagnostic[] {
  return parts.rules.flatMap(({ node }) => {
    const thresholds = listItems(getChild(getChild(node, 'match'), 'thresholds'));
    return [
      ...checkEvents(node, globs, parts.near),
      ...checkActions(node, parts),
      ...thresholds.flatMap(checkThreshold),
      ...checkDuplicateThresholds(thresholds),
      ...checkConditions(getChild(node, 'conditions'), parts.near),
    ];
  });
}

/** Of a rule or a silence. */
export function checkEvents(rule: Node, globs: NameMatchers, near: Suggest): Diagnostic[] {
  return listItems(getChild(rule, 'events'))
    .filter(isText)
    .filter(({ value }) => value !== '' && !EVENT_NAMES.some(globs.matcher([value])))
    .map((node) =>
      createDiagnostic('unknown-event', toLocation(node), node.value, suggestEvent(node.value, near), EVENT_NAMES),
    );
}

/** The part before the dot is often left out, or another system's. */
function suggestEvent(written: string, near: Suggest): string | undefined {
  const bare = near(
    written.slice(written.lastIndexOf('.') + 1),
    EVENT_NAMES.map((event) => event.slice(event.lastIndexOf('.') + 1)),
  );
  return near(written, EVENT_NAMES) ?? (bare && `certificate.${bare}`);
}
