import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createAsciiSource,
  encodeText,
  isTextEqual,
  joinChunks,
  type TextPiece,
} from '../../src/lib/files/chunked-text.ts';

const MEBIBYTE = 1024 * 1024;

/** One character of each UTF-8 length. */
const CHARACTERS = ['x', 'é', '€', '\u{1f512}'];

/** Short and long texts, many of which end near a buffer boundary. */
const pieces = fc.array(
  fc
    .tuple(fc.constantFrom(...CHARACTERS), fc.constantFrom(0, 1, 2, 5, 1000, MEBIBYTE / 3, MEBIBYTE), fc.nat(3))
    .map(([character, length, more]) => character.repeat(Math.floor(length) + more)),
  { maxLength: 5 },
);

/** The same, with some pieces as bytes. */
const mixed = fc
  .array(fc.tuple(fc.constantFrom(0, 5, MEBIBYTE / 4, MEBIBYTE), fc.boolean()), { maxLength: 5 })
  .map((all) => all.map(([length, isText]) => (isText ? 'é€'.repeat(length / 4) : Buffer.alloc(length, 'x'))));

function toBytes(text: string | readonly TextPiece[]): Buffer {
  const parts: Buffer[] = [];
  // Each part is valid only until the next one is requested.
  for (const part of encodeText(text)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

describe('chunked text', () => {
  it('is encoded like the joined text', () => {
    fc.assert(
      fc.property(pieces, (text) => {
        const whole = text.join('');
        expect(toBytes(text).equals(Buffer.from(whole))).toBe(true);
        expect(toBytes(whole).equals(Buffer.from(whole))).toBe(true);
        expect(joinChunks(text) === whole).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('can have pieces that are bytes', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        const whole = text.map(String).join('');
        expect(toBytes(text).equals(Buffer.from(whole))).toBe(true);
        expect(joinChunks(text) === whole).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it.each([-2, -1, 0, 1])('does not split a character at a buffer boundary (%i)', (by) => {
    const text = 'x'.repeat(Math.floor(MEBIBYTE / 3) + by) + '\u{1f512}'.repeat(MEBIBYTE);
    expect(toBytes(text).equals(Buffer.from(text))).toBe(true);
  });

  it.each<[string[], string | null, boolean]>([
    [['a', '', 'bc'], 'abc', true],
    [[], '', true],
    [[], null, false],
    [['a', 'bd'], 'abc', false],
    [['a', 'b'], 'abc', false],
    [['abc', 'd'], 'abc', false],
    [['a', '€'], 'aabc', false],
    [['a', '\u00e9'], 'a\u00e8', false],
  ])('isTextEqual(%j, %j) is %s', (text, other, isSame) => {
    expect(isTextEqual(text, other)).toBe(isSame);
    expect(isTextEqual(joinChunks(text), other)).toBe(isSame);
    expect(isTextEqual(text, other === null ? null : createAsciiSource(Buffer.from(other)))).toBe(isSame);
  });
});
