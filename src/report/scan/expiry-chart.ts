/** Renders the certificates that expire soon as a Mermaid Gantt chart, which GitHub draws. */

import { STATUS_LABELS, type Status } from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { formatCount, formatDay, rankStatus, STATUS_MARKS } from '../format/labels.ts';
import { truncateToWidth } from '../format/terminal-text.ts';

/** Later expiries would squeeze the bars that matter. */
const MAX_DAYS_AHEAD = 100;
/** The longest bar of an expired certificate. */
const MAX_DAYS_BACK = 30;
const MAX_BARS = 20;
const MAX_NAME_LENGTH = 40;

/**
 * The bars have the colors that Mermaid gives to the states of a task: red, orange, amber, green. Labels on orange and
 * amber share one color (`taskTextDarkColor`) that is readable on both, and on a light and a dark page. The gray behind
 * the bars is translucent for the same reason. Everything else is left to the theme.
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

/** Markdown; null if nothing expires soon. */
export function renderExpiryChart({ certificates, scanned_at }: Report): string | null {
  const expiring = certificates.filter(expiresSoon);
  if (expiring.length === 0) return null;
  const shown = expiring.toSorted((a, b) => a.days_remaining - b.days_remaining).slice(0, MAX_BARS);
  const sections = [...new Set(shown.map(({ status }) => status))].sort((a, b) => rankStatus(a) - rankStatus(b));
  const lines = sections.flatMap((status) => [
    `  section ${STATUS_LABELS[status]}`,
    ...shown.filter((one) => one.status === status).map((one) => renderBar(one, Date.parse(scanned_at))),
  ]);
  const scope =
    expiring.length > shown.length
      ? `: the first ${shown.length} of ${formatCount(expiring.length, 'certificate')}`
      : '';
  return `
### Expiring within ${MAX_DAYS_AHEAD} days${scope}

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

/** From the scan to the expiry, or from the expiry to the scan; at least a day, so that it is visible. */
function renderBar(certificate: ExpiringCertificate, now: number): string {
  const { status, effective_valid_to, days_remaining } = certificate;
  const end = Date.parse(effective_valid_to);
  const [from, to] = end < now ? [Math.max(end, now - MAX_DAYS_BACK * DAY), now] : [now, end];
  // The mark also keeps Mermaid from reading a name such as "section" as a keyword.
  const label = `${STATUS_MARKS[status]} ${formatName(certificate)}, ${formatRemaining(days_remaining)}`;
  const [first, last] = [formatDay(formatIsoTime(from)), formatDay(formatIsoTime(to))];
  return `  ${label} :${TAGS[status]}${first}, ${first === last ? '1d' : last}`;
}

/** Names are untrusted input: only letters, digits and the punctuation of host names get through. */
function formatName({ common_name, certificate }: ReportCertificate): string {
  const name = truncateToWidth((common_name ?? certificate).slice(0, 200), MAX_NAME_LENGTH);
  return name.replace(/[^\p{L}\p{N}.*_…-]/gu, '?') || '?';
}

function formatRemaining(daysRemaining: number): string {
  if (daysRemaining === 0) return 'last day';
  if (daysRemaining === -1) return 'less than a day ago';
  return daysRemaining > 0 ? formatCount(daysRemaining, 'day') : `${formatCount(-daysRemaining, 'day')} ago`;
}
