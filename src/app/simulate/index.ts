/**
 * What would be sent were this or that the case: a plan made by the planner itself, over a world of one certificate, and
 * marked as a test.
 */

import { assess } from '../../assess/index.ts';
import {
  type Entry,
  EVENTS,
  type EventName,
  type Finding,
  type FindingName,
  isFinding,
  type LivePlace,
  type Manifest,
  type Observation,
  type Plan,
  type ScanContext,
  type Subject,
} from '../../domain/index.ts';
import { getSourceDefinition } from '../../domain/sources/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { plan } from '../../events/plan/index.ts';
import { record } from '../../events/state/record.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { createFailure } from '../../scan/failures.ts';
import { moveExpiry } from './sample-certificate.ts';

export { createSampleObservation, readWorstCertificates } from './sample-certificate.ts';

/** One entry with its one certificate, and when it is looked at. */
export interface SimulationInput {
  entry: Entry;
  manifest: Manifest;
  /** One subject, and the places that hold it. */
  observed: Observation;
  /** From expiry. */
  days: number;
  scan: ScanContext;
  /** null: no rule has an expression. */
  compileRegex: RegexCompiler | null;
}

/** Another certificate at the same places: the one before, or the next. */
const OTHER_FINGERPRINT = '1'.repeat(64);
const HOUR = 3_600_000;
/** Of a manifest that does not say when a scan is overdue. */
const DEFAULT_STALE_AFTER_HOURS = 36;

/** How each event comes about. */
const SCENARIOS: Record<Exclude<EventName, FindingName>, (stage: SimulationInput) => Plan> = {
  'certificate.expiry_warning': (stage) => planObservation(stage, setDaysRemaining(stage, stage.days)),
  'certificate.expired': (stage) => planObservation(stage, setDaysRemaining(stage, Math.min(stage.days, -1))),
  'certificate.changed': (stage) => planObservation(stage, simulateChange(stage)),
  'certificate.unreachable': (stage) => planObservation(stage, simulateUnreachable(stage)),
  'certificate.renewed': (stage) => planObservation(stage, simulateRenewal(stage)),
  'certificate.removed': (stage) => planObservation(stage, { ...recordAlerts(stage), subjects: [], places: [] }),
  'certificate.recovered': (stage) =>
    planObservation(stage, { ...setDaysRemaining(stage, 365), log: recordAlerts(stage).log }),
  'scan.stale': (stage) => planObservation(stage, simulateStale(stage)),
};

function simulateEvent(stage: SimulationInput, event: EventName): Plan {
  return isFinding(event) ? planFinding(stage, event) : SCENARIOS[event](stage);
}

/** What would be sent, and held back; `event` null: what so many days from expiry bring by themselves. */
export function simulatePlan(stage: SimulationInput, event: EventName | null): Plan {
  const { events, deliveries } =
    event === null ? planObservation(stage, setDaysRemaining(stage, stage.days)) : simulateEvent(stage, event);
  const told = events.filter((one) => event === null || one.event === event);
  const ids = new Set(told.map(({ id }) => id));
  return {
    events: told.map((one) => ({ ...one, context: markAsTest(one.context) })),
    deliveries: deliveries.filter(({ event_id }) => ids.has(event_id)),
  };
}

/** Under a key of its own, so that a test neither opens nor ends what the real certificate has opened. */
function markAsTest<T extends { data: { test: boolean; alert_key: string } }>(context: T): T {
  return { ...context, data: { ...context.data, test: true, alert_key: `${context.data.alert_key}/test` } };
}

/** What is found of a certificate that has nothing else. */
function planFinding(stage: SimulationInput, event: FindingName): Plan {
  const { observed } = stage;
  const finding = { event, ...EVENTS[event].sample, places: observed.places.map(({ place }) => place) };
  return planObservation(stage, observed, [finding]);
}

function planObservation(
  { entry, manifest, scan, compileRegex }: SimulationInput,
  observation: Observation,
  findings: Finding[] = [],
): Plan {
  return plan({
    manifest: removeSuppression({
      ...manifest,
      entries: [entry],
      stale_after_hours: manifest.stale_after_hours ?? DEFAULT_STALE_AFTER_HOURS,
    }),
    observation,
    getVerdict: (subject: Subject) => ({ ...assess(subject.certificate, entry.settings, scan.now), findings }),
    scan,
    ignoreCooldown: false,
    compileRegex,
    covers: (name) => name === entry.name,
  });
}

/** Who tests at night, or what is silenced, wants to see it arrive. */
function removeSuppression(manifest: Manifest): Manifest {
  const rules = manifest.rules.map((rule) => ({
    ...rule,
    actions: rule.actions.map(({ quiet_hours: _hours, ...action }) => action),
  }));
  return { ...manifest, silences: [], rules };
}

/** The certificate so many days from its end. */
function setDaysRemaining({ observed, scan: { now } }: SimulationInput, days: number): Observation {
  const subjects = observed.subjects.map((subject) => {
    return { ...subject, certificate: moveExpiry(subject.certificate, now + days * DAY, now) };
  });
  return { ...observed, subjects };
}

/** The same after every rule has told of it, to all its destinations, an hour before. */
function recordAlerts(stage: SimulationInput): Observation {
  const hears = { events: ['certificate.*'], match: { labels: {}, names: [], status: [], thresholds: [] } };
  const rules = stage.manifest.rules.map((rule) => ({ ...rule, ...hears, conditions: null }));
  const scan = { ...stage.scan, now: stage.scan.now - HOUR };
  const observation = setDaysRemaining({ ...stage, scan }, 0);
  const before = planObservation({ ...stage, manifest: { ...stage.manifest, rules }, scan }, observation);
  const receipts = before.deliveries.map(({ event_id, rule, destination }) => {
    return { event_id, rule, destination, status: 'sent', attempts: 1, error: null } as const;
  });
  const log = record({ log: addCertificateFacts(observation), plan: before, receipts, scan });
  return { ...observation, log };
}

/** The log knows the certificates that it tells of. */
function addCertificateFacts({ log, subjects }: Observation): Observation['log'] {
  const known = subjects.map(({ fingerprint, certificate }) => [fingerprint, certificate.facts]);
  return { ...log, certificates: { ...log.certificates, ...Object.fromEntries(known) } };
}

/** Another certificate that ends a year later. */
function simulateRenewal(stage: SimulationInput): Observation {
  const { observed, scan } = stage;
  const subjects = setDaysRemaining(stage, 365).subjects.map((subject) => toOtherCertificate(subject));
  return {
    log: recordAlerts(stage).log,
    subjects,
    places: observed.places.map((place) => replaceCertificate(place, OTHER_FINGERPRINT, scan.now)),
  };
}

/** The certificate took the place of one that would have ended a month later. */
function simulateChange(stage: SimulationInput): Observation {
  const { observed, days, scan } = stage;
  const before = { ...observed, subjects: setDaysRemaining(stage, days + 30).subjects.map(toOtherCertificate) };
  const places = observed.places.map((place) => ({
    ...place,
    previous: OTHER_FINGERPRINT,
    since: formatIsoTime(scan.now),
  }));
  return { ...setDaysRemaining(stage, days), log: addCertificateFacts(before), places };
}

function toOtherCertificate(subject: Subject): Subject {
  const facts = { ...subject.certificate.facts, fingerprint_sha256: OTHER_FINGERPRINT };
  return {
    ...subject,
    fingerprint: OTHER_FINGERPRINT,
    certificate: { ...subject.certificate, fingerprint: OTHER_FINGERPRINT, facts },
  };
}

function replaceCertificate(place: LivePlace, fingerprint: string, now: number): LivePlace {
  return { ...place, fingerprint, previous: place.fingerprint, since: formatIsoTime(now) };
}

function simulateUnreachable(stage: SimulationInput): Observation {
  const { places, ...rest } = setDaysRemaining(stage, stage.days);
  const code = getSourceDefinition(stage.entry.source.kind).sampleFailure ?? 'endpoint-refused';
  return {
    ...rest,
    places: places.map((place) => ({ ...place, failures: 2, failure: createFailure(code, place.place) })),
  };
}

function simulateStale({ observed, manifest, scan }: SimulationInput): Observation {
  const hours = (manifest.stale_after_hours ?? DEFAULT_STALE_AFTER_HOURS) + 1;
  const last = { id: scan.scan_id, scanned_at: formatIsoTime(scan.now - hours * HOUR) };
  return { log: { ...observed.log, scans: { last } }, subjects: [], places: [] };
}
