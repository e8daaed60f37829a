/** The coverage of a scan: the read locations, the delivered alerts, and one sentence about both (docs/concepts/status.md#coverage). */

import type { Rule, SourceReading } from '../../domain/index.ts';
import { isRedCode, type RedCode } from '../../domain/red-reasons.ts';
import { predictNextScan, recordScanTime } from '../../domain/scan-distance.ts';
import type { ReportCoverage, ReportFailedLookup, ReportOmission, ReportUnread } from '../../generated/report.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import {
  countLoggedFailures,
  countUndelivered,
  countUnmatched,
  countWithheld,
  countWithoutRule,
  listAlertsWithoutRule,
} from './delivery.ts';
import { inspectEntry, isNothingRead } from './entry-coverage.ts';
import type { CoverageInput, CoverageReason } from './input.ts';
import { formatCoverage } from './line.ts';
import { type Cause, isPermitted, listRedReasons } from './reasons.ts';

/** Lists the items of each inventory that were not requested. */
export function listOmissions(readings: readonly Pick<SourceReading, 'entry' | 'omitted'>[]): ReportOmission[] {
  return readings.flatMap(({ entry, omitted }) => (omitted === undefined ? [] : [{ entry, ...omitted }]));
}

/** A run of all entries without problems and alerts. */
export const COMPLETE_RUN = {
  covers: () => true,
  unobserved: new Map(),
  reachability: { endpoints: 'unknown' },
  sent: null,
  isDryRun: false,
  allowUnread: false,
  silences: [],
  isLogSaved: true,
  hasInternalError: false,
} satisfies Partial<CoverageInput>;

/** Whether an enabled rule sends alerts. */
export function hasRules(rules: readonly Rule[]): boolean {
  return rules.some(({ enabled, actions }) => enabled && actions.length > 0);
}

/** Computes the coverage of a scan. A dry run works without variables and the files of probes, and does not send alerts. */
export function computeCoverage(input: CoverageInput): ReportCoverage {
  const { entries, covers, isDryRun, sent, log, now, allowUnread, hasObservations = false } = input;
  const scanned = entries.filter(({ name }) => covers(name));
  const found = scanned.map((entry) => inspectEntry(entry, input.listLocations(entry.name), input));
  const isNothing = isNothingRead(found) && !isBlind(input);
  const unread = found.flatMap((one) => one.unread).map((one) => (isNothing ? { ...one, tolerated: false } : one));
  const missing = found.filter((one) => one.isUnobserved).map(({ name }) => name);
  const lookups = found.flatMap((one) => one.lookups);
  const undelivered = sent === null ? countLoggedFailures(log) : isDryRun ? [] : countUndelivered(sent);
  const reasons = [...(input.reasons ?? []), ...(sent === null ? [] : listAlertsWithoutRule(sent.plan))];
  const red = listRedReasons(
    [
      ...(scanned.length === 0 ? [toCause('no-entries')] : []),
      ...unread.flatMap((one) => (one.tolerated ? [] : [toUnreadCause(one, isNothing)])),
      ...lookups.flatMap((one) => (one.tolerated ? [] : [toLookupCause(one)])),
      ...(isDryRun && !hasObservations ? [] : missing.map((name) => toCause('not-observed', name))),
      ...(isBlind(input) ? [toCause('scan-blind')] : []),
      ...(undelivered.length > 0 ? [toCause('undelivered')] : []),
      ...(input.isLogSaved ? [] : [toCause('log-unsaved')]),
      ...(input.hasInternalError ? [toCause('internal-error')] : []),
      ...reasons.flatMap((one) => listCauses(one)),
    ],
    input,
  );
  const coverage = {
    complete: red.length === 0,
    allowed: red.length > 0 && red.every((reason) => isPermitted(reason, allowUnread)),
    reasons: red,
    entries: entries.length,
    scanned: scanned.length,
    locations: found.reduce((sum, { locations }) => sum + locations, 0),
    read: found.reduce((sum, { read }) => sum + read, 0),
    never_read: found.filter((one) => one.isNeverRead).map(({ name }) => name),
    unread,
    not_observed: missing,
    ...(lookups.length > 0 && { lookups_failed: lookups }),
    empty: found.filter(({ locations }) => locations === 0).map(({ name }) => name),
    blind: isBlind(input),
    undelivered,
    alerts_unmatched: sent === null ? 0 : countUnmatched(sent.plan),
    ...(sent !== null && countWithheld(sent.plan)),
    has_rules: input.hasRules,
    log_saved: input.isLogSaved,
    internal_error: input.hasInternalError,
    ...(input.omitted && input.omitted.length > 0 && { omitted: [...input.omitted] }),
    ...findNextScan(input, scanned.length === entries.length),
  };
  const clauses = reasons.map(({ clause }) => clause);
  const alertsWithoutRule = sent === null ? 0 : countWithoutRule(sent.plan);
  const isReady = reasons.every(({ code }) => code !== 'receiver-not-ready');
  const line = { isDryRun: isDryRun && sent !== null, clauses, alertsWithoutRule, isReady, now };
  return { text: formatCoverage(coverage, line), ...coverage };
}

function toCause(code: RedCode, entry: string | null = null): Cause {
  return { code, entry };
}

/** The reason of a location that was not read: that of its error, if the table has one. */
function toUnreadCause({ certificate, code, never_read }: ReportUnread, isNothing: boolean): Cause {
  if (isNothing) return toCause('nothing-read', certificate);
  if (code !== null && isRedCode(code)) return toCause(code, certificate);
  return toCause(never_read ? 'never-read' : 'unread', certificate);
}

function toLookupCause({ certificate, records }: ReportFailedLookup): Cause {
  return toCause(records === 'revocation' ? 'revocation-unknown' : 'lookups-failed', certificate);
}

function listCauses({ code, entries }: CoverageReason): Cause[] {
  return entries.length === 0 ? [toCause(code)] : entries.map((entry) => toCause(code, entry));
}

/** Finds the time of the next scan. A dry run, or a scan of some entries, is not counted as one. */
function findNextScan(
  { sent, isDryRun, log: { scans }, now }: CoverageInput,
  isWhole: boolean,
): Pick<ReportCoverage, 'next_scan_due'> {
  if (sent !== null && (isDryRun || !isWhole)) return {};
  const recent = sent === null ? (scans.recent ?? []) : recordScanTime(scans.recent, now);
  const next = predictNextScan(recent);
  return next === null ? {} : { next_scan_due: formatIsoTime(next) };
}

/** Whether the coverage is sufficient, so that the run does not fail. */
export function isCovered({ complete, allowed }: Pick<ReportCoverage, 'complete' | 'allowed'>): boolean {
  return complete || allowed;
}

function isBlind({ reachability }: CoverageInput): boolean {
  return reachability.endpoints === 'none';
}
