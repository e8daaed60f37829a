/** Collects the alerts that are active now, as states derived from the places and the log (docs/concepts/events.md). */

import { type Finding, type LivePlace, type Subject, toTopic, type Verdict } from '../../domain/index.ts';
import { STATUS_BY_SEVERITY } from '../../domain/severity.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { type AlertCandidate, createCandidate } from './candidate.ts';
import type { PlanContext } from './context.ts';
import { describePlace, describeSubject, expiresLater } from './describe.ts';

/** Failed scans in a row before a place is unreachable: a single failure may be the network's. */
const UNREACHABLE_AFTER_FAILURES = 2;

/** While it is not observed, its alert is neither repeated nor resolved. */
function isUnreachable({ failures, unobserved = 0 }: LivePlace): boolean {
  return failures >= UNREACHABLE_AFTER_FAILURES && unobserved === 0;
}

/** Collects the alerts of subjects, then those of places, then the findings. */
export function collectActiveAlerts(context: PlanContext): AlertCandidate[] {
  const { places, subjects } = context.observation;
  const alerts: AlertCandidate[] = [];
  const add = (alert: AlertCandidate | null) => {
    if (alert !== null) alerts.push(alert);
  };
  // Most of tens of thousands have none, so no lists are created for them.
  for (const subject of subjects) add(createExpiryAlert(subject, context));
  for (const place of places) add(createChangedAlert(place, context));
  for (const place of places) if (isUnreachable(place)) add(createUnreachableAlert(place, context));
  for (const subject of subjects) {
    for (const finding of context.getVerdict(subject).findings) add(createFindingAlert(finding, subject, context));
  }
  return alerts;
}

function createExpiryAlert(subject: Subject, context: PlanContext): AlertCandidate | null {
  const { date_status: status, threshold } = context.getVerdict(subject);
  if (status === 'expired') return createSubjectAlert('certificate.expired', subject, context);
  if (threshold === null || status === 'not_yet_valid') return null;
  return createSubjectAlert('certificate.expiry_warning', subject, context, threshold);
}

function createSubjectAlert(
  event: 'certificate.expired' | 'certificate.expiry_warning',
  subject: Subject,
  context: PlanContext,
  threshold: AlertCandidate['threshold'] = null,
): AlertCandidate {
  const { entry, fingerprint, certificate, places } = subject;
  const state = describeSubject(subject, context);
  return createCandidate(context, {
    key: { certificate: entry, fingerprint, event, threshold: threshold?.key ?? null, place: null },
    subject: state,
    threshold,
    validity: { facts: certificate.facts, expiry: state.verdict.effective_valid_to },
    places,
  });
}

/** Another certificate that expires no later than the one before it: an old file was restored, or a wrong one deployed. */
function createChangedAlert(live: LivePlace, context: PlanContext): AlertCandidate | null {
  const { entry, place, fingerprint, since } = live;
  const previous = context.findFacts(live.previous);
  // Nearly every place: nothing was replaced there.
  if (previous === null || since === null) return null;
  const subject = context.findSubject(entry, fingerprint);
  if (subject === undefined) return null;
  if (expiresLater(subject.certificate.facts, previous)) return null;
  return createCandidate(context, {
    key: { certificate: entry, fingerprint, event: 'certificate.changed', threshold: null, place },
    subject: describePlace(live, context),
    since: parseIsoTime(since),
    places: subject.places,
    previous,
  });
}

function createUnreachableAlert(live: LivePlace, context: PlanContext): AlertCandidate {
  const { entry, place } = live;
  return createCandidate(context, {
    key: { certificate: entry, fingerprint: null, event: 'certificate.unreachable', threshold: null, place },
    subject: { ...describePlace(live, context), error: live.failure },
    places: [place],
  });
}

/** A finding's events have the status that its severity stands for, whatever the dates say. */
function createFindingAlert(finding: Finding, subject: Subject, context: PlanContext): AlertCandidate {
  const { event, about, severity, code, detail, places } = finding;
  const { entry, fingerprint } = subject;
  const topic = toTopic(event, about);
  const state = describeSubject(subject, context);
  const status = STATUS_BY_SEVERITY[severity];
  const verdict: Verdict = { ...state.verdict, status, level: severity === 'critical' ? 'error' : severity };
  return createCandidate(context, {
    key: { certificate: entry, fingerprint, event, threshold: null, place: null, about: topic },
    subject: { ...state, verdict, error: { code, detail } },
    places,
    place: places.length === 1 ? places[0] : null,
    finding: { event, about, severity, code, detail },
  });
}
