/**
 * Asks implementations that are not ours: `npm run conformance`. Each suite draws cases from a seed, and compares our answers with those of
 * its oracles. Prints the cases, agreements and differences, and fails for a difference that nothing explains, which it writes to a file in
 * test/golden/conformance, minimized. docs/internals/conformance.md explains how a suite is made.
 *
 *   --room NAME      one suite
 *   --seed N         other cases (default: 1)
 *   --minutes N      the time of each suite (default: 1)
 *   --cases N        the maximum number of cases of each suite
 *   --record         keeps the results in test/conformance/results
 */

import { parseArgs } from 'node:util';
import { formatResult } from './format-result.ts';
import { openSession } from './open-session.ts';
import { writeRegression } from './regressions.ts';
import { writeResult } from './results.ts';
import { isVacuous, runSuite } from './run-suite.ts';
import { SUITES } from './suites.ts';

const { values } = parseArgs({
  options: {
    room: { type: 'string' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '1' },
    cases: { type: 'string', default: 'Infinity' },
    record: { type: 'boolean', default: false },
  },
});

const suites = SUITES.filter(({ room }) => values.room === undefined || values.room === room);
if (suites.length === 0) fail(`Unknown room ${values.room}. Rooms: ${SUITES.map(({ room }) => room).join(', ')}.`);
const [seed, minutes, cases] = [readNumber('seed'), readNumber('minutes'), readNumber('cases')];

for (const suite of suites) {
  await using session = await openSession(suite);
  const until = Date.now() + minutes * 60_000;
  const result = await runSuite(suite, session, { seed, cases, hasTime: () => Date.now() < until });
  process.stdout.write(formatResult(suite, result));
  if (result.unexplained !== null) process.stdout.write(`  written to ${writeRegression(result)}\n`);
  if (result.unexplained !== null || isVacuous(result)) process.exitCode = 1;
  if (values.record) writeResult(result, new Date());
}

function readNumber(name: 'seed' | 'minutes' | 'cases'): number {
  const value = Number(values[name]);
  if (Number.isNaN(value) || value < 0) fail(`--${name} is not a number: ${values[name]}`);
  return value;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
