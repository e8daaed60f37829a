/** A deadline that passes when the test says so. */

import { type Deadline, NotInTimeError } from '../../src/lib/deadline.ts';

export function createTestDeadline(): { deadline: Deadline; pass: () => void } {
  const controller = new AbortController();
  const { signal } = controller;
  const passed = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new NotInTimeError()));
  });
  passed.catch(() => undefined);
  const limit: Deadline['limit'] = async (work, grace_ms = 0) => {
    if (signal.aborted) throw new NotInTimeError();
    return grace_ms > 0 ? work() : Promise.race([work(), passed]);
  };
  const remaining = () => (signal.aborted ? 0 : 60_000);
  return { deadline: { remaining, signal, limit }, pass: () => controller.abort() };
}
