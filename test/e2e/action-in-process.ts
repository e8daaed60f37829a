import { Readable, Writable } from 'node:stream';
import * as core from '@actions/core';
import { runAction } from '../../src/action/main.ts';
import type { HostProcess } from '../../src/lib/process/process-io.ts';
import type { Outcome } from './certvigil.ts';

/**
 * Runs the action in this process: `npm run mutants` changes code that no other process has. The library of the runner reads the
 * environment of the process and writes to its standard output, so that only one action runs at a time.
 */
export async function runActionHere(cwd: string, env: Record<string, string>): Promise<Outcome> {
  const outcome: Outcome = { status: null, stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr') =>
    new Writable({
      decodeStrings: false,
      write: (text: string, _, done) => {
        outcome[name] += text;
        done();
      },
    });
  const host = {
    cwd: () => cwd,
    env,
    ...{ stdin: Readable.from([]), stdout: collect('stdout'), stderr: collect('stderr') },
    on: () => host,
  } as unknown as HostProcess;
  const { env: usualEnv, exitCode } = process;
  const { write } = process.stdout;
  process.env = env;
  process.stdout.write = (text: string | Uint8Array) => {
    outcome.stdout += String(text);
    return true;
  };
  // It remembers the file of the first action.
  Object.assign(core.summary, { _filePath: undefined });
  try {
    const status = await runAction(host);
    return { ...outcome, status };
  } finally {
    process.env = usualEnv;
    process.stdout.write = write;
    process.exitCode = exitCode;
  }
}
