import { describe, expect, it } from 'vitest';
import { trimBoth, trimEnd } from '../../src/lib/text/trim.ts';

describe('trimming a character', () => {
  it.each([
    ['https://vault.example.com//', 'https://vault.example.com', 'https://vault.example.com'],
    ['/pki/', '/pki', 'pki'],
    ['//a/b//', '//a/b', 'a/b'],
    ['pki', 'pki', 'pki'],
    ['///', '', ''],
    ['', '', ''],
  ])('of %j leaves %j at the end, and %j at both ends', (text, end, both) => {
    expect(trimEnd(text, '/')).toBe(end);
    expect(trimBoth(text, '/')).toBe(both);
  });
});
