/** Converts values that an inventory returns to the terms of this program. Values that cannot be converted become null. */

import { formatIsoTime, type IsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { truncate } from '../../lib/text/truncate.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';

/** A text or number on one line, of at most 200 characters; null if it is empty. */
export function toText(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : escapeUnprintable(truncate(text));
}

/** The stable ID of an item: a number, or a text of any length. */
export function toId(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** The texts of a list, or in a text that is separated by commas, semicolons or spaces. */
export function toTexts(value: unknown): string[] {
  const parts = typeof value === 'string' ? value.split(/[\s,;]+/) : Array.isArray(value) ? value : [];
  return [...new Set(parts.flatMap((part) => toText(part) ?? []))];
}

/** Lower-case hex of whole bytes, without separators and leading zero bytes, as that of a certificate. */
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

/** As `toSerialNumber`, from a decimal number. */
export function toSerialNumberFromDecimal(value: unknown): string | null {
  const text = toText(value);
  return text !== null && /^\d+$/.test(text) ? toWholeBytes(BigInt(text).toString(16)) : toSerialNumber(value);
}

/** SHA-256 in lower-case hex; null for other hash functions. */
export function toFingerprint(value: unknown): string | null {
  const hex =
    toText(value)
      ?.toLowerCase()
      .replace(/^sha-?256[:=\s]*|[:\s]/g, '') ?? '';
  return /^[0-9a-f]{64}$/.test(hex) ? hex : null;
}

const SECOND = 1000;

/** Epochs up to this number are seconds (until the year 5138), others milliseconds. */
const MAX_EPOCH_SECONDS = 100_000_000_000;

/**
 * A time from ISO 8601 (also with a space, with more than three decimals, or without a zone, which is UTC then) or from seconds or
 * milliseconds since 1970.
 */
export function toTime(value: unknown): IsoTime | null {
  if (typeof value === 'number') return formatTime(value > MAX_EPOCH_SECONDS ? value : value * SECOND);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d{9,14}(\.\d+)?$/.test(text)) return toTime(Number(text));
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d{1,3})?\d*\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/i.exec(text);
  if (match === null) return null;
  const [, day = '', time, fraction = '', zone = 'Z'] = match;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(...)(\d\d)$/, '$1:$2') : 'Z';
  const parsed = parseDateOrTime(
    time === undefined ? day : `${day}T${time}${time.length === 8 ? fraction : ''}${offset}`,
  );
  return parsed === null ? null : formatTime(parsed);
}

function formatTime(milliseconds: number): IsoTime | null {
  const date = new Date(Math.trunc(milliseconds));
  return Number.isNaN(date.getTime()) ? null : formatIsoTime(date.getTime());
}

/** The fields of a JSON object; none of anything else. */
export function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
