/** Checks settings of scans and of the event log. */
import type { Diagnostic } from '../../domain/index.ts';
import { findUrlProblem } from '../../domain/sources/http-url.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, isNonEmptyText, isText, listTextNodes } from '../yaml/node.ts';

export function checkSettings(parts: ManifestSections): Diagnostic[] {
  return [...checkHeartbeat(parts), ...checkStaleEvents(parts), ...checkBranch(parts)];
}

function checkHeartbeat({ settings }: ManifestSections): Diagnostic[] {
  const node = getChild(settings, 'heartbeat_url');
  if (!isNonEmptyText(node)) return [];
  const problem = findUrlProblem(node.value);
  return problem === null ? [] : [createDiagnostic('bad-url', node, problem)];
}

/** A rule that selects scan.stale explicitly never fires without `stale_after_hours`. */
function checkStaleEvents({ rules, settings }: ManifestSections): Diagnostic[] {
  if (getChild(settings, 'stale_after_hours') !== undefined) return [];
  return rules
    .flatMap(({ node }) => listTextNodes(getChild(node, 'events')))
    .filter(({ value }) => value === 'scan.stale')
    .map((node) => createDiagnostic('stale-after-missing', node, node.value));
}

/** A branch suggests that the log is stored there, which other stores ignore. */
function checkBranch({ root }: ManifestSections): Diagnostic[] {
  const log = getChild(root, 'event_log');
  const store = getChild(log, 'store');
  if (!isText(store) || store.value === 'commit') return [];
  return ['branch', 'max_commits'].flatMap((key) => {
    const node = getChild(log, key);
    return node === undefined ? [] : [createDiagnostic('branch-without-commit', node, key, store.value)];
  });
}
