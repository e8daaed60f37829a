import { describe, expect, it } from 'vitest';
import { isEarlyRun } from '../../src/action/keepalive.ts';

const isEarly = (schedule: string, start: string, name = 'schedule') =>
  isEarlyRun({ name, payload: { schedule } }, Date.parse(start));

describe('a run may be the first of its month', () => {
  it.each<[string, string, string, boolean]>([
    ['daily, on the first day', '17 5 * * *', '2027-03-01T05:20:00Z', true],
    [
      'daily, in the first week, because earlier runs may have been dropped',
      '17 5 * * *',
      '2027-03-07T05:20:00Z',
      true,
    ],
    ['daily, later', '17 5 * * *', '2027-03-08T05:20:00Z', false],
    ['daily, due on the last day, started on the first', '17 23 * * *', '2027-04-01T00:40:00Z', false],
    ['hourly, later', '17 * * * *', '2027-03-20T05:20:00Z', false],
    ['weekly, later in the month than the first', '17 5 * * 1', '2027-03-15T05:20:00Z', false],
    ['weekly, in the first week', '17 5 * * 1', '2027-03-01T05:20:00Z', true],
    ['monthly, in the middle of the month', '17 5 15 * *', '2027-03-15T06:20:00Z', true],
    ['twice a month, the second', '17 5 12,26 * *', '2027-03-26T05:20:00Z', false],
    ['twice a month, the first', '17 5 12,26 * *', '2027-03-12T05:20:00Z', true],
    ['an expression that is not valid', 'never', '2027-03-20T05:20:00Z', true],
  ])('%s: %s at %s', (_, schedule, start, expected) => {
    expect(isEarly(schedule, start)).toBe(expected);
  });

  it('only if it is scheduled', () => {
    expect(isEarly('17 5 * * *', '2027-03-01T05:20:00Z', 'workflow_dispatch')).toBe(false);
    expect(isEarlyRun({ name: 'schedule', payload: {} }, Date.parse('2027-03-01T05:20:00Z'))).toBe(false);
  });
});
