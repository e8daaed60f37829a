/** Evaluates quiet hours, which are in the local time of a time zone. */

import { type QuietHours, WEEKDAYS, type Weekday } from '../../domain/index.ts';

const MINUTE = 60_000;
/** The step in which pauses between quiet hours are searched: shorter pauses are ignored. */
const STEP_MS = 15 * MINUTE;

/** Formats by time zone, which the caller keeps, because creating a format is expensive. */
export type ClockFormats = Map<string, Intl.DateTimeFormat>;

/** Whether `now` (milliseconds) is within quiet hours. `days` are the days on which they start, even if they end on the next day. */
export function isQuiet(
  { from, to, days, time_zone }: QuietHours,
  now: number,
  clocks: ClockFormats = new Map(),
): boolean {
  const { weekday, minutes } = toWallClock(now, time_zone, clocks);
  const startsToday = days.includes(weekday);
  if (from < to) return startsToday && minutes >= from && minutes < to;
  return (startsToday && minutes >= from) || (days.includes(getPreviousDay(weekday)) && minutes < to);
}

/** Whether there was a time between `since` and `now` (milliseconds) outside of quiet hours. */
export function hasPauseBetween(
  hours: QuietHours,
  since: number,
  now: number,
  clocks: ClockFormats = new Map(),
): boolean {
  for (let time = since + STEP_MS; time < now; time += STEP_MS) if (!isQuiet(hours, time, clocks)) return true;
  return false;
}

function toWallClock(now: number, timeZone: string, clocks: ClockFormats): { weekday: Weekday; minutes: number } {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  clocks.set(timeZone, clock);
  const parts = Object.fromEntries(clock.formatToParts(new Date(now)).map(({ type, value }) => [type, value]));
  return { weekday: parts.weekday?.toLowerCase() as Weekday, minutes: Number(parts.hour) * 60 + Number(parts.minute) };
}

function getPreviousDay(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + 6) % 7] as Weekday;
}
