/** Groups certificates by owner, issuer or time. */

import { STATUS_ORDER } from '../data.ts';
import { formatMonth } from './format.ts';
import type { Store } from './store.ts';

export interface Group {
  /** Null: without an owner or issuer. */
  name: string | null;
  total: number;
  /** In the order of `STATUS_ORDER`. */
  counts: number[];
  /** The next expiry that is not past, in seconds. */
  next: number | null;
  /** Mean policy score. */
  score: number | null;
}

/** The groups with the most urgent certificates first. */
export function groupCertificates(store: Store, by: 'owners' | 'issuers'): Group[] {
  const { columns, tables } = store.data;
  const names: readonly (string | null)[] = [...tables[by], null];
  const groups = names.map(
    (name): Group => ({ name, total: 0, counts: STATUS_ORDER.map(() => 0), next: null, score: null }),
  );
  const scores = names.map(() => ({ sum: 0, count: 0 }));
  for (let index = 0; index < store.size; index += 1) {
    const at = columns[by][index] ?? -1;
    const slot = at === -1 ? names.length - 1 : at;
    const group = groups[slot];
    const score = scores[slot];
    if (group === undefined || score === undefined) continue;
    const status = columns.status[index] ?? 0;
    group.total += 1;
    group.counts[status] = (group.counts[status] ?? 0) + 1;
    const until = columns.until[index] ?? null;
    if (until !== null && until >= store.now && (group.next === null || until < group.next)) group.next = until;
    const own = columns.score[index] ?? null;
    if (own !== null) {
      score.sum += own;
      score.count += 1;
    }
  }
  return groups
    .map((group, slot) => ({ ...group, score: mean(scores[slot]) }))
    .filter(({ total }) => total > 0)
    .sort(compareGroups);
}

function mean({ sum, count }: { sum: number; count: number } = { sum: 0, count: 0 }): number | null {
  return count === 0 ? null : Math.round(sum / count);
}

function compareGroups(a: Group, b: Group): number {
  for (const [status, count] of a.counts.entries()) {
    // The last status is ok.
    if (status === STATUS_ORDER.length - 1) break;
    const difference = (b.counts[status] ?? 0) - count;
    if (difference !== 0) return difference;
  }
  return b.total - a.total || ((a.name ?? '') < (b.name ?? '') ? -1 : 1);
}

const DAY = 86_400;
const WEEK = 7 * DAY;
/** 1970-01-05, the first Monday. */
const MONDAY = 4 * DAY;

export interface Week {
  /** Monday, in seconds. */
  start: number;
  counts: number[];
  total: number;
}

/** The expiries of this week and the following ones. */
export function countExpiriesByWeek({ data, now, size }: Store, weeks: number): Week[] {
  const first = Math.floor((now - MONDAY) / WEEK) * WEEK + MONDAY;
  const list = Array.from({ length: weeks }, (_, index): Week => {
    return { start: first + index * WEEK, counts: STATUS_ORDER.map(() => 0), total: 0 };
  });
  for (let index = 0; index < size; index += 1) {
    const until = data.columns.until[index] ?? null;
    if (until === null || until < now) continue;
    const week = list[Math.floor((until - first) / WEEK)];
    if (week === undefined) continue;
    const status = data.columns.status[index] ?? 0;
    week.counts[status] = (week.counts[status] ?? 0) + 1;
    week.total += 1;
  }
  return list;
}

/** What expired between the scan and `now`, which its status does not show. */
export function listExpiredSince({ data, now, size }: Store): number[] {
  const { columns, scanned } = data;
  const expired: number[] = [];
  for (let index = 0; index < size; index += 1) {
    const until = columns.until[index] ?? null;
    if (until !== null && scanned !== null && until >= scanned && until < now) expired.push(index);
  }
  return expired;
}

export interface Month {
  /** As `formatMonth` writes it. */
  name: string;
  /** Seconds; the end is the first that is not part of it. */
  start: number;
  end: number;
  total: number;
  weeks: number;
}

/** Whole weeks of each month: a week belongs to the month of its middle day. */
export function groupByMonth(weeks: readonly Pick<Week, 'start' | 'total'>[]): Month[] {
  const months: Month[] = [];
  for (const { start, total } of weeks) {
    const name = formatMonth(start + 3 * DAY);
    const last = months.at(-1);
    if (last?.name === name) {
      last.end = start + WEEK;
      last.total += total;
      last.weeks += 1;
    } else months.push({ name, start, end: start + WEEK, total, weeks: 1 });
  }
  return months;
}
