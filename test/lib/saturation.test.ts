import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSaturationCheck, type EventLoop } from '../../src/lib/process/saturation.ts';

/** An event loop whose utilization is set by the test: the share since the sample before. */
function createLoop(utilization: number): EventLoop & { utilization: number } {
  const loop = {
    utilization,
    performance: { eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: loop.utilization }) },
  };
  return loop;
}

describe('the check whether event loops have time to spare', () => {
  let now = 0;
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now));
  afterEach(() => void vi.restoreAllMocks());

  it.each([
    [[1], true],
    [[0.9, 0.95], true],
    [[0.89], false],
    [[1, 0.5], false],
  ])('for utilizations of %j returns %s', (utilizations, expected) => {
    const isSaturated = createSaturationCheck(utilizations.map(createLoop));
    pass(50);
    expect(isSaturated()).toBe(expected);
  });

  it('measures at most every 50 milliseconds', () => {
    const loop = createLoop(1);
    const isSaturated = createSaturationCheck([loop]);
    expect(isSaturated()).toBe(false);
    pass(50);
    expect(isSaturated()).toBe(true);
    loop.utilization = 0;
    pass(49);
    expect(isSaturated()).toBe(true);
    pass(1);
    expect(isSaturated()).toBe(false);
  });

  it('reads the event loop of this process, which has had no time to spare since the check was created', () => {
    const isSaturated = createSaturationCheck([globalThis]);
    pass(50);
    expect(isSaturated()).toBe(true);
  });
});
