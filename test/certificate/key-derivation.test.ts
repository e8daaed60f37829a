import { describe, expect, it } from 'vitest';
import { DIGESTS } from '../../src/certificate/formats/pkcs12/algorithms.ts';
import {
  derivePkcs12Key,
  type HashBudget,
  listPasswordEncodings,
  PURPOSE,
  readCount,
} from '../../src/certificate/formats/pkcs12/key-derivation.ts';
import { der } from '../helpers/certificates.ts';

describe('the count of rounds', () => {
  const read = (hex: string) => {
    const bytes = der(0x02, Buffer.from(hex, 'hex'));
    return readCount(bytes, { tag: 0x02, at: 0, start: 2, end: bytes.length });
  };

  it.each([
    ['00', 0],
    ['01', 1],
    ['7f', 127],
    ['0080', 128],
    ['7fffffffff', 2 ** 39 - 1],
  ])('%s is %i', (hex, count) => {
    expect(read(hex)).toBe(count);
  });

  it.each(['', '80', 'ff', '8000000000', '000000000001'])('%s is out of range', (hex) => {
    expect(() => read(hex)).toThrow('a count out of range');
  });
});

describe('the hash budget of a keystore', () => {
  const digest = DIGESTS['2.16.840.1.101.3.4.2.1'];
  if (digest === undefined) throw new Error('SHA-256 is unknown');
  const derive = (budget: HashBudget, salt: string, rounds: number, length: number) =>
    derivePkcs12Key({ secret: Buffer.from('s'), salt: Buffer.from(salt), rounds, length, digest }, PURPOSE.key, budget);

  it('pays for each round and each block of a key, once for the same key', () => {
    const budget: HashBudget = { left: 60, derived: new Map() };
    const key = derive(budget, 'a', 10, 32);
    expect(budget.left).toBe(40);
    expect(derive(budget, 'a', 10, 32)).toEqual(key);
    expect(budget.left).toBe(40);
    expect(derive(budget, 'b', 10, 33)).toHaveLength(33);
    expect(budget.left).toBe(0);
    expect(() => derive(budget, 'c', 1, 1)).toThrow('keystore-too-costly');
    expect(derive(budget, 'a', 10, 32)).toEqual(key);
  });

  it('rejects a key without rounds', () => {
    expect(() => derive({ left: 1, derived: new Map() }, 'a', 0, 1)).toThrow('a key has no rounds');
  });
});

// RFC 7292 B.1: two bytes a character, and a closing zero.
it.each([
  ['', ['0000 ', ' ']],
  ['a', ['00610000 61']],
  ['\u007f', ['007f0000 7f']],
  ['\u0080', ['00800000 c280', '00800000 80', '00c200800000 c280']],
  ['\u00ff', ['00ff0000 c3bf', '00ff0000 ff', '00c300bf0000 c3bf']],
  ['\u0100', ['01000000 c480', '00c400800000 c480']],
])('the password %j has the encodings %j', (password, encodings) => {
  const found = listPasswordEncodings(password).map(
    ({ bmp, bytes }) => `${bmp.toString('hex')} ${bytes.toString('hex')}`,
  );
  expect(found).toEqual(encodings);
});
