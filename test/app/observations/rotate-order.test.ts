import { expect, it } from 'vitest';
import { createRotatedOrder } from '../../../src/app/observe/observe.ts';
import { sortByRank } from '../../../src/lib/collections.ts';

it('begins at any of the entries, and reads all of them', () => {
  const entries = ['a', 'b', 'c'].map((name) => ({ name }));
  const sort = (start: number) => {
    const { rankEntry } = createRotatedOrder(entries, start);
    return sortByRank(entries, ({ name }) => rankEntry(name)).map(({ name }) => name);
  };
  expect([0, 0.34, 0.99].map(sort)).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c', 'a'],
    ['c', 'a', 'b'],
  ]);
});
