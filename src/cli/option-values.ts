/** Parses the values of options. Every function throws AppError `usage` for a value that it does not accept. */

import { parseShard, type Shard } from '../app/observations/shard.ts';
import { EVENT_NAMES } from '../domain/event-definitions.ts';
import type { EventName, TrustStore } from '../domain/index.ts';
import { createUsageError } from '../lib/app-error.ts';
import { describeMissingDay, parseDateOrTime } from '../lib/iso-time.ts';
import { parseChoice } from '../lib/parse-choice.ts';
import { suggest } from '../lib/text/did-you-mean.ts';

/** Parses a time to milliseconds; null: use the clock. */
export function parseNow(text: string | null): number | null {
  if (text === null) return null;
  const time = parseDateOrTime(text);
  if (time === null) {
    throw createUsageError(
      `invalid time "${text}" for --now`,
      describeMissingDay(text) ?? 'Use an ISO 8601 date or time, such as 2027-03-01 or 2027-03-01T06:00:00Z.',
    );
  }
  return time;
}

export function parseEventName(text: string | null): EventName | null {
  if (text === null) return null;
  const found = EVENT_NAMES.find((name) => name === text);
  if (found !== undefined) return found;
  const similar = EVENT_NAMES.find((name) => name === `certificate.${text}`) ?? suggest(text, EVENT_NAMES);
  throw createUsageError(
    `unknown event "${text}" for --event`,
    similar === undefined ? `Use one of: ${EVENT_NAMES.join(', ')}.` : `Did you mean ${similar}?`,
  );
}

/** Parses an event name or a glob. A misspelled name is an error: it would look like a log without events. */
export function parseEventPattern(text: string | null): string | null {
  return text !== null && /[*?[{]/.test(text) ? text : parseEventName(text);
}

export function parseTrustStore(text: string | null): TrustStore | null {
  return text === null ? null : parseChoice<TrustStore>('--trust', text, ['mozilla', 'system', 'none']);
}

/** Returns null if the option is not given. */
export function parseDaysRemaining(text: string | null): number | null {
  if (text === null) return null;
  if (/^-?\d{1,5}$/.test(text)) return Number(text);
  throw createUsageError(`invalid number "${text}" for --days-remaining`, 'Use a whole number of days, such as 13.');
}

/** Parses `INDEX/COUNT`, such as 3/16, with an index from 1. */
export function parseShardOption(text: string | null): Shard | null {
  const shard = text === null ? null : parseShard(text);
  if (text === null || shard !== null) return shard;
  throw createUsageError(
    `invalid shard "${text}" for --shard`,
    'Use INDEX/COUNT with an index from 1 to the count, such as 3/16. The count is at most 1000.',
  );
}

/** Parses a number of rows, at least 1. */
export function parseSplit(text: string | null): number | null {
  if (text === null) return null;
  const rows = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (rows >= 1) return rows;
  throw createUsageError(`invalid number "${text}" for --split`, 'Use a whole number of rows, such as 100.');
}

/** Parses a number of months from 1 to 120. */
export function parseMonths(text: string): number {
  const months = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (months >= 1 && months <= 120) return months;
  throw createUsageError(`invalid number "${text}" for --months`, 'Use a whole number from 1 to 120, such as 12.');
}
