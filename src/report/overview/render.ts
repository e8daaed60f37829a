/** Renders an overview for a terminal and for a job summary: its repositories, and the merged scan. */

import { STATUS_LABELS } from '../../domain/index.ts';
import type { Overview, OverviewRepository } from '../../generated/overview.ts';
import type { Report } from '../../generated/report.ts';
import { capitalize } from '../../lib/text/capitalize.ts';
import { formatCount, STATUS_MARKS } from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatMessage } from '../format/markdown.ts';
import { createFoldedTable, createTable, renderDocument } from '../format/markdown-document.ts';
import { type Cell, layOutTable } from '../format/table-layout.ts';
import { createTerminal, joinSections, noteTruncation, type TableOptions, titleSection } from '../format/terminal.ts';
import { renderScanSummary } from '../scan/markdown.ts';
import { renderScanTable } from '../scan/terminal.ts';

const STATE_LABELS: Readonly<Record<OverviewRepository['state'], string>> = {
  unreadable: 'unreadable',
  no_manifest: 'no manifest',
  not_scanned: 'not scanned',
  stale: 'old scan',
  incomplete: 'incomplete',
  read: 'read',
};

/** Beyond these, the others are in the JSON output. */
const MAX_LISTED = 50;

/** A repository without a problem needs no line of its own. */
function needsAttention({ state, worst_status }: OverviewRepository): boolean {
  return state !== 'read' || (worst_status !== 'ok' && worst_status !== null);
}

export function renderOverviewTable(overview: Overview, report: Report, options: TableOptions): string {
  const terminal = createTerminal(options);
  const listed = overview.repositories.filter(needsAttention);
  const rows = listed.slice(0, MAX_LISTED).map((one): Cell[] => {
    const paint = terminal.colors.status[one.worst_status ?? 'unknown'];
    const worst = one.worst_status === null ? '-' : { text: STATUS_LABELS[one.worst_status], paint };
    const state = one.state === 'read' ? 'read' : { text: STATE_LABELS[one.state], paint: terminal.colors.bad };
    return [one.repository, state, worst, String(one.certificates), one.scanned_at ?? '-'];
  });
  const table = rows.length === 0 ? [] : layOutTable(COLUMNS, rows, terminal);
  const repositories = [...table, ...noteTruncation(listed.length, MAX_LISTED, terminal)];
  return `${joinSections([titleSection('REPOSITORIES', repositories, terminal)])}\n${renderScanTable(report, options)}${describeLeftOut(overview)}\n`;
}

const COLUMNS = [
  { title: 'REPOSITORY', truncatable: true },
  { title: 'STATE' },
  { title: 'WORST STATUS' },
  { title: 'CERTIFICATES', align: 'right' as const },
  { title: 'LAST SCAN' },
];

/** Bounded in size. */
export function renderOverviewSummary(overview: Overview, report: Report, limit = 900_000): string {
  const titles = ['Repository', 'State', 'Worst status', 'Certificates', 'Last scan', 'What to do'];
  const toRow = (one: OverviewRepository) => [
    one.run_url !== null && /^https?:\/\/[\w.:/-]+$/.test(one.run_url)
      ? `[${formatCode(one.repository)}](${one.run_url})`
      : formatCode(one.repository),
    one.state === 'read' ? STATE_LABELS.read : `❌ ${STATE_LABELS[one.state]}`,
    one.worst_status === null ? EMPTY_CELL : `${STATUS_MARKS[one.worst_status]} ${STATUS_LABELS[one.worst_status]}`,
    String(one.certificates),
    formatCode(one.scanned_at),
    one.error === null ? EMPTY_CELL : formatMessage(one.error.detail),
  ];
  const rest = 'see the JSON output';
  const [listed, others] = [true, false].map((wanted) =>
    overview.repositories.filter((one) => needsAttention(one) === wanted),
  ) as [OverviewRepository[], OverviewRepository[]];
  const folded = `${formatCount(others.length, 'repository', 'repositories')} without a problem`;
  const scan = renderScanSummary(report, { limit: Math.floor(limit / 2) });
  const sections = [
    createTable('Repositories', titles, listed.map(toRow), rest),
    createFoldedTable(folded, titles, others.map(toRow), rest),
  ];
  return renderDocument(scan, sections, `\n${describeLeftOut(overview)}\n`, limit);
}

/** `Left out: 3 archived, 2 forks, and 700 without the topic or name.` */
function describeLeftOut({ organization, summary }: Overview): string {
  const { archived, forks, not_selected } = summary;
  const others = `${archived} archived, ${formatCount(forks, 'fork')} and ${not_selected} others`;
  return capitalize(`not selected of ${organization}: ${others}.`);
}
