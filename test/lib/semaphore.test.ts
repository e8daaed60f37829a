import { describe, expect, it } from 'vitest';
import { createRankedSemaphore, createSemaphore } from '../../src/lib/semaphore.ts';

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
    const { acquire, begin } = createRankedSemaphore(2);
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
    begin();
    begin();
    await Promise.all(done);
    expect(started).toEqual(['c', 'b', 'd', 'e', 'a']);
  });
});
