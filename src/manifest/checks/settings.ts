import type { Diagnostic } from '../../domain/index.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { urlProblem } from '../normalize/url.ts';
import type { Parts } from '../sections.ts';
import { childOf, isText, itemsOf } from '../yaml/node.ts';

/** Settings of the scans as such; those of certificates are checked with their limits. */
export function checkSettings(parts: Parts): Diagnostic[] {
  return [...checkHeartbeat(parts), ...checkStale(parts), ...checkBranch(parts)];
}

function checkHeartbeat({ settings }: Parts): Diagnostic[] {
  const node = childOf(settings, 'heartbeat_url');
  if (!isText(node) || node.value === '') return [];
  const problem = urlProblem(node.value);
  return problem === null ? [] : [diagnostic('bad-url', whereIs(node), problem)];
}

/** Who asks for that event by name and sets no time would wait for ever. */
function checkStale({ rules, settings }: Parts): Diagnostic[] {
  if (childOf(settings, 'stale_after_hours') !== undefined) return [];
  return rules
    .flatMap(({ node }) => itemsOf(childOf(node, 'events')))
    .filter(isText)
    .filter(({ value }) => value === 'scan.stale' || /^scan\..*[*?]/.test(value))
    .map((node) => diagnostic('stale-after-missing', whereIs(node), node.value));
}

/** Who names a branch believes that the log is there. */
function checkBranch({ root }: Parts): Diagnostic[] {
  const log = childOf(root, 'event_log');
  const [branch, store] = [childOf(log, 'branch'), childOf(log, 'store')];
  if (branch === undefined || !isText(store) || store.value === 'commit') return [];
  return [diagnostic('branch-without-commit', whereIs(branch), store.value)];
}
