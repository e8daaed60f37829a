/** Parses the text of an event log, so that nothing is lost when it is written again: unknown fields of later versions are kept. */

import type { EventLog } from '../../generated/event-log.ts';
import { validateEventLog } from '../../generated/validate-event-log.js';
import { findDuplicateKey } from '../../lib/json/duplicate-keys.ts';
import { compareVersions, VERSION } from '../../lib/version.ts';
import { mergeDuplicates } from './merge.ts';
import { createLogError } from './messages.ts';
import { isSerialized, LOG_VERSION } from './serialize.ts';

/**
 * Parses a log. Messages call it `file`. Duplicate records of one event are merged. Throws AppError (exit 3) `event-log-not-json`,
 * `event-log-newer-version`, `event-log-invalid` or `event-log-duplicate-key`: a log that cannot be read completely must never be
 * overwritten.
 */
export function parseLog(text: string, file: string): EventLog {
  const value = parseJson(text, file);
  if (isRecord(value)) checkVersion(value, file);
  if (!validateEventLog(value)) throw createLogError('event-log-invalid', file, describeInvalid(value));
  const log = value as EventLog;
  // JSON.parse keeps the last of two equal keys. A text that is the same when it is written again had no such keys.
  const duplicate = isSerialized(text, log) ? null : findDuplicateKey(text);
  if (duplicate !== null) throw createLogError('event-log-duplicate-key', file, duplicate);
  return mergeDuplicates(log);
}

/** A log of a later version may be invalid in this one, so this comes first. */
function checkVersion({ version, min_reader }: Record<string, unknown>, file: string): void {
  const isNewer = typeof version === 'number' && version > LOG_VERSION;
  const needed = typeof min_reader === 'string' && /^\d+\.\d+\.\d+$/.test(min_reader) ? min_reader : null;
  if (isNewer || (needed !== null && compareVersions(needed, VERSION) > 0))
    throw createLogError('event-log-newer-version', file, needed ?? '');
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's message quotes the text.
    throw createLogError('event-log-not-json', file);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeInvalid(value: unknown): string {
  if (!isRecord(value)) return 'it is not a JSON object';
  const path = validateEventLog.errors?.[0]?.instancePath ?? '';
  return path === '' ? 'wrong or missing top-level keys' : `unexpected value at ${path}`;
}
