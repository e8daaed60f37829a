/** Simulates an event: the planner runs with one certificate in the state that causes the event. Plans are marked as tests. */

import { assess } from '../../assess/index.ts';
import {
  ALL_SCANS,
  type ComparedState,
  type Comparison,
  createComparison,
  type Entry,
  EVENT_NAMES,
  EVENTS,
  type EventName,
  type Finding,
  type FindingName,
  isFinding,
  isOnlyByName,
  type LiveLocation,
  type Manifest,
  type Plan,
  type Reachability,
  type ScanContext,
  type Subject,
} from '../../domain/index.ts';
import { getSourceDefinition } from '../../domain/sources/index.ts';
import { DAY, HOUR } from '../../domain/thresholds.ts';
import { createBlindFailure } from '../../events/log/messages.ts';
import { markAsTest, plan } from '../../events/plan/index.ts';
import type { AlertingSettings } from '../../events/plan/plan-context.ts';
import { record } from '../../events/state/record.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { createFailure } from '../../scan/failures.ts';
import { selectAlerting } from '../select-settings.ts';
import { moveExpiry } from './sample-certificate.ts';

export { createSampleState, readWorstCertificates } from './sample-certificate.ts';

export interface SimulationInput {
  entry: Entry;
  manifest: Manifest;
  /** One certificate, and its locations. */
  current: ComparedState;
  /** Returns the real number of certificates of an entry, which decides their names. Default: one. */
  countCertificates?: Comparison['countCertificates'];
  /** The days until expiry. */
  days: number;
  /** The differences from the sample of a finding. */
  finding?: Partial<Pick<Finding, 'qualifier' | 'severity' | 'code'>>;
  /** The differences from the sample failure of an unreachable location; `neverRead`: no scan has found a certificate there. */
  failure?: { code?: string; neverRead?: true };
  scan: ScanContext;
  /** The compiler of regular expressions; null if no rule has one. */
  compileRegex: RegexCompiler | null;
  /** Whether the scan reached any endpoint; default: unknown. */
  reachability?: Reachability;
}

/** Another certificate at the same locations: the previous or the next one. */
const OTHER_FINGERPRINT = '1'.repeat(64);
/** The default for a manifest without `stale_after_hours`. */
const DEFAULT_STALE_AFTER_HOURS = 36;

/** The state that causes each event. */
const SCENARIOS: Record<Exclude<EventName, FindingName>, (input: SimulationInput) => ComparedState> = {
  'certificate.expiry_warning': (input) => setDaysRemaining(input, input.days),
  'certificate.expired': (input) => setDaysRemaining(input, Math.min(input.days, -1)),
  'certificate.changed': simulateChange,
  'certificate.unreachable': simulateUnreachable,
  'certificate.renewed': simulateRenewal,
  'certificate.removed': (input) => ({ ...recordAlerts(input), subjects: [], locations: [] }),
  'certificate.recovered': (input) => ({ ...setDaysRemaining(input, 365), log: recordAlerts(input).log }),
  'scan.stale': simulateStale,
  'scan.blind': ({ current }) => current,
  'scan.recovered': (input) => recordAlerts({ ...input, reachability: BLIND }, 'scan.*'),
};

const BLIND: Reachability = {
  endpoints: 'none',
  failure: createBlindFailure(12, createFailure('endpoint-unreachable', 'shop.example.com:443').detail),
};

/** The reachability of the endpoints, if it causes the event. */
const REACHABILITY: Partial<Record<EventName, Reachability>> = {
  'scan.blind': BLIND,
  'scan.recovered': { endpoints: 'some' },
};

function simulateEvent(input: SimulationInput, event: EventName): Plan {
  if (isFinding(event)) return planFinding(input, event);
  return planComparison({ reachability: REACHABILITY[event], ...input }, SCENARIOS[event](input));
}

/** Simulates the events and deliveries, due or suppressed. `event` null: the events that the number of days until expiry causes. */
export function simulatePlan(input: SimulationInput, event: EventName | null): Plan {
  return markAsTest(simulateAlert(input, event));
}

/** The same, as a real scan would send it: without the mark of a test. */
export function simulateAlert(input: SimulationInput, event: EventName | null): Plan {
  const plan =
    event === null ? planComparison(input, setDaysRemaining(input, input.days)) : simulateEvent(input, event);
  return selectEvent(plan, event);
}

/** Simulates the plan for the certificate as it was read, with its real expiry. */
export function simulateCurrentState(input: SimulationInput): Plan {
  return markAsTest(planComparison(input, input.current));
}

function selectEvent({ events, deliveries }: Plan, event: EventName | null): Plan {
  const matching = events.filter((one) => event === null || one.event === event);
  const ids = new Set(matching.map(({ id }) => id));
  return { events: matching, deliveries: deliveries.filter(({ event_id }) => ids.has(event_id)) };
}

function planFinding(input: SimulationInput, event: FindingName): Plan {
  const locations = input.current.locations.map(({ location }) => location);
  const finding = { event, ...EVENTS[event].sample, ...input.finding, locations };
  return planComparison(input, setDaysRemaining(input, input.days), [finding]);
}

function planComparison(
  { entry, manifest, scan, compileRegex, countCertificates, reachability }: SimulationInput,
  state: ComparedState,
  findings: Finding[] = [],
): Plan {
  return plan({
    alerting: removeSuppression({
      ...selectAlerting(manifest),
      stale_after_hours: manifest.stale_after_hours ?? DEFAULT_STALE_AFTER_HOURS,
    }),
    comparison: { ...createComparison(state), ...(countCertificates && { countCertificates }) },
    getVerdict: (subject: Subject) => ({ ...assess(subject.certificate, entry.settings, scan.now), findings }),
    scan,
    ignoreCooldown: false,
    compileRegex,
    covers: (name) => name === entry.name || name === ALL_SCANS,
    ...(reachability && { reachability }),
  });
}

/** Removes silences and quiet hours: a test is sent at once. */
function removeSuppression(alerting: AlertingSettings): AlertingSettings {
  const rules = alerting.rules.map((rule) => ({
    ...rule,
    actions: rule.actions.map(({ quiet_hours: _hours, ...action }) => action),
  }));
  return { ...alerting, silences: [], rules };
}

function setDaysRemaining({ current, scan: { now } }: SimulationInput, days: number): ComparedState {
  const subjects = current.subjects.map((subject) => {
    return { ...subject, certificate: moveExpiry(subject.certificate, now + days * DAY, now) };
  });
  return { ...current, subjects };
}

/** Records an alert of every rule that can match the certificate, sent one hour ago. */
function recordAlerts(input: SimulationInput, events = 'certificate.*'): ComparedState {
  // Names and labels still apply: a rule that never matches the certificate has not sent an alert, and does not get a resolve.
  const rules = input.manifest.rules.map((rule) => ({
    ...rule,
    // A glob does not include events that are only sent by name.
    events: [events, ...EVENT_NAMES.filter(isOnlyByName)],
    match: { ...rule.match, status: [], thresholds: [] },
    conditions: null,
  }));
  const scan = { ...input.scan, now: input.scan.now - HOUR };
  const comparison = setDaysRemaining({ ...input, scan }, 0);
  const alerts = planComparison({ ...input, manifest: { ...input.manifest, rules }, scan }, comparison);
  const receipts = alerts.deliveries.map(({ event_id, rule, destination }) => {
    return { event_id, rule, destination, status: 'sent', attempts: 1, error: null } as const;
  });
  const log = record({ log: addCertificateFacts(comparison), plan: alerts, receipts, scan });
  return { ...comparison, log };
}

/** Adds the certificates of the alerts to the log. */
function addCertificateFacts({ log, subjects }: ComparedState): ComparedState['log'] {
  const known = subjects.map(({ fingerprint, certificate }) => [fingerprint, certificate.facts]);
  return { ...log, certificates: { ...log.certificates, ...Object.fromEntries(known) } };
}

/** Simulates a new certificate that expires in a year. */
function simulateRenewal(input: SimulationInput): ComparedState {
  const { current, scan } = input;
  const subjects = setDaysRemaining(input, 365).subjects.map((subject) => toOtherCertificate(subject));
  return {
    ...current,
    log: recordAlerts(input).log,
    subjects,
    locations: current.locations.map((location) => replaceCertificate(location, OTHER_FINGERPRINT, scan.now)),
  };
}

/** Simulates a new certificate that expires a month earlier than the previous one. */
function simulateChange(input: SimulationInput): ComparedState {
  const { current, days, scan } = input;
  const before = { ...current, subjects: setDaysRemaining(input, days + 30).subjects.map(toOtherCertificate) };
  const locations = current.locations.map((location) => ({
    ...location,
    previous: OTHER_FINGERPRINT,
    since: formatIsoTime(scan.now),
  }));
  return { ...setDaysRemaining(input, days), log: addCertificateFacts(before), locations };
}

function toOtherCertificate(subject: Subject): Subject {
  const facts = { ...subject.certificate.facts, fingerprint_sha256: OTHER_FINGERPRINT };
  return {
    ...subject,
    fingerprint: OTHER_FINGERPRINT,
    certificate: { ...subject.certificate, fingerprint: OTHER_FINGERPRINT, facts },
  };
}

function replaceCertificate(location: LiveLocation, fingerprint: string, now: number): LiveLocation {
  return { ...location, fingerprint, previous: location.fingerprint, since: formatIsoTime(now) };
}

function simulateUnreachable(input: SimulationInput): ComparedState {
  const { locations, ...rest } = setDaysRemaining(input, input.days);
  const sample = getSourceDefinition(input.entry.source.kind).sampleFailure ?? 'endpoint-refused';
  const { code = sample, neverRead = false } = input.failure ?? {};
  const failing = locations.map((location) => {
    const failing_since = formatIsoTime(input.scan.now - DAY);
    return { ...location, failures: 2, failing_since, failure: { ...createFailure(sample, location.location), code } };
  });
  if (!neverRead) return { ...rest, locations: failing };
  return {
    ...rest,
    subjects: [],
    locations: failing.map((location) => ({ ...location, fingerprint: null, since: null })),
  };
}

function simulateStale({ current, manifest, scan }: SimulationInput): ComparedState {
  const hours = (manifest.stale_after_hours ?? DEFAULT_STALE_AFTER_HOURS) + 1;
  const last = { id: scan.scan_id, scanned_at: formatIsoTime(scan.now - hours * HOUR) };
  return { ...current, log: { ...current.log, scans: { last } }, subjects: [], locations: [] };
}
