import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPieces } from '../../src/lib/secrets/mask-pieces.ts';
import { createRedactor } from '../../src/lib/secrets/redactor.ts';

const SECRET = 'correct&horse-"battery"\nstaple+42';
const mask = createRedactor([SECRET]);

/** Divides a text at every `size` characters. */
function* divide(text: string, size: number): Generator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}

const maskAll = (text: string, size: number) => [...maskPieces(divide(text, size), mask)].join('');

/** Part borders are at multiples of 64 KiB. */
const BORDER = 64 * 1024;

const FORMS = {
  plain: SECRET,
  JSON: JSON.stringify(SECRET),
  'JSON in JSON': JSON.stringify(JSON.stringify(SECRET)),
  'percent-encoded': encodeURIComponent(SECRET),
  'in base64': Buffer.from(SECRET).toString('base64'),
  'in hexadecimal': Buffer.from(SECRET).toString('hex'),
};

describe('a secret that crosses the border of a part', () => {
  it.each(Object.entries(FORMS))('is masked: %s', (_, form) => {
    for (const before of [1, 2, Math.floor(form.length / 2), form.length - 1]) {
      const text = `${'.'.repeat(BORDER - before)}${form}${'.'.repeat(3 * BORDER)}`;
      const masked = maskAll(text, 1000);
      expect(masked === mask(text)).toBe(true);
      expect(masked).not.toContain('correct');
      expect(masked).toContain('***');
    }
  });

  it('is masked wherever it is, and however often', () => {
    const filler = fc.integer({ min: 0, max: 40_000 }).map((length) => 'x😀'.repeat(length).slice(0, length));
    const parts = fc.array(fc.tuple(filler, fc.constantFrom(...Object.values(FORMS))), { maxLength: 12 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 100_000 }), (list, size) => {
        const text = list.flat().join('');
        expect(maskAll(text, Math.max(size, text.length / 1000)) === mask(text)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a text without secrets', () => {
  it('is unchanged, in parts of about 64 KiB', () => {
    const text = '0123456789'.repeat(100_000);
    const parts = [...maskPieces(divide(text, 777), mask)];
    expect(parts.join('') === text).toBe(true);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(BORDER + 32 * 1024);
  });

  it('is not divided within a character', () => {
    const text = `.${'😀'.repeat(200_000)}`;
    const parts = [...maskPieces([text], (one) => one)];
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.every((part) => Buffer.from(part).toString() === part)).toBe(true);
  });

  it.each([[[]], [['']], [['', '']]])('is empty without characters: %j', (pieces) => {
    expect([...maskPieces(pieces, mask)]).toEqual([]);
  });
});
