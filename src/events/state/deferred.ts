/** What stands in the log for deliveries that wait for the end of quiet hours. */

import { DEFERRED, DEFERRED_EXPIRED, type IsoTime, type PlannedDelivery } from '../../domain/index.ts';
import type { LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { hasDelivery } from '../log/history.ts';

/** It waits since it was first held back, and what it was told before it waits stays told. */
export function toDeferred(
  before: LoggedDelivery | undefined,
  now: IsoTime,
  after: IsoTime | undefined,
): LoggedDelivery {
  if (before?.error === DEFERRED) return before;
  const follows = after ?? before?.after;
  const kept = before === undefined || after !== undefined ? { sent_at: null, status: null, attempts: 0 } : before;
  const { sent_at, status, attempts } = kept;
  return {
    tried_at: now,
    sent_at,
    status,
    attempts,
    error: DEFERRED,
    ...(follows !== undefined && { after: follows }),
  };
}

/**
 * The record where what waited and waits no longer is marked so, such as an alert that was over before the morning:
 * should it hold again, it waits anew. `stillOf` gives those of its deliveries that wait.
 */
export function clearDeferred(record: LoggedEvent, stillOf: () => readonly PlannedDelivery[]): LoggedEvent {
  if (!hasDelivery(record, isDeferred)) return record;
  const still = stillOf();
  const waits = (rule: string, to: string) => still.some((one) => one.rule === rule && one.destination === to);
  const deliveries = Object.fromEntries(
    Object.entries(record.deliveries).map(([rule, to]) => {
      const marked = Object.entries(to).map(([destination, delivery]) => {
        const isOver = isDeferred(delivery) && !waits(rule, destination);
        return [destination, isOver ? { ...delivery, error: DEFERRED_EXPIRED } : delivery] as const;
      });
      return [rule, Object.fromEntries(marked)] as const;
    }),
  );
  return { ...record, deliveries };
}

function isDeferred({ error }: LoggedDelivery): boolean {
  return error === DEFERRED;
}
