/** The event log from its text: nothing that stands there is passed over, so that nothing is lost when it is written again. */

import type { EventLog } from '../../generated/event-log.ts';
import { validateEventLog } from '../../generated/validate-event-log.js';
import { findDuplicateKey } from './duplicate-keys.ts';
import type { LoadedLog } from './incremental-lines.ts';
import { mergeDuplicates } from './merge.ts';
import { createLogError } from './messages.ts';
import { indexLines, LOG_VERSION } from './serialize.ts';

/** The log alone; see `readLog`. */
export function parseLog(text: string, file: string): EventLog {
  return readLog(text, file).log;
}

/**
 * Reads a log; `file` is how messages name it. The text stays beside it: what does not change keeps its lines when the log is
 * written again. Records of one event that stand in it twice are merged. Throws AppError (exit 3) `event-log-not-json`,
 * `event-log-newer-version`, `event-log-invalid` or `event-log-duplicate-key`: a log that cannot be read whole must never be
 * overwritten.
 */
export function readLog(text: string, file: string): LoadedLog {
  const value = parseJson(text, file);
  if (isRecord(value) && typeof value.version === 'number' && value.version > LOG_VERSION) {
    throw createLogError('event-log-newer-version', file, String(value.version));
  }
  if (!validateEventLog(value)) throw createLogError('event-log-invalid', file, describeInvalid(value));
  const log = value as EventLog;
  const lines = indexLines(text, log);
  // Of two keys of one name the parser keeps the last. A text that has just the lines that we would write has no such two.
  const repeated = lines === null ? findDuplicateKey(text) : null;
  if (repeated !== null) throw createLogError('event-log-duplicate-key', file, repeated);
  const merged = mergeDuplicates(log);
  return { log: merged, text, lines: merged === log ? lines : null };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's message quotes the text, and is of no use to anyone.
    throw createLogError('event-log-not-json', file);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeInvalid(value: unknown): string {
  if (!isRecord(value)) return 'it holds no JSON object';
  const path = validateEventLog.errors?.[0]?.instancePath ?? '';
  return path === '' ? 'its top-level keys are others' : `what stands at ${path} is not what belongs there`;
}
