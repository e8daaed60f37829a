/** Decides about the readings of a scan: compares them with the event log, evaluates them, and plans notifications. Pure. */

import { evaluateIssuances } from '../../assess/findings/discovered.ts';
import type { CertificateBug, OnBug } from '../../domain/certificate-bug.ts';
import {
  type Comparison,
  createComparison,
  type DomainReading,
  type Entry,
  type Failure,
  type IsoTime,
  type LiveLocation,
  type LocationReading,
  type Plan,
  type Reachability,
  type ScanContext,
  type SourceReading,
  type Subject,
  type TransparencyState,
  type Unobserved,
  type Verdict,
} from '../../domain/index.ts';
import { recordScanTime, resolveSchedule } from '../../domain/scan-distance.ts';
import { plan } from '../../events/plan/index.ts';
import type { AlertingSettings } from '../../events/plan/plan-context.ts';
import { compareWithLog } from '../../events/state/compare-with-log.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { buildReportCertificates } from '../../report/scan/build.ts';
import { createInternalFailure } from '../../scan/failures.ts';
import type { PolicyEvaluator } from '../policy-evaluator.ts';
import { evaluateSubjects, type FindAnnounced } from './evaluate.ts';

export interface DecisionInput {
  /** Every entry of the manifest. */
  entries: readonly Entry[];
  alerting: AlertingSettings;
  log: EventLog;
  readings: readonly SourceReading[];
  transparency?: readonly DomainReading[];
  covers: (entry: string) => boolean;
  scan: ScanContext;
  /** The last times at which workflows were due to scan. Default: none, so that only the log tells when scans run. */
  plannedScans?: readonly IsoTime[];
  policies: PolicyEvaluator | null;
  /** Absent: no revocation was announced. */
  findAnnounced?: FindAnnounced | undefined;
  ignoreCooldown: boolean;
  compileRegex: RegexCompiler | null;
  reachability: Reachability;
  unobserved: Unobserved;
}

export interface Decision {
  comparison: Comparison;
  getVerdict: (subject: Subject) => Verdict;
  transparency: TransparencyState;
  planned: Plan;
  /** The certificates of the report, which are built before deliveries are made. */
  certificates: ReportCertificate[];
  /** The bugs of certificates without a decision: their log records do not change, and their locations have a failure. */
  bugs: CertificateBug[];
  /** The problems of entries with a bug that no certificate of the report shows, such as one about a removed certificate. */
  problems: Failure[];
}

/**
 * Decides in stages, each of which leaves out certificates that trigger a bug. Then all stages run once more as if those certificates could
 * not be read, so that the results of the earlier stages about them are dropped, too.
 */
export function decide(input: DecisionInput): Decision {
  const bugs = new Map<string, CertificateBug>();
  for (;;) {
    const known = new Map(bugs);
    const onBug: OnBug = (bug) => void bugs.set(toKey(bug), bugs.get(toKey(bug)) ?? bug);
    const decision = decideWithout(known, input, onBug);
    if (bugs.size > known.size) continue;
    const found = [...bugs.values()];
    return { ...decision, bugs: found, problems: listUnshownFailures(found, decision.certificates) };
  }
}

type Broken = ReadonlyMap<string, CertificateBug>;

function toKey({ entry, subject }: Pick<CertificateBug, 'entry' | 'subject'>): string {
  return JSON.stringify([entry, subject]);
}

/** Whether a bug is about this certificate or location (null: neither), or about its whole entry. */
function isBroken(broken: Broken, entry: string, subject: string | null): boolean {
  return broken.has(toKey({ entry, subject })) || broken.has(toKey({ entry, subject: null }));
}

function decideWithout(broken: Broken, input: DecisionInput, onBug: OnBug): Omit<Decision, 'bugs' | 'problems'> {
  const { entries, alerting, log, covers, scan, policies, findAnnounced } = input;
  const { ignoreCooldown, compileRegex, reachability, unobserved } = input;
  const readings = failReadings(input.readings, broken);
  const read = { readings, transparency: input.transparency, unobserved };
  const compared = compareWithLog({ log, entries, ...read, covers, now: scan.now, onBug });
  const comparison = omitSubjects(compared, broken);
  const transparency = evaluateIssuances(comparison, scan.now);
  const schedule = resolveSchedule(recordScanTime(log.scans.recent, scan.now), input.plannedScans);
  const getVerdict = evaluateSubjects(comparison, scan.now, policies, { transparency, schedule, findAnnounced, onBug });
  const evaluateUnread = policies?.evaluateUnread;
  const evaluated = { comparison, getVerdict, transparency, ...(evaluateUnread && { evaluateUnread }) };
  const certificates = buildReportCertificates({ ...evaluated, onBug });
  const conditions = { ignoreCooldown, compileRegex, covers, reachability, transparency, onBug };
  const planned = plan({ alerting, comparison: omitAlerts(comparison, broken), getVerdict, scan, ...conditions });
  return { comparison, getVerdict, transparency, planned, certificates };
}

/** Returns the readings with a failure for each broken certificate or location, or for the source of a broken entry. */
function failReadings(readings: readonly SourceReading[], broken: Broken): readonly SourceReading[] {
  if (broken.size === 0) return readings;
  return readings.map((reading) => {
    const { entry, source, locations } = reading;
    if (isBroken(broken, entry, null)) return { ...reading, failure: createInternalFailure(source), locations: [] };
    return { ...reading, locations: locations.map((one) => failLocation(entry, one, broken)) };
  });
}

function failLocation(entry: string, reading: LocationReading, broken: Broken): LocationReading {
  const { location, observed, certificate } = reading;
  const isFailed = isBroken(broken, entry, location) || isBroken(broken, entry, certificate?.fingerprint ?? null);
  return isFailed ? { location, observed, certificate: null, failure: createInternalFailure(location) } : reading;
}

/**
 * Returns the comparison with a failure at the locations of broken certificates, and at broken locations. These keep the certificate that
 * the log has, like every location that cannot be read. The log is the same.
 */
function omitSubjects(comparison: Comparison, broken: Broken): Comparison {
  if (broken.size === 0) return comparison;
  return createComparison({
    ...comparison,
    subjects: comparison.subjects.filter(({ entry, fingerprint }) => !isBroken(broken, entry, fingerprint)),
    locations: comparison.locations.map(({ others, ...one }): LiveLocation => {
      const { entry, location, fingerprint } = one;
      const shown = others?.filter((other) => !isBroken(broken, entry, other.fingerprint));
      const live = shown === undefined ? one : { ...one, others: shown };
      const failed = { ...live, evidence: null, failure: createInternalFailure(location) };
      if (isBroken(broken, entry, fingerprint)) return { ...failed, fingerprint: null, previous: null };
      return isBroken(broken, entry, location) ? failed : live;
    }),
  });
}

/** Returns the comparison without the alerts of broken certificates and entries, which neither fire nor resolve. */
function omitAlerts(comparison: Comparison, broken: Broken): Comparison {
  if (broken.size === 0) return comparison;
  const { log, locations } = comparison;
  const events = log.events.filter(({ certificate, fingerprint }) => !isBroken(broken, certificate, fingerprint));
  return createComparison({
    ...comparison,
    locations: locations.filter(({ entry }) => !isBroken(broken, entry, null)),
    log: { ...log, events },
  });
}

function listUnshownFailures(bugs: readonly CertificateBug[], certificates: readonly ReportCertificate[]): Failure[] {
  const shown = new Set(
    certificates.flatMap(({ certificate, locations }) =>
      locations.some(({ error }) => error?.code === 'internal-error') ? certificate : [],
    ),
  );
  const entries = new Set(bugs.map(({ entry }) => entry));
  return [...entries].filter((entry) => !shown.has(entry)).map(createInternalFailure);
}
