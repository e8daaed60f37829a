import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMembers, parseMembers } from '../../../src/notify/issue/member-filter.ts';

const createKeys = (count: number, prefix = 'e') =>
  Array.from({ length: count }, (_, nth) => `certvigil/${prefix}${nth}/${'ab'.repeat(32)}`);

/** The share of alerts that are taken for members although they are not. */
function measureMistakes(count: number): number {
  const filter = parseMembers(formatMembers(createKeys(count)));
  return createKeys(4_000, 'other').filter((key) => filter.has(key)).length / 4_000;
}

describe('the members of the overflow issue', () => {
  it('are all found again, whatever their keys are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary' }), { maxLength: 200 }), (keys) => {
        const { has } = parseMembers(formatMembers(keys));
        expect(keys.filter((key) => !has(key))).toEqual([]);
      }),
    );
  });

  it.each([1, 10, 2_000, 2_001, 12_000, 50_000])('%i of them fit into half of a body, and are found again', (count) => {
    const keys = createKeys(count);
    const text = formatMembers(keys);
    expect(text.length).toBeLessThan(33_000);
    expect(text).toMatch(/^\d{1,2} [\w+/]+=*$/);
    const { has } = parseMembers(text);
    expect(keys.every((key) => has(key))).toBe(true);
  });

  it('others are rarely mistaken for members', () => {
    expect(measureMistakes(100)).toBeLessThan(0.01);
    expect(measureMistakes(12_000)).toBeLessThan(0.01);
    expect(measureMistakes(50_000)).toBeLessThan(0.25);
  });

  it('are all keys if each bit is set', () => {
    expect(parseMembers('3 ////').has('a')).toBe(true);
    expect(parseMembers(`12 ${'/'.repeat(32 * 1024)}`).has('a')).toBe(true);
  });

  it.each([
    ...['', 'x', '3', '3 ', '3 -->', '999 AAAA', '3 ====', '3 /', '3//'],
    ...['x3 ////', '3 //// x', '3 ////-->', '0 ////', '03 ////', '123 ////'],
  ])('there are none in %j', (text) => {
    expect(parseMembers(text).has('a')).toBe(false);
  });

  it('there are none in a filter that is longer than any that is written', () => {
    expect(parseMembers(`3 ${'/'.repeat(32 * 1024 + 2)}`).has('a')).toBe(false);
  });
});
