import type { Diagnostic } from '../../domain/index.ts';
import { EVENTS } from '../../domain/index.ts';
import type { Suggest } from '../../lib/did-you-mean.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import type { Parts } from '../sections.ts';
import { childOf, isText, itemsOf, type Node } from '../yaml/node.ts';
import { checkActions } from './actions.ts';
import { checkConditions } from './conditions.ts';
import type { Globs } from './support/name-matcher.ts';
import { badLimit, checkThresholds } from './thresholds.ts';

export function checkRules(parts: Parts, globs: Globs): Diagnostic[] {
  return parts.rules.flatMap(({ node }) => {
    const thresholds = itemsOf(childOf(childOf(node, 'match'), 'thresholds'));
    return [
      ...checkEvents(node, globs, parts.near),
      ...checkActions(node, parts),
      ...thresholds.flatMap(badLimit),
      ...checkThresholds(thresholds),
      ...checkConditions(childOf(node, 'conditions'), parts.near),
    ];
  });
}

/** Of a rule or a silence. */
export function checkEvents(rule: Node, globs: Globs, near: Suggest): Diagnostic[] {
  return itemsOf(childOf(rule, 'events'))
    .filter(isText)
    .filter(({ value }) => value !== '' && !EVENTS.some(globs.matcher([value])))
    .map((node) => diagnostic('unknown-event', whereIs(node), node.value, suggestEvent(node.value, near), EVENTS));
}

/** The part before the dot is often left out, or another system's. */
function suggestEvent(written: string, near: Suggest): string | undefined {
  const bare = near(
    written.slice(written.lastIndexOf('.') + 1),
    EVENTS.map((event) => event.slice(event.lastIndexOf('.') + 1)),
  );
  return near(written, EVENTS) ?? (bare && `certificate.${bare}`);
}
