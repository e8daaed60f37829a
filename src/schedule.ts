/** Cron expressions as the `schedule` of a workflow has them: POSIX crontab with steps and names, in UTC. */

import { DAY } from './limits.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The rarest day of all, 29 February, comes once in eight years around a century without one. */
const LONGEST_WAIT = 8 * 366;

/**
 * The last moment, at or before `time`, at which the expression was due; both in milliseconds. Null where the
 * expression cannot be read or is never due.
 */
export function lastTick(expression: string, time: number): number | null {
  const fields = expression.trim().split(/\s+/);
  const [minutes, hours, days, months, weekdays] = [
    parseField(fields[0], 0, 59),
    parseField(fields[1], 0, 23),
    parseField(fields[2], 1, 31),
    parseField(fields[3], 1, 12, MONTHS),
    parseField(fields[4], 0, 7, WEEKDAYS),
  ];
  if (fields.length !== 5 || !minutes || !hours || !days || !months || !weekdays) return null;
  const isDue = dayMatcher(fields as string[], days, weekdays);
  const today = Math.floor(time / DAY) * DAY;
  for (let midnight = today; midnight > today - LONGEST_WAIT * DAY; midnight -= DAY) {
    const date = new Date(midnight);
    if (!months.has(date.getUTCMonth() + 1) || !isDue(date)) continue;
    const tick = lastOf(hours, minutes, midnight, time);
    if (tick !== null) return tick;
  }
  return null;
}

/** Where both days are given, either of them will do; 7 is Sunday too. */
function dayMatcher(fields: string[], days: Set<number>, weekdays: Set<number>): (date: Date) => boolean {
  const isDay = (date: Date) => days.has(date.getUTCDate());
  const isWeekday = (date: Date) => weekdays.has(date.getUTCDay()) || (date.getUTCDay() === 0 && weekdays.has(7));
  const either = !fields[2]?.startsWith('*') && !fields[4]?.startsWith('*');
  return (date) => (either ? isDay(date) || isWeekday(date) : isDay(date) && isWeekday(date));
}

function lastOf(hours: Set<number>, minutes: Set<number>, midnight: number, limit: number): number | null {
  const ticks = [...hours].flatMap((hour) => [...minutes].map((minute) => midnight + (hour * 60 + minute) * 60_000));
  const past = ticks.filter((tick) => tick <= limit);
  return past.length === 0 ? null : Math.max(...past);
}

// `*`, `5`, `1-5`, `MON-FRI`, `*/15`, `0-30/10`, and lists of these; null for anything else.
function parseField(text = '', least: number, most: number, names: readonly string[] = []): Set<number> | null {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, from, to, step = '1'] = /^(\*|[A-Z\d]+)(?:-([A-Z\d]+))?(?:\/(\d+))?$/i.exec(part) ?? [];
    if (from === undefined) return null;
    const first = from === '*' ? least : numberOf(from, names, least);
    const last = from === '*' || (to === undefined && part.includes('/')) ? most : numberOf(to ?? from, names, least);
    if (!(first >= least && last <= most && first <= last && Number(step) > 0)) return null;
    for (let value = first; value <= last; value += Number(step)) values.add(value);
  }
  return values;
}

/** NaN for a word that is none of the names. */
function numberOf(text: string, names: readonly string[], least: number): number {
  const index = names.indexOf(text.toUpperCase());
  return index === -1 ? Number(text) : index + least;
}
