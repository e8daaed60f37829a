/** Thresholds of certificates that no rule hears: the last one crossed takes the place of those before it. */

import type { Diagnostic, ThresholdSpec } from '../../domain/index.ts';
import { computeLeadTime, toThresholdKey } from '../../domain/thresholds.ts';
import { DEFAULT_THRESHOLDS } from '../defaults.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { type EntrySection, isEnabled, type ManifestSections, resolveSetting } from '../sections.ts';
import { getChild, listItems, type Node } from '../yaml/node.ts';
import { createEntryMatcher } from './support/entry-matching.ts';
import type { NameMatchers } from './support/name-matcher.ts';
import { listEvents } from './support/subscriptions.ts';
import { readThreshold } from './thresholds.ts';

interface ThresholdSubscription {
  reaches: (entry: EntrySection) => boolean;
  /** The thresholds that it hears alone, and where they stand; null: all. */
  only: { keys: Set<number | string>; at: Node } | null;
}

/**
 * Only where a rule hears one that is crossed earlier, as its reminders stop there: who wants to hear of the last days alone hears
 * of no earlier ones. Percentages cannot be compared without a lifetime.
 */
export function checkUnnotifiedThresholds(parts: ManifestSections, globs: NameMatchers): Diagnostic[] {
  const hearings = parts.rules
    .filter((rule) => isEnabled(rule) && listEvents(rule.node, globs).includes('certificate.expiry_warning'))
    .map(({ node }) => createSubscription(node, globs));
  if (!hearings.some(({ only }) => only !== null) || hasIssueRule(parts)) return [];
  const told = new Map<string, Diagnostic>();
  for (const entry of parts.entries) {
    const reaching = hearings.filter(({ reaches }) => reaches(entry)).map(({ only }) => only);
    const isHeard = (limit: ThresholdSpec) =>
      reaching.some((only) => only === null || only.keys.has(toThresholdKey(limit)));
    const thresholds = listThresholds(entry, parts, reaching[0]?.at);
    const heard = thresholds.flatMap(({ limit }) =>
      isHeard(limit) ? (computeLeadTime(limit, NO_LIFETIME) ?? []) : [],
    );
    const first = Math.max(...heard);
    for (const { limit, at } of thresholds) {
      const isLater = (computeLeadTime(limit, NO_LIFETIME) ?? first) < first;
      if (at === undefined || !isLater || isHeard(limit)) continue;
      const where = toLocation(at);
      const key = `${where.file}:${where.line}:${where.column}:${limit.raw}`;
      if (!told.has(key))
        told.set(key, createDiagnostic('threshold-not-notified', where, `${limit.raw}`, entry.name ?? ''));
    }
  }
  return [...told.values()];
}

const NO_LIFETIME = { from: null, to: 0 };

function createSubscription(rule: Node, globs: NameMatchers): ThresholdSubscription {
  const match = getChild(rule, 'match');
  const at = getChild(match, 'thresholds');
  const limits = listItems(at).flatMap((node) => readThreshold(node) ?? []);
  const only = at === undefined || limits.length === 0 ? null : { keys: new Set(limits.map(toThresholdKey)), at };
  return { reaches: createEntryMatcher(match, globs), only };
}

/** `issues` stands for a rule that hears every threshold, where no rule has an issue action. */
function hasIssueRule({ root, rules }: ManifestSections): boolean {
  const hasIssue = ({ node }: { node: Node }) =>
    listItems(getChild(node, 'actions')).some((action) => getChild(action, 'issue') !== undefined);
  return getChild(root, 'issues') !== undefined && !rules.some(hasIssue);
}

/** The thresholds of an entry, each where it is written; those that are not, at `otherwise`. */
function listThresholds(entry: EntrySection, parts: ManifestSections, otherwise: Node | undefined) {
  const written = resolveSetting(entry, parts, 'expiry_scan_thresholds');
  if (written === undefined) return DEFAULT_THRESHOLDS.map((limit) => ({ limit, at: otherwise }));
  return listItems(written).flatMap((node) => {
    const limit = readThreshold(node);
    return limit === null || otherwise === undefined ? [] : [{ limit, at: node }];
  });
}
