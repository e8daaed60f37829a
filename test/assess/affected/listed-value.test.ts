import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeSerial, parseListedValue } from '../../../src/assess/affected/listed-value.ts';

const serial = (hex: string, decimal: string | null = null) => ({ fingerprint: null, hex, decimal });
const FINGERPRINT = 'ab'.repeat(32);

describe('a listed value', () => {
  it.each([
    ['04ABcd', serial('4abcd')],
    ['0x04abcd', serial('4abcd')],
    ['0X04ABCD', serial('4abcd')],
    ['04:ab:cd', serial('4abcd')],
    ['4:AB:CD', serial('4abcd')],
    ['04 ab cd', serial('4abcd')],
    ['04ab cdef', serial('4abcdef')],
    ['04AB:CDEF:0001', serial('4abcdef0001')],
    ['04-ab-cd', serial('4abcd')],
    ['\u200e04 ab cd ', serial('4abcd')],
    ['serial=04ABCD', serial('4abcd')],
    ['Serial Number: 04:ab:cd', serial('4abcd')],
    ['serial_number: 04abcd', serial('4abcd')],
    ['Serial Number (hex): 04abcd', serial('4abcd')],
    ['Serial Number: 4660 (0x1234)', serial('1234')],
    ['-128 (-0x80)', serial('-80')],
    ['-0x80', serial('-80')],
    ['-80', serial('-80')],
    ['0', serial('0', '0')],
    ['000', serial('0', '0')],
    ['4660', serial('4660', '1234')],
    ['46:60', serial('4660')],
    ['0x4660', serial('4660')],
    ['https://crt.sh/?serial=04abcd', serial('4abcd')],
    [`https://crt.sh/?sha256=${FINGERPRINT}`, { fingerprint: FINGERPRINT, hex: null, decimal: null }],
    [`https://crt.sh/?opt=cablint&q=${FINGERPRINT}&x=1`, { fingerprint: FINGERPRINT, hex: null, decimal: null }],
    [FINGERPRINT.toUpperCase(), { fingerprint: FINGERPRINT, hex: null, decimal: null }],
    [
      `sha256 Fingerprint=${FINGERPRINT.match(/../g)?.join(':')}`,
      { fingerprint: FINGERPRINT, hex: null, decimal: null },
    ],
    [`SHA-256: ${FINGERPRINT}`, { fingerprint: FINGERPRINT, hex: null, decimal: null }],
  ])('%s is understood', (text, expected) => {
    expect(parseListedValue(text)).toMatchObject(expected);
  });

  it.each([
    '',
    '-',
    '0x',
    'Serial Number',
    'example.com',
    '2026-12-04',
    '1.23E+19',
    '04ab:cdef:01',
    '04ab:c:01',
    '04abcd04abcd 04abcd04abcd',
    'f'.repeat(65),
    'SHA1 Fingerprint=04:ab',
    'https://crt.sh/?id=123456',
    'https://crt.sh/',
    '550e8400-e29b-41d4-a716-446655440000',
  ])('"%s" is neither a serial number nor a fingerprint', (text) => {
    expect(parseListedValue(text)).toBeNull();
  });

  // The model is the number itself.
  const positive = fc.bigInt({ min: 1n, max: 2n ** 159n });
  const spellings: ((number: bigint) => string)[] = [
    (number) => number.toString(16),
    (number) => number.toString(16).toUpperCase(),
    (number) => `00${number.toString(16)}`,
    (number) => `0x${number.toString(16)}`,
    (number) => `serial=${number.toString(16)}`,
    (number) => toBytes(number).join(':'),
    (number) => toBytes(number).join(' '),
    (number) => `00:${toBytes(number).join(':')}`,
  ];

  it('has the number of its hex digits, in every spelling', () => {
    fc.assert(
      fc.property(positive, fc.constantFrom(...spellings), (number, spell) => {
        const { hex } = parseListedValue(spell(number)) ?? {};
        expect(BigInt(`0x${hex}`)).toBe(number);
      }),
      { numRuns: 2000 },
    );
  });

  it('has the number of its decimal digits', () => {
    fc.assert(
      fc.property(positive, (number) => {
        const { decimal } = parseListedValue(String(number)) ?? {};
        expect(BigInt(`0x${decimal}`)).toBe(number);
      }),
    );
  });

  it('of any text is read without an error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const value = parseListedValue(text);
        if (value !== null) expect(value.text).toMatch(/^-?[0-9a-f]+$/);
      }),
    );
  });
});

function toBytes(number: bigint): string[] {
  const hex = number.toString(16);
  return hex.padStart(hex.length + (hex.length % 2), '0').match(/../g) ?? [];
}

describe('a normalized serial number', () => {
  it.each([
    ['00ab', 'ab'],
    ['AB', 'ab'],
    ['0', '0'],
    ['0000', '0'],
    ['-0080', '-80'],
    ['00:AB:cd', 'abcd'],
  ])('%s is %s', (given, expected) => {
    expect(normalizeSerial(given)).toBe(expected);
  });
});
