/** What the repository and all inventories name, and whether an entry watches it: as Markdown, or as a badge. */

import type { WatchedItem } from '../../domain/discovery.ts';
import { parseChoice } from '../../lib/parse-choice.ts';
import { formatCount } from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatMessage } from '../format/markdown.ts';
import { createFoldedTable, createTable, renderDocument } from '../format/markdown-document.ts';
import { BADGE_FORMATS, renderSvgBadge } from '../format/status-badge.ts';
import { renderJson } from '../json.ts';
import type { RenderReport, ReportOptions } from './kind.ts';

const GOOD = '#1e8449';
const OPEN = '#9a6200';
const NONE = '#6c757d';

/** Option: `badge` is `json`, the endpoint format of shields.io, or `svg`. Throws AppError `usage` for another value. */
export function createWatchedReport({ badge: text }: ReportOptions): RenderReport {
  const format = text === undefined ? null : parseChoice('the option badge of the watched report', text, BADGE_FORMATS);
  return ({ watched }) => {
    const items = watched ?? [];
    if (format === null) return renderTables(items);
    const badge = { label: 'watched', ...summarize(items) };
    return format === 'svg' ? renderSvgBadge(badge) : renderJson({ schemaVersion: 1, ...badge });
  };
}

/** Of what has to be watched: what is ignored does not count. */
export function countWatched(items: readonly WatchedItem[]): { watched: number; total: number } {
  const watched = items.filter(({ state }) => state === 'watched').length;
  return { watched, total: watched + items.filter(({ state }) => state === 'unwatched').length };
}

function summarize(items: readonly WatchedItem[]): { message: string; color: string } {
  const { watched, total } = countWatched(items);
  if (total === 0) return { message: 'none', color: NONE };
  return { message: `${watched}/${total}`, color: watched === total ? GOOD : OPEN };
}

const REST = 'in the output of `certvigil discover --format json`';

function renderTables(items: readonly WatchedItem[]): string {
  const { watched, total } = countWatched(items);
  const select = (state: WatchedItem['state']) => items.filter((item) => item.state === state);
  const known = formatCount(total, 'known name and certificate', 'known names and certificates');
  const head = `## Watched or not\n\nWatched: ${watched} of ${known}.\n`;
  const listRow = ({ kind, value, named_by }: WatchedItem) => [formatCode(value), kind, formatPlaces(named_by)];
  const formatEntry = ({ entry }: WatchedItem) => (entry === null ? EMPTY_CELL : formatCode(entry));
  return renderDocument(
    head,
    [
      createTable('Not watched', ['name', 'kind', 'named by'], select('unwatched').map(listRow), REST),
      createTable(
        'In the manifest, but named nowhere any more',
        ['name', 'entry'],
        select('undeclared').map((item) => [formatCode(item.value), formatEntry(item)]),
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
        select('watched').map((item) => [...listRow(item), formatEntry(item)]),
        REST,
      ),
    ],
    '',
  );
}

const MAX_PLACES = 3;

function formatPlaces(places: readonly string[]): string {
  const more = places.length > MAX_PLACES ? ` and ${places.length - MAX_PLACES} more` : '';
  return places.slice(0, MAX_PLACES).map(formatCode).join(', ') + more;
}
