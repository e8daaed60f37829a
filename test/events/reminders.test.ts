import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificate, createScenario, day, endpoint, entry, settings } from './scenario.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LOCATION = 'shop.example.com:443';
const EXPIRY = day(10);
const expired = certificate('a', { from: day(-80), to: EXPIRY });

/** The scans, in milliseconds since the expiry, that send the alert about the expired certificate. */
function listReminders(scans: readonly number[], spec: Parameters<typeof settings>[0] = {}): number[] {
  const scenario = createScenario([entry('shop', { settings: settings({ repeat: 'thresholds', ...spec }) })]);
  return scans.filter((after) => {
    const sent = scenario.scan({ now: EXPIRY + after, readings: [endpoint('shop', LOCATION, expired)] });
    return sent.some((one) => one.startsWith('expired'));
  });
}

/** The documented rule: days 0, 1, 3 and 7 and then weekly, up to two hours early, at most once per cooldown. */
function model(scans: readonly number[], cooldown: number): number[] {
  const sent: number[] = [];
  for (const after of scans) {
    const last = sent.at(-1);
    const isDay = [0, 1, 3, 7].some(
      (days) => last !== undefined && after >= days * DAY - 2 * HOUR && last < days * DAY - 2 * HOUR,
    );
    const isWeek = last !== undefined && after - last >= 7 * DAY - 2 * HOUR;
    const isCool = last === undefined || after - last >= cooldown * HOUR - Math.min((cooldown * HOUR) / 10, 2 * HOUR);
    if (last === undefined || ((isDay || isWeek) && isCool)) sent.push(after);
  }
  return sent;
}

/** Scans at random distances, some of them close to a boundary. */
const scans = fc
  .array(
    fc.oneof(
      fc.integer({ min: 1, max: 90 * DAY }),
      fc
        .tuple(fc.constantFrom(0, 1, 2, 3, 7, 14, 21), fc.integer({ min: -3, max: 3 }), fc.constantFrom(-1, 0, 1))
        .map(([days, hours, odd]) => Math.max(1, days * DAY + hours * HOUR + odd)),
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((times) => [...new Set(times)].sort((a, b) => a - b));

/** Scans once in so many days, at a time of day that is late or early by up to half an hour. */
const schedule = (days: number, start: number, count: number) =>
  Array.from({ length: count }, (_, index) => start + index * days * DAY + (((index * 37) % 60) - 30) * 60_000);

const toDays = (times: readonly number[]) => times.map((time) => Math.round(time / DAY));

describe('the alert about an expired certificate', () => {
  it('repeats as the documentation says, for any times of scans', () => {
    fc.assert(
      fc.property(scans, fc.constantFrom(0, 1, 24, 72, 400), (times, cooldown) => {
        expect(listReminders(times, { cooldown })).toEqual(model(times, cooldown));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['daily', schedule(1, 8 * HOUR, 40), [0, 1, 3, 7, 14, 21, 28, 35]],
    ['daily, at the time of the expiry', schedule(1, HOUR / 2 + 1, 40), [0, 1, 3, 7, 14, 21, 28, 35]],
    ['weekly', schedule(7, 6 * HOUR, 6), [0, 7, 14, 21, 28, 35]],
    ['daily, but for the second to the fifth day', [0.1, 6, 7, 8, 9, 14, 15].map((days) => days * DAY), [0, 6, 7, 14]],
    ['only long after the expiry', schedule(1, 300 * DAY + HOUR, 16), [300, 307, 314]],
  ])('repeats on these days if scans run %s', (_, times, expected) => {
    expect(toDays(listReminders(times))).toEqual(expected);
  });

  it('makes 35 messages in 226 daily scans', () => {
    expect(listReminders(schedule(1, HOUR, 226))).toHaveLength(35);
  });

  it.each([
    ['critical', 40],
    [true, 40],
    [false, 1],
  ] as const)('with %s is sent %i times in 40 daily scans', (repeat, expected) => {
    expect(listReminders(schedule(1, HOUR, 40), { repeat })).toHaveLength(expected);
  });
});
