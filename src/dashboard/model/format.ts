/** Texts for numbers and times. All times are UTC. */

import { formatCount } from '../../lib/text/count.ts';
import type { StatusName } from '../data.ts';

export { formatCount, formatNumber, formatShare } from '../../lib/text/count.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const STATUS_TEXTS: Record<StatusName, string> = {
  expired: 'Expired',
  critical: 'Critical',
  unknown: 'Unknown',
  not_yet_valid: 'Not yet valid',
  warning: 'Warning',
  ok: 'OK',
};

/** Formats a date such as `17 Nov 2026`; a dash if it is unknown. */
export function formatDate(seconds: number | null): string {
  if (seconds === null) return '–';
  const date = new Date(seconds * 1000);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Formats a time such as `17 Nov 2026, 05:17 UTC`. */
export function formatTime(seconds: number): string {
  return `${formatDate(seconds)}, ${new Date(seconds * 1000).toISOString().slice(11, 16)} UTC`;
}

/** Formats a month such as `Nov 2026`. */
export function formatMonth(seconds: number): string {
  return formatDate(seconds).replace(/^\d+ /, '');
}

/** Formats a day such as `2026-11-17`. */
export function formatDay(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** Formats a duration such as `12 minutes` or `3 days` in whole units, rounded down. */
export function formatDuration(seconds: number): string {
  if (seconds < MINUTE) return 'less than a minute';
  if (seconds < HOUR) return formatCount(Math.floor(seconds / MINUTE), 'minute');
  if (seconds < 2 * DAY) return formatCount(Math.floor(seconds / HOUR), 'hour');
  return formatCount(Math.floor(seconds / DAY), 'day');
}

/** Counts full days until or since an expiry: 3 after 3.6 days, as in all other reports. */
function countFullDays(until: number, now: number): number {
  return Math.floor(Math.abs(until - now) / DAY);
}

/** Formats the time to an expiry: `Expires in 9 days`. */
export function formatExpiry(until: number | null, now: number): string {
  if (until === null) return 'Expiry unknown';
  const days = countFullDays(until, now);
  if (until < now) return days === 0 ? 'Expired within the last day' : `Expired ${formatCount(days, 'day')} ago`;
  return days === 0 ? 'Expires within a day' : `Expires in ${formatCount(days, 'day')}`;
}

/** Formats the time to an expiry in a short form: `9 days`, `3 days ago`. */
export function formatRemaining(until: number | null, now: number): string {
  if (until === null) return '–';
  const days = countFullDays(until, now);
  const text = days === 0 ? '< 1 day' : formatCount(days, 'day');
  return until < now ? `${text} ago` : text;
}

/** Shortens an RFC 4514 name to its most important part: its common name, else its organization. */
export function shortenName(name: string): string {
  const [, part] =
    /(?:^|[,+])\s*CN=((?:\\.|[^,+\\])+)/i.exec(name) ?? /(?:^|[,+])\s*O=((?:\\.|[^,+\\])+)/i.exec(name) ?? [];
  return (part?.trim() ? part : name).replace(/\\([,+"<>;=\\# ])/g, '$1');
}
