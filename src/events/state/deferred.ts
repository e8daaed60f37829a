/** The log entries of deliveries that are deferred until quiet hours are over. */

import { DEFERRED, DEFERRED_EXPIRED, type IsoTime, type PlannedDelivery } from '../../domain/index.ts';
import type { LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { hasDelivery } from '../log/history.ts';

/** Marks a delivery as deferred since it was first deferred. What was sent before is kept. */
export function toDeferred(
  before: LoggedDelivery | undefined,
  now: IsoTime,
  after: IsoTime | undefined,
): LoggedDelivery {
  if (before?.error === DEFERRED) return before;
  const kept = before === undefined || after !== undefined ? { sent_at: null, status: null, attempts: 0 } : before;
  const { sent_at, status, attempts } = kept;
  const first_delivered_at = before?.first_delivered_at ?? before?.sent_at;
  return {
    tried_at: now,
    sent_at,
    ...(first_delivered_at && { first_delivered_at }),
    ...(before?.repeats !== undefined && { repeats: before.repeats }),
    status,
    attempts,
    error: DEFERRED,
    after: after ?? before?.after,
  };
}

/**
 * Marks deferred deliveries that are no longer due, such as those of an alert that resolved before the morning: if it fires
 * again, it is deferred anew. `listDeferred` returns the deliveries of the record that stay deferred.
 */
export function clearDeferred(record: LoggedEvent, listDeferred: () => readonly PlannedDelivery[]): LoggedEvent {
  if (!hasDelivery(record, isDeferred)) return record;
  const deferred = listDeferred();
  const staysDeferred = (rule: string, to: string) =>
    deferred.some((one) => one.rule === rule && one.destination === to);
  const deliveries = Object.fromEntries(
    Object.entries(record.deliveries).map(([rule, byDestination]) => {
      const marked = Object.entries(byDestination).map(([to, delivery]) => {
        const isOver = isDeferred(delivery) && !staysDeferred(rule, to);
        return [to, isOver ? { ...delivery, error: DEFERRED_EXPIRED } : delivery] as const;
      });
      return [rule, Object.fromEntries(marked)] as const;
    }),
  );
  return { ...record, deliveries };
}

function isDeferred({ error }: LoggedDelivery): boolean {
  return error === DEFERRED;
}
