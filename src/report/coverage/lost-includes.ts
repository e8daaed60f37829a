/** The reason for a red run about includes of the manifest that lost their entries. */

import { truncateList } from '../../lib/text/truncate.ts';
import { formatCount } from '../format/labels.ts';
import type { CoverageReason } from './input.ts';

const MAX_NAMES = 3;

/** Lists the reason; empty if no include is lost. `entries`: those that are missing since then. */
export function listLostIncludeReasons(
  lost: { includes: readonly { name: string; before: number | null }[]; entries: readonly string[] } | null,
): CoverageReason[] {
  if (lost === null) return [];
  const names = lost.includes.map(({ name, before }) =>
    before === null ? name : `${name}, which had ${formatCount(before, 'entry', 'entries')}`,
  );
  const subject = names.length === 1 ? 'an include has no entries' : `${names.length} includes have no entries`;
  const missing = `${formatCount(lost.entries.length, 'entry', 'entries')} missing: ${truncateList(lost.entries, MAX_NAMES)}`;
  const clause = `${subject} (${truncateList(names, MAX_NAMES)}; ${missing})`;
  return [{ code: 'include-empty', entries: lost.entries, clause }];
}
