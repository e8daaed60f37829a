import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addEntries, findLargest, groupBy, indexGroups, setOwn } from '../../src/lib/collections.ts';

const names = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '7');

it('indexGroups finds a value by its key, in its own group only', () => {
  const values = fc.uniqueArray(fc.tuple(names, names), { selector: (pair) => pair.join(' ') });
  fc.assert(
    fc.property(values, names, names, (all, group, key) => {
      const find = indexGroups(
        groupBy(all, ([name]) => name),
        ([, second]) => second,
      );
      expect(find(group, key)).toBe(all.find(([name, second]) => name === group && second === key));
    }),
  );
});

it('addEntries copies a record, with any keys, and leaves it as it is', () => {
  const entries = fc.array(fc.tuple(names, fc.nat(3)));
  fc.assert(
    fc.property(entries, entries, (before, added) => {
      const record = Object.fromEntries(before);
      const copy = addEntries(record, added);
      expect(Object.entries(copy)).toEqual(Object.entries(Object.fromEntries([...before, ...added])));
      expect(Object.entries(record)).toEqual(Object.entries(Object.fromEntries(before)));
      expect(copy === record).toBe(added.length === 0);
    }),
  );
});

it('setOwn sets an own property, and never the prototype', () => {
  const record: Record<string, object> = {};
  setOwn(record, '__proto__', { name: 'x' });
  expect(Object.keys(record)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
});

it('findLargest finds the largest of any number of values', () => {
  const floor = fc.integer();
  fc.assert(
    fc.property(fc.array(fc.integer()), floor, (values, least) => {
      expect(findLargest(values, least)).toBe(Math.max(least, ...values));
    }),
  );
  expect(findLargest(Array.from({ length: 300_000 }, (_, index) => index))).toBe(299_999);
});
