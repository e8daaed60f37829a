/** The headline of the overview: whether anything needs to be done now, and what first. */

import { formatCount, formatNumber } from './format.ts';
import type { Store } from './store.ts';

export function describeTasks(store: Store): string {
  const { data, size } = store;
  const [expired = 0, critical = 0, unknown = 0, early = 0, warning = 0] = data.summary.counts;
  const urgent = expired + critical;
  if (size === 0) return 'No certificates are monitored';
  if (urgent > 0) return `${formatCount(urgent, 'certificate needs', 'certificates need')} action now`;
  if (unknown > 0) return `${formatCount(unknown, 'certificate')} could not be read`;
  if (warning > 0) return `Nothing is critical, ${formatNumber(warning)} to look at soon`;
  if (early > 0) return `Nothing is critical, ${formatNumber(early)} not yet valid`;
  if (!data.coverage.complete) return 'Nothing is critical, but not everything was covered';
  return size === 1 ? 'The certificate is fine' : `All ${formatNumber(size)} certificates are fine`;
}

/** The certificates to look at, by urgency: those that are not ok by themselves or by their findings. */
export function listTasks({ size, getStatus }: Store): number[] {
  const tasks: number[] = [];
  for (let index = 0; index < size; index += 1) if (getStatus(index) !== 'ok') tasks.push(index);
  return tasks;
}
