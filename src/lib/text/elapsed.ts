/** Formats times that have passed or are left. */

import { formatCount } from './count.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Formats milliseconds, rounded down: minutes up to two hours, hours up to three days, then days. */
export function formatElapsed(milliseconds: number): string {
  if (milliseconds < 2 * HOUR) return formatCount(Math.floor(milliseconds / MINUTE), 'minute');
  const hours = Math.floor(milliseconds / HOUR);
  return hours < 72 ? formatCount(hours, 'hour') : formatCount(Math.floor(hours / 24), 'day');
}
