import type { Diagnostic } from '../../domain/index.ts';
import { findUrlProblem } from '../../domain/sources/http-url.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, isText, listItems } from '../yaml/node.ts';

/** Settings of the scans as such; those of certificates are checked with their limits. */
export function checkSettings(parts: ManifestSections): Diagnostic[] {
  return [...checkHeartbeat(parts), ...checkStaleEvents(parts), ...checkBranch(parts)];
}

function checkHeartbeat({ settings }: ManifestSections): Diagnostic[] {
  const node = getChild(settings, 'heartbeat_url');
  if (!isText(node) || node.value === '') return [];
  const problem = findUrlProblem(node.value);
  return problem === null ? [] : [createDiagnostic('bad-url', toLocation(node), problem)];
}

/** Who asks for that event by name and sets no time would wait for ever. */
function checkStaleEvents({ rules, settings }: ManifestSections): Diagnostic[] {
  if (getChild(settings, 'stale_after_hours') !== undefined) return [];
  return rules
    .flatMap(({ node }) => listItems(getChild(node, 'events')))
    .filter(isText)
    .filter(({ value }) => value === 'scan.stale' || /^scan\..*[*?]/.test(value))
    .map((node) => createDiagnostic('stale-after-missing', toLocation(node), node.value));
}

/** Who names a branch believes that the log is there. */
function checkBranch({ root }: ManifestSections): Diagnostic[] {
  const log = getChild(root, 'event_log');
  const [branch, store] = [getChild(log, 'branch'), getChild(log, 'store')];
  if (branch === undefined || !isText(store) || store.value === 'commit') return [];
  return [createDiagnostic('branch-without-commit', toLocation(branch), store.value)];
}
