/** Builds the report of a scan. */

import { type OnBug, throwBug } from '../../domain/certificate-bug.ts';
import { resolveNoun } from '../../domain/certificate-names.ts';
import { formatDeliveryKey } from '../../domain/destinations.ts';
import { describeSubject, findLastReading, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import {
  type CheckStatus,
  type Comparison,
  type Entry,
  isDomainLocation,
  isNeverRead,
  type LiveLocation,
  type Plan,
  type PlannedDelivery,
  type PlannedEvent,
  type Policy,
  type PolicyResult,
  type Receipt,
  type Revocation,
  type ScanContext,
  type Status,
  type Subject,
  type TransparencyState,
  type Trust,
  type Unobserved,
  type Verdict,
} from '../../domain/index.ts';
import { computePolicyScore } from '../../domain/policies.ts';
import { getWorstStatus, rankForReport } from '../../domain/severity.ts';
import { applyOwnership } from '../../domain/sources/inventory.ts';
import { parseThreshold, toThresholdKey } from '../../domain/thresholds.ts';
import type {
  Report,
  ReportCertificate,
  ReportCoverage,
  ReportDelivery,
  ReportEvent,
  ReportLocation,
  ReportNotObserved,
  Summary,
} from '../../generated/report.ts';
import { compareText } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { type Links, linkCertificates } from './links.ts';
import { buildPolicyOverviews } from './policies.ts';
import { buildPending, buildTransparency } from './transparency.ts';
import type { Unmonitored } from './unmonitored.ts';

export interface ReportInput {
  scan: ScanContext;
  dry_run: boolean;
  comparison: Comparison;
  getVerdict: (subject: Subject) => Verdict;
  /** The entries that the scan covered. */
  entries: readonly Entry[];
  /** The entries that no probe observed. Default: none. */
  unobserved?: Unobserved;
  /** The state of certificate transparency. Default: no entry watches it. */
  transparency?: TransparencyState;
  coverage: ReportCoverage;
  /** The fields of `buildUnmonitored`. Default: none. */
  unmonitored?: Unmonitored;
  plan: Plan;
  /** The policies of the manifest. Default: none. */
  policies?: readonly Policy[];
  /** One receipt for each due delivery; empty in a dry run. */
  receipts: readonly Receipt[];
  /** The certificates of `buildReportCertificates`. */
  certificates: ReportCertificate[];
}

/** Builds the report of a scan (schema/report.schema.json), certificates worst first. It depends only on its input. */
export function buildReport(input: ReportInput): Report {
  const { certificates, transparency: state, comparison, scan, policies = [] } = input;
  const events = input.plan.events.map(buildEvent);
  const deliveries = buildDeliveries(input.plan.deliveries, input.receipts);
  const missing = listNotObserved(input);
  const transparency = state === undefined ? [] : buildTransparency(comparison, state, scan.now);
  return {
    version: 1,
    scan_id: input.scan.scan_id,
    scanned_at: formatIsoTime(input.scan.now),
    dry_run: input.dry_run,
    coverage: input.coverage,
    summary: {
      ...summarize(certificates, events, deliveries),
      ...(missing.length > 0 && { not_observed: missing.length }),
    },
    certificates,
    ...(missing.length > 0 && { not_observed: missing }),
    ...input.unmonitored,
    ...(transparency.length > 0 && { transparency }),
    ...(policies.length > 0 && { policies: buildPolicyOverviews(policies, certificates) }),
    events,
    deliveries,
  };
}

function listNotObserved({ entries, unobserved }: ReportInput): ReportNotObserved[] {
  return entries.flatMap(({ name, probe }) => {
    const error = unobserved?.get(name);
    return error === undefined ? [] : [{ certificate: name, probe, error }];
  });
}

// ---------------------------------------------------------------------------------------------- certificates

interface CertificatesInput extends Pick<ReportInput, 'comparison' | 'getVerdict' | 'transparency'> {
  /** Returns the results of policies for a certificate of an entry that was never read. Default: none. */
  evaluateUnread?: (entry: Entry) => PolicyResult[];
  /** Called with a bug about a certificate, which is then left out. Default: the bug is thrown. */
  onBug?: OnBug;
}

/** Builds certificates, and locations with an unknown certificate, the worst first, without domains whose logs were read. */
export function buildReportCertificates({
  comparison,
  getVerdict,
  evaluateUnread,
  transparency,
  onBug = throwBug,
}: CertificatesInput): ReportCertificate[] {
  const { entries } = comparison;
  const rows: ReportCertificate[] = [];
  const add = (
    entry: string,
    subject: string,
    describe: () => Omit<ReportSubject, 'name' | 'entry' | 'isOneOfSeveral'>,
  ) => {
    const isOneOfSeveral = comparison.countCertificates(entry) > 1;
    try {
      rows.push(buildCertificate({ name: entry, entry: entries.get(entry) ?? null, isOneOfSeveral, ...describe() }));
    } catch (error) {
      onBug({ entry, subject, error });
    }
  };
  const findLinks = linkCertificates(comparison);
  for (const subject of comparison.subjects) {
    const { entry, fingerprint, certificate } = subject;
    add(entry, fingerprint, () => {
      const locations = comparison.findLocations(entry, subject.locations, fingerprint);
      const links = { ...findLinks(subject), ...buildPending(transparency?.findPending(subject) ?? []) };
      return { links, fingerprint, certificate, verdict: getVerdict(subject), locations };
    });
  }
  // A domain whose provider answered is not a certificate; the others are unknown.
  const isShown = (one: LiveLocation) => one.fingerprint === null && (!isDomainLocation(one) || one.failure !== null);
  for (const location of comparison.locations.filter(isShown)) {
    add(location.entry, location.location, () => {
      const entry = entries.get(location.entry);
      const isCertificate = entry !== undefined && resolveNoun(entry, [location.location]).kind === 'certificate';
      const policies = isCertificate ? evaluateUnread?.(entry) : undefined;
      const verdict = { ...UNKNOWN_VERDICT, ...(policies && { policies }) };
      return { fingerprint: null, certificate: null, verdict, locations: [location] };
    });
  }
  return sortWorstFirst(rows);
}

/**
 * Sorts by status, then by days, then by name, so that the same input always gives the same order. The sort keys are read once from the
 * large records, instead of in each comparison.
 */
export function sortWorstFirst(records: readonly ReportCertificate[]): ReportCertificate[] {
  const keyed = records.map((record) => ({
    rank: rankForReport(getWorstStatus(record)),
    days: record.days_remaining ?? 0,
    certificate: record.certificate,
    location: record.locations[0]?.location ?? '',
    record,
  }));
  keyed.sort(
    (a, b) =>
      a.rank - b.rank ||
      a.days - b.days ||
      compareText(a.certificate, b.certificate) ||
      compareText(a.location, b.location),
  );
  return keyed.map(({ record }) => record);
}

/** A certificate of an entry, or a location that was never read. */
interface ReportSubject {
  name: string;
  entry: Entry | null;
  isOneOfSeveral: boolean;
  fingerprint: string | null;
  certificate: Subject['certificate'] | null;
  verdict: Verdict;
  locations: readonly LiveLocation[];
  /** Absent for a location that was never read. */
  links?: Links & Pick<ReportCertificate, 'renewed_not_deployed'>;
}

function buildCertificate(subject: ReportSubject): ReportCertificate {
  const { name, entry, fingerprint, certificate, verdict, locations } = subject;
  const facts = certificate?.facts ?? null;
  const names = locations.map(({ location }) => location);
  const isVerified = locations.some(({ evidence }) => evidence?.trust ?? evidence?.revocation);
  const described = describeSubject({
    name,
    entry: entry && applyOwnership(entry, locations),
    fingerprint,
    facts,
    verdict,
    locations: names,
    distinguishing_locations: subject.isOneOfSeveral ? names : null,
    ...findLastReading(locations),
  });
  return {
    ...described,
    locations: locations.map(buildLocation),
    chain: (certificate?.chain ?? []).map(({ subject, issuer, fingerprint_sha256, valid_to }) => {
      return { subject, issuer, fingerprint_sha256, valid_to };
    }),
    trust: isVerified ? selectTrust(locations.flatMap(({ evidence }) => evidence?.trust ?? [])) : null,
    ...(verdict.policies && { policies: { score: computePolicyScore(verdict.policies), results: verdict.policies } }),
    revocation: isVerified ? selectRevocation(locations.flatMap(({ evidence }) => evidence?.revocation ?? [])) : null,
    findings: verdict.findings,
    ...(verdict.issuer && verdict.issuer.status !== 'ok' && { issuer_expiry: verdict.issuer.ca }),
    ...(verdict.notices && { notices: verdict.notices }),
    ...subject.links,
  };
}

function buildLocation(live: LiveLocation): ReportLocation {
  const { location, observed, failure: error, failing_since } = live;
  return {
    location,
    observed,
    error,
    ...(isNeverRead(live) && { never_read: true }),
    ...(failing_since && { failing_since }),
  };
}

/** Selects the first untrusted location, else the one whose path expires first. */
function selectTrust(trusts: readonly Trust[]): ReportCertificate['trust'] {
  const getExpiry = ({ effective_valid_to }: Trust) => Date.parse(effective_valid_to ?? '');
  const worst = trusts.find(({ trusted }) => !trusted) ?? trusts.toSorted((a, b) => getExpiry(a) - getExpiry(b))[0];
  if (worst === undefined) return null;
  const { path: _path, cross_signs: _cross_signs, issuer_expiry: _issuer, ...shown } = worst;
  return shown;
}

/** Selects the first location where it is revoked, else the first where the status is unknown. */
function selectRevocation(results: readonly Revocation[]): ReportCertificate['revocation'] {
  const find = (wanted: Revocation['status']) => results.find(({ status }) => status === wanted);
  const worst = find('revoked') ?? find('unknown') ?? results[0];
  if (worst === undefined) return null;
  const { good: _, ...shown } = worst;
  return shown;
}

// ---------------------------------------------------------------------------------------------- events, deliveries

function buildEvent({ context, notes, silence, record: _, ...event }: PlannedEvent): ReportEvent {
  return {
    ...event,
    ...(silence !== null && { silence: { until: silence.until, reason: silence.reason } }),
    ...(notes.length > 0 && { notes }),
    data: context.data,
  };
}

function buildDeliveries(planned: readonly PlannedDelivery[], receipts: readonly Receipt[]): ReportDelivery[] {
  const received = new Map(receipts.map((receipt) => [formatDeliveryKey(receipt), receipt]));
  return planned.map((delivery) => {
    const receipt = received.get(formatDeliveryKey(delivery));
    return {
      event_id: delivery.event_id,
      rule: delivery.rule,
      destination: delivery.destination,
      status: receipt?.status ?? (delivery.due ? 'due' : 'suppressed'),
      reason: delivery.reason,
      attempts: receipt?.attempts ?? 0,
      error: receipt?.error ?? null,
    };
  });
}

// ---------------------------------------------------------------------------------------------- the counts

/** Computes the counts of a report. */
export function summarize(
  certificates: readonly ReportCertificate[],
  events: readonly ReportEvent[],
  deliveries: readonly ReportDelivery[],
): Summary {
  const counts = countBy(certificates, ({ status }) => status);
  const has = (status: Status) => counts.get(status) ?? 0;
  const fired = events.filter(({ suppressed }) => !suppressed);
  const unmatched = events.filter(({ reason }) => reason === 'unmatched').length;
  return {
    certificates: certificates.length,
    ok: has('ok'),
    warning: has('warning'),
    critical: has('critical'),
    expired: has('expired'),
    not_yet_valid: has('not_yet_valid'),
    unknown: has('unknown'),
    events_fired: fired.length,
    events_suppressed: events.length - fired.length - unmatched,
    events_unmatched: unmatched,
    events_by_threshold: byThreshold(fired),
    deliveries_sent: deliveries.filter(({ status }) => status === 'sent').length,
    deliveries_failed: deliveries.filter(({ status }) => status === 'failed').length,
    ...policySummary(certificates),
  };
}

/** Computes the counts of policies; empty if the manifest has none. */
function policySummary(certificates: readonly ReportCertificate[]): Pick<Summary, 'policies'> {
  const evaluated = certificates.flatMap(({ policies }) => policies ?? []);
  if (evaluated.length === 0) return {};
  const results = evaluated.flatMap((one) => one.results);
  const counts = countBy(results, ({ result }) => result);
  const count = (result: CheckStatus) => counts.get(result) ?? 0;
  const score = computePolicyScore(results);
  return {
    policies: { score, pass: count('pass'), fail: count('fail'), skipped: count('skipped'), error: count('error') },
  };
}

/** Counts events by threshold; `10` and `"10d"` are the same. */
function byThreshold(fired: readonly ReportEvent[]): Record<string, number> {
  const crossed = fired.flatMap(({ threshold }) => threshold ?? []);
  const toKey = (threshold: number | string) => {
    const limit = parseThreshold(threshold);
    return String(limit === null ? threshold : toThresholdKey(limit));
  };
  return Object.fromEntries(countBy(crossed, toKey));
}

function countBy<T, K>(values: readonly T[], toKey: (value: T) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const value of values) {
    const key = toKey(value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
