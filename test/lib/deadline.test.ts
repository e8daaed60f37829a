import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Deadline,
  hasPassed,
  limitOr,
  limitSeconds,
  limitTimeout,
  NO_DEADLINE,
  NotInTimeError,
  runWithDeadline,
} from '../../src/lib/deadline.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = () => new Promise<never>(() => undefined);

/** Runs work with a deadline after a second, and moves the time on. */
async function runFor<Result>(milliseconds: number, work: (deadline: Deadline) => Promise<Result>): Promise<unknown> {
  const result = runWithDeadline(1000, work).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(milliseconds);
  return result;
}

describe('a deadline', () => {
  it('does not change work that ends before it', async () => {
    expect(await runFor(0, ({ limit }) => limit(async () => 'read'))).toBe('read');
    const bug = new Error('its own');
    expect(await runFor(0, ({ limit }) => limit(() => Promise.reject(bug)))).toBe(bug);
  });

  it('ends the wait for work, aborts its signal, and does not start other work', async () => {
    const seen: unknown[] = [];
    const error = await runFor(1000, async (deadline) => {
      seen.push(hasPassed(deadline), deadline.signal.aborted);
      await deadline.limit(never).catch((thrown: unknown) => seen.push(thrown instanceof NotInTimeError));
      seen.push(hasPassed(deadline), deadline.signal.aborted);
      return deadline.limit(async () => seen.push('started'));
    });
    expect(error).toBeInstanceOf(NotInTimeError);
    expect(seen).toEqual([false, false, true, true, true]);
  });

  it('lets work that ends by itself return what it has', async () => {
    const endSoon = (milliseconds: number) => () =>
      new Promise((resolve) => setTimeout(() => resolve('a part'), milliseconds));
    expect(await runFor(1500, ({ limit }) => limit(endSoon(1400), 500))).toBe('a part');
    expect(await runFor(1600, ({ limit }) => limit(endSoon(1600), 500))).toBeInstanceOf(NotInTimeError);
  });

  it('can have a result of its own, for which nothing else is mistaken', async () => {
    const orLate = (work: () => Promise<string>) => (deadline: Deadline) => limitOr(deadline, work, () => 'late');
    expect(
      await runFor(
        0,
        orLate(async () => 'read'),
      ),
    ).toBe('read');
    expect(await runFor(1000, orLate(never))).toBe('late');
    const bug = new Error('its own');
    expect(
      await runFor(
        0,
        orLate(() => Promise.reject(bug)),
      ),
    ).toBe(bug);
  });

  it('limits timeouts to what is left, and a little more', async () => {
    const limits = await runFor(0, async (deadline) => [limitTimeout(deadline, 200), limitTimeout(deadline, 5000)]);
    expect(limits).toEqual([200, 1100]);
    expect(limitTimeout(NO_DEADLINE, 5000)).toBe(5000);
    expect(await runFor(0, async (deadline) => limitSeconds(deadline, 5))).toBe(1.1);
  });

  it('is also known after work that kept the processor busy', async () => {
    const passed = await runFor(0, async (deadline) => {
      vi.setSystemTime(0);
      vi.spyOn(performance, 'now').mockReturnValue(1_000_000_000);
      return [hasPassed(deadline), deadline.signal.aborted];
    });
    vi.restoreAllMocks();
    expect(passed).toEqual([true, false]);
  });

  it('leaves no timer behind', async () => {
    await runFor(0, ({ limit }) => limit(async () => 'read', 500));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is none after an infinite time', async () => {
    expect(await runWithDeadline(Number.POSITIVE_INFINITY, async (deadline) => deadline)).toBe(NO_DEADLINE);
  });
});
