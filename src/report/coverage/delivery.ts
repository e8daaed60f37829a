/** Counts the alerts that were not delivered, that no rule takes, or that are withheld. */

import { DEFERRED, DEFERRED_EXPIRED, isResolution, type Plan, type Receipt } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { ReportCoverage } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { truncateList, truncateTo } from '../../lib/text/truncate.ts';
import { formatCount } from '../format/labels.ts';
import type { CoverageReason } from './input.ts';

type Undelivered = ReportCoverage['undelivered'];

/** Counts the due deliveries that no receiver accepted. */
export function countUndelivered({ plan, receipts }: { plan: Plan; receipts: readonly Receipt[] }): Undelivered {
  const toKey = ({ event_id, destination }: { event_id: string; destination: string }) =>
    JSON.stringify([event_id, destination]);
  const accepted = new Set(receipts.filter(({ status }) => status === 'sent').map(toKey));
  return countAlerts(plan.deliveries.filter((one) => one.due && !accepted.has(toKey(one))));
}

/** Counts the deliveries that failed in the last scan. */
export function countLoggedFailures({ scans, events }: EventLog): Undelivered {
  const last = scans.last?.scanned_at;
  return countAlerts(
    events.flatMap(({ id, deliveries }) =>
      Object.values(deliveries).flatMap((byDestination) =>
        Object.entries(byDestination)
          .filter(([, { tried_at, error }]) => tried_at === last && error !== null && !DEFERRALS.has(error))
          .map(([destination]) => ({ event_id: id, destination })),
      ),
    ),
  );
}

function countAlerts(deliveries: readonly { event_id: string; destination: string }[]): Undelivered {
  const byDestination = groupBy(deliveries, ({ destination }) => destination);
  return Array.from(byDestination, ([destination, group]) => {
    return { destination, alerts: new Set(group.map(({ event_id }) => event_id)).size };
  });
}

/** The maximum of names, and the length of an explanation, in the coverage line. */
const MAX_NAMES = 3;
const MAX_EXPLANATION = 120;

/**
 * Lists the reason about alerts that need a person, but that no rule takes; empty if there are none. The clause has the most frequent
 * explanation: `1 alert goes to nobody (shop; rule web: labels.team is web, not wbe)`.
 */
export function listAlertsWithoutRule({ events }: Plan): CoverageReason[] {
  const lost = events.filter(({ without_rule }) => without_rule);
  if (lost.length === 0) return [];
  const entries = [...new Set(lost.map(({ certificate }) => certificate))];
  const notes = groupBy(
    lost.flatMap((event) => event.notes),
    (note) => note,
  );
  const [most] = [...notes].toSorted(([, a], [, b]) => b.length - a.length);
  const why = most === undefined ? '' : `; ${most[1].length < lost.length ? 'for example ' : ''}${toClause(most[0])}`;
  const clause = `${formatCount(lost.length, 'alert goes', 'alerts go')} to nobody (${truncateList(entries, MAX_NAMES)}${why})`;
  return [{ code: 'alert-without-rule', entries, clause }];
}

function toClause(sentence: string): string {
  const text = sentence.endsWith('.') ? sentence.slice(0, -1) : sentence;
  return truncateTo(text.charAt(0).toLowerCase() + text.slice(1), MAX_EXPLANATION);
}

/** Counts active alerts that no rule matches. */
export function countUnmatched({ events }: Plan): number {
  return events.filter(({ event, reason }) => reason === 'unmatched' && !isResolution(event)).length;
}

/** Counts the alerts of `listAlertsWithoutRule`. */
export function countWithoutRule({ events }: Plan): number {
  return events.filter(({ without_rule }) => without_rule).length;
}

const WITHHOLDING: ReadonlySet<string> = new Set(['silenced', 'muted', 'quiet_hours']);

/** Counts alerts that are active, but not sent now, so that they are not mistaken for delivered ones. */
export function countWithheld({ events }: Plan): Pick<ReportCoverage, 'alerts_withheld'> {
  const count = events.filter(({ event, reason }) => WITHHOLDING.has(reason) && !isResolution(event)).length;
  return count === 0 ? {} : { alerts_withheld: count };
}

const DEFERRALS: ReadonlySet<string> = new Set([DEFERRED, DEFERRED_EXPIRED]);
