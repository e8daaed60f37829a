/** The history of each certificate, from the event log: events with their deliveries, renewals, and who acknowledged what. */

import type { HistoryEvent } from '../../dashboard/data.ts';
import { formatTopic } from '../../domain/event-definitions.ts';
import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { listStory, type StoryStep } from '../log/story.ts';
import { toName, toSeconds } from './tables.ts';

const MAX_EVENTS = 20;

/** Returns the newest 20 parts of the history of a certificate. `hasLocations`: whether locations are published. */
export function createHistoryBuilder(
  log: EventLog,
  certificates: readonly ReportCertificate[],
  hasLocations: boolean,
): (certificate: ReportCertificate) => HistoryEvent[] {
  const findEvents = createHistoryFinder(log, certificates);
  const findSteps = createStepFinder(log, certificates);
  return (certificate) => {
    const events = buildHistory(findEvents(certificate), hasLocations);
    const steps = findSteps(certificate).map((step) => describeStep(step, hasLocations));
    return [...events, ...steps].sort((a, b) => b.at - a.at).slice(0, MAX_EVENTS);
  };
}

const STEPS = ['seen', 'gone', 'acknowledged'];

/** As `createHistoryFinder`, for what is no event. */
function createStepFinder(
  log: EventLog,
  certificates: readonly ReportCertificate[],
): (certificate: ReportCertificate) => StoryStep[] {
  const story = listStory(log, () => true).filter(({ kind }) => STEPS.includes(kind));
  const steps = groupBy(story, ({ certificate }) => certificate);
  const counts = groupBy(certificates, ({ certificate }) => certificate);
  return ({ certificate, fingerprint_sha256, places }) => {
    const all = steps.get(certificate) ?? [];
    const here = new Set(places.map(({ location }) => location));
    const isOwn = (step: StoryStep) =>
      step.fingerprint_sha256 === fingerprint_sha256 || step.locations.some((location) => here.has(location));
    return counts.get(certificate)?.length === 1 ? all : all.filter(isOwn);
  };
}

/** A step as an event without deliveries. */
function describeStep(step: StoryStep, hasLocations: boolean): HistoryEvent {
  const { kind, at, valid_to, replaces, by, reason, locations } = step;
  const until = valid_to === undefined ? '' : `valid until ${formatDay(valid_to)}`;
  const [name, detail] =
    kind === 'gone'
      ? ['no longer in use', '']
      : kind === 'acknowledged'
        ? ['acknowledged', [by ? `by ${by}` : '', reason ?? ''].filter(Boolean).join(': ')]
        : replaces === undefined
          ? ['first seen', until]
          : ['renewed', `${until}, before until ${formatDay(replaces.valid_to)}`];
  const location = hasLocations && locations[0] !== undefined ? toName(truncateList(locations, 2)) : null;
  return { name, detail: detail === '' ? '' : toName(detail), at: toSeconds(at), location, deliveries: [] };
}

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
