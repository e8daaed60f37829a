/** Isolates a bug that one item triggers from the others. */

import { formatError } from '../app-error.ts';
import type { Io } from '../io.ts';

export type ReportBug = (bug: unknown) => void;

/** Returns the result of `attempt`, or that of `recover` if it throws. Only bugs throw: expected failures are data. */
export function catchBugsSync<T>(attempt: () => T, recover: () => T, reportBug: ReportBug): T {
  try {
    return attempt();
  } catch (bug) {
    reportBug(bug);
    return recover();
  }
}

/** Does the same for an `attempt` that may reject. */
export async function catchBugs<T>(
  attempt: () => T | Promise<T>,
  recover: () => T | Promise<T>,
  reportBug: ReportBug,
): Promise<T> {
  try {
    return await attempt();
  } catch (bug) {
    reportBug(bug);
    return recover();
  }
}

/** Runs each step, even if an earlier one throws. Then prints the errors to standard error, except for the first one, which it throws. */
export async function runAll(steps: readonly (() => unknown)[], io: Pick<Io, 'stderr'>): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  const [first, ...others] = errors;
  for (const error of others) io.stderr(formatError(error));
  if (errors.length > 0) throw first;
}

/** The maximum of printed bugs. A bug that thousands of certificates trigger is printed once. */
const MAX_REPORTED_BUGS = 10;

/** Creates a function that prints the stack of each distinct bug to standard error. */
export function createBugReporter(io: Pick<Io, 'stderr'>): ReportBug {
  const reported = new Set<string>();
  return (bug) => {
    const text = formatError(bug);
    const origin = extractFrames(text);
    if (reported.has(origin) || reported.size === MAX_REPORTED_BUGS) return;
    reported.add(origin);
    io.stderr(text);
  };
}

/** Extracts the stack frames, without the message, which may name the certificate. */
function extractFrames(text: string): string {
  return text.slice(Math.max(0, text.search(/\n {4}at /)));
}
