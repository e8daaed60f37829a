/** A pool of threads that grows while all of them are busy. */

import { createSaturationCheck, type EventLoop } from './saturation.ts';

export interface PoolMember {
  loop: EventLoop;
  /** The tasks that it has not finished. */
  pending: { readonly size: number };
}

export interface GrowingPool<Member> {
  list: () => readonly Member[];
  /** The member for the next task: the one with the fewest pending tasks. */
  choose: () => Member;
  /** Whether no member has had time to spare lately. */
  isSaturated: () => boolean;
}

/** Milliseconds. A burst of tasks may keep a thread busy for less. */
const BUSY_INTERVAL = 250;

/** Starts one member, and another whenever a task comes while all have been busy, up to `count`. */
export function createGrowingPool<Member extends PoolMember>(start: () => Member, count: number): GrowingPool<Member> {
  let pool = watch([start()]);
  return {
    list: () => pool.members,
    choose: () => {
      if (pool.members.length < count && pool.isBusy()) pool = watch([...pool.members, start()]);
      return pool.members.reduce((first, second) => (second.pending.size < first.pending.size ? second : first));
    },
    isSaturated: () => pool.isSaturated(),
  };
}

function watch<Member extends PoolMember>(members: readonly Member[]) {
  const loops = members.map(({ loop }) => loop);
  return { members, isBusy: createSaturationCheck(loops, BUSY_INTERVAL), isSaturated: createSaturationCheck(loops) };
}
