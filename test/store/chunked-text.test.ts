import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeText, isTextEqual, joinChunks } from '../../src/store/chunked-text.ts';

const MEBIBYTE = 1024 * 1024;

/** Of every width that a character has in UTF-8. */
const CHARACTERS = ['x', 'é', '€', '\u{1f512}'];

/** Long texts beside short ones, as a log's are: many of them end near the border of what is encoded at once. */
const pieces = fc.array(
  fc
    .tuple(fc.constantFrom(...CHARACTERS), fc.constantFrom(0, 1, 2, 5, 1000, MEBIBYTE / 3, MEBIBYTE), fc.nat(3))
    .map(([character, length, more]) => character.repeat(Math.floor(length) + more)),
  { maxLength: 5 },
);

function bytesOf(text: string | string[]): Buffer {
  const parts: Buffer[] = [];
  // Each is good until the next is asked for.
  for (const part of encodeText(text)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

describe('a text in pieces', () => {
  it('is encoded as the whole is', () => {
    fc.assert(
      fc.property(pieces, (text) => {
        const whole = text.join('');
        expect(bytesOf(text).equals(Buffer.from(whole))).toBe(true);
        expect(bytesOf(whole).equals(Buffer.from(whole))).toBe(true);
        expect(joinChunks(text) === whole).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it.each([-2, -1, 0, 1])('has no character cut, %i beside the border', (by) => {
    const text = 'x'.repeat(Math.floor(MEBIBYTE / 3) + by) + '\u{1f512}'.repeat(MEBIBYTE);
    expect(bytesOf(text).equals(Buffer.from(text))).toBe(true);
  });

  it.each<[string[], string | null, boolean]>([
    [['a', '', 'bc'], 'abc', true],
    [[], '', true],
    [[], null, false],
    [['a', 'bd'], 'abc', false],
    [['a', 'b'], 'abc', false],
    [['abc', 'd'], 'abc', false],
  ])('%j is the same as %j: %s', (text, other, isSame) => {
    expect(isTextEqual(text, other)).toBe(isSame);
    expect(isTextEqual(joinChunks(text), other)).toBe(isSame);
  });
});
