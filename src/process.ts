import { setTimeout as delay } from 'node:timers/promises';
import { concealing } from './concealing.ts';
import type { Io } from './io.ts';

/** The Io of this process. */
export function processIo(): Io {
  quietly(process.stdout);
  quietly(process.stderr);
  return concealing({
    cwd: process.cwd(),
    env: process.env,
    now: Date.now,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isTTY: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
    // A terminal that does not know its width says 0.
    columns: process.stdout.columns || 80,
    sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  });
}

/** A reader that has seen enough (`certvigil scan | head`) is no error. */
function quietly(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
