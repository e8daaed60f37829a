/** Collects what is traced. */

import { subscribeTrace } from '../../src/lib/trace/trace.ts';

/** Runs work, and returns `KIND SUBJECT: RESULT` of each event meanwhile. */
export async function collectTrace(work: () => unknown): Promise<string[]> {
  const events: string[] = [];
  const stop = subscribeTrace(({ kind, subject, result }) => void events.push(`${kind} ${subject}: ${result}`));
  try {
    await work();
  } finally {
    stop();
  }
  return events;
}
