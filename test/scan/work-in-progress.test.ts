import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createForEachServer, type EventLoop } from '../../src/scan/network/work-in-progress.ts';

/** An event loop with the utilization that `state` has at the time of each call. */
function createLoop(state: { utilization: number }): EventLoop {
  const read = () => ({ idle: 1 - state.utilization, active: state.utilization, utilization: state.utilization });
  return { eventLoopUtilization: read as EventLoop['eventLoopUtilization'] };
}

/** Starts to read servers that do not respond until they are finished. */
function start(loops: readonly EventLoop[], count: number) {
  const waiting: (() => void)[] = [];
  let connections = 0;
  const forEachServer = createForEachServer(loops, (more) => {
    connections += more;
  });
  const done = forEachServer(Array(count).keys(), () => new Promise<void>((resolve) => waiting.push(resolve)));
  const finish = async () => {
    while (waiting.length > 0) {
      for (const resolve of waiting.splice(0)) resolve();
      await vi.advanceTimersByTimeAsync(0);
    }
    await done;
  };
  return { finish, countStarted: () => waiting.length, countConnections: () => connections };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the number of servers that are read at once', () => {
  it('grows while all threads have idle time, up to a maximum, and so does that of connections', async () => {
    const { finish, countStarted, countConnections } = start([createLoop({ utilization: 0.2 })], 5000);
    expect([countStarted(), countConnections()]).toEqual([200, 0]);
    await vi.advanceTimersByTimeAsync(100);
    expect([countStarted(), countConnections()]).toEqual([600, 200]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(countStarted()).toBe(2000);
    await finish();
  });

  it('stays as it is while one thread is busy', async () => {
    const [one, other] = [{ utilization: 1 }, { utilization: 0.2 }];
    const { finish, countStarted } = start([createLoop(one), createLoop(other)], 5000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(countStarted()).toBe(200);
    one.utilization = 0.2;
    await vi.advanceTimersByTimeAsync(50);
    expect(countStarted()).toBe(400);
    await finish();
  });

  it('stays as it is until a thread has started', async () => {
    const starting = { eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }) } as EventLoop;
    const { finish, countStarted } = start([starting], 5000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(countStarted()).toBe(200);
    await finish();
  });

  it('is watched only as long as servers are read', async () => {
    const { finish } = start([createLoop({ utilization: 0.2 })], 10);
    expect(vi.getTimerCount()).toBe(1);
    await finish();
    expect(vi.getTimerCount()).toBe(0);
  });
});
