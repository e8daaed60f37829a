import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCapped } from '../../src/assess/default-thresholds.ts';
import { assess } from '../../src/assess/index.ts';
import { CLIENT_REJECTIONS, type Evidence, type LiveLocation, type Status } from '../../src/domain/index.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { certificate, day, declared, revocation, type SettingsSpec, settings, trust } from '../events/scenario.ts';

const HOUR = 3_600_000;

/** A certificate with a lifetime in days, and some milliseconds left on day 0. */
function assessWithTimeLeft(lifetime: number, left: number, spec: SettingsSpec = {}) {
  const to = day(0) + left;
  return assess(certificate('a', { from: to - lifetime * DAY, to }), settings(spec), day(0));
}

/** The thresholds in the order in which the certificate crosses them. */
function listThresholdKeys(lifetime: number, spec: SettingsSpec = {}) {
  const hours = Array.from({ length: lifetime * 24 + 1 }, (_, index) => lifetime * 24 - index);
  const crossed = hours.flatMap((left) => assessWithTimeLeft(lifetime, left * HOUR, spec).threshold?.key ?? []);
  return [...new Set(crossed)];
}

describe('the status of a 398-day certificate with default settings', () => {
  it.each<[string, number, Status, string, number]>([
    ['31 days', 31 * DAY, 'ok', 'info', 31],
    ['a millisecond less than 31 days', 31 * DAY - 1, 'warning', 'info', 30],
    ['15 days', 15 * DAY, 'warning', 'info', 15],
    ['a millisecond less than 15 days', 15 * DAY - 1, 'critical', 'warning', 14],
    ['the last day', DAY - 1, 'critical', 'warning', 0],
    ['the last millisecond', 0, 'critical', 'warning', 0],
    ['a millisecond after the expiry', -1, 'expired', 'error', -1],
    ['a day after the expiry', -DAY, 'expired', 'error', -1],
  ])('%s left', (_, left, status, level, days_remaining) => {
    expect(assessWithTimeLeft(398, left)).toMatchObject({ status, level, days_remaining });
  });
});

describe('the status', () => {
  it('is unknown if the certificate was never read', () => {
    expect(assess(null, settings(), day(0))).toEqual({
      ...{ status: 'unknown', level: 'warning', date_status: 'unknown', effective_valid_to: null, limited_by: null },
      ...{ findings: [], renewal: null, undecided: [], days_remaining: null, days_since_expiry: null, threshold: null },
    });
  });

  it('is not_yet_valid before valid_from', () => {
    const young = certificate('a', { from: day(1), to: day(20) });
    expect(assess(young, settings(), day(1) - 1)).toMatchObject({
      status: 'not_yet_valid',
      level: 'warning',
      threshold: null,
    });
    expect(assess(young, settings(), day(1)).status).toBe('ok');
  });

  it('uses the exact time for thresholds in hours or percent', () => {
    const spec = { warning: '36h', critical: '1%' };
    expect(assessWithTimeLeft(100, 36 * HOUR + 1, spec).status).toBe('ok');
    expect(assessWithTimeLeft(100, 36 * HOUR, spec).status).toBe('warning');
    expect(assessWithTimeLeft(100, 24 * HOUR, spec).status).toBe('critical');
  });
});

describe('the status of a certificate that clients reject', () => {
  const REVOKED = revocation({ revoked: 'a', reason: 'keyCompromise' });
  const UNTRUSTED = trust({ reason: 'missing-intermediate' });
  const assessRejected = (to: number, now: number, evidence: Evidence) =>
    assess(certificate('a', { from: day(0), to }), settings(), now, {
      locations: [
        { location: 'shop.example.com:443', observed: {}, evidence, revoked: null, path_end: null } as LiveLocation,
      ],
      others: [],
      renewal: null,
      findFacts: () => null,
    });

  describe.each([
    ['untrusted', UNTRUSTED],
    ['revoked', REVOKED],
  ])('because it is %s', (_, evidence) => {
    it.each<[string, number, Status, Status, number]>([
      ['long before its expiry', 200, 'critical', 'ok', 1],
      ['in its warning window', 370, 'critical', 'warning', 1],
      ['in its critical window', 390, 'critical', 'critical', 1],
      ['after its expiry', 399, 'expired', 'expired', 0],
      ['before it is valid', -1, 'not_yet_valid', 'not_yet_valid', 1],
    ])('%s', (_, number, status, date_status, findings) => {
      const verdict = assessRejected(day(398), day(number), evidence);
      expect(verdict).toMatchObject({ status, date_status, level: 'error' });
      expect(verdict.findings).toHaveLength(findings);
      const rejections = verdict.undecided.filter(({ event }) => CLIENT_REJECTIONS.includes(event));
      expect(rejections).toHaveLength(findings === 0 ? 2 : 1 - Number(evidence === REVOKED));
    });
  });

  it('is neither critical nor an error because of a finding that clients do not check', () => {
    const deviations = [{ code: 'expected-names', detail: 'One name is missing.' }];
    const verdict = assessRejected(day(398), day(370), { deviations });
    expect(verdict.findings).toMatchObject([{ severity: 'critical' }]);
    expect(verdict).toMatchObject({ status: 'warning', level: 'info' });
  });
});

describe('thresholds', () => {
  it.each([
    [398, [90, 60, 30, 14]],
    [90, ['25%', 14]],
    [47, ['25%']],
    [6, ['25%']],
  ])('default to those that fit a %i-day certificate: %j', (lifetime, keys) => {
    expect(listThresholdKeys(lifetime)).toEqual(keys);
  });

  it('are not capped if explicit, but ignored if crossed before the certificate was issued', () => {
    expect(listThresholdKeys(47, { thresholds: [14, 30, 47, 60] })).toEqual([30, 14]);
  });

  it('are ordered by the time of crossing: 1 day is crossed under 48 hours', () => {
    expect(listThresholdKeys(90, { thresholds: ['36h', 1, '48h'] })).toEqual(['48h', 1, '36h']);
  });

  it('treat 10 and "10d" as equal', () => {
    expect(listThresholdKeys(90, { thresholds: ['10d', 10] })).toEqual([10]);
    expect(assessWithTimeLeft(90, DAY, { thresholds: ['10d', 10] }).threshold).toMatchObject({
      key: 10,
      raw: '10d',
      days: 10,
    });
  });

  it('report the one that was crossed last, and none once expired', () => {
    expect(assessWithTimeLeft(398, 61 * DAY).threshold?.key).toBe(90);
    expect(assessWithTimeLeft(398, 61 * DAY - 1).threshold?.key).toBe(60);
    expect(assessWithTimeLeft(398, 0).threshold?.key).toBe(14);
    expect(assessWithTimeLeft(398, -1).threshold).toBeNull();
    expect(assessWithTimeLeft(398, 91 * DAY).threshold).toBeNull();
  });

  it('in percent are converted to days', () => {
    expect(assessWithTimeLeft(90, 20 * DAY).threshold).toMatchObject({ key: '25%', raw: '25%', days: 22.5 });
  });
});

describe('short lifetimes', () => {
  it.each<[number, number, Status]>([
    [90, 30, 'ok'],
    [90, 23, 'ok'],
    [90, 22, 'warning'],
    [90, 11, 'critical'],
    [47, 12, 'ok'],
    [47, 11, 'warning'],
    [47, 5, 'critical'],
    [6, 2, 'ok'],
    [6, 1, 'warning'],
    [6, 0.5, 'critical'],
  ])('of %i days with %d left: %s', (lifetime, days, status) => {
    expect(assessWithTimeLeft(lifetime, days * DAY).status).toBe(status);
  });

  it('are assessed by explicit settings', () => {
    expect(assessWithTimeLeft(6, 5 * DAY, { critical: 14 }).status).toBe('critical');
  });
});

describe('a hard-coded date', () => {
  it('expires at 00:00Z of that day, without a lifetime or caps', () => {
    const known = declared('2027-03-01');
    const end = Date.parse('2027-03-01T00:00:00Z');
    expect(assess(known, settings(), end)).toMatchObject({ status: 'critical', days_remaining: 0 });
    expect(assess(known, settings(), end + 1).status).toBe('expired');
    const keys = [100, 80, 50, 20, 10].map((days) => assess(known, settings(), end - days * DAY).threshold?.key);
    expect(keys).toEqual([undefined, 90, 60, 30, 14]);
  });
});

describe('for any dates', () => {
  it('the verdict is consistent', () => {
    const time = fc.integer({ min: Date.parse('1950-01-01'), max: Date.parse('9999-12-31') });
    fc.assert(
      fc.property(time, time, time, (from, to, now) => {
        const verdict = assess(certificate('a', { from, to }), settings(), now);
        expect(verdict.status === 'expired').toBe(to < now);
        expect((verdict.days_remaining ?? 0) < 0).toBe(to < now);
        if (verdict.threshold) expect(verdict.threshold.crosses_at).toBeLessThanOrEqual(now);
        const later = assess(certificate('a', { from, to }), settings(), now + DAY).threshold ?? verdict.threshold;
        expect(later?.crosses_at ?? 0).toBeGreaterThanOrEqual(verdict.threshold?.crosses_at ?? 0);
      }),
    );
  });
});

describe('thresholds in any order', () => {
  const last = (thresholds: (number | string)[], lifetime: number, left: number) =>
    assessWithTimeLeft(lifetime, left, { thresholds }).threshold?.key;

  it('have the same result', () => {
    const threshold = fc.constantFrom<number | string>(1, 2, 5, 10, '20h', '48h', '5%', '10%', '33%', '50%', '90%');
    fc.assert(
      fc.property(fc.uniqueArray(threshold, { minLength: 2 }), fc.nat(40), fc.nat(100), (all, lifetime, percent) => {
        const left = (lifetime * DAY * percent) / 100;
        expect(last([...all].reverse(), lifetime, left)).toBe(last(all, lifetime, left));
      }),
    );
    expect([last([14, 30], 100, 10 * DAY), last([30, 14], 100, 10 * DAY)]).toEqual([14, 14]);
  });

  it('have the same result if two are crossed at the same time', () => {
    expect([last(['120h', '50%'], 10, DAY), last(['50%', '120h'], 10, DAY)]).toEqual(['50%', '50%']);
  });

  it('are ignored if they are crossed when the certificate is issued', () => {
    expect(last(['240h'], 10, DAY)).toBeUndefined();
    expect(last(['239h'], 10, DAY)).toBe('239h');
  });

  it('are not capped at the cap itself', () => {
    const lifetime = (15 * DAY - 1) * 4;
    expect(isCapped({ raw: 14, unit: 'days', value: 14 }, 'other', { from: 0, to: lifetime })).toBe(false);
    expect(isCapped({ raw: 14, unit: 'days', value: 14 }, 'other', { from: 0, to: lifetime - 1 })).toBe(true);
    expect(isCapped({ raw: '50%', unit: 'percent', value: 50 }, 'other', { from: null, to: lifetime })).toBe(false);
  });
});

describe('the locations of a certificate', () => {
  const assessAt = (locations: Partial<LiveLocation>[], now = day(0)) =>
    assess(certificate('a', { from: day(-60), to: day(30) }), settings(), now, {
      locations: locations.map(
        (one) => ({ location: 'a', observed: {}, evidence: {}, revoked: null, path_end: null, ...one }) as LiveLocation,
      ),
      ...{ others: [], renewal: null, findFacts: () => null },
    });
  const ends = (number: number, subject: string) => ({
    path_end: { valid_to: new Date(day(number)).toISOString(), limited_by: { subject, fingerprint_sha256: 'ab' } },
  });

  it('determine its expiry by the path that expires first', () => {
    expect(assessAt([ends(20, 'CN=a'), ends(10, 'CN=b'), {}, ends(25, 'CN=c')]).limited_by?.subject).toBe('CN=b');
    expect(assessAt([ends(10, 'CN=a'), ends(10, 'CN=b')]).limited_by?.subject).toBe('CN=a');
    expect(assessAt([ends(10, 'CN=a')])).toMatchObject({ status: 'critical', days_remaining: 10 });
    expect(assessAt([ends(30, 'CN=a'), ends(40, 'CN=b')])).toMatchObject({
      ...{ limited_by: null, effective_valid_to: '2027-01-31T06:00:00Z' },
    });
  });

  it('are all renewed on time, or its default thresholds are the usual ones', () => {
    const statuses = [[true, true], [true, false], []].map(
      (renews) =>
        assessAt(
          renews.map((one) => ({ renews: one })),
          day(15),
        ).status,
    );
    expect(statuses).toEqual(['ok', 'warning', 'warning']);
  });

  it.each([
    [398, 30, 'ok', null],
    [398, 14, 'warning', 14],
    [398, 8, 'warning', 14],
    [398, 7, 'critical', 14],
    [90, 10, 'ok', null],
    [90, 9, 'warning', '10%'],
    [90, 4, 'critical', '10%'],
    [30, 3.1, 'ok', null],
    [30, 3, 'warning', '10%'],
    [30, 1.5, 'critical', '10%'],
  ])(
    'that renew a certificate of %i days make it late %d days before its expiry: %s, %s',
    (lifetime, left, ...expected) => {
      const to = day(0) + left * DAY;
      const locations = [{ renews: true } as LiveLocation];
      const { status, threshold } = assess(certificate('a', { from: to - lifetime * DAY, to }), settings(), day(0), {
        ...{
          locations: locations.map((one) => ({ ...one, observed: {}, evidence: {}, path_end: null, revoked: null })),
          others: [],
          renewal: null,
          findFacts: () => null,
        },
      });
      expect([status, threshold?.raw ?? null]).toEqual(expected);
    },
  );

  it('have no findings if nothing was evaluated', () => {
    const { revocation: unknown } = revocation({});
    const good = { ...unknown, status: 'good' as const };
    const { findings, undecided } = assessAt([{ evidence: { revocation: good, ...trust({}) } }]);
    expect([findings, undecided]).toEqual([[], [{ event: 'certificate.ari_window_shift', qualifier: null }]]);
  });
});
