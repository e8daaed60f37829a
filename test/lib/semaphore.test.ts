import { describe, expect, it } from 'vitest';
import { createRankedSemaphore, createSemaphore, forEachLimited, openLanes } from '../../src/lib/semaphore.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a semaphore', () => {
  it('starts waiting tasks in order, the next one when another has finished', async () => {
    const acquire = createSemaphore(2);
    const started: string[] = [];
    const finish = new Map<string, () => void>();
    const tasks = ['a', 'b', 'c', 'd'].map((name) =>
      acquire(() => {
        started.push(name);
        return new Promise<void>((resolve) => finish.set(name, resolve));
      }),
    );
    await settle();
    expect(started).toEqual(['a', 'b']);
    finish.get('b')?.();
    await settle();
    expect(started).toEqual(['a', 'b', 'c']);
    finish.get('a')?.();
    await settle();
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    finish.get('c')?.();
    finish.get('d')?.();
    await Promise.all(tasks);
  });

  it('passes on results and errors, and is free again after both', async () => {
    const acquire = createSemaphore(1);
    const failed = acquire(() => Promise.reject(new Error('refused')));
    const done = acquire(async () => 'certificates');
    await expect(failed).rejects.toThrow('refused');
    await expect(done).resolves.toBe('certificates');
    await expect(acquire(async () => 'more')).resolves.toBe('more');
  });

  it('lets one task run if the limit is lower', async () => {
    await expect(createSemaphore(0)(async () => 'certificates')).resolves.toBe('certificates');
  });
});

describe('createRankedSemaphore', () => {
  it('starts the tasks with the highest rank first, once it has begun, and equal ones in order', async () => {
    const { acquire, allow } = createRankedSemaphore();
    const started: string[] = [];
    const work = [
      ['a', 0],
      ['b', 2],
      ['c', Number.POSITIVE_INFINITY],
      ['d', 2],
      ['e', 1],
    ] as const;
    const done = work.map(([name, rank]) => acquire(rank, async () => void started.push(name)));
    expect(started).toEqual([]);
    allow(1);
    allow(1);
    await Promise.all(done);
    expect(started).toEqual(['c', 'b', 'd', 'e', 'a']);
  });
});

describe('openLanes', () => {
  /** Opens lanes whose work is finished by name. */
  function open(names: string[]) {
    const started: string[] = [];
    const finish = new Map<string, (error?: Error) => void>();
    const lanes = openLanes(names, (name) => {
      started.push(name);
      return new Promise<void>((resolve, reject) => finish.set(name, (error) => (error ? reject(error) : resolve())));
    });
    return { ...lanes, started, finish: (name: string, error?: Error) => finish.get(name)?.(error) };
  }

  it('works on as many items as there are lanes, in order, also on lanes that are added later', async () => {
    const { add, done, started, finish } = open(['a', 'b', 'c', 'd', 'e']);
    expect(started).toEqual([]);
    add(1);
    expect(started).toEqual(['a']);
    finish('a');
    await settle();
    expect(started).toEqual(['a', 'b']);
    add(2);
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    for (const name of ['b', 'c', 'd']) finish(name);
    await settle();
    expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
    add(5);
    finish('e');
    await done;
  });

  it('is done once the last item is, and not before', async () => {
    const { add, done, finish } = open(['a', 'b']);
    add(2);
    finish('b');
    const first = await Promise.race([done.then(() => 'done'), settle().then(() => 'in progress')]);
    finish('a');
    await done;
    expect(first).toBe('in progress');
  });

  it('is done at once without items', async () => {
    const { add, done } = open([]);
    add(3);
    await expect(done).resolves.toBeUndefined();
  });

  it('rejects as soon as the work fails for one item, while other lanes go on', async () => {
    const { add, done, started, finish } = open(['a', 'b', 'c']);
    add(2);
    finish('a', new Error('refused'));
    await expect(done).rejects.toThrow('refused');
    finish('b');
    await settle();
    expect(started).toEqual(['a', 'b', 'c']);
  });
});

it('forEachLimited works on at most that many items at once, and on at least one', async () => {
  for (const [count, expected] of [
    [3, 3],
    [0, 1],
    [100, 10],
  ] as const) {
    let [active, most] = [0, 0];
    const worked: number[] = [];
    await forEachLimited(Array(10).keys(), count, async (item) => {
      active += 1;
      most = Math.max(most, active);
      await settle();
      active -= 1;
      worked.push(item);
    });
    expect(most).toBe(expected);
    expect(worked).toEqual([...Array(10).keys()]);
  }
});
