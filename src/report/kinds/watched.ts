/**
 * The known names of the repository, inventories and certificate transparency, and whether an entry watches them: Markdown, JSON or a
 * badge.
 */

import type { Watched, WatchedItem } from '../../generated/watched.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { parseChoice } from '../../lib/parse-choice.ts';
import { renderEntryLine } from '../discover/entry-yaml.ts';
import { renderMarkdown } from '../document/markdown.ts';
import {
  type Column,
  createDocument,
  createParagraph,
  createTable,
  type Document,
  joinTexts,
  quoteMessage,
  quoteName,
  type Text,
} from '../document/model.ts';
import { formatCount, formatShare } from '../format/labels.ts';
import { BADGE_FORMATS, renderSvgBadge } from '../format/status-badge.ts';
import { renderJson } from '../json.ts';
import type { RenderReport, ReportOptions } from './report-kind.ts';

const GOOD = '#1e8449';
const OPEN = '#9a6200';
const NONE = '#6c757d';

const FORMATS = ['markdown', 'json'] as const;

/**
 * Creates the report. Options: `badge` is `json`, the endpoint format of shields.io, or `svg`; `format` is `markdown` or `json`. Throws
 * AppError `usage` for another value, or both.
 */
export function createWatchedReport({ badge: text, format: name = 'markdown' }: ReportOptions): RenderReport {
  const format = parseChoice('the option format of the watched report', name, FORMATS);
  const badgeFormat =
    text === undefined ? null : parseChoice('the option badge of the watched report', text, BADGE_FORMATS);
  if (badgeFormat !== null && format === 'json')
    throw createUsageError('the watched report is a badge or has a format, but not both', 'Remove one of the options.');
  return ({ watched }) => {
    const items = watched ?? [];
    if (badgeFormat === null)
      return format === 'json' ? renderJson(buildWatched(items)) : renderMarkdown(buildDocument(items));
    const badge = { label: 'watched', ...summarize(items) };
    return badgeFormat === 'svg' ? renderSvgBadge(badge) : renderJson({ schemaVersion: 1, ...badge });
  };
}

/** Counts the items. `total`: those to watch, without ignored ones. */
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

function buildDocument(items: readonly WatchedItem[]): Document {
  const createStateTable = (state: WatchedItem['state'], columns: readonly Column<WatchedItem>[]) =>
    createTable(
      columns,
      items.filter((item) => item.state === state),
    );
  return createDocument('Watched or not', {
    lead: [createParagraph(describeCounts(items))],
    sections: [
      { title: 'Not watched', blocks: [createStateTable('unwatched', [NAME, KIND, NAMED_BY, PROPOSAL])] },
      { title: 'In the manifest, but named nowhere else', blocks: [createStateTable('undeclared', [NAME, ENTRY])] },
      { title: 'Ignored', blocks: [createStateTable('ignored', [NAME, KIND, REASON])] },
      { title: 'Watched', isFolded: true, blocks: [createStateTable('watched', [NAME, KIND, NAMED_BY, ENTRY])] },
    ],
    rest: { markdown: 'in the report watched[format=json]' },
  });
}

const NAME: Column<WatchedItem> = { title: 'Name', cell: ({ value }) => quoteName(value) };
const KIND: Column<WatchedItem> = { title: 'Kind', cell: ({ kind }) => kind };
const NAMED_BY: Column<WatchedItem> = { title: 'Named by', cell: describeLines };
const ENTRY: Column<WatchedItem> = { title: 'Entry', cell: ({ watched_by }) => quoteName(watched_by) };
const REASON: Column<WatchedItem> = { title: 'Reason', cell: ({ reason }) => quoteMessage(reason) };
const PROPOSAL: Column<WatchedItem> = {
  title: 'Entry to add',
  cell: ({ entry }) => quoteName(entry && `- ${renderEntryLine(entry)}`),
};

function describeCounts(items: readonly WatchedItem[]): string {
  const { watched, total, logged } = countWatched(items);
  if (total === 0) return 'Nothing is known that has to be watched.';
  const share = formatShare(watched, total, 'known name or certificate', 'known names and certificates');
  const only = `Certificate transparency logs have ${formatCount(logged, 'name')} that no entry watches.`;
  return `Watched: ${share}.${logged === 0 ? '' : ` ${only}`}`;
}

const MAX_LINES = 3;

function describeLines({ named_by, logged }: WatchedItem): Text {
  const lines = joinTexts(named_by.map(quoteName), MAX_LINES);
  if (logged === null) return lines;
  return [...lines, '; issued by ', { code: logged.issuer }, `, expires ${formatDay(logged.valid_to)}`];
}
