/** The exit code of a scan, digest or inspection. */

import type { Failure, Severity, Status } from '../domain/index.ts';
import { isRedCode, RED_REASONS, type RedCode } from '../domain/red-reasons.ts';
import { type FailOn, listStatuses } from '../domain/severity.ts';
import type { Report, ReportCoverage } from '../generated/report.ts';
import type { AppError } from '../lib/app-error.ts';
import { isCovered } from '../report/coverage/index.ts';

/**
 * The statuses that fail at each level. An unknown or not yet valid certificate is critical; a finding, such as a violated policy, fails by
 * its severity.
 */
const FAILING_STATUSES: Record<FailOn, readonly Status[]> = {
  never: [],
  expired: ['expired'],
  critical: ['expired', 'critical', 'unknown', 'not_yet_valid'],
  warning: ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning'],
};

export interface Outcome {
  report: Report;
  /** The error of saving the event log, or null. */
  unsaved: AppError | null;
  failedDeliveries: number;
  /** Failures other than those of certificates and deliveries. */
  problems: readonly Failure[];
}

/** Computes the exit code, from the reasons for a red run and from `failOn`. 3 takes precedence over 1. */
export function computeExitCode(outcome: Outcome, failOn: FailOn): 0 | 1 | 3 {
  const { report, unsaved, failedDeliveries } = outcome;
  if (unsaved !== null || failedDeliveries > 0 || hasInternalError(outcome)) return 3;
  const isFailed = hasFailingCertificate(report, failOn);
  return Math.max(isFailed ? RED_REASONS['fail-on'].exitCode : 0, ...listExitCodes(report.coverage)) as 0 | 1 | 3;
}

function hasFailingCertificate(report: Report, failOn: FailOn): boolean {
  return isFailing([...listCertificates(report), ...listUnknown(report)], failOn);
}

/** Lists the exit codes of the reasons that nothing permits. An alert that was due, but that this run did not try to deliver, is no failed delivery. */
function listExitCodes(coverage: ReportCoverage): number[] {
  if (isCovered(coverage)) return [];
  const open = coverage.reasons.filter(({ silenced_until }) => silenced_until === undefined);
  return open.map(({ code }) => (code === 'undelivered' || !isRedCode(code) ? 1 : RED_REASONS[code].exitCode));
}

/** Computes the exit code of an overview. A failure that another repository reports belongs to its own scan, not to the overview. */
export function computeOverviewExitCode(
  { report, failedDeliveries, hasBug }: Pick<Outcome, 'report' | 'failedDeliveries'> & { hasBug: boolean },
  failOn: FailOn,
): 0 | 1 | 3 {
  if (failedDeliveries > 0 || hasBug) return 3;
  return hasFailingCertificate(report, failOn) || !isCovered(report.coverage) ? 1 : 0;
}

/**
 * Lists the certificates without the domains of `ct` entries that could not be read: a failing provider is not an alert, and only affects
 * the coverage after days.
 */
function listCertificates({ certificates, transparency = [] }: Report): Report['certificates'] {
  const entries = new Set(transparency.map(({ certificate }) => certificate));
  return certificates.filter(({ certificate }) => !entries.has(certificate));
}

/** Lists the alerts about certificates in transparency logs, as certificates with a finding. */
function listUnknown({ transparency = [] }: Report): Parameters<typeof isFailing>[0] {
  return transparency.flatMap(({ unknown }) =>
    unknown.flatMap(({ severity }) => (severity === null ? [] : { status: 'ok', findings: [{ severity }] })),
  );
}

/** Whether one of the certificates has the status or a finding of this level, or a worse one. */
export function isFailing(
  certificates: readonly { status: Status; findings: readonly { severity: Severity }[] }[],
  failOn: FailOn,
): boolean {
  const failing = FAILING_STATUSES[failOn];
  if (failing.length === 0) return false;
  return certificates.some(({ status, findings }) =>
    listStatuses(status, findings).some((one) => failing.includes(one)),
  );
}

/** Whether a bug left out a certificate, a location or a notification. */
export function hasInternalError({ report, problems }: Pick<Outcome, 'report' | 'problems'>): boolean {
  return hasInternalProblem(problems) || hasLocationError(report.certificates, INTERNAL_ERROR);
}

export function hasInternalProblem(problems: readonly Failure[]): boolean {
  return problems.some(({ code }) => code === INTERNAL_ERROR);
}

/** Explains why a step fails with exit code 1. */
export function describeFailure(coverage: ReportCoverage, failOn: FailOn): string {
  if (!isCovered(coverage)) return coverage.text;
  return `Something is at the level ${failOn} or worse (fail-on).`;
}

/** Whether a run is red for one of these reasons. */
export function isRedFor({ reasons }: ReportCoverage, ...codes: readonly RedCode[]): boolean {
  return codes.some((code) => reasons.some((one) => one.code === code && one.silenced_until === undefined));
}

/** The message of a step that fails because it reached no endpoint. */
export const BLIND_MESSAGE =
  'None of the endpoints could be reached. Check the network of the runner: its connection, DNS, proxy and firewall.';

/** The message of a step that fails because an entry was not observed. */
export const INCOMPLETE_MESSAGE =
  'Some entries were not observed, or a file of a probe was rejected. Check the jobs that run certvigil observe.';

const INTERNAL_ERROR = 'internal-error';

/** The message of a step that fails with an internal error. */
export const INTERNAL_ERROR_MESSAGE =
  'certvigil failed internally, so something was left out. This is a bug: please report it with the stack trace above.';

function hasLocationError(certificates: Report['certificates'], code: string): boolean {
  return certificates.some(({ locations }) => locations.some(({ error }) => error?.code === code));
}
