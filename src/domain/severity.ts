import type { Level, Severity, Status } from './index.ts';

const SEVERITY = { ok: 0, not_yet_valid: 1, unknown: 1, warning: 2, critical: 3, expired: 4 } as const satisfies Record<
  Status,
  number
>;

/** How bad a status is for who is told of it: the larger, the worse. What an old text says and is no status is 0. */
export function severity(status: Status): number {
  return SEVERITY[status] ?? 0;
}

/** Contract section 2: the annotation level of each status. */
const LEVELS = {
  unknown: 'warning',
  expired: 'error',
  not_yet_valid: 'warning',
  critical: 'warning',
  warning: 'info',
  ok: 'info',
} as const satisfies Record<Status, Level>;

export function levelOf(status: Status): Level {
  return LEVELS[status];
}

/** What is told of a finding has the status that is as bad, so that rules and receivers know it as they know that of an end. */
export const FINDING_STATUS = { critical: 'critical', warning: 'warning', info: 'ok' } as const satisfies Record<
  Severity,
  Status
>;
