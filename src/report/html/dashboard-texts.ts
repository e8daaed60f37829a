/** Tables of texts that repeat, and the texts of a dashboard. */

import { parseIsoTime } from '../../lib/iso-time.ts';
import { truncateTo } from '../../lib/text/truncate.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';

const MAX_TEXT = 2000;
const MAX_NAME = 300;

/** Makes a text, which may be untrusted, safe to show. */
export function toText(text: string): string {
  return truncateTo(escapeUnprintable(text.slice(0, 2 * MAX_TEXT)), MAX_TEXT);
}

/** Like `toText`, but keeps line breaks. */
export function toLines(text: string): string {
  const lines = text
    .slice(0, 2 * MAX_TEXT)
    .trim()
    .split(/\r?\n/);
  return truncateTo(lines.map(escapeUnprintable).join('\n'), MAX_TEXT);
}

/** Like `toText`, for a name: a certificate can contain one of 100,000 characters, or one of spaces, which users could not select. */
export function toName(text: string): string {
  return text.trim() === '' ? '(empty)' : truncateTo(toText(text), MAX_NAME);
}

/** Converts a time to seconds. */
export function toSeconds(time: string): number;
export function toSeconds(time: string | null): number | null;
export function toSeconds(time: string | null): number | null {
  if (time === null) return null;
  const seconds = Math.round(parseIsoTime(time) / 1000);
  return Number.isNaN(seconds) ? null : seconds;
}

export interface TextTable<T> {
  values: T[];
  /** Returns the index of a value, which is added if it is new; -1 for null. */
  add: (value: T | null) => number;
}

export function createTable<T>(getKey: (value: T) => string): TextTable<T> {
  const values: T[] = [];
  const indexes = new Map<string, number>();
  return {
    values,
    add: (value) => {
      if (value === null) return -1;
      const key = getKey(value);
      const known = indexes.get(key);
      if (known !== undefined) return known;
      indexes.set(key, values.length);
      values.push(value);
      return values.length - 1;
    },
  };
}
