import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addEntries, setOwn } from '../../src/lib/collections.ts';

const names = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '7');

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
