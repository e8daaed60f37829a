import type { Status } from './types.ts';

const SEVERITY = { ok: 0, not_yet_valid: 1, unknown: 1, warning: 2, critical: 3, expired: 4 } as const satisfies Record<
  Status,
  number
>;

/** How bad a status is for who is told of it: the larger, the worse. What an old text says and is no status is 0. */
export function severity(status: Status): number {
  return SEVERITY[status] ?? 0;
}
