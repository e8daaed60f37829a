/** The event log as rows: one for each delivery of each event, and one for an event without deliveries. */

import { DEFERRED, DEFERRED_EXPIRED } from '../../domain/index.ts';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import type { CsvTable } from '../document/csv.ts';
import { sortNewestFirst } from './sort.ts';

interface Row {
  event: LoggedEvent;
  rule: string | null;
  destination: string | null;
  delivery: LoggedDelivery | null;
}

export const LOG_TABLE: CsvTable<Row> = {
  columns: {
    event: ({ event }) => event.event,
    certificate: ({ event }) => event.certificate,
    location: ({ event }) => event.location,
    topic: ({ event }) => event.topic ?? null,
    threshold: ({ event }) => event.threshold,
    fired_at: ({ event }) => event.fired_at,
    cleared_at: ({ event }) => event.cleared_at,
    rule: ({ rule }) => rule,
    destination: ({ destination }) => destination,
    delivery: ({ delivery }) => (delivery === null ? null : describeState(delivery)),
    status: ({ delivery }) => delivery?.status ?? null,
    sent_at: ({ delivery }) => delivery?.sent_at ?? null,
    tried_at: ({ delivery }) => delivery?.tried_at ?? null,
    attempts: ({ delivery }) => delivery?.attempts ?? null,
    error: ({ delivery }) => (delivery === null || isDeferred(delivery) ? null : delivery.error),
    fingerprint_sha256: ({ event }) => event.fingerprint,
    locations: ({ event }) => event.locations.join('; '),
    event_id: ({ event }) => event.id,
    scan_id: ({ event }) => event.scan_id,
    first_fired_at: ({ event }) => event.first_fired_at ?? event.fired_at,
    first_delivered_at: ({ delivery }) => delivery?.first_delivered_at ?? delivery?.sent_at ?? null,
    repeats: ({ delivery }) => (delivery === null ? null : (delivery.repeats ?? 0)),
    acknowledged_at: ({ event }) => event.acknowledged?.acknowledged_at ?? null,
    acknowledged_by: ({ event }) => event.acknowledged?.acknowledged_by ?? null,
    acknowledged_reason: ({ event }) => event.acknowledged?.reason ?? null,
  },
};

/** Lists the rows of `LOG_TABLE`, the newest event first. */
export function listLogRows({ events }: Pick<EventLog, 'events'>): Row[] {
  return sortNewestFirst(events).flatMap((event) => {
    const deliveries = Object.entries(event.deliveries).flatMap(([rule, byDestination]) =>
      Object.entries(byDestination).map(([destination, delivery]): Row => ({ event, rule, destination, delivery })),
    );
    return deliveries.length > 0 ? deliveries : [{ event, rule: null, destination: null, delivery: null }];
  });
}

function describeState(delivery: LoggedDelivery): string {
  if (isDeferred(delivery)) return 'deferred';
  return delivery.error === null ? 'sent' : 'failed';
}

function isDeferred({ error }: LoggedDelivery): boolean {
  return error === DEFERRED || error === DEFERRED_EXPIRED;
}
