/** Groups certificates by owner, issuer, label or time. */

import { STATUS_ORDER } from '../data.ts';
import type { Facet } from './facets.ts';
import { formatMonth } from './format.ts';
import type { Store } from './store.ts';

export interface Group {
  /** The value; null for the group without a value. */
  name: string | null;
  total: number;
  /** The counts in the order of `STATUS_ORDER`. */
  counts: number[];
  /** The next expiry that is not past, in seconds. */
  next: number | null;
  /** The mean policy score. */
  score: number | null;
}

interface Scored extends Group {
  scores: { sum: number; count: number };
}

/** Groups certificates, with the most urgent groups first. A certificate with several values is in each of their groups. */
export function groupCertificates(store: Store, facet: Facet): Group[] {
  const groups = new Map<string | null, Scored>();
  for (let index = 0; index < store.size; index += 1) {
    const values = facet.getValues(index);
    for (const name of values.length === 0 ? [null] : values) {
      const group = groups.get(name) ?? createGroup(name);
      groups.set(name, group);
      addToGroup(group, store, index);
    }
  }
  return [...groups.values()].map(({ scores, ...group }) => ({ ...group, score: mean(scores) })).sort(compareGroups);
}

function createGroup(name: string | null): Scored {
  const counts = STATUS_ORDER.map(() => 0);
  return { name, total: 0, counts, next: null, score: null, scores: { sum: 0, count: 0 } };
}

function addToGroup(group: Scored, { data: { columns }, now }: Store, index: number): void {
  const status = columns.status[index] ?? 0;
  group.total += 1;
  group.counts[status] = (group.counts[status] ?? 0) + 1;
  const until = columns.until[index] ?? null;
  if (until !== null && until >= now && (group.next === null || until < group.next)) group.next = until;
  const score = columns.score[index] ?? null;
  if (score === null) return;
  group.scores.sum += score;
  group.scores.count += 1;
}

function mean({ sum, count }: Scored['scores']): number | null {
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
/** The first Monday after the epoch, 1970-01-05. */
const MONDAY = 4 * DAY;

export interface Week {
  /** The time of the Monday, in seconds. */
  start: number;
  counts: number[];
  total: number;
}

/** Counts the expiries of this week and the following ones. */
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

/** Lists certificates that expired between the scan and `now`, which their status does not show. */
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
  /** The name from `formatMonth`. */
  name: string;
  /** The times in seconds; the end is exclusive. */
  start: number;
  end: number;
  total: number;
  weeks: number;
}

/** Groups whole weeks by month: a week belongs to the month of its middle day. */
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
