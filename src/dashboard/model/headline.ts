/** The headline of the overview: whether there are tasks now, and the first of them. */

import type { StatusName } from '../data.ts';
import { formatNumber } from './format.ts';
import { formatKinds, isTestCertificate, listAll } from './kinds.ts';
import type { Store } from './store.ts';

export function describeTasks(store: Store): string {
  const { data, size } = store;
  const all = listAll(store);
  const select = (...statuses: StatusName[]) => all.filter((index) => statuses.includes(store.getStatus(index)));
  const urgent = select('expired', 'critical');
  const unknown = select('unknown');
  const [warning, early] = [select('warning').length, select('not_yet_valid').length];
  if (size === 0) return 'No certificates are monitored';
  if (urgent.length > 0) return `${formatKinds(store, urgent)} ${urgent.length === 1 ? 'needs' : 'need'} action now`;
  if (unknown.length > 0) return `${formatKinds(store, unknown)} could not be read`;
  if (warning > 0) return `Nothing is critical, ${formatNumber(warning)} to look at soon`;
  if (early > 0) return `Nothing is critical, ${formatNumber(early)} not yet valid`;
  if (!data.coverage.complete) return 'Nothing is critical, but not everything was covered';
  const kinds = formatKinds(store, all);
  if (size === 1) return `The ${kinds.replace('1 ', '')} is fine`;
  return / and /.test(kinds) ? `All is fine: ${kinds}` : `All ${kinds} are fine`;
}

/**
 * Lists the tasks by urgency: certificates whose status or findings are not ok. Of the expired ones, the last to expire comes first: what
 * expired long ago is not in use, or has been noticed. Test certificates come last.
 */
export function listTasks(store: Store): number[] {
  const tasks = listAll(store).filter((index) => store.getStatus(index) !== 'ok');
  const isExpired = (index: number) => store.getStatus(index) === 'expired';
  const until = (index: number) => store.data.columns.until[index] ?? 0;
  const expired = tasks.filter(isExpired).sort((a, b) => until(b) - until(a));
  const sorted = [...expired, ...tasks.filter((index) => !isExpired(index))];
  const isTest = (index: number) => isTestCertificate(store, index);
  return [...sorted.filter((index) => !isTest(index)), ...sorted.filter(isTest)];
}
