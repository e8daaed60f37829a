/** The certificates that expire soon, as a timeline. */

import type { Status } from '../../domain/index.ts';
import { getWorstStatus } from '../../domain/severity.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatDay, formatIsoTime } from '../../lib/iso-time.ts';
import { createParagraph, type Section, type Timeline } from '../document/model.ts';
import { formatExpiry, formatSubjectCount } from '../format/labels.ts';
import { truncateToWidth } from '../format/terminal-text.ts';

/** The maximum of days after the scan: later expiries would make the important bars too short. */
const MAX_DAYS_AHEAD = 100;
/** The longest bar of an expired certificate: short, so that its label is beside it. */
const MAX_DAYS_BACK = 14;
/** The maximum of bars. More certificates share bars, one for each status and period. */
const MAX_BARS = 20;
/** The ends of the periods, in days after the scan. */
const PERIODS = [7, 14, 30, 60, MAX_DAYS_AHEAD];
const MAX_NAME_LENGTH = 40;
/** The name in the label of a shared bar, which also has a count. */
const MAX_FIRST_NAME_LENGTH = 28;

type ExpiringCertificate = ReportCertificate & { effective_valid_to: string; days_remaining: number };
type Bar = Timeline['bars'][number];

/** Builds the section, only for Markdown; empty if no certificate expires soon. Bars have the order of the report: worst first. */
export function buildExpirySections({ certificates, scanned_at }: Report): Section[] {
  const expiring = certificates.filter(expiresSoon);
  if (expiring.length === 0) return [];
  const now = Date.parse(scanned_at);
  const isShared = expiring.length > MAX_BARS;
  const bars = isShared ? createSharedBars(expiring, now) : expiring.map((certificate) => createBar(certificate, now));
  const title = `Expiring within ${MAX_DAYS_AHEAD} days${isShared ? `: ${formatSubjectCount(expiring)}` : ''}`;
  return [
    {
      title,
      only: 'markdown',
      blocks: [
        ...(isShared ? [createParagraph('Each bar is the period in which they expire.')] : []),
        { kind: 'timeline', now: { day: formatDay(scanned_at), label: 'scan' }, bars },
      ],
    },
  ];
}

function expiresSoon(certificate: ReportCertificate): certificate is ExpiringCertificate {
  const { days_remaining, kind } = certificate;
  // This is a test certificate that is meant to be expired.
  if (kind === 'fixture' && getWorstStatus(certificate) === 'ok') return false;
  return days_remaining !== null && days_remaining <= MAX_DAYS_AHEAD;
}

/** Creates a bar from the scan to the expiry, or from the expiry to the scan. */
function createBar(certificate: ExpiringCertificate, now: number): Bar {
  const { effective_valid_to } = certificate;
  const end = Date.parse(effective_valid_to);
  const [from, to] = end < now ? [Math.max(end, now - MAX_DAYS_BACK * DAY), now] : [now, end];
  return formatBar(getWorstStatus(certificate), `${formatName(certificate)} ${formatExpiry(certificate)}`, from, to);
}

/** Creates one bar for the certificates with the same status that expire in the same period. */
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
    return formatBar(getWorstStatus(first), label, now + start * DAY, now + end * DAY);
  });
}

/** Formats a bar; `from` and `to` in milliseconds. */
function formatBar(status: Status, label: string, from: number, to: number): Bar {
  return { status, label, from: formatDay(formatIsoTime(from)), to: formatDay(formatIsoTime(to)) };
}

function formatName({ common_name, certificate }: ReportCertificate, maxLength = MAX_NAME_LENGTH): string {
  return truncateToWidth(common_name ?? certificate, maxLength);
}
