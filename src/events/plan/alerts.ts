/** Collects the alerts that are active now, as states derived from the locations and the log (docs/concepts/events.md). */

import type { SubjectState } from '../../domain/event-data.ts';
import { FIXTURE_EXPIRING } from '../../domain/expiring-fixtures.ts';
import {
  type Finding,
  isDomainLocation,
  isNeverRead,
  type LiveLocation,
  type Subject,
  toTopic,
  type Verdict,
} from '../../domain/index.ts';
import { STATUS_BY_SEVERITY } from '../../domain/severity.ts';
import { DAY, HOUR } from '../../domain/thresholds.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { type AlertCandidate, createCandidate } from './alert-candidate.ts';
import { describeLocation, describeSubject, expiresLater } from './describe.ts';
import { createFixtureAlert, groupExpiringFixtures } from './fixture-alerts.ts';
import { createIssuerAlert, groupExpiringIssuers } from './issuer-alerts.ts';
import type { PlanContext } from './plan-context.ts';

/** The time by which a scan may start earlier than usual. */
const EARLY_SCAN = 2 * HOUR;

/** The number of failed scans in a row that make a location unreachable: a single failure may be caused by the network. */
const UNREACHABLE_AFTER_FAILURES = 2;

/** The codes for names that do not exist: mistakes in the manifest, or removed names. Servers and timeouts have other codes. */
const MISSING_NAMES: ReadonlySet<string | undefined> = new Set(['endpoint-name-not-found', 'rdap-domain-unknown']);

/** Whether a location is unreachable. The alert of an unobserved location is neither repeated nor resolved. */
function isUnreachable(location: LiveLocation, { reachability }: PlanContext): boolean {
  const { failures, failure, unobserved = 0 } = location;
  if (unobserved > 0 || isDomainLocation(location)) return false;
  if (failures >= UNREACHABLE_AFTER_FAILURES) return true;
  return MISSING_NAMES.has(failure?.code) && isNeverRead(location) && reachability?.endpoints !== 'none';
}

/** Collects the alerts of subjects, then those of locations, then the findings. */
export function collectActiveAlerts(context: PlanContext): AlertCandidate[] {
  const { locations, subjects } = context.comparison;
  const { onBug } = context;
  const alerts: AlertCandidate[] = [];
  const add = (entry: string, subject: string, collect: () => readonly AlertCandidate[]) => {
    try {
      for (const alert of collect()) alerts.push(alert);
    } catch (error) {
      onBug({ entry, subject, error });
    }
  };
  // For test certificates, only the dates are monitored.
  const isMonitored = ({ entry }: { entry: string }) => context.entries.get(entry)?.settings.fixture === undefined;
  const monitored = locations.filter(isMonitored);
  const certificates = subjects.filter(isMonitored);
  for (const one of certificates) add(one.entry, one.fingerprint, () => createExpiryAlert(one, context));
  for (const group of groupExpiringIssuers(certificates, context))
    add(group.subjects[0].entry, group.subjects[0].fingerprint, () => [createIssuerAlert(group, context)]);
  for (const one of monitored) add(one.entry, one.location, () => createChangedAlert(one, context));
  for (const one of monitored) add(one.entry, one.location, () => createUnreachableAlert(one, context));
  for (const one of subjects) add(one.entry, one.fingerprint, () => createFindingAlerts(one, context));
  for (const [entry, group] of groupExpiringFixtures(context))
    add(entry, group[0].subject.fingerprint, () => [createFixtureAlert(group, context)]);
  return alerts;
}

/** Creates the alert about the expiry of a certificate. If its CA expires no later, there is one about the CA instead. */
function createExpiryAlert(subject: Subject, context: PlanContext): AlertCandidate[] {
  const { date_status: status, threshold, issuer } = context.getVerdict(subject);
  if (issuer?.limits) return [];
  if (status === 'expired') return [createSubjectAlert('certificate.expired', subject, context)];
  if (threshold === null || status === 'not_yet_valid') return [];
  return [createSubjectAlert('certificate.expiry_warning', subject, context, threshold)];
}

function createSubjectAlert(
  event: 'certificate.expired' | 'certificate.expiry_warning',
  subject: Subject,
  context: PlanContext,
  threshold: AlertCandidate['threshold'] = null,
): AlertCandidate {
  const { entry, fingerprint, certificate, locations } = subject;
  const state = explainOverdue(describeSubject(subject, context));
  return createCandidate(context, {
    key: { certificate: entry, fingerprint, event, threshold: threshold?.key ?? null, location: null },
    subject: state,
    threshold,
    validity: { facts: certificate.facts, expiry: state.verdict.effective_valid_to },
    locations,
  });
}

/** Adds why the alert of a certificate that ends before the next scan did not wait for a threshold. */
function explainOverdue(state: SubjectState): SubjectState {
  const notice = state.verdict.notices?.find(({ code }) => code === 'ends-before-next-scan');
  return notice === undefined ? state : { ...state, error: state.error ?? notice };
}

/**
 * Creates the alert for another certificate that expires no later than the one before it: an old file was restored, or a wrong one
 * deployed.
 */
function createChangedAlert(live: LiveLocation, context: PlanContext): AlertCandidate[] {
  const { entry, location, fingerprint, since } = live;
  const previous = context.comparison.findFacts(live.previous);
  const subject = context.comparison.findSubject(entry, fingerprint);
  if (previous === null || since === null || subject === undefined) return [];
  if (expiresLater(subject.certificate.facts, previous)) return [];
  const alert = createCandidate(context, {
    key: { certificate: entry, fingerprint, event: 'certificate.changed', threshold: null, location },
    subject: describeLocation(live, context),
    since: parseIsoTime(since),
    locations: subject.locations,
    previous,
  });
  return [alert];
}

function createUnreachableAlert(live: LiveLocation, context: PlanContext): AlertCandidate[] {
  if (!isUnreachable(live, context)) return [];
  const { entry, location } = live;
  const days = getElapsedDays(live, context.scan.now);
  const limit = context.entries.get(entry)?.settings.unreachable_days ?? Number.POSITIVE_INFINITY;
  const alert = createCandidate(context, {
    key: { certificate: entry, fingerprint: null, event: 'certificate.unreachable', threshold: null, location },
    subject: { ...describeLocation(live, context), error: live.failure },
    locations: [location],
    unreachable: { never_read: isNeverRead(live), since: live.failing_since ?? null, days: Math.floor(days) },
    reachesAll: isNeverRead(live) || days >= limit,
  });
  return [alert];
}

/** Computes the days since the first failure; a daily scan that starts a little earlier than the failed one is a day later. */
function getElapsedDays({ failing_since }: LiveLocation, now: number): number {
  if (!failing_since) return 0;
  const elapsed = Math.max(0, now - parseIsoTime(failing_since));
  return elapsed === 0 ? 0 : (elapsed + EARLY_SCAN) / DAY;
}

function createFindingAlerts(subject: Subject, context: PlanContext): AlertCandidate[] {
  return context
    .getVerdict(subject)
    .findings.filter(({ event }) => event !== FIXTURE_EXPIRING)
    .map((finding) => createFindingAlert(finding, subject, context));
}

/** Creates the alert for a finding, with the status of its severity, not of the dates. */
function createFindingAlert(finding: Finding, subject: Subject, context: PlanContext): AlertCandidate {
  const { event, qualifier, severity, code, detail, checks, proposal, locations } = finding;
  const { entry, fingerprint } = subject;
  const topic = toTopic(event, qualifier);
  const state = describeSubject(subject, context);
  const status = STATUS_BY_SEVERITY[severity];
  const verdict: Verdict = { ...state.verdict, status, level: severity === 'critical' ? 'error' : severity };
  return createCandidate(context, {
    key: { certificate: entry, fingerprint, event, threshold: null, location: null, topic },
    subject: { ...state, verdict, error: { code, detail } },
    locations,
    location: locations.length === 1 ? locations[0] : null,
    finding: { event, qualifier, severity, code, detail, ...(checks && { checks }), ...(proposal && { proposal }) },
  });
}
