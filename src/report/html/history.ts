/** The history of each certificate, from the event log: events with their deliveries, renewals, and acknowledgements. */

import type { HistoryEvent } from '../../dashboard/data.ts';
import { formatTopic } from '../../domain/event-definitions.ts';
import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatCount } from '../format/labels.ts';
import { listTimeline, type TimelineStep } from '../log/timeline.ts';
import { toName, toSeconds } from './dashboard-texts.ts';

const MAX_EVENTS = 20;

/** Creates a builder of the newest 20 parts of the history of a certificate. `hasLocations`: whether locations are published. */
export function createHistoryBuilder(
  log: EventLog,
  certificates: readonly ReportCertificate[],
  hasLocations: boolean,
): (certificate: ReportCertificate) => HistoryEvent[] {
  const fired = log.events.filter(({ fired_at }) => fired_at !== null);
  const findEvents = createFinder(fired, certificates, listEventKeys);
  const steps = listTimeline(log, () => true).filter(({ kind }) => STEPS.includes(kind));
  const findSteps = createFinder(steps, certificates, listStepKeys);
  return (certificate) => {
    const own = [
      ...buildHistory(findEvents(certificate), hasLocations),
      ...findSteps(certificate).map((step) => describeStep(step, hasLocations)),
    ];
    return own.sort((a, b) => b.at - a.at).slice(0, MAX_EVENTS);
  };
}

/** The steps of the history that are not events. */
const STEPS = ['seen', 'removed', 'acknowledged'];

/**
 * Creates a finder of the items of a certificate: if its entry has only one, all items of the entry, including those of earlier
 * certificates; otherwise those with one of its keys. An entry may have 100,000 certificates, so the items are indexed.
 */
function createFinder<Item extends { certificate: string }>(
  items: readonly Item[],
  certificates: readonly ReportCertificate[],
  listKeys: (item: Item) => string[],
): (certificate: ReportCertificate) => readonly Item[] {
  const byEntry = groupBy(items, ({ certificate }) => certificate);
  const entries = groupBy(certificates, ({ certificate }) => certificate);
  const keyed = items.flatMap((item) => listKeys(item).map((key) => ({ item, key: `${item.certificate}\n${key}` })));
  const byKey = groupBy(keyed, ({ key }) => key);
  return ({ certificate, fingerprint_sha256, locations }) => {
    if (entries.get(certificate)?.length === 1) return byEntry.get(certificate) ?? [];
    const keys = [fingerprint_sha256 ?? '', ...locations.map(({ location }) => toLocationKey(location)), ALL];
    const found = keys.flatMap((key) => byKey.get(`${certificate}\n${key}`) ?? []);
    return [...new Set(found.map(({ item }) => item))];
  };
}

/** The key of items about all certificates of an entry. */
const ALL = '*';

function toLocationKey(location: string): string {
  return `at ${location}`;
}

function listEventKeys({ fingerprint, location, topic }: LoggedEvent): string[] {
  if (fingerprint !== null) return [fingerprint];
  if (location !== null) return [toLocationKey(location)];
  // An alert with only a topic is about all test certificates of the entry.
  return topic === undefined ? [] : [ALL];
}

function listStepKeys({ fingerprint_sha256, locations }: TimelineStep): string[] {
  const at = locations.map(toLocationKey);
  return fingerprint_sha256 === null ? at : [fingerprint_sha256, ...at];
}

/** Describes a step as an event without deliveries. */
function describeStep(step: TimelineStep, hasLocations: boolean): HistoryEvent {
  const { kind, at, valid_to, replaces, acknowledged_by, reason, locations } = step;
  const until = valid_to === undefined ? '' : `valid until ${formatDay(valid_to)}`;
  const [name, detail] =
    kind === 'removed'
      ? ['no longer in use', '']
      : kind === 'acknowledged'
        ? ['acknowledged', [acknowledged_by ? `by ${acknowledged_by}` : '', reason ?? ''].filter(Boolean).join(': ')]
        : replaces === undefined
          ? ['first seen', until]
          : ['renewed', `${until}, before until ${formatDay(replaces.valid_to)}`];
  const location = hasLocations && locations[0] !== undefined ? toName(truncateList(locations, 2)) : null;
  return { name, detail: detail === '' ? '' : toName(detail), at: toSeconds(at), location, deliveries: [] };
}

/** Builds the history. `hasLocation`: whether locations are published. */
export function buildHistory(events: readonly LoggedEvent[], hasLocation: boolean): HistoryEvent[] {
  return events.map((event) => ({
    name: event.event,
    detail: formatDetail(event),
    at: toSeconds(event.fired_at) ?? 0,
    location: hasLocation && event.location !== null ? toName(event.location) : null,
    deliveries: Object.values(event.deliveries).flatMap((byDestination) =>
      Object.entries(byDestination).map(([to, { sent_at, tried_at, error }]) => ({
        to: toName(to),
        at: toSeconds(error === null ? (sent_at ?? tried_at) : tried_at),
        error,
      })),
    ),
  }));
}

/** Formats `30 days` for a threshold, `strong-keys` for a policy. Empty if the name of the event is sufficient. */
function formatDetail({ event, threshold, topic }: LoggedEvent): string {
  if (threshold !== null) return typeof threshold === 'number' ? formatCount(threshold, 'day') : threshold;
  // `formatTopic` adds a space and parentheses.
  const finding = topic === undefined ? '' : formatTopic(event, topic).slice(2, -1);
  return finding === '' ? '' : toName(finding);
}
