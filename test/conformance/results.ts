/** The results of the last long run of each suite, from which docs/how-we-know.md is made. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SuiteResult } from './run-suite.ts';

const DIRECTORY = path.join(import.meta.dirname, 'results');

export interface RecordedResult extends SuiteResult {
  /** The day of the run, as `2026-12-02`. */
  date: string;
}

/** Writes the result of a suite in place of the last one. */
export function writeResult(result: SuiteResult, now: Date): void {
  const recorded: RecordedResult = { date: now.toISOString().slice(0, 10), ...result };
  mkdirSync(DIRECTORY, { recursive: true });
  writeFileSync(locate(result.room), `${JSON.stringify(recorded, null, 2)}\n`);
}

/** Reads the recorded result of a suite; null: there is none. */
export function readResult(room: string): RecordedResult | null {
  const file = locate(room);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

const locate = (room: string) => path.join(DIRECTORY, `${room}.json`);
