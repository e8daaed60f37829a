/** Reads dates in a format in the notation of strftime, such as `%d.%m.%Y %H:%M`. */

import { formatIsoTime, type IsoTime, parseDateOrTime } from '../../lib/iso-time.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

type Part =
  | 'year'
  | 'short_year'
  | 'month'
  | 'month_name'
  | 'day'
  | 'hour'
  | 'hour12'
  | 'half'
  | 'minute'
  | 'second'
  | 'zone'
  | 'skipped';

/** The pattern of each directive. `%b` also matches full names of months, and English is the only language. */
const DIRECTIVES: Readonly<Record<string, readonly [Part, string]>> = {
  Y: ['year', '\\d{4}'],
  y: ['short_year', '\\d{2}'],
  m: ['month', '\\d{1,2}'],
  b: ['month_name', '[A-Za-z]{3,9}\\.?'],
  B: ['month_name', '[A-Za-z]{3,9}\\.?'],
  d: ['day', '\\d{1,2}'],
  e: ['day', '\\s?\\d{1,2}'],
  H: ['hour', '\\d{1,2}'],
  I: ['hour12', '\\d{1,2}'],
  p: ['half', '[AaPp]\\.?[Mm]\\.?'],
  M: ['minute', '\\d{2}'],
  S: ['second', '\\d{2}'],
  f: ['skipped', '\\d{1,9}'],
  a: ['skipped', '[A-Za-z]{2,9}\\.?'],
  A: ['skipped', '[A-Za-z]{2,9}'],
  z: ['zone', '(?:Z|[+-]\\d{2}:?\\d{2})'],
  Z: ['zone', '(?:Z|UTC|GMT)'],
};

/** Finds the first directive that is not supported; returns null if all are supported. */
export function findUnknownDirective(format: string): string | null {
  const unknown = Array.from(format.matchAll(/%(.?)/gs)).find(
    ([found]) => found !== '%%' && !Object.hasOwn(DIRECTIVES, found.slice(1)),
  );
  return unknown?.[0] ?? null;
}

/** Reads a date or time; returns null if the text does not match the format. Without a zone, the time is in UTC. */
export function parseDateFormat(text: string, format: string): IsoTime | null {
  const names: Part[] = [];
  const pattern = format.replace(/%(.)|[.*+?^${}()|[\]\\/]|\s+/gs, (found, directive: string | undefined) => {
    if (/^\s/.test(found)) return '\\s+';
    if (directive === undefined) return `\\${found}`;
    if (directive === '%') return '%';
    const [name, matched] = DIRECTIVES[directive] ?? ['skipped', '(?!)'];
    names.push(name);
    return `(${matched})`;
  });
  const match = new RegExp(`^${pattern}$`).exec(text.trim());
  if (match === null) return null;
  const parts = Object.fromEntries(names.map((name, index) => [name, match[index + 1]?.trim()]));
  return assemble(parts);
}

function assemble(parts: Partial<Record<Part, string>>): IsoTime | null {
  const { short_year, month_name, hour12, half, day = '1', minute, second, zone } = parts;
  // Without a year, the date is invalid.
  const year = parts.year ?? `20${short_year}`;
  const month = parts.month ?? String(MONTHS.findIndex((name) => month_name?.toLowerCase().startsWith(name)) + 1);
  const afternoon = half?.toLowerCase().startsWith('p') ? 12 : 0;
  const hour = parts.hour ?? (hour12 === undefined ? hour12 : String((Number(hour12) % 12) + afternoon));
  const date = [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
  const time = [hour, minute, second].map((part = '') => part.padStart(2, '0')).join(':');
  const offset = zone !== undefined && /\d/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
  const parsed = parseDateOrTime(`${date}T${time}${offset}`);
  return parsed === null ? null : formatIsoTime(parsed);
}
