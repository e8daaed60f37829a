/** The event log from its text: nothing that stands there is passed over, so that nothing is lost when it is written again. */

import type { EventLog } from '../generated/event-log.ts';
import { validateEventLog } from '../generated/validate-event-log.js';
import type { Original } from './lines.ts';
import { indentsOf, VERSION } from './log.ts';
import { mergeDoubles } from './merge.ts';
import { logProblem } from './messages.ts';
import { repeatedKey } from './repeated-key.ts';

/**
 * Reads a log; `file` is how messages name it. Records of one event that stand in it twice are merged. Throws AppError
 * (exit 3) `event-log-not-json`, `event-log-newer-version`, `event-log-invalid` or `event-log-repeats-key`: a log that
 * cannot be read whole must never be overwritten.
 */
export function parseLog(text: string, file: string): EventLog {
  const value = parseJson(text, file);
  if (isRecord(value) && typeof value.version === 'number' && value.version > VERSION) {
    throw logProblem('event-log-newer-version', file, String(value.version));
  }
  if (!validateEventLog(value)) throw logProblem('event-log-invalid', file, whereInvalid(value));
  const log = value as EventLog;
  // Of two keys of one name the parser keeps the last. A text that has just the lines that we would write has no such two.
  const repeated = hasIndents(text, indentsOf(log)) ? null : repeatedKey(text);
  if (repeated !== null) throw logProblem('event-log-repeats-key', file, repeated);
  return mergeDoubles(log);
}

/** The same, with the text beside it: what does not change keeps its lines when the log is written again. */
export function readLog(text: string, file: string): Original {
  return { log: parseLog(text, file), text };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's message quotes the text, and is of no use to anyone.
    throw logProblem('event-log-not-json', file);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function whereInvalid(value: unknown): string {
  if (!isRecord(value)) return 'it holds no JSON object';
  const path = validateEventLog.errors?.[0]?.instancePath ?? '';
  return path === '' ? 'its top-level keys are others' : `what stands at ${path} is not what belongs there`;
}

/** Whether so many lines of a text are indented by 0, 2, 4, ... spaces, and no others are in it. */
function hasIndents(text: string, expected: readonly number[]): boolean {
  const left = [...expected];
  for (let start = 0, end = 0; end !== -1 && start < text.length; start = end + 1) {
    let at = start;
    while (text.charCodeAt(at) === SPACE) at += 1;
    const depth = (at - start) / 2;
    const lines = left[depth] ?? 0;
    if (lines === 0) return false;
    left[depth] = lines - 1;
    end = text.indexOf('\n', at);
  }
  return left.every((lines) => lines === 0);
}

const SPACE = 32;
