/** Runs test files of the workspace in a process group of their own. */
import { spawn } from 'node:child_process';
import path from 'node:path';

export interface TestRun {
  /** `timeout` after `timeoutMs`: the whole process group was ended. */
  outcome: 'passed' | 'failed' | 'timeout';
  output: string;
}

interface Options {
  root: string;
  /** Test files, all of them if empty. */
  files: readonly string[];
  args: readonly string[];
  env: Record<string, string>;
  timeoutMs: number;
}

export async function runTests({ root, files, args, env, timeoutMs }: Options): Promise<TestRun> {
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--config', 'scripts/mutants/vitest.config.ts', ...args, ...files],
    // A group of its own, so that an endless loop in a worker of the runner is ended with it.
    { cwd: root, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, timeoutMs);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearTimeout(timer);
  const output = Buffer.concat(chunks).toString('utf8');
  return { outcome: timedOut ? 'timeout' : code === 0 ? 'passed' : 'failed', output };
}
