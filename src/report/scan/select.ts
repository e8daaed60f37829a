/** What every report for people picks out of a scan's result: what was told, held back, and what failed. */

import { formatFinding, formatTopic } from '../../domain/event-definitions.ts';
import type { Report, ReportCertificate, ReportDelivery, ReportEvent, ReportFailure } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatDay, formatSuppression, rankStatus } from '../format/labels.ts';

export interface FiredDelivery {
  event: ReportEvent;
  delivery: ReportDelivery;
  /** Whether it opens its event's group of rows. */
  firstOfEvent: boolean;
}

/** Each event that fired with each of its destinations; what failed first, then worst first. */
export function listFiredDeliveries({ events, deliveries }: Report): FiredDelivery[] {
  const byEvent = groupBy(deliveries, ({ event_id }) => event_id);
  const fired = events
    .filter(({ suppressed }) => !suppressed)
    .map((event) => ({ event, own: byEvent.get(event.id) ?? [] }));
  const failed = (own: readonly ReportDelivery[]) => (own.some(({ status }) => status === 'failed') ? 0 : 1);
  fired.sort(
    (a, b) => failed(a.own) - failed(b.own) || rankStatus(a.event.data.status) - rankStatus(b.event.data.status),
  );
  return fired.flatMap(({ event, own }) =>
    own.map((delivery, index) => ({ event, delivery, firstOfEvent: index === 0 })),
  );
}

/** The certificate of an event, and what of it, where it may have several of the name. */
export function formatEventSubject({ event, certificate, data: { finding } }: ReportEvent): string {
  if (finding === null) return certificate;
  const kind = finding.event.replace('certificate.', '');
  return `${certificate}${formatTopic(event, finding.about === '' ? kind : `${kind}/${finding.about}`)}`;
}

export interface SuppressedGroup {
  /** In words. */
  why: string;
  total: number;
  /** Event names with their numbers, the most frequent first. */
  byEvent: [event: string, number: number][];
  /** Whose they are, where they are silenced: nobody should have to guess what a silence hides. */
  silenced: string[];
}

/** How many events were not told, by reason, silence and event; the most frequent reason first. */
export function groupSuppressed(
  { events }: Report,
  quote: (text: string) => string = (text) => text,
): SuppressedGroup[] {
  const byReason = groupBy(
    events.filter(({ suppressed }) => suppressed),
    (event) => formatSuppression(event, quote),
  );
  return [...byReason]
    .map(([why, own]) => ({
      why,
      total: own.length,
      byEvent: countByKey(own, (one) => one.event),
      silenced: [...new Set(own.filter(({ reason }) => reason === 'silenced').map(({ certificate }) => certificate))],
    }))
    .sort((a, b) => b.total - a.total);
}

/** The sentences about rules whose conditions name what is not there, each once with its number of times. */
export function countRuleWarnings({ events }: Report): [note: string, times: number][] {
  return countByKey(
    events.flatMap(({ notes }) => notes ?? []),
    (note) => note,
  );
}

function countByKey<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, number][] {
  const counts = [...groupBy(items, keyOf)].map(([key, group]): [string, number] => [key, group.length]);
  return counts.sort((a, b) => b[1] - a[1]);
}

export interface UnreadablePlace {
  certificate: string;
  location: string;
  error: ReportFailure;
}

/** Every place that this scan could not read, once, in the report's order. */
export function listUnreadablePlaces({ certificates }: Report): UnreadablePlace[] {
  const failing = certificates.flatMap(({ certificate, places }) =>
    places.flatMap(({ location, error }) => (error === null ? [] : [{ certificate, location, error }])),
  );
  const distinct = groupBy(failing, ({ certificate, location }) => JSON.stringify([certificate, location]));
  return [...distinct.values()].map(([first]) => first as UnreadablePlace);
}

export interface FindingRow {
  certificate: string;
  /** In a few words, after its name. */
  what: string;
  detail: string;
}

/**
 * What holds of certificates beside their end, and whose end counts where that is not their own. Of one that has ended or
 * needs nothing yet, that it could end earlier is no news.
 */
export function collectFindings({ certificates }: Report): FindingRow[] {
  return certificates.flatMap((one) => [
    ...one.findings.map((finding) => {
      return { certificate: one.certificate, what: formatFinding(finding), detail: finding.detail };
    }),
    ...describeChainLimit(one),
    ...describeUncheckedTrust(one),
    ...describeUnknownRevocation(one),
  ]);
}

function describeChainLimit({
  certificate,
  limited_by,
  effective_valid_to,
  valid_to,
  status,
}: ReportCertificate): FindingRow[] {
  if (limited_by === null || effective_valid_to === null || valid_to === null || status === 'ok') return [];
  const what = `ends on ${formatDay(effective_valid_to)}, with ${limited_by.subject} on its path`;
  const detail = `Its own end is ${formatDay(valid_to)}. Replace that certificate in the chain by the one that the authority offers now.`;
  return [{ certificate, what, detail }];
}

function describeUncheckedTrust({ certificate, trust }: ReportCertificate): FindingRow[] {
  if (trust?.reason !== 'ca-file-unusable' && trust?.reason !== 'system-anchors-unusable') return [];
  return [{ certificate, what: 'is not judged by its path', detail: trust.detail ?? '' }];
}

/** No alarm, and no all-clear either. */
function describeUnknownRevocation({ certificate, revocation }: ReportCertificate): FindingRow[] {
  if (revocation?.status !== 'unknown') return [];
  const detail = revocation.problems.map((problem) => problem.detail).join(' ');
  return [{ certificate, what: 'may be revoked or not: nobody who was asked is believed', detail }];
}

export interface DeliveryFailure {
  destination: string;
  code: string;
  detail: string;
  events: ReportEvent[];
}

/** Failed deliveries, those of one destination with one cause together: a receiver that is down is one failure. */
export function groupDeliveryFailures({ events, deliveries }: Report): DeliveryFailure[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const failed = deliveries.flatMap((delivery) => {
    const { code, detail } = delivery.error ?? { code: 'delivery-failed', detail: '' };
    return delivery.status === 'failed' ? [{ ...delivery, code, detail }] : [];
  });
  const alike = groupBy(failed, ({ destination, code, detail }) => JSON.stringify([destination, code, detail]));
  return [...alike.values()].map((group) => {
    const { destination, code, detail } = group[0] as (typeof failed)[number];
    return { destination, code, detail, events: group.flatMap(({ event_id }) => byId.get(event_id) ?? []) };
  });
}
