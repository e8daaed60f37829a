import { parseIsoTime } from '../lib/iso-time.ts';
import type { CertificateFacts, ThresholdSpec } from './index.ts';

const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** A certificate's life in milliseconds; `from` is null for a date known by hand, which has no lifetime. */
export interface ValidityPeriod {
  from: number | null;
  to: number;
}

/**
 * The life that limits are measured on: as long as the certificate's own, up to the end that it is judged by. What its
 * path cuts short is no short-lived certificate, for which limits would be lower.
 */
export function computeValidityPeriod(
  { valid_from, valid_to }: Pick<CertificateFacts, 'valid_from' | 'valid_to'>,
  end: string,
): ValidityPeriod {
  const to = parseIsoTime(end);
  if (valid_from === null) return { from: null, to };
  const own = end === valid_to ? to : parseIsoTime(valid_to);
  return { from: to - (own - parseIsoTime(valid_from)), to };
}

const PATTERN = /^(\d{1,6}(?:\.\d{1,3})?)(d|h|%)$/;

/**
 * Reads `10`, `"10d"`, `"36h"` or `"33%"`. Null for anything that is not a limit: days are whole and not negative,
 * hours are over 0, and a percentage lies between 0 and 100, both excluded.
 */
export function parseThreshold(written: unknown): ThresholdSpec | null {
  if (typeof written === 'number') return parseDays(written, written);
  if (typeof written !== 'string') return null;
  const [, digits, unit] = PATTERN.exec(written) ?? [];
  const value = Number(digits);
  if (unit === 'd') return parseDays(value, written);
  if (unit === 'h') return value > 0 ? { written, unit: 'hours', value } : null;
  if (unit === '%') return value > 0 && value < 100 ? { written, unit: 'percent', value } : null;
  return null;
}

function parseDays(value: number, written: number | string): ThresholdSpec | null {
  return Number.isSafeInteger(value) && value >= 0 && value <= 36_500 ? { written, unit: 'days', value } : null;
}

/** One spelling for each limit, so that `10` and `"10d"` are one: days as a number, else `36h` or `25%`. */
export function toThresholdKey(limit: ThresholdSpec): number | string {
  if (limit.unit === 'days') return limit.value;
  return `${limit.value}${limit.unit === 'hours' ? 'h' : '%'}`;
}

/**
 * How long before the end the limit is reached, in milliseconds; null for a percentage where there is no lifetime.
 * `days_remaining` is rounded down and N days are reached at `days_remaining` <= N, hence under (N + 1) x 24 h.
 */
export function computeLeadTime(limit: ThresholdSpec, span: ValidityPeriod): number | null {
  if (limit.unit === 'days') return (limit.value + 1) * DAY - 1;
  if (limit.unit === 'hours') return limit.value * HOUR;
  return span.from === null ? null : ((span.to - span.from) * limit.value) / 100;
}

/** The first millisecond at which the limit is reached; null for a percentage where there is no lifetime. */
export function computeCrossing(limit: ThresholdSpec, span: ValidityPeriod): number | null {
  const before = computeLeadTime(limit, span);
  return before === null ? null : Math.ceil(span.to - before);
}

/** The limit as a distance in days, which may be a fraction; null for a percentage where there is no lifetime. */
export function computeLeadTimeDays(limit: ThresholdSpec, span: ValidityPeriod): number | null {
  if (limit.unit === 'days') return limit.value;
  const before = computeLeadTime(limit, span);
  return before === null ? null : Math.round((before / DAY) * 1000) / 1000;
}
