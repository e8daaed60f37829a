/** Cases on which we once differed from an oracle, with its answer: each is a file that tests repeat without the oracle. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SuiteResult } from './run-suite.ts';

const DIRECTORY = path.join(import.meta.dirname, '../golden/conformance');

export interface Regression {
  room: string;
  oracle: string;
  one: unknown;
  /** The right answer: that of the oracle, unless a difference is documented. */
  answer: string;
}

/** Writes the difference that nothing explains. Returns the path of the file. */
export function writeRegression({ room, unexplained }: SuiteResult): string {
  const { one, oracle, theirs } = unexplained ?? { one: null, oracle: '', theirs: '' };
  const text = `${JSON.stringify({ room, oracle, one, answer: theirs } satisfies Regression, null, 2)}\n`;
  const name = `${room}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.json`;
  mkdirSync(DIRECTORY, { recursive: true });
  writeFileSync(path.join(DIRECTORY, name), text);
  return path.join('test/golden/conformance', name);
}

/** Reads all of them. */
export function readRegressions(): Regression[] {
  const names = existsSync(DIRECTORY) ? readdirSync(DIRECTORY).sort() : [];
  return names.map((name) => JSON.parse(readFileSync(path.join(DIRECTORY, name), 'utf8')));
}
