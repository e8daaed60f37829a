/** Selects the known names and files for a dashboard, with the entries that watch them. */

import { type KnownNames, WATCHED_STATES, type WatchedRow } from '../../dashboard/data.ts';
import type { WatchedItem } from '../../generated/watched.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { renderEntryLine } from '../discover/entry-yaml.ts';
import { toName, toText } from './dashboard-texts.ts';

/** The maximum of rows of each state, so that the page stays small. The report `watched` has all rows. */
const MAX_ROWS = 300;
const MAX_LINES = 3;

/** Builds the counts of all items, and the first 300 rows of each state. */
export function buildKnownNames(items: readonly WatchedItem[]): KnownNames {
  const groups = WATCHED_STATES.map((state) => items.filter((item) => item.state === state));
  return {
    counts: groups.map(({ length }) => length),
    logged: items.filter(({ state, logged }) => state === 'unwatched' && logged !== null).length,
    rows: groups.map((group) => group.slice(0, MAX_ROWS).map(buildRow)),
  };
}

function buildRow(item: WatchedItem): WatchedRow {
  return { name: toName(item.value), kind: item.kind, by: describeLines(item), note: describeNote(item) };
}

function describeLines({ named_by, logged }: WatchedItem): string {
  const lines = toText(truncateList(named_by, MAX_LINES));
  return logged === null
    ? lines
    : `${lines}: issued by ${toName(logged.issuer)}, expires ${formatDay(logged.valid_to)}`;
}

function describeNote({ entry, reason, watched_by }: WatchedItem): string {
  if (entry !== null) return toText(`- ${renderEntryLine(entry)}`);
  return toText(reason ?? watched_by ?? '');
}
