/** Checks settings of scans and of the event log. */
import { isFixtureRule } from '../../domain/expiring-fixtures.ts';
import { DASHBOARD_FIELDS, type Diagnostic, isDashboardField, NO_HEARTBEAT, STORES } from '../../domain/index.ts';
import { findUrlProblem } from '../../domain/sources/http-url.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { ManifestSections, RuleSection } from '../sections.ts';
import { getChild, getField, isNonEmptyText, isText, listItems } from '../yaml/node.ts';
import { listEvents } from './support/subscriptions.ts';

export function checkSettings(parts: ManifestSections): Diagnostic[] {
  return [...checkHeartbeat(parts), ...checkBranch(parts), ...checkIssues(parts), ...checkDashboard(parts)];
}

function checkHeartbeat({ settings }: ManifestSections): Diagnostic[] {
  const node = getChild(settings, 'heartbeat_url');
  if (!isNonEmptyText(node) || node.value === NO_HEARTBEAT) return [];
  const problem = findUrlProblem(node.value);
  return problem === null ? [] : [createDiagnostic('bad-url', node, problem)];
}

/** A branch suggests that the log is stored there, which other stores ignore. The cache has no partitions. */
function checkBranch({ root }: ManifestSections): Diagnostic[] {
  const log = getChild(root, 'event_log');
  const store = getChild(log, 'store');
  const kind = isText(store) ? STORES.find((one) => one === store.value) : undefined;
  // An unknown store is reported by the schema.
  if (kind === undefined || kind === 'commit') return [];
  const ignored = kind === 'cache' ? ['branch', 'max_commits', 'partitions'] : ['branch', 'max_commits'];
  return ignored.flatMap((key) => {
    const node = getChild(log, key);
    return node === undefined ? [] : [createDiagnostic('branch-without-commit', node, key, kind)];
  });
}

/** A rule with an issue action, unless it is only for test certificates, replaces the rule that `from` is about (see `addIssueRule`). */
function checkIssues({ root, rules }: ManifestSections): Diagnostic[] {
  const from = getField(getChild(root, 'issues'), 'from');
  const hasIssue = ({ node }: RuleSection) =>
    !isFixtureRule(listEvents(node)) &&
    listItems(getChild(node, 'actions')).some((action) => getChild(action, 'issue') !== undefined);
  const rule = from === undefined ? undefined : rules.find(hasIssue);
  return from === undefined || rule === undefined
    ? []
    : [createDiagnostic('issues-from-unused', from.key, rule.name ?? '')];
}

/** The schema cannot suggest the intended field, because `labels.NAME` has any name. */
function checkDashboard({ root }: ManifestSections): Diagnostic[] {
  const known = [...DASHBOARD_FIELDS, 'labels.NAME'];
  return listItems(getChild(getChild(root, 'dashboard'), 'include')).flatMap((node, index) => {
    if (!isNonEmptyText(node) || isDashboardField(node.value)) return [];
    const near = suggest(node.value, DASHBOARD_FIELDS);
    return [createDiagnostic('bad-value', node, `item ${index + 1} of "include"`, node.value, near, known)];
  });
}
