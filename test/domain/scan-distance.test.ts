import { describe, expect, it } from 'vitest';
import {
  computeScanDistance,
  MAX_RECENT_SCANS,
  predictNextScan,
  recordScanTime,
  resolveSchedule,
} from '../../src/domain/scan-distance.ts';
import { DAY, HOUR } from '../../src/domain/thresholds.ts';

const START = Date.parse('2027-01-01T04:30:00Z');

/** The distance in hours after scans at these hours. */
function computeAfter(hours: readonly number[], spacing?: number): number | null {
  const recent = hours.reduce<string[]>((times, hour) => recordScanTime(times, START + hour * HOUR), []);
  const distance = computeScanDistance({ recent }, spacing);
  return distance === null ? null : distance / HOUR;
}

const daily = (days: number, from = 0) => Array.from({ length: days }, (_, day) => from + day * 24);

describe('the usual distance between scans', () => {
  it.each([
    ['is unknown before the second scan', [0], null],
    ['is the only one', [0, 24], 24],
    ['is that of a daily schedule', daily(5), 24],
    ['is that of an hourly schedule', [0, 1, 2, 3, 4], 1],
    ['ignores an outage', [...daily(4), ...daily(2, 500)], 24],
    ['ignores one of two distances', [0, 24, 24 * 20], 24],
    ['ignores scans that are run again', [0, 0.1, 0.2, 24, 24.2, 48], 24],
    ['follows a new schedule', [...daily(10), ...Array.from({ length: 6 }, (_, week) => 240 + week * 168)], 168],
  ])('%s', (_title, hours, expected) => {
    expect(computeAfter(hours)).toBe(expected);
  });

  it('counts scans within the spacing as one', () => {
    expect(computeAfter([0, 1, 2, 3, 168, 336], 12 * HOUR)).toBe(168);
    expect(computeAfter([0, 1, 2, 3], 12 * HOUR)).toBeNull();
  });
});

describe('the next scan', () => {
  /** Of a schedule that began on a Friday; in hours after the last scan. */
  const predictAfter = (hours: readonly number[]) => {
    const recent = hours.reduce<string[]>((times, hour) => recordScanTime(times, START + hour * HOUR), []);
    const next = predictNextScan(recent);
    return next === null ? null : (next - START) / HOUR - (hours.at(-1) ?? 0);
  };
  const workingDays = (days: number) => daily(days).filter((hour) => ![1, 2].includes((hour / 24) % 7));

  it.each([
    ['is unknown after the first scan', [0], null],
    ['is due after the usual distance', daily(3), 24],
    ['is due a day later in a daily schedule', daily(30), 24],
    ['is due an hour later in an hourly schedule', Array.from({ length: 200 }, (_, hour) => hour), 1],
    ['is due a week later in a weekly schedule', daily(8).map((hour) => hour * 7), 168],
    ['is due on Monday after a Friday, if only working days have scans', workingDays(15), 72],
    ['is due a day later on the Monday', workingDays(18), 24],
    ['is due a day later after a gap', [...daily(3), 22 * 24], 24],
    ['is due a day later a week after a gap', [...daily(5), ...daily(3, 10 * 24)], 24],
    ['is not due earlier because of a manual scan a week before', [...daily(5), 104, ...daily(7, 120)], 24],
  ])('%s', (_title, hours, expected) => {
    expect(predictAfter(hours)).toBe(expected);
  });
});

describe('the times of scans', () => {
  it('are limited to the last ones, in order even if a clock was behind', () => {
    const recent = daily(15).reduce<string[]>((times, hour) => recordScanTime(times, START + hour * HOUR), []);
    expect(recent).toHaveLength(MAX_RECENT_SCANS);
    expect(recent[0]).toBe('2027-01-06T04:30:00Z');
    const behind = recordScanTime(recent, START + 9.5 * DAY);
    expect(behind).toEqual(behind.toSorted());
  });
});

describe('the schedule of scans', () => {
  const at = (...hours: number[]) => hours.map((hour) => new Date(START + hour * HOUR).toISOString());
  const resolve = (recent: string[], planned: string[] = []) => {
    const schedule = resolveSchedule(recent, planned);
    return schedule && [schedule.interval / HOUR, (schedule.next - START) / HOUR];
  };

  it('is unknown in the first scan without a workflow, and that of the workflow otherwise', () => {
    expect(resolve(at(0))).toBeNull();
    expect(resolve(at(0), at(-30))).toBeNull();
    expect(resolve(at(0), at(-30, -6))).toEqual([24, 18]);
  });

  it('is that of the workflow until there are four scans', () => {
    const planned = at(-48, -24, 0);
    expect(resolve(at(0, 1, 2), planned)?.[0]).toBe(24);
    expect(resolve(at(0, 1, 2, 3), planned)).toEqual([1, 4]);
  });

  it.each([
    [24.4, 24],
    [17, 12],
    [23, 24],
    [11.7, 12],
    [6.4, 6],
    [0.6, 1],
    [170, 168],
  ])('with scans every %s hours has an interval of %s hours', (every, interval) => {
    expect(resolve(at(0, every, 2 * every, 3 * every))?.[0]).toBe(interval);
  });

  it('has the time of the scan before', () => {
    expect(resolveSchedule(at(0, 24, 48, 73))?.previous).toBe(START + 48 * HOUR);
    expect(resolveSchedule(at(0), at(-48, -24))?.previous).toBeNull();
  });
});
