import { describe, expect, it } from 'vitest';
import { createSizeBudget } from '../../src/manifest/files.ts';

const MEBIBYTE = 1024 * 1024;
const fill = (length: number, text: string) => ({ bytes: Buffer.alloc(length, text) });

describe('the limit of all files together', () => {
  it.each([
    ['20 MB', 20 * MEBIBYTE, 'a', false],
    ['1,000,000 lines, items and backslashes', 1_000_000, ',', false],
    ['64 MB', 64 * MEBIBYTE, 'a', true],
    ['250,000 lines', 250_000, '\n', true],
  ])('permits exactly %s', (limit, length, text, isList) => {
    const { spend } = createSizeBudget();
    expect(spend(fill(length - 1, text), isList)).toBeNull();
    expect(spend(fill(1, text), isList)).toBeNull();
    expect(spend(fill(1, text), !isList)).toBeNull();
    expect(spend(fill(1, text), isList)).toBe(limit);
  });

  it('does not count a file that was not read, unless it is a list above the limit', () => {
    const { spend } = createSizeBudget();
    expect(spend({ failure: 'not-found' }, true)).toBeNull();
    expect(spend({ failure: 'too-large' }, false)).toBeNull();
    expect(spend({ failure: 'too-large' }, true)).toBe('64 MB');
  });
});
