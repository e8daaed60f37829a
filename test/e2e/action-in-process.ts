import * as core from '@actions/core';
import { runAction } from '../../src/action/main.ts';
import type { Outcome } from './certvigil.ts';
import { createHostProcess } from './host-process.ts';

/**
 * Runs the action in this process: `npm run mutants` changes code that no other process has. The library of the runner reads the
 * environment of the process and writes to its standard output, so that only one action runs at a time.
 */
export async function runActionHere(cwd: string, env: Record<string, string>): Promise<Outcome> {
  const { host, outcome } = createHostProcess(cwd, env);
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
