/** A server whose certificates are renewed, and the scans that read it, or fail to. */

import fc from 'fast-check';

/** All that happens. Times follow from it: `listScans`, `listCertificates`. */
export interface ScheduleCase {
  lifetime_hours: number;
  /** How much of the first certificate is left at the first scan, in scans. */
  left: number;
  /** The age at which each certificate is replaced, in percent of its lifetime. The last one stays. */
  renewals: number[];
  interval_hours: number;
  /** Whether scans on Saturdays and Sundays are left out. */
  working_days: boolean;
  scans: ScanStep[];
  silences: { from_scan: number; hours: number }[];
  repeat: 'thresholds' | 'critical' | boolean;
  cooldown_hours: number;
  /** Values of the manifest; null: the defaults. */
  limits: { warning: number | string; critical: number | string; thresholds: (number | string)[] } | null;
  stateful: boolean;
  /** Which events the rule names. */
  rule: 'all' | 'expiry';
}

interface ScanStep {
  /** How many intervals after the step before it is due: more than one leaves a gap. */
  after: number;
  late_minutes: number;
  fails: boolean;
}

/** A scan. Times are in milliseconds. */
export interface Scan {
  at: number;
  fails: boolean;
}

export interface Served {
  from: number;
  to: number;
  /** When it is installed. */
  since: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Monday. */
const START = Date.parse('2027-01-04T06:00:00Z');

export function listScans({ interval_hours, working_days, scans }: ScheduleCase): Scan[] {
  let due = START;
  const listed: Scan[] = [];
  for (const [index, { after, late_minutes, fails }] of scans.entries()) {
    if (index > 0) due += after * interval_hours * HOUR;
    const at = Math.max(due + late_minutes * MINUTE, (listed.at(-1)?.at ?? 0) + MINUTE);
    const isWeekend = [0, 6].includes(new Date(due).getUTCDay());
    if (!working_days || !isWeekend) listed.push({ at, fails });
  }
  return listed;
}

export function listCertificates({ lifetime_hours, left, interval_hours, renewals }: ScheduleCase): Served[] {
  const lifetime = lifetime_hours * HOUR;
  // 17 seconds: no scan is at the same moment as a limit.
  const age = Math.max(0, lifetime - left * interval_hours * HOUR) + 17_000;
  const served: Served[] = [{ from: START - age, to: START - age + lifetime, since: START - age }];
  for (const percent of renewals) {
    const from = (served.at(-1)?.from ?? 0) + Math.round((lifetime * percent) / 100 / MINUTE) * MINUTE;
    served.push({ from, to: from + lifetime, since: from });
  }
  return served;
}

const step = fc.record({
  after: fc.oneof({ weight: 12, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 12 }) }),
  late_minutes: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat({ max: 50 }) }),
  fails: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
/** Scans, some of which fail in a row. */
const steps = fc
  .tuple(fc.array(step, { minLength: 2, maxLength: 45, size: 'max' }), fc.nat({ max: 60 }), fc.nat({ max: 8 }))
  .map(([all, from, count]) => all.map((one, at) => (at >= from && at < from + count ? { ...one, fails: true } : one)));

const DAYS = [1, 2, 3, 6, 10, 30, 47, 90, 100, 200, 398, 825, 3650];
const limits = fc.constantFrom<ScheduleCase['limits'][]>(
  null,
  null,
  null,
  null,
  { warning: 30, critical: 14, thresholds: [30, 14, 7, 1] },
  { warning: '33%', critical: '10%', thresholds: ['33%', '10%'] },
  { warning: '36h', critical: '12h', thresholds: [1, '36h'] },
);

export const cases: fc.Arbitrary<ScheduleCase> = fc.record({
  lifetime_hours: fc.constantFrom(...DAYS).map((days) => days * 24),
  left: fc.nat({ max: 40 }),
  renewals: fc.array(fc.oneof(fc.integer({ min: 60, max: 70 }), fc.integer({ min: 40, max: 130 })), { maxLength: 4 }),
  interval_hours: fc.constantFrom(24, 1, 4, 6, 12, 24, 24, 72, 168, 720),
  working_days: fc.constantFrom(false, false, false, true),
  scans: steps,
  silences: fc.array(fc.record({ from_scan: fc.nat({ max: 40 }), hours: fc.integer({ min: 1, max: 400 }) }), {
    maxLength: 1,
  }),
  repeat: fc.constantFrom<ScheduleCase['repeat'][]>('thresholds', 'thresholds', 'critical', true, false),
  cooldown_hours: fc.constantFrom(24, 24, 24, 1, 168),
  limits,
  stateful: fc.boolean(),
  rule: fc.constantFrom<ScheduleCase['rule'][]>('all', 'all', 'expiry'),
});
