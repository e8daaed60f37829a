/** The exit code of a scan or digest. */

import type { Status } from '../domain/index.ts';
import type { Report } from '../generated/report.ts';
import type { AppError } from '../lib/app-error.ts';

export const FAIL_ON = ['never', 'warning', 'critical', 'expired'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** The statuses that fail at each level. An unknown or not yet valid certificate counts as critical. */
const FAILING_STATUSES: Record<FailOn, readonly Status[]> = {
  never: [],
  expired: ['expired'],
  critical: ['expired', 'critical', 'unknown', 'not_yet_valid'],
  warning: ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning'],
};

export interface Outcome {
  report: Report;
  /** Why the event log could not be saved, or null. */
  unsaved: AppError | null;
  failedDeliveries: number;
}

/** 3 takes precedence over 1. */
export function computeExitCode({ report, unsaved, failedDeliveries }: Outcome, failOn: FailOn): 0 | 1 | 3 {
  if (unsaved !== null || failedDeliveries > 0 || hasUnsetVariable(report)) return 3;
  return report.certificates.some(({ status }) => FAILING_STATUSES[failOn].includes(status)) ? 1 : 0;
}

/** A scan without one of its variables is incomplete. A dry run needs no secrets. */
function hasUnsetVariable({ dry_run, certificates }: Report): boolean {
  return !dry_run && certificates.some(({ places }) => places.some(({ error }) => error?.code === 'variable-unset'));
}
