/** Which test files reach a mutant, found by running all of them once without any active mutant. */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from './run-tests.ts';

export interface TestFile {
  file: string;
  /** Duration of its tests in milliseconds. */
  duration: number;
}

export interface Coverage {
  /** By mutant: the test files that reach it, fastest first. */
  byMutant: Map<string, TestFile[]>;
  /** Test files that fail in the workspace without any mutant, and are left out. */
  unusable: string[];
}

const TIMEOUT_MS = 30 * 60_000;

export async function measureCoverage(root: string): Promise<Coverage> {
  const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-mutant-coverage-'));
  const report = path.join(directory, 'report');
  const run = await runTests({
    ...{ root, files: [], timeoutMs: TIMEOUT_MS, env: { CERTVIGIL_MUTANT_COVERAGE: directory } },
    args: ['--reporter=json', `--outputFile=${report}`],
  });
  if (run.outcome === 'timeout' || !existsSync(report))
    throw new Error(`the tests do not run without a mutant:\n${run.output}`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as { testResults: Result[] };
  const usable = new Map(
    testResults.filter(({ status }) => status === 'passed').map((result) => [result.name, result]),
  );
  const byMutant = new Map<string, TestFile[]>();
  for (const name of readdirSync(directory).filter((file) => file.endsWith('.json'))) {
    const { file, ids } = JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as {
      file: string;
      ids: string[];
    };
    const result = usable.get(file);
    if (result === undefined) continue;
    for (const id of ids) {
      const files = byMutant.get(id) ?? [];
      byMutant.set(id, [...files, { file, duration: result.endTime - result.startTime }]);
    }
  }
  for (const files of byMutant.values()) files.sort((a, b) => a.duration - b.duration);
  return { byMutant, unusable: testResults.map(({ name }) => name).filter((name) => !usable.has(name)) };
}

interface Result {
  name: string;
  status: string;
  startTime: number;
  endTime: number;
}
