import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIsoTime, parseDateOrTime, parseIsoTime } from '../../src/lib/iso-time.ts';

const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** The format of JavaScript. */
function formatWithDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

describe('a time', () => {
  it.each([
    '0000-01-01T00:00:00Z',
    '0000-02-29T23:59:59Z',
    '0099-12-31T00:00:00Z',
    '1600-02-29T12:00:00Z',
    '1900-02-28T23:59:59Z',
    '1900-03-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00Z',
    '2000-02-29T06:07:08Z',
    '2027-03-01T00:00:00Z',
    '2028-02-29T00:00:00Z',
    '2100-03-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('formats and parses %s without a change', (time) => {
    expect(parseIsoTime(time)).toBe(Date.parse(time));
    expect(formatIsoTime(Date.parse(time))).toBe(time);
  });

  // The calendar repeats every 400 years.
  it.each([0, 1800, 9600])('agrees with Date on every day of the 400 years from %i', (year) => {
    const [first, end] = [year, year + 400].map((one) => new Date(0).setUTCFullYear(one, 0, 1)) as [number, number];
    const different: string[] = [];
    for (let at = first, second = 0; at < end; at += 86_400_000, second = (second + 7919) % 86_400) {
      const time = at + second * 1000;
      if (formatIsoTime(time) !== formatWithDate(time) || parseIsoTime(formatWithDate(time)) !== time)
        different.push(formatWithDate(time));
    }
    expect(different).toEqual([]);
  });

  it('supports milliseconds, and years outside of 0 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST - 1e12, max: LAST + 1e12 }), (time) => {
        expect(formatIsoTime(time)).toBe(formatWithDate(time));
        expect(parseIsoTime(formatIsoTime(time))).toBe(time);
      }),
    );
  });

  it.each(['2027-03-01', '2027-03-01T02:00:00+02:00', '2027-03-01T00:00Z'])('parses %s', (time) => {
    expect(parseIsoTime(time)).toBe(Date.parse('2027-03-01T00:00:00Z'));
    expect(parseDateOrTime(time)).toBe(parseIsoTime(time));
  });

  it.each(['2027-02-30', '2027-13-01', 'tomorrow', '', '2027-03-01T00:00:00'])(
    'that is none is refused: %j',
    (time) => {
      expect(parseDateOrTime(time)).toBeNull();
    },
  );
});
