import { describe, expect, it } from 'vitest';
import { computeLongestInterval, isScanTooRare } from '../../src/assess/default-thresholds.ts';
import { assess } from '../../src/assess/index.ts';
import { describeRareScans } from '../../src/assess/overdue.ts';
import { computeRenewalAge } from '../../src/assess/renewal-age.ts';
import { findAssessedTime } from '../../src/assess/unread-once.ts';
import type { CertificateFacts, LiveLocation, Settings } from '../../src/domain/index.ts';
import type { ScanSchedule } from '../../src/domain/scan-distance.ts';
import { DAY, HOUR } from '../../src/domain/thresholds.ts';
import { certificate, settings } from '../events/scenario.ts';

const NOW = Date.parse('2027-03-01T05:30:00Z');
const DAILY: ScanSchedule = { interval: DAY, next: NOW + DAY, previous: NOW - DAY };

function locate(over: Partial<LiveLocation> = {}): LiveLocation {
  return {
    ...{ entry: 'shop', location: 'shop.example.com:443', source: 'shop.example.com:443', fingerprint: 'a' },
    ...{ previous: null, since: null, failures: 0, failure: null, observed: {}, evidence: null },
    ...{ path_end: null, revoked: null, ownership: null },
    ...over,
  };
}

/** The verdict on a certificate of an age, both in hours. */
function evaluate(
  lifetime: number,
  age: number,
  schedule: ScanSchedule | null,
  { own = settings(), ...over }: Partial<LiveLocation> & { own?: Settings; facts?: CertificateFacts } = {},
) {
  const from = NOW - age * HOUR;
  const { facts = null, ...location } = over;
  const context = { locations: [locate(location)], others: [], renewal: null, schedule, findFacts: () => facts };
  const verdict = assess(certificate('a', { from, to: from + lifetime * HOUR }), own, NOW, context);
  const { date_status, threshold, notices = [] } = verdict;
  return [date_status, threshold?.raw ?? null, ...notices.map(({ code }) => code)].join(' ');
}

describe('default limits', () => {
  it.each([
    ['begin two scans before the end', 240, 192, DAILY, 'critical 25%'],
    ['do not begin earlier than two scans before the end', 240, 191.9, DAILY, 'warning 25%'],
    ['do not begin before the certificate is overdue', 144, 96.9, DAILY, 'ok '],
    ['begin when the certificate is overdue', 144, 97, DAILY, 'critical 47h'],
    ['are those of the lifetime if that is earlier', 90 * 24, 68 * 24, DAILY, 'warning 25%'],
    ['are those of the lifetime if it is unknown when scans run', 144, 109, null, 'warning 25%'],
    ['are those of the lifetime if scans are too rare', 72, 53, { ...DAILY, next: NOW }, 'ok  scan-too-rare'],
  ])('%s', (_, lifetime, age, schedule, expected) => {
    expect(evaluate(lifetime, age, schedule)).toBe(expected);
  });

  it('are raised above fixed days if scans are rare', () => {
    const schedule = { ...DAILY, interval: 20 * DAY };
    expect(evaluate(398 * 24, (398 - 40) * 24, schedule)).toBe('critical 960h');
    expect(evaluate(398 * 24, (398 - 41) * 24, schedule)).toBe('ok 60');
  });

  it('are raised for a certificate that a system renews, too', () => {
    expect(evaluate(144, 97, DAILY, { renews: true })).toBe('critical 47h');
    expect(evaluate(144, 96.9, DAILY, { renews: true })).toBe('ok ');
  });

  it('that somebody set are not raised, and say nothing about rare scans', () => {
    const own = settings({ critical: '6h', warning: '12h', thresholds: ['12h'] });
    expect(evaluate(144, 130, DAILY, { own })).toBe('critical 47h ends-before-next-scan');
    expect(evaluate(144, 119, DAILY, { own })).toBe('ok ');
    expect(evaluate(24, 1, DAILY, { own })).toBe('ok ');
  });
});

describe('a certificate that ends before the next scan', () => {
  it.each([
    ['is ok before its renewal is due', 17, {}, 'ok  scan-too-rare'],
    ['is critical once it is overdue', 17.1, {}, 'critical 7h ends-before-next-scan scan-too-rare'],
    [
      'is critical, too, if it was not read',
      17.1,
      { failures: 2, failure: { code: 'x', detail: '' } },
      'critical 7h ends-before-next-scan scan-too-rare',
    ],
    [
      'is critical, too, if it was not observed',
      17.1,
      { unobserved: 2 },
      'critical 7h ends-before-next-scan scan-too-rare',
    ],
    ['is critical at the usual threshold', 22, {}, 'critical 25% ends-before-next-scan scan-too-rare'],
  ])('%s', (_, age, over, expected) => {
    expect(evaluate(24, age, DAILY, over)).toBe(expected);
  });

  it('says when the next scan is due', () => {
    const from = NOW - 20 * HOUR;
    const context = { locations: [], others: [], renewal: null, schedule: DAILY, findFacts: () => null };
    const { notices = [] } = assess(certificate('a', { from, to: from + DAY }), settings(), NOW, context);
    expect(notices.map(({ detail }) => detail)).toEqual([
      'It ends before the next scan, which is due 2027-03-02 05:30 UTC, and has not been renewed at its usual age. Check what renews it: no other scan can warn before the expiry.',
      'One scan a day, certificates of 24 hours: a renewal that fails may be noticed only after the expiry. Scan at least every 6 hours, or set expiry_critical_days to accept it.',
    ]);
  });

  it.each([
    ['One scan a day', 1],
    ['One scan every 2 days', 2],
    ['One scan a week', 7],
    ['One scan every 8 days', 8],
  ])('is noticed too late with: %s', (frequency, days) => {
    const schedule = { ...DAILY, interval: days * DAY };
    const [notice] = describeRareScans({ from: NOW, to: NOW + DAY }, schedule, settings());
    expect(notice?.detail.startsWith(`${frequency}, certificates of 24 hours: `)).toBe(true);
  });

  it.each([
    ['a lifetime of hours', 6 * HOUR, HOUR * 4, 'One scan every 4 hours, certificates of 6 hours: ', '1 hour'],
    ['a lifetime of minutes', HOUR / 2, HOUR, 'One scan every 1 hour, certificates of 30 minutes: ', '7 minutes'],
    ['a lifetime of a minute', HOUR / 60, HOUR, 'One scan every 1 hour, certificates of 1 minute: ', '1 minute'],
    ['a lifetime of days', 6 * DAY, 2 * DAY, 'One scan every 2 days, certificates of 6 days: ', '36 hours'],
  ])('is described in the largest unit that fits: %s', (_, lifetime, interval, start, longest) => {
    const [notice] = describeRareScans({ from: NOW, to: NOW + lifetime }, { ...DAILY, interval }, settings());
    expect(notice?.detail).toBe(
      `${start}a renewal that fails may be noticed only after the expiry. ` +
        `Scan at least every ${longest}, or set expiry_critical_days to accept it.`,
    );
  });

  it('has the status of its dates once it has expired', () => {
    expect(evaluate(24, 24.1, DAILY)).toBe('expired  scan-too-rare');
  });

  it('has the usual threshold of a certificate that ends when the next scan is due', () => {
    expect(evaluate(72, 48 + 1.1, { ...DAILY, next: NOW + 22.9 * HOUR })).toBe('ok  scan-too-rare');
    expect(evaluate(72, 48 + 1.1, { ...DAILY, next: NOW + 23 * HOUR })).toBe(
      'critical 23h ends-before-next-scan scan-too-rare',
    );
  });
});

describe('the age at which a certificate is overdue', () => {
  const issued = (from: number, lifetime: number) =>
    certificate('a', { from: NOW + from * HOUR, to: NOW + (from + lifetime) * HOUR }).facts;
  /** In hours, after a predecessor with a lifetime that was issued some hours before. */
  const compute = (lifetime: number, before: number | null, previous = lifetime) => {
    const locations = [locate({ previous: before === null ? null : 'b' })];
    const age = computeRenewalAge(issued(0, lifetime), lifetime * HOUR, locations, () =>
      issued(-(before ?? 0), previous),
    );
    return Math.round((age / HOUR) * 100) / 100;
  };

  it.each([
    ['is two thirds of the lifetime and an hour', 144, null, 144, 97],
    ['is two thirds of a short lifetime and a twentieth', 12, null, 12, 8.6],
    ['does not change with a predecessor that was replaced then', 144, 97, 144, 97],
    ['does not change with a predecessor that was replaced earlier', 144, 20, 144, 97],
    ['is later if the predecessor was replaced later', 144, 110, 144, 124.4],
    ['is never after the end', 144, 140, 144, 144],
    ['compares shares of different lifetimes', 24, 120, 144, 22.4],
    ['does not change with a predecessor that had expired', 144, 145, 144, 97],
    ['does not change with a predecessor that was issued later', 144, -5, 144, 97],
  ])('%s', (_, lifetime, before, previous, expected) => {
    expect(compute(lifetime, before, previous)).toBe(expected);
  });

  it('does not change with a location that had no certificate before', () => {
    const findFacts = () => issued(-110, 144);
    const ages = [null, 'b'].map((previous) =>
      computeRenewalAge(issued(0, 144), 144 * HOUR, [locate({ previous })], findFacts),
    );
    expect(ages.map((age) => Math.round((age / HOUR) * 10) / 10)).toEqual([97, 124.4]);
  });
});

describe('the time for which a certificate is assessed', () => {
  const period = { from: NOW - DAY, to: NOW };
  const FAILED = { failures: 1, failure: { code: 'endpoint-timeout', detail: 'It did not answer.' } };
  const find = (locations: readonly LiveLocation[], schedule: ScanSchedule | null = DAILY, days = 1) =>
    findAssessedTime({ ...period, to: period.from + days * DAY }, locations, { now: NOW, schedule }).now - NOW;

  it.each([
    ['is now if it was read', [locate()], 0],
    ['is that of the last scan if it could not be read once', [locate(FAILED)], -DAY],
    ['is that of the last scan after a failure that does not count', [locate({ ...FAILED, failures: 0 })], -DAY],
    ['is that of the last scan in a report of the log', [locate({ failures: 1 })], -DAY],
    ['is that of the last scan if no probe observed it once', [locate({ unobserved: 1 })], -DAY],
    ['is now after the second failure', [locate({ ...FAILED, failures: 2 })], 0],
    ['is now if no probe observed it twice', [locate({ unobserved: 2 })], 0],
    ['is now if another location was read', [locate(FAILED), locate()], 0],
    ['is now without locations', [], 0],
  ])('%s', (_, locations, expected) => {
    expect(find(locations)).toBe(expected);
  });

  it('is now for a lifetime of more than ten scans, or if it is unknown when scans ran', () => {
    expect(find([locate(FAILED)], DAILY, 10)).toBe(-DAY);
    expect(find([locate(FAILED)], DAILY, 10.1)).toBe(0);
    expect(find([locate(FAILED)], null)).toBe(0);
    expect(find([locate(FAILED)], { ...DAILY, previous: null })).toBe(0);
  });
});

it('the longest distance of scans for a lifetime is not too rare, and a longer one is', () => {
  for (const lifetime of [DAY, 6 * DAY, 90 * DAY]) {
    const longest = computeLongestInterval(lifetime);
    expect([longest, longest + 1].map((interval) => isScanTooRare(lifetime, interval))).toEqual([false, true]);
  }
});
