import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readElement } from '../../src/certificate/asn1/der.ts';
import { hasStrictTimeFormat, readTime } from '../../src/certificate/asn1/time.ts';
import { der } from '../helpers/certificates.ts';

const UTC = 0x17;
const GENERALIZED = 0x18;

function read(tag: number, text: string): string | null {
  const bytes = der(tag, text);
  try {
    const { iso, milliseconds } = readTime(bytes, readElement(bytes, 0, bytes.length));
    expect(Date.parse(iso)).toBe(milliseconds);
    return iso;
  } catch (error) {
    return (error as Error).message;
  }
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0');

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The calendar, computed without Date. */
function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0));
}

const FIELDS = fc.record({
  year: fc.oneof(fc.integer({ min: 1950, max: 2049 }), fc.constantFrom(1950, 1999, 2000, 2024, 2049)),
  month: fc.integer({ min: 0, max: 13 }),
  day: fc.integer({ min: 0, max: 32 }),
  hour: fc.integer({ min: 0, max: 25 }),
  minute: fc.oneof(fc.integer({ min: 0, max: 61 }), fc.constantFrom(59, 60)),
  second: fc.oneof(fc.integer({ min: 0, max: 61 }), fc.constantFrom(59, 60)),
});

describe('a time', () => {
  it('exists if its day is in the calendar and its time in the day, in both formats', () => {
    const property = fc.property(FIELDS, ({ year, month, day, hour, minute, second }) => {
      const isValid = isDay(year, month, day) && hour < 24 && minute < 60 && second < 60;
      const rest = `${pad(month)}${pad(day)}${pad(hour)}${pad(minute)}${pad(second)}Z`;
      const iso = `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}Z`;
      const expected = isValid ? iso : 'a time that does not exist';
      expect(read(UTC, `${pad(year % 100)}${rest}`)).toBe(expected);
      expect(read(GENERALIZED, `${year}${rest}`)).toBe(expected);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it.each<[tag: number, text: string, result: string]>([
    [UTC, '2701010203Z', '2027-01-01T02:03:00Z'],
    [UTC, '2701010203-0130', '2027-01-01T03:33:00Z'],
    [UTC, '270101020304+0130', '2027-01-01T00:33:04Z'],
    [GENERALIZED, '202701010203Z', '2027-01-01T02:03:00Z'],
    [GENERALIZED, '20270101020304.999Z', '2027-01-01T02:03:04Z'],
    [GENERALIZED, '00000101000000Z', '0000-01-01T00:00:00Z'],
    [GENERALIZED, '00000101000000+0001', 'a time that does not exist'],
    [GENERALIZED, '99991231235959Z', '9999-12-31T23:59:59Z'],
    [GENERALIZED, '99991231235959-0001', 'a time that does not exist'],
    [GENERALIZED, '20270101240000Z', 'a time that does not exist'],
    [UTC, '2701010203', 'a malformed time'],
    [UTC, '27010102030Z', 'a malformed time'],
    [UTC, 'x270101020304Z', 'a malformed time'],
    [UTC, '270101020304Zx', 'a malformed time'],
    [UTC, '270101020304ZZ', 'a malformed time'],
    [UTC, '27010102030/Z', 'a malformed time'],
    [UTC, '2701010203:4Z', 'a malformed time'],
    [UTC, '270101020304.5Z', 'a malformed time'],
    [UTC, '270101020304+01', 'a malformed time'],
    [UTC, '270101020304+2359', '2026-12-31T02:04:04Z'],
    [UTC, '270101020304+2400', 'a malformed time'],
    [UTC, '270101020304+0060', 'a malformed time'],
    [UTC, '270101020304-1959', '2027-01-01T22:02:04Z'],
    [UTC, '270101020304+0000Z', 'a malformed time'],
    [UTC, '', 'a malformed time'],
    [UTC, '2701', 'a malformed time'],
    [UTC, '270101020304', 'a malformed time'],
    [UTC, '270101240000Z', 'a time that does not exist'],
    [UTC, '270001000000Z', 'a time that does not exist'],
    [UTC, '271301000000Z', 'a time that does not exist'],
    [UTC, '270100000000Z', 'a time that does not exist'],
    [UTC, '270101006000Z', 'a time that does not exist'],
    [UTC, '270101000060Z', 'a time that does not exist'],
    [GENERALIZED, '00990228235959Z', '0099-02-28T23:59:59Z'],
    [GENERALIZED, '04000229000000Z', '0400-02-29T00:00:00Z'],
    [GENERALIZED, '19000229000000Z', 'a time that does not exist'],
    [GENERALIZED, '20270101020304,5+0100', '2027-01-01T01:03:04Z'],
    [GENERALIZED, '202701010203+0100', '2027-01-01T01:03:00Z'],
    [GENERALIZED, 'x20270101020304Z', 'a malformed time'],
    [GENERALIZED, '20270101020304Zx', 'a malformed time'],
    [GENERALIZED, '20270101020304.Z', 'a malformed time'],
    [GENERALIZED, '202701010203.5Z', 'a malformed time'],
    [GENERALIZED, '2027010102030Z', 'a malformed time'],
    [GENERALIZED, '20270101020304+01', 'a malformed time'],
    [GENERALIZED, '20270101020304+01000', 'a malformed time'],
    [GENERALIZED, '20270101020304+2359', '2026-12-31T02:04:04Z'],
    [GENERALIZED, '20270101020304+2400', 'a malformed time'],
    [GENERALIZED, '20270101020304+1959', '2026-12-31T06:04:04Z'],
    [GENERALIZED, '20270101020304-0060', 'a malformed time'],
    [GENERALIZED, '20270101020304Z+0100', 'a malformed time'],
    [UTC, '270101020304+01000', 'a malformed time'],
    [UTC, '270101020304Z+0100', 'a malformed time'],
    [0x0c, '270101020304Z', 'a time of the validity is missing'],
  ])('with the tag %i and the text %s is read as %s', (tag, text, result) => {
    expect(read(tag, text)).toBe(result);
  });

  it.each([
    [UTC, '270828151617Z'],
    [GENERALIZED, '20270828151617Z'],
  ])('with the tag %i is malformed with any character of %s that is not a digit', (tag, text) => {
    const positions = Array.from(text.slice(0, -1), (_, at) => at);
    const replaced = positions.flatMap((at) =>
      ['/', ':', ' '].map((one) => text.slice(0, at) + one + text.slice(at + 1)),
    );
    expect(replaced.filter((one) => read(tag, one) !== 'a malformed time')).toEqual([]);
  });

  it.each<[tag: number, text: string]>([
    [GENERALIZED, '20270101000000.12345678901234Z'],
    [GENERALIZED, ' 20270101000000Z'],
    [GENERALIZED, '20270101000000Z '],
    [GENERALIZED, '2027010100000aZ'],
    [UTC, '0270101000000Z'],
    [UTC, '270101000000Z '],
    [UTC, '27010100000aZ'],
  ])('with the tag %i and the text %s is not strict', (tag, text) => {
    expect(hasStrictTimeFormat(Buffer.from(text), { tag, at: 0, start: 0, end: text.length })).toBe(false);
  });
});
