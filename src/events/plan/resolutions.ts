/** Derives the resolution of each alert that is not active any more (docs/concepts/events.md). */

import { coversNames, resolveNoun } from '../../domain/certificate-names.ts';
import type { SubjectState } from '../../domain/event-data.ts';
import {
  type CertificateFacts,
  canRecover,
  DEFERRED_EXPIRED,
  type EventFinding,
  isResolution,
  type LiveLocation,
  parseTopic,
  type RenewalEvidence,
  type ResolutionName,
  type Subject,
  type Verdict,
} from '../../domain/index.ts';
import { ISSUER, isIssuerTopic } from '../../domain/issuer-expiry.ts';
import { isSourceUnder } from '../../domain/sources/item-location.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import {
  type History,
  hasDelivery,
  isGap,
  isScanEvent,
  lastNotified,
  lastNotifiedAt,
  lastResolution,
  lastResolutionNotified,
  listDeliveries,
  notifiedDestinations,
} from '../log/history.ts';
import { firedAt, isAtOrAfter, sentAt, type Timestamp } from '../log/timestamps.ts';
import { getFilePart, isDirectoryLocation, isWithin } from '../state/location-names.ts';
import { type AlertCandidate, createCandidate } from './alert-candidate.ts';
import {
  describeLocation,
  describeRemoved,
  describeSubject,
  expiresLater,
  getExpiry,
  nameByLocation,
} from './describe.ts';
import {
  describeResolvedDiscovery,
  findDiscoveryResolution,
  isDiscovery,
  isSeenResolution,
} from './discovered-alerts.ts';
import { sortByExpiry } from './fixture-alerts.ts';
import { findIssuerResolution } from './issuer-alerts.ts';
import type { PlanContext } from './plan-context.ts';
import { collectRenewalEvidence } from './renewal-evidence.ts';
import { createScanCandidate, findProbeResolution, formatProbeTitle, isProbeRecord } from './scan-events.ts';

/** An alert that was sent: of a subject by its fingerprint, of a location that could not be read, or of the scans. */
interface SentAlert {
  entry: string;
  fingerprint: string | null;
  location: string | null;
  /** The topic of a finding; undefined for alerts about expiry and locations. */
  topic: string | undefined;
  history: History;
  /** All locations that its notifications named. */
  locations: string[];
}

/**
 * Collects the resolutions of histories that were notified, or may have been, and have no active alert. A resolution keeps its
 * event until the alert is sent again, and is collected only while a destination may still have to get it.
 */
export function collectResolutions(context: PlanContext, active: readonly AlertCandidate[]): AlertCandidate[] {
  const activeHistories = new Set(active.filter(({ key }) => canRecover(key.event)).map(({ history }) => history));
  const candidates: AlertCandidate[] = [];
  for (const history of context.histories.values()) {
    const [record] = history.records;
    if (record === undefined || !context.covers(record.certificate) || activeHistories.has(history)) continue;
    try {
      const candidate = resolveHistory(history, record, context);
      if (candidate !== null) candidates.push(candidate);
    } catch (error) {
      const { certificate: entry, fingerprint, location } = record;
      context.onBug({ entry, subject: fingerprint ?? location, error });
    }
  }
  return candidates;
}

/** Resolves a history, of which `record` is one record. Null if there is nothing to resolve, or all receivers got the resolution. */
function resolveHistory(history: History, record: LoggedEvent, context: PlanContext): AlertCandidate | null {
  const notified = lastNotified(history);
  if (notified === null || isGap(record)) return null;
  const last = lastResolution(history);
  const current = last !== null && isAtOrAfter(last.fired, notified) ? last : null;
  if (current === null && isUnobserved(record.certificate, context)) return null;
  if (current !== null && isCompleted(history, current, notified, context)) return null;
  const alert = toSentAlert(history, record);
  const resolution = findResolution(alert, current?.record, context);
  if (resolution === null) return null;
  const event = current === null ? resolution : (current.record.event as ResolutionName);
  return createResolution(alert, event, context);
}

/** Whether this scan did not observe the entry. Its alerts do not resolve then, but the resolution of an earlier scan is retried. */
function isUnobserved(entry: string, { comparison }: PlanContext): boolean {
  return comparison.listLocations(entry).some(({ unobserved = 0 }) => unobserved > 0);
}

/** Whether the alert is about all test certificates of its entry. */
function isAboutFixtures({ fingerprint, topic }: SentAlert): boolean {
  return fingerprint === null && topic === 'fixture_expiring';
}

function toSentAlert(history: History, { certificate, fingerprint, location, topic }: LoggedEvent): SentAlert {
  const alerts = history.records.filter(({ event }) => !isResolution(event));
  return {
    entry: certificate,
    fingerprint,
    location: fingerprint === null ? location : null,
    topic,
    history,
    locations: [...new Set(alerts.flatMap(({ locations }) => locations))],
  };
}

/**
 * Whether every stateful destination got the resolution, no delivery is pending, and the retry days are over, unless only stateful destinations
 * get it.
 */
function isCompleted(
  history: History,
  { record: current, fired }: { record: LoggedEvent; fired: Timestamp },
  notified: Timestamp,
  { alerting, scan, destinations }: PlanContext,
): boolean {
  if (!isSeenResolution(current) && scan.now - fired.wallClock <= alerting.delivery_retry_days * DAY) return false;
  const isLeftOpen = notifiedDestinations(history).some(({ rule, destination: to }) => {
    const alerted = destinations.isStateful(rule, to) ? lastNotifiedAt(history, rule, to) : null;
    return alerted !== null && !isAtOrAfter(lastResolutionNotified(history, to, sentAt), alerted);
  });
  if (isLeftOpen) return false;
  return history.records.every((record) => {
    const isCurrent = isResolution(record.event) && isAtOrAfter(firedAt(record), notified);
    return !isCurrent || !hasDelivery(record, isPending);
  });
}

/** Whether a delivery failed or is deferred, and will be attempted again. */
function isPending({ error }: LoggedDelivery): boolean {
  return error !== null && error !== DEFERRED_EXPIRED;
}

/** Returns how an alert resolves now; null while it holds, even if it resolved before (`current`) and has come back. */
function findResolution(
  alert: SentAlert,
  current: LoggedEvent | undefined,
  context: PlanContext,
): ResolutionName | null {
  const { entry, fingerprint, topic, history } = alert;
  if (isScanEvent({ certificate: entry }) && isProbeRecord(alert.location))
    return findProbeResolution(alert.location ?? '', context);
  if (isScanEvent({ certificate: entry })) {
    return context.reachability?.endpoints === 'some' ? 'scan.recovered' : null;
  }
  // The alert is not active, so no test certificate expires soon.
  if (isAboutFixtures(alert))
    return context.comparison.listSubjects(entry).length > 0 ? 'certificate.recovered' : 'certificate.removed';
  if (isDiscovery(alert)) return findDiscoveryResolution(entry, alert.locations, context);
  if (fingerprint !== null && isIssuerTopic(topic)) return findIssuerResolution(entry, fingerprint, context);
  if (fingerprint === null) return findLocationResolution(alert, current !== undefined, context);
  const subject = context.comparison.findSubject(entry, fingerprint);
  if (subject === undefined) {
    return findSuccessor(alert, context) === null ? 'certificate.removed' : 'certificate.renewed';
  }
  const hasRecovered =
    topic === undefined ? wasRecoverableSent(history, current) : isFindingOver(topic, context.getVerdict(subject));
  return hasRecovered ? 'certificate.recovered' : null;
}

/** Whether a finding is over: it was checked and not found. Some findings last until their certificate is not in use any more. */
function isFindingOver(topic: string, { undecided }: Verdict): boolean {
  const { event, qualifier } = parseTopic(topic);
  if (!canRecover(event)) return false;
  return !undecided.some((one) => one.event === event && (one.qualifier ?? qualifier) === qualifier);
}

/**
 * Finds how an outage resolves. It lasts while the location fails, or, if the location disappeared during the outage, while its source or
 * file fails.
 */
function findLocationResolution(
  { entry, location }: SentAlert,
  wasResolved: boolean,
  context: PlanContext,
): ResolutionName | null {
  const name = location ?? '';
  const live = context.comparison.findLocation(entry, name);
  if (live !== undefined) return live.failures > 0 ? null : 'certificate.recovered';
  const others = context.comparison.listLocations(entry);
  const isUnder = ({ source, location: other }: LiveLocation) =>
    isSourceUnder(source, name) || getFilePart(other) === getFilePart(name) || isWithin(other, name);
  // The failure of a whole source or file is over when anything under it is read; a directory may be empty.
  const isReadAgain = others.some((one) => one.failures === 0 && (isDirectoryLocation(name) || isUnder(one)));
  if (isReadAgain) return 'certificate.recovered';
  return others.some(isUnder) && !wasResolved ? null : 'certificate.removed';
}

/**
 * Whether an alert that can recover was sent since the resolution before this one. `changed` cannot recover: if only that was sent, the
 * history resolves with its subject.
 */
function wasRecoverableSent({ records }: History, current: LoggedEvent | undefined): boolean {
  const notified = lastNotified({ records: records.filter(({ event }) => canRecover(event)) });
  const before = lastResolution({ records: records.filter((record) => record !== current) });
  return notified !== null && (before === null || notified.sequence > before.fired.sequence);
}

/**
 * Finds the successor of a certificate that is not in use any more, if all candidates expire later: the candidate that expires first.
 * Candidates are the certificates at its locations. If those locations are all gone, or unreadable and unknown, candidates are the
 * certificates of the entry that cover its names.
 */
function findSuccessor({ entry, fingerprint, locations }: SentAlert, context: PlanContext): Subject | null {
  const old = context.comparison.findFacts(fingerprint);
  if (old === null) return null;
  const atLocations = locations.flatMap((location) => {
    const live = context.comparison.findLocation(entry, location);
    return live === undefined ? [] : (context.comparison.findSubject(entry, live.fingerprint) ?? []);
  });
  const candidates =
    atLocations.length > 0
      ? atLocations
      : context.comparison.listSubjects(entry).filter(({ certificate }) => coversNames(certificate.facts, old));
  if (!candidates.every(({ certificate }) => expiresLater(certificate.facts, old))) return null;
  return candidates.toSorted((a, b) => getExpiry(a.certificate.facts) - getExpiry(b.certificate.facts))[0] ?? null;
}

function createResolution(alert: SentAlert, event: ResolutionName, context: PlanContext): AlertCandidate {
  const { entry, fingerprint, location, topic, locations } = alert;
  if (isScanEvent({ certificate: entry })) {
    const record = location ?? '';
    const title = isProbeRecord(record) ? formatProbeTitle(record) : undefined;
    return createScanCandidate(context, { event, record, title });
  }
  const { subject, previous, evidence } = describeResolution(alert, event, context);
  return createCandidate(context, {
    key: { certificate: entry, fingerprint, event, threshold: null, location, topic },
    subject,
    locations,
    previous,
    evidence,
    finding: topic === undefined ? undefined : { ...parseFinding(topic), severity: null, code: null, detail: null },
  });
}

function parseFinding(topic: string): Pick<EventFinding, 'event' | 'qualifier'> {
  return { ...parseTopic(topic), ...(isIssuerTopic(topic) && { qualifier: ISSUER }) };
}

/**
 * Describes a resolution: `renewed` by the new certificate, with the old one as `previous`; `removed` by the old one; `recovered` by the
 * present one.
 */
function describeResolution(
  alert: SentAlert,
  event: ResolutionName,
  context: PlanContext,
): { subject: SubjectState; previous: CertificateFacts | null; evidence?: RenewalEvidence | undefined } {
  const { entry, fingerprint, location } = alert;
  if (isAboutFixtures(alert)) return { subject: describeFixtures(alert, context), previous: null };
  if (isDiscovery(alert)) {
    return { subject: describeResolvedDiscovery({ certificate: entry, location }, context), previous: null };
  }
  if (isIssuerTopic(alert.topic)) return { subject: describeBelow(alert, context), previous: null };
  if (location !== null) {
    const live = context.comparison.findLocation(entry, location);
    const subject =
      live === undefined ? describeRemovedLocation(alert, location, context) : describeLocation(live, context);
    return { subject, previous: null };
  }
  const successor = event === 'certificate.renewed' ? findSuccessor(alert, context) : null;
  if (successor !== null) {
    const previous = context.comparison.findFacts(fingerprint);
    return {
      subject: describeSubject(successor, context),
      previous,
      evidence: findEvidence(alert, successor, context),
    };
  }
  const live = context.comparison.findSubject(entry, fingerprint);
  const subject = live === undefined ? describeRemovedSubject(alert, context) : describeSubject(live, context);
  return { subject, previous: null };
}

/** Finds what is known about a renewal. A date or a domain is not deployed anywhere, so it has no evidence. */
function findEvidence(
  { entry, fingerprint, locations }: SentAlert,
  successor: Subject,
  { comparison, entries }: PlanContext,
): RenewalEvidence | undefined {
  const { kind } = resolveNoun(entries.get(entry) ?? null, successor.locations);
  if (kind === 'date' || kind === 'domain') return undefined;
  return collectRenewalEvidence({
    old: fingerprint,
    renewed: successor.fingerprint,
    alerted: locations,
    locations: comparison.listLocations(entry),
  });
}

/** Describes all test certificates of the entry by the one that expires first. */
function describeFixtures(alert: SentAlert, context: PlanContext): SubjectState {
  const [first] = sortByExpiry(context.comparison.listSubjects(alert.entry), context);
  return first === undefined
    ? { ...describeRemovedSubject(alert, context), distinguishing_locations: null }
    : { ...describeSubject(first, context), distinguishing_locations: null };
}

/** Describes the certificates that were below a CA by the first of those that are at their locations now. */
function describeBelow(alert: SentAlert, context: PlanContext): SubjectState {
  const { entry, locations } = alert;
  const subjects = context.comparison.listSubjects(entry);
  const first = subjects.find((one) => one.locations.some((location) => locations.includes(location))) ?? subjects[0];
  const none = { distinguishing_locations: null };
  if (first === undefined) return { ...describeRemovedSubject({ ...alert, fingerprint: null }, context), ...none };
  return { ...describeSubject(first, context), locations, ...none };
}

/** Describes a removed location by the certificate that was last seen there. */
function describeRemovedLocation(alert: SentAlert, location: string, context: PlanContext): SubjectState {
  const { entry } = alert;
  const fingerprint = getOwn(getOwn(context.log.locations, entry), location)?.previous ?? null;
  const elsewhere = context.comparison.findSubject(entry, fingerprint);
  if (elsewhere !== undefined) return nameByLocation(describeSubject(elsewhere, context), location, context);
  return nameByLocation(describeRemovedSubject({ ...alert, fingerprint }, context), location, context);
}

function describeRemovedSubject(alert: SentAlert, context: PlanContext): SubjectState {
  return describeRemoved(alert, findLastStatus(alert.history), context);
}

function findLastStatus({ records }: History): Verdict['status'] | null {
  const last = records
    .filter(({ event }) => !isResolution(event))
    .flatMap(listDeliveries)
    .map((delivery) => ({ sequence: sentAt(delivery)?.sequence ?? 0, status: delivery.status }))
    .toSorted((a, b) => b.sequence - a.sequence)[0];
  return last?.status ?? null;
}
