/** Traces each decision of a plan: the reason why a notification is sent or suppressed. */

import type { MessageName, Plan, PlannedDelivery, PlannedEvent, Reason } from '../domain/index.ts';
import { groupBy } from '../lib/collections.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import { isTracing, trace } from '../lib/trace/trace.ts';
import { formatPlain } from '../report/document/arrange.ts';
import { describeSuppression } from '../report/format/labels.ts';

export function tracePlan({ events, deliveries }: Plan<MessageName>): void {
  if (!isTracing()) return;
  const byEvent = groupBy(deliveries, ({ event_id }) => event_id);
  for (const event of events) {
    const planned = byEvent.get(event.id) ?? [];
    for (const delivery of planned) {
      const { rule, destination } = delivery;
      trace('decision', () => [
        `${describeEvent(event)} by rule "${rule}" to ${destination}`,
        describeDelivery(event, delivery),
      ]);
    }
    if (planned.length === 0)
      trace('decision', () => [describeEvent(event), `suppressed, ${describeReason(event.reason, event)}`]);
    for (const note of event.notes) trace('decision', () => [describeEvent(event), note]);
  }
}

function describeEvent({ event, certificate, threshold }: PlannedEvent<MessageName>): string {
  return `${event} of ${certificate}${threshold === null ? '' : `, threshold ${threshold}`}`;
}

function describeDelivery(event: PlannedEvent<MessageName>, { due, reason, until }: PlannedDelivery): string {
  const why = describeReason(reason, event);
  return `${due ? 'due' : 'suppressed'}, ${why}${until === undefined ? '' : ` until ${formatIsoTime(until)}`}`;
}

function describeReason(reason: Reason, { silence }: PlannedEvent<MessageName>): string {
  const applied = reason === 'silenced' && silence !== null ? { silence } : {};
  return formatPlain(describeSuppression({ reason, ...applied })) ?? reason;
}
