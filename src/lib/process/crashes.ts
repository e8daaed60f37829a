/** Reports uncaught errors without secrets. */

import { formatError } from '../app-error.ts';
import type { Io } from '../io.ts';

/**
 * Reports crashes through the redacted output. Node itself would print the error with all its properties and causes, which may contain a
 * URL with a secret. The exit code is that of an internal error.
 */
export function reportCrashes(
  io: Pick<Io, 'stderr'>,
  events: { on: (event: 'uncaughtException', listener: (error: Error) => void) => unknown },
  exit: (code: number) => void,
): void {
  // A rejected promise without a handler becomes an uncaught exception, too.
  events.on('uncaughtException', (error) => {
    io.stderr(formatError(error));
    exit(3);
  });
}
