/** A program that answers one line of JSON with another, and that stays for many cases. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface LineProgram {
  /** Sends a question, and returns its answer. One question at a time. */
  ask: (question: unknown) => Promise<unknown>;
  close: () => Promise<void>;
}

/** `env`: variables besides those of this process. */
export function startLineProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): LineProgram {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    ask: async (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ${args.join(' ')} ended:\n${errors}`);
      return JSON.parse(value);
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
