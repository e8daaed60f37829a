/** Ranks statuses by severity, and derives levels and orders from the rank. */

import type { Level, Severity, Status } from './basic-types.ts';

const STATUS_RANKS = {
  ok: 0,
  not_yet_valid: 1,
  unknown: 1,
  warning: 2,
  critical: 3,
  expired: 4,
} as const satisfies Record<Status, number>;

/** Ranks a status by severity: higher is worse. A status that is unknown to this version, as in an old log, is 0. */
export function rankStatus(status: Status): number {
  return STATUS_RANKS[status] ?? 0;
}

const LEVELS_BY_STATUS = {
  unknown: 'warning',
  expired: 'error',
  not_yet_valid: 'warning',
  critical: 'warning',
  warning: 'info',
  ok: 'info',
} as const satisfies Record<Status, Level>;

/** Returns the annotation level of a status. */
export function getLevel(status: Status): Level {
  return LEVELS_BY_STATUS[status];
}

/** The status of a finding's events, so that rules and receivers treat them like expiry of the same severity. */
export const STATUS_BY_SEVERITY = {
  critical: 'critical',
  warning: 'warning',
  info: 'ok',
} as const satisfies Record<Severity, Status>;

/** Lists the statuses that a certificate has by its dates and trust, and by its findings: a violation of a critical policy is critical. */
export function listStatuses(status: Status, findings: readonly { severity: Severity }[]): Status[] {
  return [status, ...findings.map(({ severity }) => STATUS_BY_SEVERITY[severity])];
}

/** The levels of `--fail-on`: the least severe status that fails a scan. */
export const FAIL_ON = ['never', 'warning', 'critical', 'expired'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** The order of statuses in all reports. It differs from the order of severity: the most urgent tasks come first. */
export const WORST_FIRST: readonly Status[] = ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning', 'ok'];

/** Returns the sort key of reports: the worse the status, the smaller the key. */
export function rankForReport(status: Status): number {
  return WORST_FIRST.indexOf(status);
}

/** Returns the worst of the status and the findings: a violation of a critical policy is critical, regardless of the dates. */
export function getWorstStatus({
  status,
  findings,
}: {
  status: Status;
  findings: readonly { severity: Severity }[];
}): Status {
  return listStatuses(status, findings).reduce((worst, one) =>
    rankForReport(one) < rankForReport(worst) ? one : worst,
  );
}
