import { describe, expect, it } from 'vitest';
import { mapConcurrently } from '../../src/lib/map-concurrently.ts';

describe('mapConcurrently', () => {
  it('returns the results in the order of the items, with at most `count` in progress', async () => {
    let running = 0;
    let most = 0;
    const results = await mapConcurrently([5, 1, 4, 2, 3], 2, async (ticks) => {
      running += 1;
      most = Math.max(most, running);
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
      running -= 1;
      return ticks * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it('starts the items in order, the next one when another has finished', async () => {
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const mapped = mapConcurrently([0, 1, 2, 3], 2, async (item) => {
      started.push(item);
      await new Promise<void>((resolve) => finish.push(resolve));
    });
    expect(started).toEqual([0, 1]);
    finish[1]?.();
    await expect.poll(() => started).toEqual([0, 1, 2]);
    finish[0]?.();
    await expect.poll(() => started).toEqual([0, 1, 2, 3]);
    for (const end of finish) end();
    expect(await mapped).toHaveLength(4);
  });

  it('accepts results that are not promises', async () => {
    expect(await mapConcurrently(['a', 'b'], 1, (text) => text.toUpperCase())).toEqual(['A', 'B']);
  });

  it('rejects with the first error', async () => {
    await expect(mapConcurrently([1, 2], 2, (item) => Promise.reject(new Error(`${item}`)))).rejects.toThrow('1');
  });
});
