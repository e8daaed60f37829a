/** Counts the alerts that were not delivered, that no rule matches, or that are withheld. */

import { DEFERRED, DEFERRED_EXPIRED, isResolution, type Plan, type Receipt } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { ReportCoverage } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';

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

/** Counts active alerts that no rule matches. */
export function countUnmatched({ events }: Plan): number {
  return events.filter(({ event, reason }) => reason === 'unmatched' && !isResolution(event)).length;
}

const WITHHOLDING: ReadonlySet<string> = new Set(['silenced', 'muted', 'quiet_hours']);

/** Counts alerts that are active, but not sent now, so that they are not mistaken for delivered ones. */
export function countWithheld({ events }: Plan): Pick<ReportCoverage, 'alerts_withheld'> {
  const count = events.filter(({ event, reason }) => WITHHOLDING.has(reason) && !isResolution(event)).length;
  return count === 0 ? {} : { alerts_withheld: count };
}

const DEFERRALS: ReadonlySet<string> = new Set([DEFERRED, DEFERRED_EXPIRED]);
