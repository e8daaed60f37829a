/** A picture of what expires when: a Gantt chart in Mermaid, which GitHub draws. */

import { STATUS_LABELS, type Status } from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { formatCount, formatDay, rankStatus, STATUS_MARKS } from '../format/labels.ts';
import { truncateToWidth } from '../format/terminal-text.ts';

/** What ends later would squeeze the bars that matter. */
const MAX_DAYS_AHEAD = 100;
/** An expired certificate is shown for no longer than this. */
const MAX_DAYS_BACK = 30;
/** More bars are read by nobody, and a drawing is bounded. */
const MAX_BARS = 20;
const MAX_NAME_LENGTH = 40;

/**
 * How it is drawn. The bars have the colours that Mermaid gives to the states of a task: red, orange, amber, green. A
 * label stands in its bar or beside it, in one colour (`taskTextDarkColor`) for orange and amber: it can be read on both,
 * and on a light page and a dark one. So can the grey behind the bars, through which the page is seen. All else is the
 * theme's.
 */
const INIT = {
  gantt: { leftPadding: 90, barHeight: 22, fontSize: 12, sectionFontSize: 12 },
  themeVariables: {
    critBkgColor: '#cf222e',
    critBorderColor: '#a40e26',
    doneTaskBkgColor: '#ffc69b',
    doneTaskBorderColor: '#e16f24',
    activeTaskBkgColor: '#ffe9a8',
    activeTaskBorderColor: '#d4a72c',
    taskBkgColor: '#1f883d',
    taskBorderColor: '#116329',
    taskTextColor: '#ffffff',
    taskTextDarkColor: '#9a6700',
    sectionBkgColor: '#80808033',
    altSectionBkgColor: '#80808000',
    sectionBkgColor2: '#80808033',
  },
};

const TAGS: Record<Status, string> = {
  expired: 'crit, ',
  critical: 'done, ',
  warning: 'active, ',
  ok: '',
  not_yet_valid: '',
  unknown: '',
};

type ExpiringCertificate = ReportCertificate & { effective_valid_to: string; days_remaining: number };

/** Markdown; null where nothing ends soon. */
export function renderExpiryChart({ certificates, scanned_at }: Report): string | null {
  const ending = certificates.filter(expiresSoon);
  if (ending.length === 0) return null;
  const shown = ending.toSorted((a, b) => a.days_remaining - b.days_remaining).slice(0, MAX_BARS);
  const sections = [...new Set(shown.map(({ status }) => status))].sort((a, b) => rankStatus(a) - rankStatus(b));
  const lines = sections.flatMap((status) => [
    `  section ${STATUS_LABELS[status]}`,
    ...shown.filter((one) => one.status === status).map((one) => renderBar(one, Date.parse(scanned_at))),
  ]);
  const of =
    ending.length > shown.length ? `, the first ${shown.length} of ${formatCount(ending.length, 'certificate')}` : '';
  return `
### What ends within ${MAX_DAYS_AHEAD} days${of}

\`\`\`mermaid
%%{init: ${JSON.stringify(INIT)}}%%
gantt
  dateFormat YYYY-MM-DD
  axisFormat %d %b
  tickInterval 2week
  todayMarker off
${lines.join('\n')}
\`\`\`
`;
}

function expiresSoon(certificate: ReportCertificate): certificate is ExpiringCertificate {
  const { days_remaining, effective_valid_to } = certificate;
  return effective_valid_to !== null && days_remaining !== null && days_remaining <= MAX_DAYS_AHEAD;
}

/** From the scan to the end, or for what has expired the other way round; a day at least, so that it can be seen. */
function renderBar(certificate: ExpiringCertificate, now: number): string {
  const { status, effective_valid_to, days_remaining } = certificate;
  const end = Date.parse(effective_valid_to);
  const [from, to] = end < now ? [Math.max(end, now - MAX_DAYS_BACK * DAY), now] : [now, end];
  // The mark is there for Mermaid as well: it keeps a name such as "section" from being a word of its own.
  const label = `${STATUS_MARKS[status]} ${formatName(certificate)}, ${formatRemaining(days_remaining)}`;
  const [first, last] = [formatDay(formatIsoTime(from)), formatDay(formatIsoTime(to))];
  return `  ${label} :${TAGS[status]}${first}, ${first === last ? '1d' : last}`;
}

/** A name comes from a stranger: but for letters, digits and the marks of a host name, nothing of it gets through. */
function formatName({ common_name, certificate }: ReportCertificate): string {
  const name = truncateToWidth((common_name ?? certificate).slice(0, 200), MAX_NAME_LENGTH);
  return name.replace(/[^\p{L}\p{N}.*_…-]/gu, '?') || '?';
}

function formatRemaining(daysRemaining: number): string {
  if (daysRemaining === 0) return 'last day';
  if (daysRemaining === -1) return 'less than a day ago';
  return daysRemaining > 0 ? formatCount(daysRemaining, 'day') : `${formatCount(-daysRemaining, 'day')} ago`;
}
