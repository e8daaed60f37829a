/** Renders the certificates that expire soon as a Mermaid Gantt chart, which GitHub draws. */

import { STATUS_LABELS, type Status } from '../../domain/index.ts';
import { getWorstStatus } from '../../domain/severity.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatDay, formatIsoTime } from '../../lib/iso-time.ts';
import { formatExpiry, formatSubjectCount, STATUS_MARKS } from '../format/labels.ts';

import { truncateToWidth } from '../format/terminal-text.ts';

/** Later expiries would squeeze the bars that matter. */
const MAX_DAYS_AHEAD = 100;
/** The longest bar of an expired certificate: short, so that its label is beside it. */
const MAX_DAYS_BACK = 14;
/** More certificates than this share bars: one for each status and period. */
const MAX_BARS = 20;
/** The ends of the periods, in days after the scan. */
const PERIODS = [7, 14, 30, 60, MAX_DAYS_AHEAD];
const MAX_NAME_LENGTH = 40;
/** The name in the label of a shared bar, which also has a count. */
const MAX_FIRST_NAME_LENGTH = 28;

/**
 * The bars have the colors that Mermaid gives to the states of a task. The past is solid red; the future is light, with a colored
 * border: orange, amber, green. A milestone, which looks like green bars, marks the scan. Labels on orange and amber share one color
 * (`taskTextDarkColor`) that is readable on both, and on a light and a dark page. The gray behind the bars is translucent for the
 * same reason. Everything else is left to the theme.
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
    taskBkgColor: '#aceebb',
    taskBorderColor: '#1f883d',
    taskTextColor: '#116329',
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

interface Bar {
  status: Status;
  label: string;
  /** Milliseconds. */
  from: number;
  to: number;
}

/** Markdown; null if nothing expires soon. Sections and bars have the order of the report: worst first. */
export function renderExpiryChart({ certificates, scanned_at }: Report): string | null {
  const expiring = certificates.filter(expiresSoon);
  if (expiring.length === 0) return null;
  const now = Date.parse(scanned_at);
  const isShared = expiring.length > MAX_BARS;
  const bars = isShared ? createSharedBars(expiring, now) : expiring.map((certificate) => createBar(certificate, now));
  const lines = [...groupBy(bars, ({ status }) => status)].flatMap(([status, members]) => [
    `  section ${STATUS_LABELS[status]}`,
    ...members.map(renderBar),
  ]);
  const day = formatDay(scanned_at);
  const scope = isShared ? `: ${formatSubjectCount(expiring)}\n\nEach bar is the period in which they expire.` : '';
  return `
### Expiring within ${MAX_DAYS_AHEAD} days${scope}

\`\`\`mermaid
%%{init: ${JSON.stringify(INIT)}}%%
gantt
  dateFormat YYYY-MM-DD
  axisFormat %d %b
  tickInterval 2week
  todayMarker off
  section scan
  on ${day} :milestone, ${day}, 0d
${lines.join('\n')}
\`\`\`
`;
}

function expiresSoon(certificate: ReportCertificate): certificate is ExpiringCertificate {
  const { days_remaining, kind } = certificate;
  // A test certificate that is meant to be expired.
  if (kind === 'fixture' && getWorstStatus(certificate) === 'ok') return false;
  return days_remaining !== null && days_remaining <= MAX_DAYS_AHEAD;
}

/** From the scan to the expiry, or from the expiry to the scan. */
function createBar(certificate: ExpiringCertificate, now: number): Bar {
  const { effective_valid_to } = certificate;
  const end = Date.parse(effective_valid_to);
  const [from, to] = end < now ? [Math.max(end, now - MAX_DAYS_BACK * DAY), now] : [now, end];
  return {
    status: getWorstStatus(certificate),
    label: `${formatName(certificate)} ${formatExpiry(certificate)}`,
    from,
    to,
  };
}

/** One bar for the certificates with the same status that expire in the same period. */
function createSharedBars(expiring: readonly ExpiringCertificate[], now: number): Bar[] {
  const findPeriod = (days: number) => (days < 0 ? -1 : PERIODS.findIndex((end) => days <= end));
  const groups = groupBy(expiring, (one) => `${getWorstStatus(one)} ${findPeriod(one.days_remaining)}`);
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    if (members.length === 1) return createBar(first, now);
    const period = findPeriod(first.days_remaining);
    const [start, end] = period < 0 ? [-MAX_DAYS_BACK, 0] : [PERIODS[period - 1] ?? 0, PERIODS[period] ?? 0];
    const label = `${formatSubjectCount(members)} (${formatName(first, MAX_FIRST_NAME_LENGTH)}, …)`;
    return { status: getWorstStatus(first), label, from: now + start * DAY, to: now + end * DAY };
  });
}

/** At least a day, so that it is visible. */
function renderBar({ status, label, from, to }: Bar): string {
  const [first, last] = [formatDay(formatIsoTime(from)), formatDay(formatIsoTime(to))];
  // The mark also keeps Mermaid from reading a name such as "section" as a keyword.
  return `  ${STATUS_MARKS[status]} ${label} :${TAGS[status]}${first}, ${first === last ? '1d' : last}`;
}

/** Names are untrusted input: only letters, digits and the punctuation of host names get through. */
function formatName({ common_name, certificate }: ReportCertificate, maxLength = MAX_NAME_LENGTH): string {
  const name = truncateToWidth(common_name ?? certificate, maxLength);
  return name.replace(/[^\p{L}\p{N}.*_…-]/gu, '?') || '?';
}
