/** Which test files reach a mutant, found by running them once without any active mutant. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from './run-tests.ts';
import type { Mutant, Workspace } from './workspace.ts';

export interface TestFile {
  file: string;
  /** Duration of its tests in milliseconds. */
  duration: number;
}

export interface Coverage {
  /** The test files that reach a mutant, fastest first. */
  listTests: (mutant: Mutant) => TestFile[];
  /** Test files that fail in the workspace without any mutant, and are left out. */
  unusable: string[];
}

/** What one run of a test file reached. `null` if it failed. */
interface Measurement {
  /** Digest of the test file. */
  version: string;
  duration: number;
  /** Keys of mutants. */
  reached: string[] | null;
}

/** By path of the test file, relative to the workspace. */
type Measurements = Record<string, Measurement>;

const TIMEOUT_MS = 90 * 60_000;

/**
 * Runs the test files of the workspace whose paths contain one of `parts` (all of them if empty). With `store`, results
 * are kept in that file, and test files that have not changed since are not run again.
 */
export async function measureCoverage(workspace: Workspace, parts: string[], store?: string): Promise<Coverage> {
  const stored: Measurements = store !== undefined && existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) : {};
  const files = workspace.tests.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
  const versions = new Map(files.map((file) => [file, digest(readFileSync(path.join(workspace.root, file), 'utf8'))]));
  const outdated = files.filter((file) => stored[file]?.version !== versions.get(file));
  const measured = outdated.length === 0 ? {} : await measure(workspace, outdated, versions);
  const all = { ...stored, ...measured };
  if (store !== undefined) writeFileSync(store, JSON.stringify(all));
  return collect(files, all);
}

async function measure(
  { root, mutants }: Workspace,
  files: string[],
  versions: Map<string, string>,
): Promise<Measurements> {
  const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-mutant-coverage-'));
  const report = path.join(directory, 'report');
  const run = await runTests({
    ...{ root, files, timeoutMs: TIMEOUT_MS, env: { CERTVIGIL_MUTANT_COVERAGE: directory } },
    args: ['--reporter=json', `--outputFile=${report}`],
  });
  if (run.outcome === 'timeout' || !existsSync(report))
    throw new Error(`the tests do not run without a mutant:\n${run.output}`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as { testResults: Result[] };
  const keys = new Map(mutants.map(({ id, key }) => [id, key]));
  const reached = readReached(directory, keys);
  rmSync(directory, { recursive: true });
  return Object.fromEntries(
    testResults.map(({ name, status, startTime, endTime }) => {
      const file = path.relative(root, name);
      const version = versions.get(file) ?? '';
      const duration = endTime - startTime;
      return [file, { version, duration, reached: status === 'passed' ? (reached.get(name) ?? []) : null }];
    }),
  );
}

/** Keys of the reached mutants by test file. */
function readReached(directory: string, keys: Map<string, string>): Map<string, string[]> {
  const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return new Map(
    names.map((name) => {
      const text = readFileSync(path.join(directory, name), 'utf8');
      const { file, ids } = JSON.parse(text) as { file: string; ids: string[] };
      return [file, ids.flatMap((id) => keys.get(id) ?? [])];
    }),
  );
}

function collect(files: string[], measurements: Measurements): Coverage {
  const byMutant = new Map<string, TestFile[]>();
  for (const file of files) {
    const { duration = 0, reached } = measurements[file] ?? {};
    for (const key of reached ?? []) byMutant.set(key, [...(byMutant.get(key) ?? []), { file, duration }]);
  }
  return {
    listTests: ({ key }) => (byMutant.get(key) ?? []).sort((a, b) => a.duration - b.duration),
    unusable: files.filter((file) => !measurements[file]?.reached),
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

interface Result {
  name: string;
  status: string;
  startTime: number;
  endTime: number;
}
