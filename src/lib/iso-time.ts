/** Formats and parses times in ISO 8601. */

/** A time in UTC with `Z`, and with milliseconds only if they are not zero (`2027-03-01T00:00:00Z`). */
export type IsoTime = string;

/** Formats milliseconds. */
export function formatIsoTime(milliseconds: number): IsoTime {
  const text = new Date(milliseconds).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** Formats the day of a time in UTC: `2027-03-01`. */
export function formatDay(time: IsoTime): string {
  return time.split('T', 1)[0] ?? time;
}

/** Parses a validated time to milliseconds; returns NaN for an invalid time. */
export function parseIsoTime(time: IsoTime): number {
  return Date.parse(time);
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Parses an ISO 8601 date (at 00:00 UTC) or time with a zone to milliseconds; returns null for other text. */
export function parseDateOrTime(text: string): number | null {
  if (!ISO.test(text)) return null;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return null;
  // Date.parse turns 2027-02-30 into a day in March, so check that the day exists.
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? milliseconds : null;
}

/** Returns a hint for a day that its month does not have, such as 2027-02-30; undefined for other text. */
export function describeMissingDay(value: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(0[1-9]|1[0-2])-(\d{2})/.exec(value) ?? [];
  if (year === undefined || month === undefined) return undefined;
  const last = new Date(Date.UTC(Number(year), Number(month), 0));
  if (Number(day) <= last.getUTCDate()) return undefined;
  return `That month has ${last.getUTCDate()} days. Use ${last.toISOString().slice(0, 10)}, or the first day of the next month.`;
}

/** Formats a time as `2026-12-03 05:30 UTC`. */
export function formatUtcMinute(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
