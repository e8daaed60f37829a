/** Reads the times of certificates and revocation lists. */

import type { IsoTime } from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { type Element, expectTag, MalformedError, TAG } from './der.ts';

/**
 * Offsets instead of Z, times without seconds, and fractions are accepted, although RFC 5280 forbids them: they must not hide
 * when a certificate expires. `hasStrictTimeFormat` finds them.
 */
const UTC_TIME = /^\d{10}(?:\d{2})?(?:Z|[+-]\d{4})$/;
const GENERALIZED_TIME = /^\d{12}(?:\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{4})$/;

export interface Time {
  iso: IsoTime;
  milliseconds: number;
}

/** Reads a UTCTime or GeneralizedTime (RFC 5280 section 4.1.2.5) without fractions of a second. Throws MalformedError. */
export function readTime(bytes: Buffer, element: Element | undefined): Time {
  const utc = element?.tag === TAG.utcTime;
  const { start, end } = utc ? element : expectTag(element, TAG.generalizedTime, 'a time of the validity');
  const usual = utc ? readCommonUtcTime(bytes, start, end) : null;
  if (usual !== null) return { iso: formatIsoTime(usual), milliseconds: usual };
  const text = bytes.toString('latin1', start, end);
  if (!(utc ? UTC_TIME : GENERALIZED_TIME).test(text)) throw new MalformedError('a malformed time');
  // RFC 5280 section 4.1.2.5.1: years from 50 are 19xx.
  const full = utc ? `${text >= '50' ? '19' : '20'}${text}` : text;
  const date = `${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6, 8)}`;
  const hour = full.slice(8, 10);
  const seconds = /^\d{2}/.exec(full.slice(12))?.[0] ?? '00';
  const zone = full.replace(/^[\d.,]+/, '').replace(/\d{2}$/, ':$&');
  const normalized = `${date}T${hour}:${full.slice(10, 12)}:${seconds}${zone}`;
  const milliseconds = Date.parse(normalized);
  const known = isCalendarDate(date) && hour < '24' && milliseconds >= FIRST && milliseconds <= LAST;
  if (!known) throw new MalformedError('a time that does not exist');
  return { iso: formatIsoTime(milliseconds), milliseconds };
}

/**
 * Whether a time has one of the two formats that RFC 5280 section 4.1.2.5 allows: to the second, with `Z`. OpenSSL rejects a
 * certificate with any other.
 */
export function hasStrictTimeFormat(bytes: Buffer, { tag, start, end }: Element): boolean {
  return STRICT_FORMATS[tag]?.test(bytes.toString('latin1', start, end)) ?? false;
}

const STRICT_FORMATS: Readonly<Record<number, RegExp>> = {
  [TAG.utcTime]: /^\d{12}Z$/,
  [TAG.generalizedTime]: /^\d{14}Z$/,
};

/**
 * Fast path for nearly all times: a UTCTime with seconds and `Z`, and a day that every month has, in milliseconds. Null for
 * any other.
 */
function readCommonUtcTime(bytes: Buffer, start: number, end: number): number | null {
  if (end - start !== 'YYMMDDHHMMSSZ'.length || bytes[end - 1] !== Z) return null;
  const year = readTwoDigits(bytes, start);
  const month = readTwoDigits(bytes, start + 2);
  const day = readTwoDigits(bytes, start + 4);
  const hour = readTwoDigits(bytes, start + 6);
  const minute = readTwoDigits(bytes, start + 8);
  const second = readTwoDigits(bytes, start + 10);
  const isDay = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  if (!isDay || !(hour < 24 && minute < 60 && second < 60)) return null;
  return Date.UTC(year + (year >= 50 ? 1900 : 2000), month - 1, day, hour, minute, second);
}

const ZERO = 0x30;
const Z = 0x5a;

/** NaN if there are other characters than digits. It fails every comparison. */
function readTwoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** The year must have four digits, also after the offset is applied. */
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59Z');

/** Date.parse accepts 30 February, as a day in March. */
function isCalendarDate(date: string): boolean {
  const day = Number(date.slice(8));
  return day <= 28 || new Date(Date.parse(`${date}T00:00:00Z`)).getUTCDate() === day;
}

/** Rounded, and never -0. */
export function computeLifetimeDays(from: Time, to: Time): number {
  return Math.round((to.milliseconds - from.milliseconds) / DAY) || 0;
}
