import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLastTick, listLastTicks } from '../../src/lib/cron.ts';

function last(expression: string, time: string): string | null {
  const tick = findLastTick(expression, Date.parse(time));
  return tick === null ? null : new Date(tick).toISOString().slice(0, 16);
}

describe('findLastTick', () => {
  it.each([
    // 2027-03-10 is a Wednesday.
    ['17 5 * * *', '2027-03-10T09:41:12Z', '2027-03-10T05:17'],
    ['17 5 * * *', '2027-03-10T05:17:00Z', '2027-03-10T05:17'],
    ['17 5 * * *', '2027-03-10T05:16:59Z', '2027-03-09T05:17'],
    ['*/15 * * * *', '2027-03-10T09:41:12Z', '2027-03-10T09:30'],
    ['10-40/10 9-17 * * *', '2027-03-10T18:00:00Z', '2027-03-10T17:40'],
    ['5/20 * * * *', '2027-03-10T09:59:00Z', '2027-03-10T09:45'],
    ['0 2 * * 1', '2027-03-10T09:00:00Z', '2027-03-08T02:00'],
    ['0 2 * * MON-FRI', '2027-03-14T09:00:00Z', '2027-03-12T02:00'],
    ['0 2 * * 0', '2027-03-10T09:00:00Z', '2027-03-07T02:00'],
    ['0 2 * * 7', '2027-03-10T09:00:00Z', '2027-03-07T02:00'],
    ['0 0 1,15 * *', '2027-03-10T09:00:00Z', '2027-03-01T00:00'],
    ['0 0 1 JAN,jul *', '2027-03-10T09:00:00Z', '2027-01-01T00:00'],
    // If both days are given, either one matches.
    ['0 0 9 * SUN', '2027-03-10T09:00:00Z', '2027-03-09T00:00'],
    ['0 0 1 * SUN', '2027-03-10T09:00:00Z', '2027-03-07T00:00'],
    ['0 0 29 2 *', '2027-03-10T09:00:00Z', '2024-02-29T00:00'],
    ['  0   0 * * * ', '2027-03-10T09:00:00Z', '2027-03-10T00:00'],
  ])('finds for "%s" at %s: %s', (expression, time, expected) => {
    expect(last(expression, time)).toBe(expected);
  });

  it.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    'x * * * *',
    '0 0 31 2 *',
  ])('finds nothing for "%s"', (expression) => {
    expect(last(expression, '2027-03-10T09:00:00Z')).toBeNull();
  });

  it('finds ticks of a daily schedule that are whole days apart, however late the runs are', () => {
    const late = fc.integer({ min: 0, max: 86_399_999 });
    const due = Date.parse('2027-03-10T05:17:00Z');
    fc.assert(
      fc.property(late, late, (first, second) => {
        const distance =
          Number(findLastTick('17 5 * * *', due + 86_400_000 + second)) -
          Number(findLastTick('17 5 * * *', due + first));
        expect(distance).toBe(86_400_000);
      }),
    );
  });
});

describe('listLastTicks', () => {
  it('lists the last times in order, and none of an invalid expression', () => {
    const list = (expression: string) =>
      listLastTicks(expression, Date.parse('2027-03-10T09:41:12Z'), 3).map((tick) =>
        new Date(tick).toISOString().slice(0, 16),
      );
    expect(list('17 5 * * MON-FRI')).toEqual(['2027-03-08T05:17', '2027-03-09T05:17', '2027-03-10T05:17']);
    expect(list('61 5 * * *')).toEqual([]);
  });
});
