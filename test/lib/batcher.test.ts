import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createBatcher } from '../../src/lib/process/batcher.ts';

describe('the batcher', () => {
  it('passes on together, in order, what was added in one turn of the event loop', async () => {
    const batches: string[][] = [];
    const add = createBatcher((items: string[]) => batches.push(items));
    add('a');
    await Promise.resolve();
    add('b');
    expect(batches).toEqual([]);
    await setImmediate();
    add('c');
    await setImmediate();
    expect(batches).toEqual([['a', 'b'], ['c']]);
  });
});
