import { timeOf } from '../lib/iso-time.ts';
import type { CertificateFacts, Limit } from './index.ts';

const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** A certificate's life in milliseconds; `from` is null for a date known by hand, which has no lifetime. */
export interface Span {
  from: number | null;
  to: number;
}

/**
 * The life that limits are measured on: as long as the certificate's own, up to the end that it is judged by. What its
 * path cuts short is no short-lived certificate, for which limits would be lower.
 */
export function judgedSpan(
  { valid_from, valid_to }: Pick<CertificateFacts, 'valid_from' | 'valid_to'>,
  end: string,
): Span {
  const to = timeOf(end);
  if (valid_from === null) return { from: null, to };
  const own = end === valid_to ? to : timeOf(valid_to);
  return { from: to - (own - timeOf(valid_from)), to };
}

const PATTERN = /^(\d{1,6}(?:\.\d{1,3})?)(d|h|%)$/;

/**
 * Reads `10`, `"10d"`, `"36h"` or `"33%"`. Null for anything that is not a limit: days are whole and not negative,
 * hours are over 0, and a percentage lies between 0 and 100, both excluded.
 */
export function parseLimit(written: unknown): Limit | null {
  if (typeof written === 'number') return days(written, written);
  if (typeof written !== 'string') return null;
  const [, digits, unit] = PATTERN.exec(written) ?? [];
  const value = Number(digits);
  if (unit === 'd') return days(value, written);
  if (unit === 'h') return value > 0 ? { written, unit: 'hours', value } : null;
  if (unit === '%') return value > 0 && value < 100 ? { written, unit: 'percent', value } : null;
  return null;
}

function days(value: number, written: number | string): Limit | null {
  return Number.isSafeInteger(value) && value >= 0 && value <= 36_500 ? { written, unit: 'days', value } : null;
}

/** One spelling for each limit, so that `10` and `"10d"` are one: days as a number, else `36h` or `25%`. */
export function limitKey(limit: Limit): number | string {
  if (limit.unit === 'days') return limit.value;
  return `${limit.value}${limit.unit === 'hours' ? 'h' : '%'}`;
}

/**
 * How long before the end the limit is reached, in milliseconds; null for a percentage where there is no lifetime.
 * `days_remaining` is rounded down and N days are reached at `days_remaining` <= N, hence under (N + 1) x 24 h.
 */
export function reach(limit: Limit, span: Span): number | null {
  if (limit.unit === 'days') return (limit.value + 1) * DAY - 1;
  if (limit.unit === 'hours') return limit.value * HOUR;
  return span.from === null ? null : ((span.to - span.from) * limit.value) / 100;
}

/** The first millisecond at which the limit is reached; null for a percentage where there is no lifetime. */
export function reachedAt(limit: Limit, span: Span): number | null {
  const before = reach(limit, span);
  return before === null ? null : Math.ceil(span.to - before);
}

/** The limit as a distance in days, which may be a fraction; null for a percentage where there is no lifetime. */
export function limitDays(limit: Limit, span: Span): number | null {
  if (limit.unit === 'days') return limit.value;
  const before = reach(limit, span);
  return before === null ? null : Math.round((before / DAY) * 1000) / 1000;
}
