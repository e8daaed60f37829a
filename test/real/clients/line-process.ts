/** A process that answers each line of its input with a line. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface LineProcess {
  /** Rejects if the process ends without an answer. */
  ask: (line: string) => Promise<string>;
  /** Ends its input, and waits until it exits. */
  close: () => Promise<void>;
}

interface Waiting {
  resolve: (line: string) => void;
  reject: (error: Error) => void;
}

export function startLineProcess(program: string, args: readonly string[] = []): LineProcess {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: Waiting[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  // Its end answers what it no longer reads.
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void ended.then(() => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`${program} ended without an answer`));
  });
  return {
    ask: (line) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${line}\n`);
      }),
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
