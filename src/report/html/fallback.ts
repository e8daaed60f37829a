/** Renders the page for browsers without JavaScript, or that cannot run the script: the totals and the most urgent certificates. */

import { type DashboardData, type KnownNames, STATUS_ORDER, type StatusName, VERDICTS } from '../../dashboard/data.ts';
import { STATUS_LABELS } from '../../domain/index.ts';
import { escapeHtml } from '../format/html-page.ts';
import { formatNumber, formatShare } from '../format/labels.ts';

const MAX_ROWS = 50;

/** Renders HTML with all texts escaped, for at most 50 certificates, in the order of the columns. */
export function renderFallback({ title, scanned, coverage, summary, columns, tables, known }: DashboardData): string {
  const counts = STATUS_ORDER.map((status, index) => `${formatNumber(summary.counts[index] ?? 0)} ${label(status)}`);
  const rows = columns.status.slice(0, MAX_ROWS).map((status, index) => {
    const name = columns.alias[index] || (tables.entries[columns.entry[index] ?? -1] ?? '');
    const owner = tables.owners[columns.owners[index] ?? -1] ?? '';
    const verdict = VERDICTS[columns.verdict[index] ?? 0] || label(STATUS_ORDER[status] ?? 'unknown');
    const cells = [verdict, name, formatDate(columns.until[index] ?? null), owner];
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>\n`;
  });
  const more = columns.status.length - rows.length;
  return `<main class="plain"><h1>${escapeHtml(title)}</h1>
<p>${scanned === null ? 'Never scanned.' : `Scanned ${formatDate(scanned)} UTC.`} ${counts.join(', ')}.</p>
<p>${escapeHtml(coverage.text)}</p>
${known === null ? '' : `<p>${describeKnown(known)}</p>\n`}<p>Search, charts and details need JavaScript, and Chrome 123, Firefox 120, Safari 17.5 or a later version.</p>
<table><thead><tr><th>Status</th><th>Certificate</th><th>Expires</th><th>Owner</th></tr></thead>
<tbody>
${rows.join('')}</tbody></table>
${more > 0 ? `<p>${formatNumber(more)} more.</p>\n` : ''}</main>
`;
}

function describeKnown({ counts: [unwatched = 0, , , watched = 0] }: KnownNames): string {
  return `Watched: ${formatShare(watched, watched + unwatched, 'known name or certificate', 'known names and certificates')}.`;
}

function label(status: StatusName): string {
  return STATUS_LABELS[status];
}

/** Formats `2027-03-01 12:00`. */
function formatDate(seconds: number | null): string {
  return seconds === null ? '' : new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}
