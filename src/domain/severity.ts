import type { Level, Severity, Status } from './index.ts';

const STATUS_RANKS = {
  ok: 0,
  not_yet_valid: 1,
  unknown: 1,
  warning: 2,
  critical: 3,
  expired: 4,
} as const satisfies Record<Status, number>;

/** How bad a status is for who is told of it: the larger, the worse. What an old text says and is no status is 0. */
export function rankStatus(status: Status): number {
  return STATUS_RANKS[status] ?? 0;
}

/** Contract section 2: the annotation level of each status. */
const LEVELS_BY_STATUS = {
  unknown: 'warning',
  expired: 'error',
  not_yet_valid: 'warning',
  critical: 'warning',
  warning: 'info',
  ok: 'info',
} as const satisfies Record<Status, Level>;

export function getLevel(status: Status): Level {
  return LEVELS_BY_STATUS[status];
}

/** What is told of a finding has the status that is as bad, so that rules and receivers know it as they know that of an end. */
export const STATUS_BY_SEVERITY = { critical: 'critical', warning: 'warning', info: 'ok' } as const satisfies Record<
  Severity,
  Status
>;
