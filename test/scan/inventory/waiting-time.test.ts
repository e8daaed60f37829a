import { describe, expect, it } from 'vitest';
import { createWaitingTime } from '../../../src/scan/inventory/waiting-time.ts';

/** A clock that advances when someone waits, and says for how long it was. */
function createClock() {
  let time = 1_800_000_000_000;
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
    time += milliseconds;
  };
  return { io: { now: () => time, sleep }, waits };
}

describe('waiting for a system that limits requests', () => {
  it('takes twice as long after each attempt, up to five attempts', async () => {
    const { io, waits } = createClock();
    const wait = createWaitingTime(io);
    for (const attempts of [1, 2, 3, 4]) expect(await wait.toRetry(attempts, null)).toBe(true);
    expect(await wait.toRetry(5, null)).toBe(false);
    expect(waits).toEqual([500, 1000, 2000, 4000]);
  });

  it('ends after two minutes in total', async () => {
    const { io } = createClock();
    const wait = createWaitingTime(io);
    expect(await wait.toRetry(1, '60')).toBe(true);
    expect(await wait.toRetry(1, '60')).toBe(true);
    expect(await wait.toRetry(1, '1')).toBe(false);
  });

  it('counts the time once if several requests wait', async () => {
    const io = { now: () => 0, sleep: async () => undefined };
    const wait = createWaitingTime(io);
    for (let request = 0; request < 8; request += 1) expect(await wait.toRetry(1, '100')).toBe(true);
    expect(await wait.toRetry(1, '121')).toBe(false);
  });

  it('concerns all requests, unless a server error is the reason', async () => {
    let time = 0;
    const waits: number[] = [];
    const io = { now: () => time, sleep: async (milliseconds: number) => void waits.push(milliseconds) };
    const wait = createWaitingTime(io);
    await wait.toRetry(1, null, false);
    await wait.untilPermitted();
    expect(waits).toEqual([500]);
    await wait.toRetry(1, '30', true);
    time = 10_000;
    await wait.untilPermitted();
    time = 30_000;
    await wait.untilPermitted();
    expect(waits).toEqual([500, 30_000, 20_000]);
  });
});
