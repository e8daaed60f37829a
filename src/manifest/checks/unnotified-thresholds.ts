/**
 * Finds thresholds that no rule matches although a rule matches an earlier one. Once such a threshold is crossed, it
 * replaces the earlier one, so reminders stop. A manifest that only notifies about the last thresholds is fine.
 */

import { isFixtureRule } from '../../domain/expiring-fixtures.ts';
import type { Diagnostic, ThresholdSpec } from '../../domain/index.ts';
import { createEntryMatcher } from '../../domain/matcher.ts';
import { computeLeadTime, toThresholdKey } from '../../domain/thresholds.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { DEFAULT_THRESHOLDS } from '../normalize/conversions.ts';
import {
  type EntrySection,
  isEnabled,
  isFixture,
  listPossibleLabels,
  type ManifestSections,
  resolveSetting,
} from '../sections.ts';
import { getChild, listItems, type Node } from '../yaml/node.ts';
import { readEntryMatch } from './support/entry-matching.ts';
import { listEvents } from './support/subscriptions.ts';
import { readThreshold } from './thresholds.ts';

interface ThresholdSubscription {
  matches: ReturnType<typeof createEntryMatcher>;
  /** The `match.thresholds` of the rule, if any, with their keys. Null: all thresholds. */
  only: { keys: Set<number | string>; node: Node } | null;
}

export function checkUnnotifiedThresholds(sections: ManifestSections): Diagnostic[] {
  const subscriptions = sections.rules
    .filter((rule) => isEnabled(rule) && listEvents(rule.node).includes('certificate.expiry_warning'))
    .map(({ node }) => createSubscription(node));
  if (!subscriptions.some(({ only }) => only !== null) || hasImpliedIssueRule(sections)) return [];
  const reported = new Map<string, Diagnostic>();
  // Test certificates have one alert, without a threshold.
  for (const entry of sections.entries.filter((one) => !isFixture(one))) {
    const { name = '' } = entry;
    const labels = listPossibleLabels(entry);
    const matching = subscriptions.filter(({ matches }) => matches(name, labels)).map(({ only }) => only);
    const isNotified = (threshold: ThresholdSpec) =>
      matching.some((only) => only === null || only.keys.has(toThresholdKey(threshold)));
    const thresholds = listThresholds(entry, sections, matching[0]?.node);
    const notified = thresholds.filter(({ threshold }) => isNotified(threshold));
    const earliest = Math.max(...notified.flatMap(({ threshold }) => computeLeadTime(threshold, NO_LIFETIME) ?? []));
    for (const { threshold, at } of thresholds) {
      // Percentages cannot be compared without a lifetime.
      const isLater = (computeLeadTime(threshold, NO_LIFETIME) ?? earliest) < earliest;
      if (at === undefined || !isLater || isNotified(threshold)) continue;
      const location = toLocation(at);
      const key = `${location.file}:${location.line}:${location.column}:${threshold.raw}`;
      if (reported.has(key)) continue;
      reported.set(key, createDiagnostic('threshold-not-notified', location, `${threshold.raw}`, name));
    }
  }
  return [...reported.values()];
}

const NO_LIFETIME = { from: null, to: 0 };

function createSubscription(rule: Node): ThresholdSubscription {
  const match = getChild(rule, 'match');
  const node = getChild(match, 'thresholds');
  const thresholds = listItems(node).flatMap((item) => readThreshold(item) ?? []);
  const only =
    node === undefined || thresholds.length === 0 ? null : { keys: new Set(thresholds.map(toThresholdKey)), node };
  return { matches: createEntryMatcher(readEntryMatch(match)), only };
}

/** If no rule has an issue action, apart from rules for test certificates only, `issues` adds a rule for all thresholds. */
function hasImpliedIssueRule({ root, rules }: ManifestSections): boolean {
  const hasIssue = ({ node }: { node: Node }) =>
    !isFixtureRule(listEvents(node)) &&
    listItems(getChild(node, 'actions')).some((action) => getChild(action, 'issue') !== undefined);
  return getChild(root, 'issues') !== undefined && !rules.some(hasIssue);
}

/** Lists the thresholds of an entry with their nodes. Default thresholds are reported at the rule's thresholds. */
function listThresholds(entry: EntrySection, sections: ManifestSections, ruleThresholds: Node | undefined) {
  const node = resolveSetting(entry, sections, 'expiry_scan_thresholds');
  if (node === undefined) return DEFAULT_THRESHOLDS.map((threshold) => ({ threshold, at: ruleThresholds }));
  return listItems(node).flatMap((at) => {
    const threshold = readThreshold(at);
    return threshold === null || ruleThresholds === undefined ? [] : [{ threshold, at }];
  });
}
