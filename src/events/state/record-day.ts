/** Keeps the result of the last complete scan of each day, for the trend in the dashboard. */

import { computePolicyScore } from '../../domain/policies.ts';
import { getWorstStatus } from '../../domain/severity.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { EventLog, LoggedDay } from '../../generated/event-log.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { formatDay, formatIsoTime } from '../../lib/iso-time.ts';

/** The maximum age: a year, and some days to compare its start with. */
const MAX_AGE = 400 * DAY;

/** Adds the result of a scan of all certificates at `now` (milliseconds), which replaces an earlier result of its day. */
export function recordDay(
  log: EventLog,
  certificates: readonly Pick<ReportCertificate, 'status' | 'findings' | 'policies'>[],
  now: number,
): EventLog {
  const statuses: LoggedDay['statuses'] = {};
  for (const certificate of certificates) {
    const status = getWorstStatus(certificate);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  const results = certificates.flatMap(({ policies }) => policies?.results ?? []);
  const scanned_at = formatIsoTime(now);
  const day: LoggedDay = { scanned_at, statuses, policy_score: computePolicyScore(results) };
  return { ...log, history: { ...log.history, [toDay(now)]: day } };
}

/** Drops days that are older than 400 days. */
export function pruneHistory({ history }: EventLog, now: number): Pick<EventLog, 'history'> {
  if (history === undefined) return {};
  const oldest = toDay(now - MAX_AGE);
  const days = Object.entries(history);
  const kept = days.filter(([day]) => day >= oldest);
  return { history: kept.length === days.length ? history : Object.fromEntries(kept) };
}

/** Formats a time as `2027-03-01`, in UTC. */
function toDay(time: number): string {
  return formatDay(formatIsoTime(time));
}
