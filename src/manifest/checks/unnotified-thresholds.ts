/** Thresholds of certificates that no rule hears: the last one crossed takes the place of those before it. */

import type { Diagnostic, Limit } from '../../domain/index.ts';
import { limitKey, reach } from '../../domain/thresholds.ts';
import { DEFAULT_THRESHOLDS } from '../defaults.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { type EntryPart, effective, isEnabled, type Parts } from '../sections.ts';
import { childOf, itemsOf, type Node } from '../yaml/node.ts';
import { reacherOf } from './support/entry-matching.ts';
import type { Globs } from './support/name-matcher.ts';
import { eventsOf } from './support/subscriptions.ts';
import { limitOf } from './thresholds.ts';

interface Hearing {
  reaches: (entry: EntryPart) => boolean;
  /** The thresholds that it hears alone, and where they stand; null: all. */
  only: { keys: Set<number | string>; at: Node } | null;
}

/**
 * Only where a rule hears one that is crossed earlier, as its reminders stop there: who wants to hear of the last days alone hears
 * of no earlier ones. Percentages cannot be compared without a lifetime.
 */
export function checkHeard(parts: Parts, globs: Globs): Diagnostic[] {
  const hearings = parts.rules
    .filter((rule) => isEnabled(rule) && eventsOf(rule.node, globs).includes('certificate.expiry_warning'))
    .map(({ node }) => hearingOf(node, globs));
  if (!hearings.some(({ only }) => only !== null) || hasIssueRule(parts)) return [];
  const told = new Map<string, Diagnostic>();
  for (const entry of parts.entries) {
    const reaching = hearings.filter(({ reaches }) => reaches(entry)).map(({ only }) => only);
    const isHeard = (limit: Limit) => reaching.some((only) => only === null || only.keys.has(limitKey(limit)));
    const thresholds = thresholdsOf(entry, parts, reaching[0]?.at);
    const heard = thresholds.flatMap(({ limit }) => (isHeard(limit) ? (reach(limit, NO_LIFETIME) ?? []) : []));
    const first = Math.max(...heard);
    for (const { limit, at } of thresholds) {
      const isLater = (reach(limit, NO_LIFETIME) ?? first) < first;
      if (at === undefined || !isLater || isHeard(limit)) continue;
      const where = whereIs(at);
      const key = `${where.file}:${where.line}:${where.column}:${limit.written}`;
      if (!told.has(key)) told.set(key, diagnostic('threshold-unheard', where, `${limit.written}`, entry.name ?? ''));
    }
  }
  return [...told.values()];
}

const NO_LIFETIME = { from: null, to: 0 };

function hearingOf(rule: Node, globs: Globs): Hearing {
  const match = childOf(rule, 'match');
  const at = childOf(match, 'thresholds');
  const limits = itemsOf(at).flatMap((node) => limitOf(node) ?? []);
  const only = at === undefined || limits.length === 0 ? null : { keys: new Set(limits.map(limitKey)), at };
  return { reaches: reacherOf(match, globs), only };
}

/** `issues` stands for a rule that hears every threshold, where no rule has an issue action. */
function hasIssueRule({ root, rules }: Parts): boolean {
  const hasIssue = ({ node }: { node: Node }) =>
    itemsOf(childOf(node, 'actions')).some((action) => childOf(action, 'issue') !== undefined);
  return childOf(root, 'issues') !== undefined && !rules.some(hasIssue);
}

/** The thresholds of an entry, each where it is written; those that are not, at `otherwise`. */
function thresholdsOf(entry: EntryPart, parts: Parts, otherwise: Node | undefined) {
  const written = effective(entry, parts, 'expiry_scan_thresholds');
  if (written === undefined) return DEFAULT_THRESHOLDS.map((limit) => ({ limit, at: otherwise }));
  return itemsOf(written).flatMap((node) => {
    const limit = limitOf(node);
    return limit === null || otherwise === undefined ? [] : [{ limit, at: node }];
  });
}
