/** What the repository, inventories and certificate transparency name, and whether an entry watches it: Markdown, JSON or a badge. */

import type { Watched, WatchedItem } from '../../generated/watched.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { parseChoice } from '../../lib/parse-choice.ts';
import { renderEntryLine } from '../discover/entry-yaml.ts';
import { formatCount, formatShare } from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatMessage } from '../format/markdown.ts';
import { createFoldedTable, createTable, renderDocument } from '../format/markdown-document.ts';
import { BADGE_FORMATS, renderSvgBadge } from '../format/status-badge.ts';
import { renderJson } from '../json.ts';
import type { RenderReport, ReportOptions } from './kind.ts';

const GOOD = '#1e8449';
const OPEN = '#9a6200';
const NONE = '#6c757d';

const FORMATS = ['markdown', 'json'] as const;

/**
 * Options: `badge` is `json`, the endpoint format of shields.io, or `svg`; `format` is `markdown` or `json`. Throws AppError `usage`
 * for another value, or both.
 */
export function createWatchedReport({ badge: text, format: name = 'markdown' }: ReportOptions): RenderReport {
  const format = parseChoice('the option format of the watched report', name, FORMATS);
  const badgeFormat =
    text === undefined ? null : parseChoice('the option badge of the watched report', text, BADGE_FORMATS);
  if (badgeFormat !== null && format === 'json')
    throw createUsageError('the watched report is a badge or has a format, but not both', 'Remove one of the options.');
  return ({ watched }) => {
    const items = watched ?? [];
    if (badgeFormat === null) return format === 'json' ? renderJson(buildWatched(items)) : renderTables(items);
    const badge = { label: 'watched', ...summarize(items) };
    return badgeFormat === 'svg' ? renderSvgBadge(badge) : renderJson({ schemaVersion: 1, ...badge });
  };
}

/** `total`: what has to be watched. What is ignored does not count. */
export function countWatched(items: readonly WatchedItem[]): Watched['counts'] {
  const count = (state: WatchedItem['state']) => items.filter((one) => one.state === state).length;
  const [watched, unwatched] = [count('watched'), count('unwatched')];
  const logged = items.filter((one) => one.state === 'unwatched' && one.logged !== null).length;
  return {
    ...{ total: watched + unwatched, watched, unwatched, logged },
    ...{ ignored: count('ignored'), undeclared: count('undeclared') },
  };
}

function buildWatched(items: readonly WatchedItem[]): Watched {
  return { version: 1, counts: countWatched(items), items: [...items] };
}

function summarize(items: readonly WatchedItem[]): { message: string; color: string } {
  const { watched, total } = countWatched(items);
  if (total === 0) return { message: 'none', color: NONE };
  return { message: `${watched}/${total}`, color: watched === total ? GOOD : OPEN };
}

const REST = 'in the report `watched[format=json]`';

function renderTables(items: readonly WatchedItem[]): string {
  const select = (state: WatchedItem['state']) => items.filter((item) => item.state === state);
  const listRow = (item: WatchedItem) => [formatCode(item.value), item.kind, formatLocations(item)];
  const formatWatcher = ({ watched_by: by }: WatchedItem) => (by === null ? EMPTY_CELL : formatCode(by));
  return renderDocument(
    `## Watched or not\n\n${describeCounts(items)}\n`,
    [
      createTable(
        'Not watched',
        ['name', 'kind', 'named by', 'entry to add'],
        select('unwatched').map((item) => [...listRow(item), formatEntry(item)]),
        REST,
      ),
      createTable(
        'In the manifest, but named nowhere any more',
        ['name', 'entry'],
        select('undeclared').map((item) => [formatCode(item.value), formatWatcher(item)]),
        REST,
      ),
      createTable(
        'Ignored',
        ['name', 'kind', 'reason'],
        select('ignored').map((item) => [formatCode(item.value), item.kind, formatMessage(item.reason ?? '')]),
        REST,
      ),
      createFoldedTable(
        'Watched',
        ['name', 'kind', 'named by', 'entry'],
        select('watched').map((item) => [...listRow(item), formatWatcher(item)]),
        REST,
      ),
    ],
    '',
  );
}

function describeCounts(items: readonly WatchedItem[]): string {
  const { watched, total, logged } = countWatched(items);
  if (total === 0) return 'Nothing is known that has to be watched.';
  const share = formatShare(watched, total, 'known name or certificate', 'known names and certificates');
  const only = `Certificate transparency logs have ${formatCount(logged, 'name')} that no entry watches.`;
  return `Watched: ${share}.${logged === 0 ? '' : ` ${only}`}`;
}

function formatEntry({ entry }: WatchedItem): string {
  return entry === null ? EMPTY_CELL : formatCode(`- ${renderEntryLine(entry)}`);
}

const MAX_LOCATIONS = 3;

function formatLocations({ named_by, logged }: WatchedItem): string {
  const more = named_by.length > MAX_LOCATIONS ? ` and ${named_by.length - MAX_LOCATIONS} more` : '';
  const locations = named_by.slice(0, MAX_LOCATIONS).map(formatCode).join(', ') + more;
  if (logged === null) return locations;
  return `${locations}; issued by ${formatCode(logged.issuer)}, expires ${formatDay(logged.valid_to)}`;
}
