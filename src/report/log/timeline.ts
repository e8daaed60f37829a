/** The timeline of each entry in the order of time: certificates seen, alerts sent, repeated, acknowledged and resolved. */

import { formatTopic } from '../../domain/event-definitions.ts';
import { DEFERRED, DEFERRED_EXPIRED, isResolution } from '../../domain/index.ts';
import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import { compareText, getOwn, groupBy } from '../../lib/collections.ts';
import { formatDay, parseIsoTime } from '../../lib/iso-time.ts';
import { createDocument, type Document, type Fact } from '../document/model.ts';
import { formatCount, formatMinute, labelLocation } from '../format/labels.ts';

type StepKind =
  | 'seen'
  | 'removed'
  | 'fired'
  | 'repeated'
  | 'failed'
  | 'deferred'
  | 'acknowledged'
  | 'cleared'
  | 'resolved';

/**
 * One delivery of a step. `at`: the time at which the destination first accepted it; for a repeat, last accepted it; for a failure, the
 * last attempt.
 */
interface StepDelivery {
  rule: string;
  destination: string;
  at: string;
  /** The number of deliveries after the first. */
  repeats?: number;
  error?: string;
}

/** A step of the timeline. The fields after the first five are optional. */
export interface TimelineStep {
  at: string;
  kind: StepKind;
  certificate: string;
  fingerprint_sha256: string | null;
  locations: readonly string[];
  event?: string;
  threshold?: number | string | null;
  topic?: string;
  deliveries?: readonly StepDelivery[];
  /** The user who acknowledged the alert. */
  acknowledged_by?: string | null;
  reason?: string;
  /** The certificate that was seen, or the last one of a location. */
  common_name?: string | null;
  issuer?: string | null;
  valid_from?: string | null;
  valid_to?: string;
  /** The certificate that it replaced there. */
  replaces?: { fingerprint_sha256: string | null; valid_to: string };
}

/** Lists the steps in the log of the entries with these names, each entry on its own, oldest first. */
export function listTimeline(log: EventLog, matchesName: (certificate: string) => boolean): TimelineStep[] {
  const events = groupBy(
    log.events.filter(({ certificate }) => matchesName(certificate)),
    ({ certificate }) => certificate,
  );
  const names = new Set([...Object.keys(log.locations).filter(matchesName), ...events.keys()]);
  return [...names].sort(compareText).flatMap((name) => {
    const records = events.get(name) ?? [];
    const steps = [...listSightings(log, name, records), ...records.flatMap(listRecordSteps)];
    // A step that follows from another at the same time comes after it.
    return steps.sort((a, b) => parseIsoTime(a.at) - parseIsoTime(b.at));
  });
}

interface Sighting {
  kind: 'seen' | 'removed';
  at: string;
  fingerprint: string | null;
  replaces: string | null;
  location: string;
}

/** Lists the first sightings of certificates with their locations, and the disappearances of locations. */
function listSightings(log: EventLog, certificate: string, records: readonly LoggedEvent[]): TimelineStep[] {
  const known = Object.entries(getOwn(log.locations, certificate) ?? {}).flatMap(([location, logged]): Sighting[] => {
    const { fingerprint, previous, since: at, removed } = logged;
    if (at === null || (fingerprint === null && !removed)) return [];
    if (removed) return [{ kind: 'removed', at, fingerprint: previous, replaces: null, location }];
    return [{ kind: 'seen', at, fingerprint, replaces: previous, location }];
  });
  // If there are several times, the first one is used, which is the last in this order.
  const seen = known.filter(({ kind }) => kind === 'seen').sort((x, y) => compareText(y.at, x.at));
  const firstSeen = new Map(seen.map(({ fingerprint, at }) => [fingerprint, at]));
  // Locations forget a certificate that was replaced; the records of its alerts do not.
  const earlier = records.flatMap(({ fingerprint, first_seen_at: at, locations }): Sighting[] => {
    const since = firstSeen.get(fingerprint);
    if (at === undefined || (since !== undefined && since <= at)) return [];
    return locations.map((location) => ({ kind: 'seen', at, fingerprint, replaces: null, location }));
  });
  const groups = groupBy([...known, ...earlier], ({ kind, at, fingerprint, replaces }) =>
    [kind, at, fingerprint, replaces].join(' '),
  );
  return [...groups.values()].map((group) => {
    const [{ kind, at, fingerprint, replaces }] = group as [Sighting, ...Sighting[]];
    const locations = [...new Set(group.map(({ location }) => location))].sort(compareText);
    const facts = fingerprint === null ? undefined : getOwn(log.certificates, fingerprint);
    const replaced = replaces === null ? undefined : getOwn(log.certificates, replaces);
    return {
      ...{ at, kind, certificate, fingerprint_sha256: facts?.fingerprint_sha256 ?? null, locations },
      ...(facts && {
        common_name: facts.common_name,
        issuer: facts.issuer,
        valid_from: facts.valid_from,
        valid_to: facts.valid_to,
      }),
      ...(replaced && {
        replaces: { fingerprint_sha256: replaced.fingerprint_sha256, valid_to: replaced.valid_to },
      }),
    };
  });
}

/** Lists the steps of one alert or resolution. */
function listRecordSteps(record: LoggedEvent): TimelineStep[] {
  const { certificate, event, fingerprint, threshold, topic, locations, location, fired_at, first_fired_at } = record;
  const all = Object.entries(record.deliveries).flatMap(([rule, byDestination]) =>
    Object.entries(byDestination).map(([destination, delivery]) => ({ rule, destination, ...delivery })),
  );
  const create = (kind: StepKind, at: string, more: Partial<TimelineStep> = {}): TimelineStep => ({
    ...{
      at,
      kind,
      certificate,
      fingerprint_sha256: fingerprint,
      locations: location === null ? locations : [location],
    },
    ...{ event, threshold, ...(topic !== undefined && { topic }), ...more },
  });
  const steps: TimelineStep[] = [];
  const first = first_fired_at ?? fired_at;
  if (first !== null) {
    const deliveries = all.flatMap(({ rule, destination, first_delivered_at, sent_at }) => {
      const at = first_delivered_at ?? sent_at;
      return at === null ? [] : [{ rule, destination, at }];
    });
    steps.push(create(isResolution(event) ? 'resolved' : 'fired', first, { deliveries }));
  }
  const repeated = all.flatMap(({ rule, destination, sent_at, repeats = 0 }) =>
    repeats === 0 || sent_at === null ? [] : [{ rule, destination, at: sent_at, repeats }],
  );
  const last = repeated
    .map(({ at }) => at)
    .sort(compareText)
    .at(-1);
  if (last !== undefined) steps.push(create('repeated', last, { deliveries: repeated }));
  else if (isResolution(event) && fired_at !== null && fired_at !== first)
    steps.push(create('repeated', fired_at, { deliveries: [] }));
  for (const { rule, destination, tried_at, error } of all) {
    if (error === null || error === DEFERRED_EXPIRED) continue;
    const kind = error === DEFERRED ? 'deferred' : 'failed';
    steps.push(create(kind, tried_at, { deliveries: [{ rule, destination, at: tried_at, error }] }));
  }
  if (record.acknowledged !== undefined) {
    const { acknowledged_by, reason, acknowledged_at } = record.acknowledged;
    steps.push(create('acknowledged', acknowledged_at, { acknowledged_by, reason }));
  }
  if (record.cleared_at !== null) steps.push(create('cleared', record.cleared_at));
  return steps;
}

/** Builds a document with the steps of each entry below its name. */
export function buildTimelineDocument(steps: readonly TimelineStep[]): Document {
  const byEntry = groupBy(steps, ({ certificate }) => certificate);
  return createDocument('Timeline', {
    sections: [...byEntry].map(([code, own]) => ({
      title: { code },
      blocks: [{ kind: 'facts', facts: own.map(describeStepAsFact) }],
    })),
  });
}

const KIND_WIDTH = 'acknowledged'.length;

function describeStepAsFact(step: TimelineStep): Fact {
  const label = step.kind === 'resolved' ? (step.event?.split('.').at(-1) ?? '') : step.kind;
  const fact = [`${formatMinute(step.at)}  ${label.padEnd(KIND_WIDTH)}`, { message: describeStep(step) }] as const;
  return step.kind === 'failed' ? [...fact, 'bad'] : fact;
}

function describeStep(step: TimelineStep): string {
  const { kind, at, locations, deliveries = [], acknowledged_by, reason } = step;
  const where = locations.map(labelLocation).join(', ');
  if (kind === 'seen') return `${where}: ${describeCertificate(step)}`;
  if (kind === 'removed')
    return `${where}: ${locations.every((one) => one.startsWith('ct:')) ? 'no longer watched' : 'no longer in use'}`;
  const alert = describeAlert(step);
  if (kind === 'acknowledged') return `${alert}${acknowledged_by ? ` by ${acknowledged_by}` : ''}: ${reason}`;
  if (kind === 'cleared') return `${alert}: sent again if it is still active`;
  const sent = deliveries.map((one) => describeDelivery(one, kind, at)).join(', ') || 'no notification sent';
  return alert === '' ? sent : `${alert}: ${sent}`;
}

function describeAlert({ kind, event = '', threshold, topic, fingerprint_sha256, locations }: TimelineStep): string {
  const name = kind === 'resolved' ? '' : event.replace('certificate.', '');
  const about = topic === undefined ? '' : formatTopic(event, topic).trim();
  const limit = threshold == null ? '' : typeof threshold === 'number' ? formatCount(threshold, 'day') : threshold;
  const location = fingerprint_sha256 === null ? locations.join(', ') : '';
  return [name, limit, about, location].filter(Boolean).join(' ');
}

function describeCertificate({ common_name, issuer, valid_from, valid_to, replaces }: TimelineStep): string {
  const parts = [
    common_name ?? 'certificate',
    issuer == null ? null : `issued by ${issuer}`,
    valid_from == null ? null : `valid from ${formatDay(valid_from)}`,
    valid_to === undefined ? null : `until ${formatDay(valid_to)}`,
    replaces === undefined ? null : `replaced one valid until ${formatDay(replaces.valid_to)}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** Describes a delivery, with its time only if it differs from that of the step. */
function describeDelivery({ destination, at, repeats, error }: StepDelivery, kind: StepKind, stepAt: string): string {
  if (kind === 'deferred') return `${destination} waits for the end of quiet hours`;
  if (error !== undefined) return `${destination} ${error}`;
  const count = repeats === undefined ? '' : ` ${formatCount(repeats, 'time')}`;
  return `${destination}${count}${formatMinute(at) === formatMinute(stepAt) ? '' : ` at ${formatMinute(at)}`}`;
}
