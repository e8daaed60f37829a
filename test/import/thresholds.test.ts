import { expect, it } from 'vitest';
import { parseDuration, toThresholds } from '../../src/import/thresholds.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

it.each([
  [
    { warning: 20 * DAY, critical: 7 * DAY },
    { expiry_warning_days: 20, expiry_critical_days: 7 },
  ],
  [{ warning: 20 * DAY, critical: null }, { expiry_warning_days: 20 }],
  [{ warning: 14 * DAY, critical: null }, { expiry_warning_days: 14 }],
  [
    { warning: 2 * DAY, critical: null },
    { expiry_warning_days: 2, expiry_critical_days: 2 },
  ],
  [{ warning: null, critical: 7 * DAY }, { expiry_critical_days: 7 }],
  [{ warning: null, critical: 30 * DAY }, { expiry_critical_days: 30 }],
  [
    { warning: null, critical: 45 * DAY },
    { expiry_warning_days: 45, expiry_critical_days: 45 },
  ],
  [
    { warning: 5 * DAY, critical: 9 * DAY },
    { expiry_warning_days: 9, expiry_critical_days: 9 },
  ],
  [
    { warning: 36 * HOUR + 1, critical: null },
    { expiry_warning_days: '37h', expiry_critical_days: '37h' },
  ],
  [{ warning: 59 * 60, critical: null }, {}],
  [{ warning: null, critical: null }, {}],
])('alerts at %j are the thresholds %j', (times, expected) => {
  expect(toThresholds(times)).toEqual(expected);
});

it.each([
  ['240h', 240 * HOUR],
  ['1h30m', 1.5 * HOUR],
  ['1.5h', 1.5 * HOUR],
  ['2d', 2 * DAY],
  ['1w', 7 * DAY],
  ['500ms', 0.5],
  ['10', null],
  ['h', null],
  ['10 h', null],
])('the duration %s is %j seconds', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});
