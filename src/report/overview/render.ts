/** Renders an overview for a terminal and for a job summary: its repositories, and the merged scan. */

import { STATUS_LABELS } from '../../domain/index.ts';
import type { Overview, OverviewRepository } from '../../generated/overview.ts';
import type { Report } from '../../generated/report.ts';
import { formatCount, STATUS_MARKS } from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatMessage } from '../format/markdown.ts';
import { createFoldedTable, createTable, renderDocument } from '../format/markdown-document.ts';
import { type Cell, layOutTable } from '../format/table-layout.ts';
import {
  createTerminal,
  joinSections,
  noteTruncation,
  type TableOptions,
  type Terminal,
  titleSection,
} from '../format/terminal.ts';
import { wrapText } from '../format/terminal-text.ts';
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

/** Lines end in a newline. The repositories that need attention, the worst first, and the merged scan. */
export function renderOverviewTable(overview: Overview, report: Report, options: TableOptions): string {
  const terminal = createTerminal(options);
  const repositories = titleSection('REPOSITORIES', listRepositories(overview, terminal), terminal);
  return [
    ...(repositories.length === 0 ? [] : [joinSections([repositories]), '\n']),
    renderScanTable(report, options),
    joinSections([wrapText(describeLeftOut(overview), options.columns, '')]),
  ].join('');
}

function listRepositories({ repositories }: Overview, terminal: Terminal): string[] {
  const listed = repositories.filter(needsAttention);
  if (listed.length === 0) return [];
  const rows = listed.slice(0, MAX_LISTED).map((one): Cell[] => {
    const paint = terminal.colors.status[one.worst_status ?? 'unknown'];
    const worst = one.worst_status === null ? '-' : { text: STATUS_LABELS[one.worst_status], paint };
    const state = one.state === 'read' ? 'read' : { text: STATE_LABELS[one.state], paint: terminal.colors.bad };
    return [one.repository, state, worst, String(one.certificates), one.scanned_at ?? '-'];
  });
  return [...layOutTable(COLUMNS, rows, terminal), ...noteTruncation(listed.length, MAX_LISTED, terminal)];
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
  const listed = overview.repositories.filter(needsAttention);
  const others = overview.repositories.filter((one) => !needsAttention(one));
  const folded = `${formatCount(others.length, 'repository', 'repositories')} without a problem`;
  const scan = renderScanSummary(report, { limit: Math.floor(limit / 2) });
  const sections = [
    createTable('Repositories', titles, listed.map(toRow), rest),
    createFoldedTable(folded, titles, others.map(toRow), rest),
  ];
  return renderDocument(scan, sections, `\n${describeLeftOut(overview)}\n`, limit);
}

/** `Not selected of acme: 3 archived, 2 forks and 700 others.` */
function describeLeftOut({ organization, summary }: Overview): string {
  const { archived, forks, not_selected } = summary;
  return `Not selected of ${organization}: ${archived} archived, ${formatCount(forks, 'fork')} and ${formatCount(not_selected, 'other')}.`;
}
