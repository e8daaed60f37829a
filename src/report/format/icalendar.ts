/** Renders calendars (RFC 5545). */

export interface CalendarEvent {
  /** The ID, which is stable, so that calendars update the event. */
  uid: string;
  summary: string;
  description: string;
  /** The first day and the day after the last, as `YYYY-MM-DD`. */
  start: string;
  end: string;
  categories: readonly string[];
  cancelled: boolean;
}

/**
 * Renders a calendar in pieces. `changed_at` is an ISO time: calendars keep the revision of an event that changed later. `alarms` are days
 * before each event on which calendars remind.
 */
export function* renderCalendar(
  name: string,
  events: Iterable<CalendarEvent>,
  changed_at: string,
  alarms: readonly number[] = [],
): Generator<string> {
  // Fractions of a second are not allowed (RFC 5545 section 3.3.5).
  const stamp = changed_at.replaceAll(/[-:]|\.\d+/g, '');
  yield foldLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//certvigil//certvigil//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    // The first is of RFC 7986, the second is for older programs.
    ...[`NAME:${escapeText(name)}`, `X-WR-CALNAME:${escapeText(name)}`],
    'REFRESH-INTERVAL;VALUE=DURATION:P1D',
  ]);
  for (const event of events) yield renderEvent(event, stamp, alarms);
  yield foldLines(['END:VCALENDAR']);
}

function renderEvent(
  { uid, summary, description, start, end, categories, cancelled }: CalendarEvent,
  stamp: string,
  alarms: readonly number[],
): string {
  return foldLines([
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${stamp}`,
    `LAST-MODIFIED:${stamp}`,
    // A cancelled event is a later revision: calendars that compare only SEQUENCE need the number (RFC 5546 section 2.1.4).
    `SEQUENCE:${cancelled ? 1 : 0}`,
    `DTSTART;VALUE=DATE:${start.replaceAll('-', '')}`,
    `DTEND;VALUE=DATE:${end.replaceAll('-', '')}`,
    `SUMMARY:${escapeText(summary)}`,
    `DESCRIPTION:${escapeText(description)}`,
    `CATEGORIES:${categories.map(escapeText).join(',')}`,
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    // The day stays free: it is a reminder, not an appointment.
    'TRANSP:TRANSPARENT',
    ...(cancelled ? [] : alarms.flatMap((days) => buildAlarm(days, summary))),
    'END:VEVENT',
  ]);
}

/** Builds an alarm at 9 in the morning of a day: an all-day event begins at midnight (RFC 5545 section 3.6.6). */
function buildAlarm(days: number, summary: string): string[] {
  const trigger = days === 0 ? 'PT9H' : `-P${days - 1}DT15H`;
  return ['BEGIN:VALARM', 'ACTION:DISPLAY', `TRIGGER:${trigger}`, `DESCRIPTION:${escapeText(summary)}`, 'END:VALARM'];
}

/** Escapes a text (RFC 5545 section 3.3.11). Control characters are not allowed. */
function escapeText(text: string): string {
  return text
    .replace(/[\p{Cs}]/gu, '\uFFFD')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

function foldLines(lines: readonly string[]): string {
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

const MAX_LINE_BYTES = 75;

/** Folds a line to at most 75 bytes, without splitting a character (RFC 5545 section 3.1). */
function foldLine(line: string): string {
  if (Buffer.byteLength(line) <= MAX_LINE_BYTES) return line;
  let folded = '';
  let room = MAX_LINE_BYTES;
  for (const character of line) {
    const bytes = Buffer.byteLength(character);
    if (bytes > room) {
      folded += '\r\n ';
      room = MAX_LINE_BYTES - 1;
    }
    folded += character;
    room -= bytes;
  }
  return folded;
}
