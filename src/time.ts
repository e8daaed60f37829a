import type { IsoTime } from './types.ts';

/** `2027-03-01T00:00:00Z`; the milliseconds are shown only where there are any. */
export function isoTime(milliseconds: number): IsoTime {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Milliseconds of an ISO 8601 date (its first moment in UTC) or time with a zone; null for anything else. */
export function parseTime(text: string): number | null {
  if (!ISO.test(text)) return null;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return null;
  // Date.parse turns 2027-02-30 into March: a day that the calendar does not have is no date.
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? milliseconds : null;
}
