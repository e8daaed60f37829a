/** Converts values of an inventory to the types of this program. Values that cannot be converted become null. */

import { formatIsoTime, type IsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { truncate } from '../../lib/text/truncate.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';

/** Converts a value to a text on one line, of at most 200 characters; null if it is empty. */
export function toText(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : escapeUnprintable(truncate(text));
}

/** Converts the stable ID of an item: a number, or a text of any length. */
export function toId(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  // Without its pair, a surrogate cannot be part of a URL.
  return typeof value === 'string' && value.trim() !== '' ? value.trim().replace(/\p{Surrogate}/gu, '\ufffd') : null;
}

/** Returns the texts of a list, or in a text that is separated by commas, semicolons or spaces. */
export function toTexts(value: unknown): string[] {
  const parts = typeof value === 'string' ? value.split(/[\s,;]+/) : Array.isArray(value) ? value : [];
  return [...new Set(parts.flatMap((part) => toText(part) ?? []))];
}

/** Converts a serial number to lower-case hex of whole bytes, without separators and leading zero bytes, like that of a certificate. */
export function toSerialNumber(value: unknown): string | null {
  const text = toText(value);
  if (text === null) return null;
  const hex = text.toLowerCase().replace(/^0x|[:\s-]/g, '');
  if (!/^[0-9a-f]+$/.test(hex)) return null;
  return toWholeBytes(hex);
}

function toWholeBytes(hex: string): string {
  const digits = hex.replace(/^0+(?=.)/, '');
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}

/** Like `toSerialNumber`, from a decimal number. */
export function toSerialNumberFromDecimal(value: unknown): string | null {
  const text = toText(value);
  return text !== null && /^\d+$/.test(text) ? toWholeBytes(BigInt(text).toString(16)) : toSerialNumber(value);
}

/** Converts a SHA-256 fingerprint to lower-case hex; null for other hash functions. */
export function toFingerprint(value: unknown): string | null {
  const hex =
    toText(value)
      ?.toLowerCase()
      .replace(/^sha-?256[:=\s]*|[:\s]/g, '') ?? '';
  return /^[0-9a-f]{64}$/.test(hex) ? hex : null;
}

const SECOND = 1000;

/** The minimum of an epoch (the year 1973): smaller numbers may be a count of seconds or a placeholder. */
const MIN_EPOCH = 100_000_000;

/** The limits up to which an epoch is in seconds, milliseconds, microseconds or nanoseconds (until the year 5138). */
const EPOCH_UNITS: readonly (readonly [limit: number, milliseconds: number])[] = [
  [1e11, SECOND],
  [1e14, 1],
  [1e17, 1e-3],
  [1e20, 1e-6],
];

/**
 * The range of dates. Placeholders for an unknown date, such as the year 1, are not dates. Certificates end with the year 9999 (RFC 5280
 * section 4.1.2.5).
 */
const MIN_TIME = Date.parse('1950-01-01T00:00:00Z');
const MAX_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/** A time in ISO 8601, extended or basic, possibly with a space for the T, more than three decimals, and zones such as `+02`. */
const ISO_TIME =
  /^(\d{4})(-?)(\d{2})\2(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2})(\.\d{1,3})?\d*)?\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * Converts a date, a text in ISO 8601 (in UTC without a zone), or seconds, milliseconds, microseconds or nanoseconds since 1970. Digits
 * that are a calendar date (`20270301`, `20270301100000`) are not an epoch, which would be centuries away.
 */
export function toTime(value: unknown): IsoTime | null {
  if (value instanceof Date) return formatTime(value.getTime());
  if (typeof value === 'number') return toTimeFromDigits(String(value)) ?? toTimeFromEpoch(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (!/^\d+(?:\.\d+)?$/.test(text)) return toTimeFromIso(text);
  return toTimeFromDigits(text) ?? toTimeFromEpoch(Number(text));
}

function toTimeFromDigits(text: string): IsoTime | null {
  return /^(?:\d{8}|\d{14})$/.test(text) ? toTimeFromIso(text) : null;
}

function toTimeFromEpoch(value: number): IsoTime | null {
  if (!(value >= MIN_EPOCH)) return null;
  const unit = EPOCH_UNITS.find(([limit]) => value <= limit)?.[1];
  return unit === undefined ? null : formatTime(value * unit);
}

function toTimeFromIso(text: string): IsoTime | null {
  const match = ISO_TIME.exec(text);
  if (match === null) return null;
  const [, year, , month, day, hour, minute, second = '00', fraction = '', zone = 'Z'] = match;
  const date = `${year}-${month}-${day}`;
  const time = hour === undefined ? '' : `T${hour}:${minute}:${second}${fraction}${formatOffset(zone)}`;
  const parsed = parseDateOrTime(date + time);
  return parsed === null ? null : formatTime(parsed);
}

function formatOffset(zone: string): string {
  if (!/^[+-]/.test(zone)) return 'Z';
  const digits = zone.replace(':', '').padEnd('+hhmm'.length, '0');
  return `${digits.slice(0, 3)}:${digits.slice(3)}`;
}

function formatTime(milliseconds: number): IsoTime | null {
  const time = Math.trunc(milliseconds);
  return time >= MIN_TIME && time <= MAX_TIME ? formatIsoTime(time) : null;
}

/** Returns the fields of a JSON object; none for other values. */
export function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? { ...value } : {};
}

/** Parses a JSON object; none of its fields if the text is something else, such as a page of a proxy. */
export function parseFields(json: Buffer | string): Readonly<Record<string, unknown>> {
  try {
    return toObject(JSON.parse(json.toString()));
  } catch {
    return {};
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
