/**
 * Runs the tests on Windows, or with Node for Windows under wine: `npm run test:windows`, or `npm run test:windows -- lib store/file` for
 * some directories or files of `test/`. The result is compared with the tests that are known to fail there, in
 * `windows/expected-failures.ts`. `dist/` must be current. On Linux, it needs wine and wine64 (`apt-get install --no-install-recommends
 * wine wine64`), downloads 53 MB from npm unless npm has them in its cache, and runs at low priority. Only the runs of CI show differences
 * between real Windows and wine.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { groupBy } from '../src/lib/collections.ts';
import { EXPECTED_FAILURES } from './windows/expected-failures.ts';
import { installWine, toWindowsPath } from './windows/wine.ts';

const VITEST = 'node_modules/vitest/vitest.mjs';
const isWindows = process.platform === 'win32';
const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-windows-'));

/** Runs Vitest for some files, with a JSON report. Returns its output. */
type RunTests = (files: readonly string[], report: string) => string;

/** The limit far exceeds the output of a part. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

const runOnWindows: RunTests = (files, report) => {
  const env = { ...process.env, CERTVIGIL_TEST_REPORT: report };
  const { stdout, stderr } = spawnSync(process.execPath, [VITEST, 'run', ...files], {
    env,
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return stdout + stderr;
};

/** The parts run one at a time, so that other work on the machine continues. If a part does not end, the others still have results. */
const FILES_PER_PART = 20;
const PART_TIMEOUT_MS = 1_800_000;

function createWineRunner(): { runTests: RunTests; stop: () => void } {
  const { runNode, stop } = installWine(directory);
  const output = path.join(directory, 'output.txt');
  const runTests: RunTests = (files, report) => {
    const env = { CERTVIGIL_TEST_REPORT: toWindowsPath(report) };
    runNode([VITEST, 'run', '--maxWorkers=1', ...files], { output, env, timeout_ms: PART_TIMEOUT_MS });
    return readFileSync(output, 'utf8');
  };
  return { runTests, stop };
}

interface Outcome {
  /** The path relative to `test/`, with `/`. */
  file: string;
  /** The title; empty for a file that could not be loaded. */
  title: string;
  passed: boolean;
  message: string;
}

interface JsonReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

function readOutcomes(report: string): Outcome[] {
  const { testResults }: JsonReport = JSON.parse(readFileSync(report, 'utf8'));
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replaceAll('\\', '/').replace(/^.*?\/test\//, '');
    const ran = assertionResults.filter((one) => one.status === 'passed' || one.status === 'failed');
    if (status === 'failed' && ran.every((one) => one.status === 'passed'))
      return [{ file, title: '', passed: false, message }];
    return ran.map((one) => ({
      file,
      title: one.fullName,
      passed: one.status === 'passed',
      message: one.failureMessages?.[0]?.split('\n')[0] ?? '',
    }));
  });
}

/** Finds the reason why a test is expected to fail, or, without a title, why the file is skipped. Returns null if there is no reason. */
function findReason({ file, title }: Pick<Outcome, 'file' | 'title'>): string | null {
  for (const [reason, files] of Object.entries(EXPECTED_FAILURES)) {
    if (files[file]?.some((start) => title.startsWith(start))) return reason;
  }
  return null;
}

/** Tests of texts and of the source, which are the same on every system, and tests that need servers of Linux. */
const ELSEWHERE = /^(?:real|docs)\/|^[^/]+$/;

/** Lists the files of `test/` that run on Windows. Names on the command line select files. */
function listFiles(selected: readonly string[]): string[] {
  return globSync('**/*.test.ts', { cwd: 'test' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !ELSEWHERE.test(file))
    .filter((file) => selected.length === 0 || selected.some((start) => file.startsWith(start)))
    .sort();
}

/** Lists the files of each directory, in parts. */
function listParts(files: readonly string[]): string[][] {
  const directories = groupBy(files, (file) => file.slice(0, file.indexOf('/')));
  return [...directories.values()].flatMap((all) => {
    const starts = all.map((_, index) => index).filter((index) => index % FILES_PER_PART === 0);
    return starts.map((start) => all.slice(start, start + FILES_PER_PART).map((file) => `test/${file}`));
  });
}

const { runTests, stop } = isWindows ? { runTests: runOnWindows, stop: () => {} } : createWineRunner();
const outcomes: Outcome[] = [];
let isIncomplete = false;
const selected = groupBy(listFiles(process.argv.slice(2)), (file) => findReason({ file, title: '' }));
try {
  for (const [index, files] of listParts(selected.get(null) ?? []).entries()) {
    const report = path.join(directory, `${index}.json`);
    const printed = runTests(files, report);
    if (!existsSync(report)) {
      isIncomplete = true;
      console.log(`No result of ${files.join(' ')}:\n${printed}`);
      continue;
    }
    const found = readOutcomes(report);
    outcomes.push(...found);
    console.log(
      `${path.dirname(files[0] ?? '')}: ${found.filter(({ passed }) => passed).length} of ${found.length} passed`,
    );
  }
} finally {
  stop();
  rmSync(directory, { recursive: true, force: true });
}

for (const [reason, files] of selected) if (reason !== null) console.log(`Not run: ${files.join(', ')} (${reason})`);
const failed = outcomes.filter(({ passed }) => !passed);
const unexpected = failed.filter((one) => findReason(one) === null);
for (const { file, title, message } of unexpected)
  console.log(`\nFAILED ${file}: ${title || 'the file'}\n  ${message}`);
for (const reason of Object.keys(EXPECTED_FAILURES)) {
  const count = failed.filter((one) => findReason(one) === reason).length;
  if (count > 0) console.log(`${count} expected: ${reason}`);
}
const surprising = outcomes.filter((one) => one.passed && findReason(one) !== null);
for (const one of surprising)
  console.log(`Passes although it is in the list: ${one.file}: ${one.title} (${findReason(one)})`);
const passed = outcomes.length - failed.length;
console.log(`\n${passed} passed, ${failed.length - unexpected.length} failed as expected, ${unexpected.length} failed`);
process.exitCode = unexpected.length > 0 || isIncomplete || passed === 0 ? 1 : 0;
