/** Sorts the messages to a receiver in one scan, and limits their number. Pure. */

import { isResolution } from '../domain/index.ts';
import { DEFAULT_MAX_EVENTS } from '../domain/rules.ts';
import { groupBy } from '../lib/collections.ts';
import { compareBySeverity, createGroupedMessage, type DueDelivery, type GroupedMessage } from './group-deliveries.ts';

/**
 * Returns at most `max` of the messages to one receiver, the most severe first, and one more that groups the rest; null: no limit. Alerts
 * and resolutions are never mixed, so if the rest has both, each is a group. Every delivery is in one of the messages.
 */
export function limitMessages<Delivery extends DueDelivery>(
  messages: readonly GroupedMessage<Delivery>[],
  max: number | null,
): GroupedMessage<Delivery>[] {
  const sorted = messages.toSorted(compareMessages);
  if (max === null || sorted.length <= max) return sorted;
  const rest = groupBy(sorted.slice(max), resolves);
  const grouped = [...rest.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? [];
    const [delivery, ...deliveries] = [first, ...others].flatMap((message) => message.deliveries) as [Delivery];
    return createGroupedMessage([delivery, ...deliveries], DEFAULT_MAX_EVENTS);
  });
  return [...sorted.slice(0, max), ...grouped];
}

/** Compares messages: alerts come before resolutions, so that a resolution never overtakes an alert about the same certificate. */
function compareMessages(a: GroupedMessage<DueDelivery>, b: GroupedMessage<DueDelivery>): number {
  return Number(resolves(a)) - Number(resolves(b)) || compareBySeverity(a.context, b.context);
}

function resolves({ deliveries: [{ event }] }: GroupedMessage<DueDelivery>): boolean {
  return isResolution(event.event);
}
