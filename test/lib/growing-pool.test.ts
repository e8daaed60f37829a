import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGrowingPool } from '../../src/lib/process/growing-pool.ts';

/** A thread whose utilization and number of pending tasks are set by the test. */
function createMember(utilization: number) {
  const member = {
    utilization,
    pending: { size: 0 },
    loop: { performance: { eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: member.utilization }) } },
  };
  return member;
}

describe('a pool of threads that grows', () => {
  let now = 0;
  let members: ReturnType<typeof createMember>[] = [];
  const start = () => {
    const member = createMember(1);
    members.push(member);
    return member;
  };
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  beforeEach(() => {
    members = [];
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => void vi.restoreAllMocks());

  it('starts one, and another after all have been busy for 250 milliseconds, up to the maximum', () => {
    const pool = createGrowingPool(start, 3);
    const started = [0, 249, 1, 249, 1, 250, 250].map((milliseconds) => {
      pass(milliseconds);
      pool.choose();
      return pool.list().length;
    });
    expect(started).toEqual([1, 1, 2, 2, 3, 3, 3]);
    expect(pool.list()).toEqual(members);
  });

  it('starts no other while one has time to spare', () => {
    const pool = createGrowingPool(start, 3);
    pass(250);
    pool.choose();
    (members[0] as (typeof members)[number]).utilization = 0.5;
    pass(250);
    pool.choose();
    expect(members).toHaveLength(2);
  });

  it('chooses the member with the fewest pending tasks, else the first', () => {
    const pool = createGrowingPool(start, 2);
    pass(250);
    expect(pool.choose()).toBe(members[0]);
    (members[0] as (typeof members)[number]).pending.size = 1;
    expect(pool.choose()).toBe(members[1]);
  });

  it('is saturated while no member has time to spare, including one that was started later', () => {
    const pool = createGrowingPool(start, 2);
    pass(250);
    pool.choose();
    pass(50);
    expect(pool.isSaturated()).toBe(true);
    (members[1] as (typeof members)[number]).utilization = 0;
    pass(50);
    expect(pool.isSaturated()).toBe(false);
  });
});
