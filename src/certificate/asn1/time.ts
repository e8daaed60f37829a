/** Reads the times of certificates and revocation lists. */

import type { IsoTime } from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { type Element, expectTag, MalformedError, TAG } from './der.ts';

/**
 * The seconds and the offset of a time. Offsets, times without seconds, and fractions are accepted, although RFC 5280 forbids
 * them: they must not hide when a certificate expires. `hasStrictTimeFormat` finds them.
 */
const UTC_ENDING = /^(\d{2})?([+-])([01]\d|2[0-3])([0-5]\d)$/;
const GENERALIZED_ENDING = /^(?:(\d{2})(?:[.,]\d+)?)?([+-])([01]\d|2[0-3])([0-5]\d)$/;

export interface Time {
  iso: IsoTime;
  milliseconds: number;
}

/** Reads a UTCTime or GeneralizedTime (RFC 5280 section 4.1.2.5) without fractions of a second. Throws MalformedError. */
export function readTime(bytes: Buffer, element: Element | undefined): Time {
  const isUtc = element?.tag === TAG.utcTime;
  const { start, end } = isUtc ? element : expectTag(element, TAG.generalizedTime, 'a time of the validity');
  const first = readTwoDigits(bytes, start);
  // RFC 5280 section 4.1.2.5.1: two-digit years from 50 are 19xx.
  const year = isUtc ? first + (first >= 50 ? 1900 : 2000) : first * 100 + readTwoDigits(bytes, start + 2);
  const at = isUtc ? start + 2 : start + 4;
  const month = readTwoDigits(bytes, at);
  const day = readTwoDigits(bytes, at + 2);
  const minute = readTwoDigits(bytes, at + 6);
  const tail = readEnding(bytes, at + 8, end, isUtc);
  const local =
    Date.UTC(year + SHIFT_YEARS, month - 1, day, readTwoDigits(bytes, at + 4), minute, tail.seconds) - SHIFT_MS;
  if (Number.isNaN(local)) throw new MalformedError('a malformed time');
  const date = new Date(local);
  // Date.UTC accepts 30 February and 24:00, as another day.
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const milliseconds = local - tail.offset;
  const exists = isDay && minute < 60 && tail.seconds < 60 && milliseconds >= FIRST && milliseconds <= LAST;
  if (!exists) throw new MalformedError('a time that does not exist');
  return { iso: formatIsoTime(milliseconds), milliseconds };
}

/** Date.UTC interprets years below 100 as 19xx. The calendar repeats every 400 years. */
const SHIFT_YEARS = 400;
const SHIFT_MS = 146_097 * DAY;

/** Reads the seconds, NaN if they are malformed, and the offset in milliseconds. Nearly all times end with seconds and `Z`. */
function readEnding(bytes: Buffer, start: number, end: number, isUtc: boolean): { seconds: number; offset: number } {
  if (end - start === '00Z'.length && bytes[end - 1] === Z) return { seconds: readTwoDigits(bytes, start), offset: 0 };
  const text = bytes.toString('latin1', start, end).replace('Z', '+0000');
  const found = (isUtc ? UTC_ENDING : GENERALIZED_ENDING).exec(text);
  if (found === null) return { seconds: Number.NaN, offset: 0 };
  const [, seconds = 0, sign, hours, minutes] = found;
  const offset = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { seconds: Number(seconds), offset };
}

/**
 * Whether a time has one of the two formats that RFC 5280 section 4.1.2.5 allows: with seconds and `Z`. OpenSSL rejects a certificate with
 * any other format.
 */
export function hasStrictTimeFormat(bytes: Buffer, { tag, start, end }: Element): boolean {
  return STRICT_FORMATS[tag]?.test(bytes.toString('latin1', start, end)) ?? false;
}

const STRICT_FORMATS: Readonly<Record<number, RegExp>> = {
  [TAG.utcTime]: /^\d{12}Z$/,
  [TAG.generalizedTime]: /^\d{14}Z$/,
};

const ZERO = 0x30;
const Z = 0x5a;

/** Returns NaN for characters that are not digits. */
function readTwoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** The year must have four digits, also after the offset is applied. */
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59Z');

/** The number of days is rounded, and never -0. */
export function computeLifetimeDays(from: Time, to: Time): number {
  return Math.round((to.milliseconds - from.milliseconds) / DAY) || 0;
}
