import { describe, expect, it } from 'vitest';
import { formatItemLocation } from '../../../src/domain/sources/item-location.ts';
import { removePrivateKeys } from '../../../src/scan/inventory/private-keys.ts';
import {
  toFingerprint,
  toId,
  toSerialNumber,
  toSerialNumberFromDecimal,
  toText,
  toTexts,
  toTime,
} from '../../../src/scan/inventory/values.ts';

describe('a value of an inventory', () => {
  it.each([
    ['2027-03-01', '2027-03-01T00:00:00Z'],
    ['2027-03-01T10:00:00Z', '2027-03-01T10:00:00Z'],
    ['2027-03-01 10:00:00', '2027-03-01T10:00:00Z'],
    ['2027-03-01T10:00', '2027-03-01T10:00:00Z'],
    ['2027-03-01T10:00:00.123456789Z', '2027-03-01T10:00:00.123Z'],
    ['2027-03-01T10:00:00+02:00', '2027-03-01T08:00:00Z'],
    ['2027-03-01T10:00:00+0200', '2027-03-01T08:00:00Z'],
    ['2027-03-01 10:00:00 UTC', '2027-03-01T10:00:00Z'],
    [1_804_000_000, '2027-03-02T15:06:40Z'],
    [1_804_000_000_000, '2027-03-02T15:06:40Z'],
    ['1804000000', '2027-03-02T15:06:40Z'],
    [1_804_000_000.25, '2027-03-02T15:06:40.250Z'],
    [1_804_000_000_000_000, '2027-03-02T15:06:40Z'],
    ['1804000000000000000', '2027-03-02T15:06:40Z'],
    [20_270_301, '2027-03-01T00:00:00Z'],
    ['20270301', '2027-03-01T00:00:00Z'],
    ['20270301100000', '2027-03-01T10:00:00Z'],
    ['20270301100000Z', '2027-03-01T10:00:00Z'],
    ['20270301T100000+0200', '2027-03-01T08:00:00Z'],
    ['2027-03-01 10:00:00+02', '2027-03-01T08:00:00Z'],
    ['2027-03-01 10:00:00.5-05:30', '2027-03-01T15:30:00.500Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
    ['0001-01-01T00:00:00Z', null],
    ['0000-00-00 00:00:00', null],
    ['10000-01-01', null],
    ['20271301', null],
    [0, null],
    [-1, null],
    ['-1', null],
    [77, null],
    [1e21, null],
    [Number.POSITIVE_INFINITY, null],
    [true, null],
    [{}, null],
    ['2027-02-30', null],
    ['03/01/2027', null],
    ['soon', null],
    ['', null],
    [null, null],
    [Number.NaN, null],
    [1e300, null],
  ])('is a time: %j', (value, expected) => {
    expect(toTime(value)).toBe(expected);
  });

  it.each([
    ['01:AB:cd', '01abcd'],
    ['0x00ff', 'ff'],
    ['01 ab', '01ab'],
    ['0', '00'],
    [77, '77'],
    ['none', null],
    [null, null],
  ])('is a serial number: %j', (value, expected) => {
    expect(toSerialNumber(value)).toBe(expected);
  });

  it('is a decimal serial number', () => {
    expect(toSerialNumberFromDecimal('340282366920938463463374607431768211455')).toBe('f'.repeat(32));
  });

  it.each([
    [`${'AA:'.repeat(31)}AA`, 'aa'.repeat(32)],
    [`sha256:${'ab'.repeat(32)}`, 'ab'.repeat(32)],
    ['ab'.repeat(20), null],
    [undefined, null],
  ])('is a fingerprint: %j', (value, expected) => {
    expect(toFingerprint(value)).toBe(expected);
  });

  it('is one line of limited length', () => {
    expect(toText(' a\nb\u202e ')).toBe('a\\u{a}b\\u{202e}');
    expect(toText('x'.repeat(1000))).toHaveLength(200);
    expect(toText({})).toBeNull();
    expect(toText('  ')).toBeNull();
  });

  it('is a list of names', () => {
    expect(toTexts('a.example, b.example;c.example')).toEqual(['a.example', 'b.example', 'c.example']);
    expect(toTexts(['a.example', null, 'a.example'])).toEqual(['a.example']);
    expect(toTexts(7)).toEqual([]);
  });

  it('is an ID only if it is a number or text', () => {
    expect([toId(7), toId(' x '), toId(''), toId(null), toId({})]).toEqual(['7', 'x', null, null, null]);
  });
});

describe('the location of an item', () => {
  it.each([
    ['plain', 'rest:plain'],
    ['arn:aws:acm:eu-west-1:1:certificate/a-b', 'rest:arn:aws:acm:eu-west-1:1:certificate/a-b'],
    ['a#b@c%d', 'rest:a%23b%40c%25d'],
    ['a/', 'rest:a%2F'],
    ['a\nb', 'rest:a%0Ab'],
    ['a b', 'rest:a b'],
  ])('is unambiguous and on one line: %j', (id, location) => {
    expect(formatItemLocation('rest', id)).toBe(location);
  });

  it('is different for long IDs with the same beginning', () => {
    const [a, b] = ['a', 'b'].map((end) => formatItemLocation('rest', 'x'.repeat(5000) + end));
    expect(a).not.toBe(b);
    expect(a?.length).toBeLessThan(220);
  });
});

describe('private keys', () => {
  it.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'])(
    'are removed: %s',
    (label) => {
      const text = `before\n-----BEGIN ${label}-----\nc2VjcmV0\n-----END ${label}-----\nafter`;
      expect(removePrivateKeys(text)).toEqual({ text: 'before\n\nafter', found: true });
    },
  );

  it('are removed if they are truncated', () => {
    expect(removePrivateKeys('a-----BEGIN PRIVATE KEY-----\nc2Vjcm')).toEqual({ text: 'a', found: true });
  });

  it('are not found in certificates', () => {
    const text = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
    expect(removePrivateKeys(text)).toEqual({ text, found: false });
  });
});
