/** What holds now and may be told: contract section 3, as states worked out from the places and the log. */

import { findLastReading, type SubjectState, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
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
import { getLevel, STATUS_BY_SEVERITY } from '../../domain/severity.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { findHistory, type History, type RecordKey } from '../log/history.ts';
import type { PlanContext } from './context.ts';
import { createEventContext } from './payload.ts';

/** A certificate, and the end that it is judged by. */
export interface EffectiveValidity {
  facts: CertificateFacts;
  end: IsoTime | null;
}

export interface AlertCandidate {
  key: RecordKey & { event: EventName };
  history: History;
  /** Only of `expiry_warning`. */
  threshold: Threshold | null;
  /** The life that its limits are measured on, where it is known. */
  life: EffectiveValidity | null;
  /** Since when the place has the certificate, in milliseconds: only of `changed`. */
  since: number | null;
  /** The places that it concerns, for the log. */
  places: readonly string[];
  context: EventContext;
}

/** Scans in a row that a place must fail in before it is told of: one failure may be the network's. */
const UNREACHABLE_AFTER_FAILURES = 2;

export function isUnreachable(place: LivePlace | undefined): boolean {
  return place !== undefined && place.failures >= UNREACHABLE_AFTER_FAILURES;
}

/** Every alert that holds: first those of subjects, then those of places, then what else was found of subjects. */
export function collectActiveAlerts(world: PlanContext): AlertCandidate[] {
  const { observation } = world;
  return [
    ...observation.subjects.flatMap((subject) => createExpiryAlert(subject, world) ?? []),
    ...observation.places.flatMap((place) => createChangedAlert(place, world) ?? []),
    ...observation.places.filter(isUnreachable).map((place) => createUnreachableAlert(place, world)),
    ...observation.subjects.flatMap((subject) =>
      world.getVerdict(subject).findings.map((finding) => createFindingAlert(finding, subject, world)),
    ),
  ];
}

function createExpiryAlert(subject: Subject, world: PlanContext): AlertCandidate | null {
  const { date_status: status, threshold } = world.getVerdict(subject);
  if (status === 'expired') return createSubjectAlert('certificate.expired', subject, world);
  if (threshold === null || status === 'not_yet_valid') return null;
  return createSubjectAlert('certificate.expiry_warning', subject, world, { threshold });
}

interface AlertOptions {
  threshold?: Threshold;
  place?: string;
  since?: number;
  previous?: CertificateFacts;
}

function createSubjectAlert(
  event: AlertName,
  subject: Subject,
  world: PlanContext,
  particulars: AlertOptions = {},
): AlertCandidate {
  const { entry, fingerprint, certificate } = subject;
  const { threshold = null, place = null, since = null, previous = null } = particulars;
  const key = { certificate: entry, fingerprint, event, threshold: threshold?.key ?? null, place };
  const described = describeLiveSubject(subject, world);
  return {
    key,
    history: findHistory(world.histories, key),
    threshold,
    life: { facts: certificate.facts, end: described.verdict.effective_valid_to },
    since,
    places: subject.places,
    context: createEventContext({
      ...described,
      event,
      place,
      alert: fingerprint,
      previous,
      scan: world.scan,
      test: false,
    }),
  };
}

/** Another certificate that ends no later than the one before it: an old file copied back, a wrong one deployed. */
function createChangedAlert(place: LivePlace, world: PlanContext): AlertCandidate | null {
  const previous = world.findFacts(place.previous);
  if (previous === null || place.since === null) return null;
  const subject = world.findSubject(place.entry, place.fingerprint);
  if (subject === undefined) return null;
  if (expiresLater(subject.certificate.facts, previous)) return null;
  const since = parseIsoTime(place.since);
  return createSubjectAlert('certificate.changed', subject, world, { place: place.place, since, previous });
}

function createUnreachableAlert(place: LivePlace, world: PlanContext): AlertCandidate {
  const event = 'certificate.unreachable';
  const key = { certificate: place.entry, fingerprint: null, event, threshold: null, place: place.place } as const;
  const described = { ...describePlace(place, world), error: place.failure };
  const { scan } = world;
  return {
    key,
    history: findHistory(world.histories, key),
    threshold: null,
    life: null,
    since: null,
    places: [place.place],
    context: createEventContext({
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
function createFindingAlert(finding: Finding, subject: Subject, world: PlanContext): AlertCandidate {
  const { event, about, severity, code, detail, places } = finding;
  const { entry, fingerprint } = subject;
  const topic = toTopic(event, about);
  const key = { certificate: entry, fingerprint, event, threshold: null, place: null, about: topic };
  const described = describeLiveSubject(subject, world);
  const status = STATUS_BY_SEVERITY[severity];
  const verdict: Verdict = { ...described.verdict, status, level: severity === 'critical' ? 'error' : severity };
  return {
    key,
    history: findHistory(world.histories, key),
    threshold: null,
    life: null,
    since: null,
    places,
    context: createEventContext({
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
function toTopic(event: FindingName, about: string): string {
  const kind = event.replace('certificate.', '');
  return about === '' ? kind : `${kind}/${about}`;
}

export function parseTopic(topic: string): { event: FindingName; about: string } {
  const [kind = '', about = ''] = topic.split(/\/(.*)/s);
  return { event: `certificate.${kind}` as FindingName, about };
}

export function expiresLater(a: CertificateFacts, b: CertificateFacts): boolean {
  return getExpiry(a) > getExpiry(b);
}

export function getExpiry({ valid_to }: CertificateFacts): number {
  return parseIsoTime(valid_to);
}

// ---------------------------------------------------------------------------------------------- what they are about

export function describeLiveSubject(subject: Subject, world: PlanContext): SubjectState {
  const { entry: name, fingerprint, certificate, places } = subject;
  const holding = places.flatMap((place) => world.findPlace(name, place) ?? []);
  return {
    name,
    entry: world.entries.get(name) ?? null,
    fingerprint,
    facts: certificate.facts,
    verdict: withDateStatus(world.getVerdict(subject)),
    places,
    ...findLastReading(holding),
  };
}

/** What is told of the end of a certificate goes by its dates, whatever else is found of it. */
function withDateStatus(verdict: Verdict): Verdict {
  const { date_status: status } = verdict;
  return status === verdict.status ? verdict : { ...verdict, status, level: getLevel(status) };
}

/** What is or was last at a place. */
export function describePlace(place: LivePlace, world: PlanContext): SubjectState {
  const subject = world.findSubject(place.entry, place.fingerprint);
  if (subject !== undefined) return describeLiveSubject(subject, world);
  return describeUnknownPlace(place.entry, place.place, place.failure, world);
}

export function describeUnknownPlace(
  name: string,
  place: string,
  error: Failure | null,
  world: PlanContext,
): SubjectState {
  const entry = world.entries.get(name) ?? null;
  return {
    name,
    entry,
    fingerprint: null,
    facts: null,
    verdict: UNKNOWN_VERDICT,
    places: [place],
    error,
    last_seen: null,
  };
}
