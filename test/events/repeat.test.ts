import { describe, expect, it } from 'vitest';
import { certificate, createScenario, day, endpoint, entry, REFUSED, rule, settings, trust } from './scenario.ts';

const LOCATION = 'shop.example.com:443';

/** The days of daily scans on which an alert is sent, about a certificate that ends after this many. */
function listDays(repeat: 'thresholds' | 'critical', end: number, evidence = {}): string[] {
  const shop = entry('shop', { settings: settings({ repeat, thresholds: [30] }) });
  const scenario = createScenario([shop]);
  const a = certificate('a', { to: day(end, -6) });
  return Array.from({ length: 50 }, (_, number) =>
    scenario
      .scan({ now: day(number), readings: [endpoint('shop', LOCATION, a, evidence)] })
      .map((sent) => `${end - number - 1} ${sent.split(' ')[0]}`),
  ).flat();
}

describe('expiry_scan_repeat: thresholds', () => {
  it('repeats at 14, 7, 3 and 1 days before the expiry, and on the days 0, 1 and 3 after it', () => {
    const sent = listDays('thresholds', 45);
    expect(sent.filter((one) => one.endsWith('expiry_warning@30')).map((one) => one.split(' ')[0])).toEqual([
      ...['30', '14', '7', '3', '1'],
    ]);
    expect(sent.filter((one) => one.endsWith('expired')).map((one) => one.split(' ')[0])).toEqual([
      ...['-1', '-2', '-4'],
    ]);
  });

  it('repeats other critical alerts weekly', () => {
    const sent = listDays('thresholds', 200, trust({ reason: 'self-signed' }));
    expect(sent.filter((one) => one.endsWith('untrusted')).map((one) => 199 - Number(one.split(' ')[0]))).toEqual([
      ...[0, 7, 14, 21, 28, 35, 42, 49],
    ]);
  });
});

describe('the tolerance of the cooldown', () => {
  const follow = (hours: readonly number[], cooldown: number) => {
    const shop = entry('shop', { settings: settings({ cooldown }) });
    const scenario = createScenario([shop]);
    const a = certificate('a', { to: day(13) });
    return hours.map((hour) => scenario.scan({ now: day(0, hour), readings: [endpoint('shop', LOCATION, a)] }).length);
  };

  it.each([
    ['repeats daily although scans start earlier than the day before', [4.5, 28.2, 52.4, 75.4], 24, [1, 1, 1, 1]],
    ['is at most two hours', [0, 21.9, 22.1], 24, [1, 0, 1]],
    ['is a tenth of a short cooldown', [0, 0.89, 0.91], 1, [1, 0, 1]],
    ['is at most two hours of a long cooldown', [0, 165.9, 166.1], 168, [1, 0, 1]],
  ])('%s', (_title, hours, cooldown, expected) => {
    expect(follow(hours, cooldown)).toEqual(expected);
  });
});

describe('a gap between scans', () => {
  const scan = (days: readonly number[]) => {
    const scenario = createScenario([entry('shop')], [rule('all', { events: ['scan.*'] })]);
    (scenario as { stale_after_hours: number | null }).stale_after_hours = null;
    return days.filter(
      (one) => scenario.scan({ now: day(one), readings: [endpoint('shop', LOCATION, REFUSED)] }).length > 0,
    );
  };

  it.each([
    ['is reported after 36 hours while the schedule is unknown', [0, 1.4, 19], [19]],
    ['is reported after three times the distance of a daily schedule', [0, 1, 2, 3, 5.9, 9], [9]],
    ['is not reported for a weekly schedule', [0, 7, 14, 21, 28], [7]],
    ['counts scans of one day as one', [0, 0.05, 0.1, 0.2, 7, 14, 21], [7]],
    ['is reported after 36 hours by an hourly schedule', [0, 0.05, 0.1, 0.15, 0.2, 1.9], [1.9]],
  ])('%s', (_title, days, expected) => {
    expect(scan(days)).toEqual(expected);
  });
});
