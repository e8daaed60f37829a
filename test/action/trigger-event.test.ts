import { describe, expect, it } from 'vitest';
import { computeDueTime } from '../../src/action/trigger-event.ts';

function due(name: string, schedule: unknown, start: string): string | null {
  const time = computeDueTime({ name, payload: { schedule } }, Date.parse(start));
  return time === null ? null : new Date(time).toISOString().slice(0, 16);
}

describe('when a run was due', () => {
  it.each([
    // 2027-03-08 is a Monday.
    ['a daily one that is hours late', '17 5 * * *', '2027-03-10T09:41:12Z', '2027-03-10T05:17'],
    ['a daily one that is nearly a day late', '17 5 * * *', '2027-03-11T05:16:59Z', '2027-03-10T05:17'],
    ['a weekly one that is hours late', '17 5 * * 1', '2027-03-08T09:41:12Z', '2027-03-08T05:17'],
    ['a weekly one in the time of Berlin, by its start', '17 7 * * 1', '2027-03-08T06:18:00Z', null],
    ['what is no expression, by its start', 'daily', '2027-03-08T06:18:00Z', null],
  ])('is told for %s', (_, schedule, start, expected) => {
    expect(due('schedule', schedule, start)).toBe(expected);
  });

  it('is not asked of a run that someone started', () => {
    expect(due('workflow_dispatch', '17 5 * * *', '2027-03-10T09:41:12Z')).toBeNull();
  });
});
