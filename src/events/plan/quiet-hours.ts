/** Hours in which an action does not send, by the clock on the wall of a time zone. */

import { type QuietHours, WEEKDAYS, type Weekday } from '../../domain/index.ts';

const MINUTE = 60_000;
/** So finely it is looked whether hours were over at some time: a shorter pause is none. */
const STEP_MS = 15 * MINUTE;

/** Whether they hold at `now`, in milliseconds. Days are those on which the hours begin, also where they end on the next. */
export function isQuiet({ from, to, days, time_zone }: QuietHours, now: number): boolean {
  const { weekday, minutes } = toWallClock(now, time_zone);
  const today = days.includes(weekday);
  if (from < to) return today && minutes >= from && minutes < to;
  return (today && minutes >= from) || (days.includes(getPreviousDay(weekday)) && minutes < to);
}

/** Whether there was a time after `since` and before `now` at which they did not hold; both in milliseconds. */
export function hasPauseBetween(hours: QuietHours, since: number, now: number): boolean {
  for (let time = since + STEP_MS; time < now; time += STEP_MS) if (!isQuiet(hours, time)) return true;
  return false;
}

/** By time zone: one takes longer to make than a scan has deliveries to ask of. */
const CLOCK_FORMATS = new Map<string, Intl.DateTimeFormat>();

function toWallClock(now: number, timeZone: string): { weekday: Weekday; minutes: number } {
  const clock =
    CLOCK_FORMATS.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  CLOCK_FORMATS.set(timeZone, clock);
  const parts = Object.fromEntries(clock.formatToParts(new Date(now)).map(({ type, value }) => [type, value]));
  return { weekday: parts.weekday?.toLowerCase() as Weekday, minutes: Number(parts.hour) * 60 + Number(parts.minute) };
}

function getPreviousDay(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + 6) % 7] as Weekday;
}
