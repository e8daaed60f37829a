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

/** `17 Nov 2026`; a dash if it is unknown. */
export function formatDate(seconds: number | null): string {
  if (seconds === null) return '–';
  const date = new Date(seconds * 1000);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `17 Nov 2026, 05:17 UTC` */
export function formatTime(seconds: number): string {
  return `${formatDate(seconds)}, ${new Date(seconds * 1000).toISOString().slice(11, 16)} UTC`;
}

/** `Nov 2026` */
export function formatMonth(seconds: number): string {
  return formatDate(seconds).replace(/^\d+ /, '');
}

/** `2026-11-17` */
export function formatDay(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** `12 minutes`, `3 days`: whole units, rounded down. */
export function formatDuration(seconds: number): string {
  if (seconds < MINUTE) return 'less than a minute';
  if (seconds < HOUR) return formatCount(Math.floor(seconds / MINUTE), 'minute');
  if (seconds < 2 * DAY) return formatCount(Math.floor(seconds / HOUR), 'hour');
  return formatCount(Math.floor(seconds / DAY), 'day');
}

/** Full days until an expiry, or since it: 3 after 3.6 days, as in all other reports. */
function countFullDays(until: number, now: number): number {
  return Math.floor(Math.abs(until - now) / DAY);
}

/** The time to an expiry: `Expires in 9 days`. */
export function formatExpiry(until: number | null, now: number): string {
  if (until === null) return 'Expiry unknown';
  const days = countFullDays(until, now);
  if (until < now) return days === 0 ? 'Expired within the last day' : `Expired ${formatCount(days, 'day')} ago`;
  return days === 0 ? 'Expires within a day' : `Expires in ${formatCount(days, 'day')}`;
}

/** The same, short: `9 days`, `3 days ago`. */
export function formatRemaining(until: number | null, now: number): string {
  if (until === null) return '–';
  const days = countFullDays(until, now);
  const text = days === 0 ? '< 1 day' : formatCount(days, 'day');
  return until < now ? `${text} ago` : text;
}

/** The most important part of an RFC 4514 name: its common name, else its organization. */
export function shortenName(name: string): string {
  const [, part] =
    /(?:^|[,+])\s*CN=((?:\\.|[^,+\\])+)/i.exec(name) ?? /(?:^|[,+])\s*O=((?:\\.|[^,+\\])+)/i.exec(name) ?? [];
  return (part?.trim() ? part : name).replace(/\\([,+"<>;=\\# ])/g, '$1');
}

/** Web addresses that a page may link to. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text);
}
