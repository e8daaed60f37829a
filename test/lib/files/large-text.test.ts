import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { hasText, writeText } from '../../../src/lib/files/large-text.ts';

const directory = mkdtempSync(path.join(os.tmpdir(), 'certvigil-text-'));
const file = path.join(directory, 'text');
afterAll(() => rmSync(directory, { recursive: true }));

function withFile<Result>(flags: string, work: (descriptor: number) => Result): Result {
  const descriptor = openSync(file, flags);
  try {
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const write = (text: string) => withFile('w', (descriptor) => writeText(descriptor, text));
const has = (text: string) => withFile('r', (descriptor) => hasText(descriptor, text));

/** Texts with characters of one to four bytes, some of which are longer than a chunk. */
const texts = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom(1, 40_000, 90_000), fc.constantFrom('', 'a'))
  .map(([unit, count, start]) => start + unit.repeat(count));

describe('a large text', () => {
  it('is written as the same bytes that Node writes', () => {
    fc.assert(
      fc.property(texts, (text) => {
        write(text);
        expect(readFileSync(file).equals(Buffer.from(text))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('is found in its file, and no other text is', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, at) => {
        writeFileSync(file, text);
        const index = at % (text.length + 1);
        expect(has(text)).toBe(true);
        expect(has(`${text.slice(0, index)}\n${text.slice(index)}`)).toBe(false);
        expect(has(`${text}x`)).toBe(false);
        if (text !== '') expect(has(text.slice(0, -1))).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('is not found in bytes that are not UTF-8', () => {
    writeFileSync(file, Buffer.from([0x61, 0xff]));
    expect(has('a\uFFFD')).toBe(false);
    writeFileSync(file, Buffer.from('ä').subarray(0, 1));
    expect(has('\uFFFD')).toBe(false);
  });

  it('has a byte order mark only if its file has one', () => {
    writeFileSync(file, '\uFEFF{}');
    expect([has('\uFEFF{}'), has('{}')]).toEqual([true, false]);
  });
});
