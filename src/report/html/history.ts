/** The events and deliveries of each certificate, from the event log. */

import type { HistoryEvent } from '../../dashboard/data.ts';
import { formatTopic } from '../../domain/event-definitions.ts';
import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { toName, toSeconds } from './tables.ts';

const MAX_EVENTS = 20;

type FiredEvent = LoggedEvent & { fired_at: string };

/**
 * Finds the newest 20 events of a certificate: its own, those of its locations, and those of earlier certificates if its entry has
 * only one.
 */
export function createHistoryFinder(
  { events }: EventLog,
  certificates: readonly ReportCertificate[],
): (certificate: ReportCertificate) => LoggedEvent[] {
  const fired = groupBy(
    events.filter((event): event is FiredEvent => event.fired_at !== null),
    ({ certificate }) => certificate,
  );
  const counts = new Map<string, number>();
  for (const { certificate } of certificates) counts.set(certificate, (counts.get(certificate) ?? 0) + 1);
  return ({ certificate, fingerprint_sha256, places }) => {
    const all = fired.get(certificate) ?? [];
    const locations = new Set(places.map(({ location }) => location));
    const isOwn = ({ fingerprint, place, about }: LoggedEvent) => {
      if (fingerprint !== null) return fingerprint === fingerprint_sha256;
      // An alert about all test certificates of the entry.
      return place === null ? about !== undefined : locations.has(place);
    };
    const own = counts.get(certificate) === 1 ? all : all.filter(isOwn);
    return own.toSorted((a, b) => (a.fired_at < b.fired_at ? 1 : -1)).slice(0, MAX_EVENTS);
  };
}

/** `hasPlace`: whether locations are published. */
export function buildHistory(events: readonly LoggedEvent[], hasLocation: boolean): HistoryEvent[] {
  return events.map((event) => ({
    name: event.event,
    detail: formatDetail(event),
    at: toSeconds(event.fired_at) ?? 0,
    location: hasLocation && event.place !== null ? toName(event.place) : null,
    deliveries: Object.values(event.deliveries).flatMap((byDestination) =>
      Object.entries(byDestination).map(([to, { sent_at, tried_at, error }]) => ({
        to: toName(to),
        at: toSeconds(error === null ? (sent_at ?? tried_at) : tried_at),
        error,
      })),
    ),
  }));
}

/** `30 days` for a threshold, `strong-keys` for a policy. Empty if the name of the event says everything. */
function formatDetail({ event, threshold, about }: LoggedEvent): string {
  if (threshold !== null) return typeof threshold === 'number' ? `${threshold} days` : threshold;
  // `formatTopic` adds a space and parentheses.
  const topic = about === undefined ? '' : formatTopic(event, about).slice(2, -1);
  return topic === '' ? '' : toName(topic);
}
