/** What holds now and may be told: contract section 3, as states worked out from the places and the log. */

import { type Described, sightOf, UNKNOWN } from '../../domain/event-data.ts';
import type {
  AlertName,
  CertificateFacts,
  EventContext,
  EventName,
  Failure,
  Finding,
  FindingName,
  IsoTime,
  LivePlace,
  Subject,
  Threshold,
  Verdict,
} from '../../domain/index.ts';
import { FINDING_STATUS, levelOf } from '../../domain/severity.ts';
import { timeOf } from '../../lib/iso-time.ts';
import { type History, historyOf, type RecordKey } from '../log/history.ts';
import type { World } from './context.ts';
import { eventContext } from './payload.ts';

/** A certificate, and the end that it is judged by. */
export interface Life {
  facts: CertificateFacts;
  end: IsoTime | null;
}

export interface Fact {
  key: RecordKey & { event: EventName };
  history: History;
  /** Only of `expiry_warning`. */
  threshold: Threshold | null;
  /** The life that its limits are measured on, where it is known. */
  life: Life | null;
  /** Since when the place has the certificate, in milliseconds: only of `changed`. */
  since: number | null;
  /** The places that it concerns, for the log. */
  places: readonly string[];
  context: EventContext;
}

/** Scans in a row that a place must fail in before it is told of: one failure may be the network's. */
const FAILURES_TOLD = 2;

export function isUnreachable(place: LivePlace | undefined): boolean {
  return place !== undefined && place.failures >= FAILURES_TOLD;
}

/** Every alert that holds: first those of subjects, then those of places, then what else was found of subjects. */
export function alerts(world: World): Fact[] {
  const { observation } = world;
  return [
    ...observation.subjects.flatMap((subject) => expiryAlert(subject, world) ?? []),
    ...observation.places.flatMap((place) => changedAlert(place, world) ?? []),
    ...observation.places.filter(isUnreachable).map((place) => unreachableAlert(place, world)),
    ...observation.subjects.flatMap((subject) =>
      world.verdictOf(subject).findings.map((finding) => findingAlert(finding, subject, world)),
    ),
  ];
}

function expiryAlert(subject: Subject, world: World): Fact | null {
  const { by_dates: status, threshold } = world.verdictOf(subject);
  if (status === 'expired') return subjectAlert('certificate.expired', subject, world);
  if (threshold === null || status === 'not_yet_valid') return null;
  return subjectAlert('certificate.expiry_warning', subject, world, { threshold });
}

interface Particulars {
  threshold?: Threshold;
  place?: string;
  since?: number;
  previous?: CertificateFacts;
}

function subjectAlert(event: AlertName, subject: Subject, world: World, particulars: Particulars = {}): Fact {
  const { entry, fingerprint, certificate } = subject;
  const { threshold = null, place = null, since = null, previous = null } = particulars;
  const key = { certificate: entry, fingerprint, event, threshold: threshold?.key ?? null, place };
  const described = describeLive(subject, world);
  return {
    key,
    history: historyOf(world.histories, key),
    threshold,
    life: { facts: certificate.facts, end: described.verdict.effective_valid_to },
    since,
    places: subject.places,
    context: eventContext({ ...described, event, place, alert: fingerprint, previous, scan: world.scan, test: false }),
  };
}

/** Another certificate that ends no later than the one before it: an old file copied back, a wrong one deployed. */
function changedAlert(place: LivePlace, world: World): Fact | null {
  const previous = world.factsOf(place.previous);
  if (previous === null || place.since === null) return null;
  const subject = world.subject(place.entry, place.fingerprint);
  if (subject === undefined) return null;
  if (endsLater(subject.certificate.facts, previous)) return null;
  const since = timeOf(place.since);
  return subjectAlert('certificate.changed', subject, world, { place: place.place, since, previous });
}

function unreachableAlert(place: LivePlace, world: World): Fact {
  const event = 'certificate.unreachable';
  const key = { certificate: place.entry, fingerprint: null, event, threshold: null, place: place.place } as const;
  const described = { ...describePlace(place, world), error: place.failure };
  const { scan } = world;
  return {
    key,
    history: historyOf(world.histories, key),
    threshold: null,
    life: null,
    since: null,
    places: [place.place],
    context: eventContext({
      ...described,
      event,
      place: place.place,
      alert: place.place,
      previous: null,
      scan,
      test: false,
    }),
  };
}

/** What is found of a certificate is told in the status that is as bad as it is, whatever its dates say. */
function findingAlert(finding: Finding, subject: Subject, world: World): Fact {
  const { event, about, severity, code, detail, places } = finding;
  const { entry, fingerprint } = subject;
  const topic = topicOf(event, about);
  const key = { certificate: entry, fingerprint, event, threshold: null, place: null, about: topic };
  const described = describeLive(subject, world);
  const status = FINDING_STATUS[severity];
  const verdict: Verdict = { ...described.verdict, status, level: severity === 'critical' ? 'error' : severity };
  return {
    key,
    history: historyOf(world.histories, key),
    threshold: null,
    life: null,
    since: null,
    places,
    context: eventContext({
      ...described,
      verdict,
      event,
      place: places.length === 1 ? (places[0] ?? null) : null,
      alert: `${fingerprint}/${topic}`,
      finding: { event, about, severity, code, detail },
      error: { code, detail },
      previous: null,
      scan: world.scan,
      test: false,
    }),
  };
}

/** What tells the findings of one certificate apart: `untrusted`, `policy_violation/strong-keys`. */
function topicOf(event: FindingName, about: string): string {
  const kind = event.replace('certificate.', '');
  return about === '' ? kind : `${kind}/${about}`;
}

export function findingOf(topic: string): { event: FindingName; about: string } {
  const [kind = '', about = ''] = topic.split(/\/(.*)/s);
  return { event: `certificate.${kind}` as FindingName, about };
}

export function endsLater(a: CertificateFacts, b: CertificateFacts): boolean {
  return endOf(a) > endOf(b);
}

export function endOf({ valid_to }: CertificateFacts): number {
  return timeOf(valid_to);
}

// ---------------------------------------------------------------------------------------------- what they are about

export function describeLive(subject: Subject, world: World): Described {
  const { entry: name, fingerprint, certificate, places } = subject;
  const holding = places.flatMap((place) => world.place(name, place) ?? []);
  return {
    name,
    entry: world.entries.get(name) ?? null,
    fingerprint,
    facts: certificate.facts,
    verdict: byDates(world.verdictOf(subject)),
    places,
    ...sightOf(holding),
  };
}

/** What is told of the end of a certificate goes by its dates, whatever else is found of it. */
function byDates(verdict: Verdict): Verdict {
  const { by_dates: status } = verdict;
  return status === verdict.status ? verdict : { ...verdict, status, level: levelOf(status) };
}

/** What is or was last at a place. */
export function describePlace(place: LivePlace, world: World): Described {
  const subject = world.subject(place.entry, place.fingerprint);
  if (subject !== undefined) return describeLive(subject, world);
  return describeUnknown(place.entry, place.place, place.failure, world);
}

export function describeUnknown(name: string, place: string, error: Failure | null, world: World): Described {
  const entry = world.entries.get(name) ?? null;
  return { name, entry, fingerprint: null, facts: null, verdict: UNKNOWN, places: [place], error, last_seen: null };
}
