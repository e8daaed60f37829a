import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ForecastCertificate, forecastRenewals } from '../../src/assess/forecast/index.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { type SettingsSpec, settings } from '../events/scenario.ts';
import { compileSchema } from '../helpers/compile-schema.ts';
import { NOW, runForecast, scanned, unread } from '../report/run-forecast.ts';

const validateForecast = compileSchema('forecast');

describe('expiries', () => {
  const forecastMonths = (...certificates: ForecastCertificate[]) => {
    const { expiries } = runForecast(certificates, {}, { months: 3 });
    const names = (those: { certificate: string }[]) => those.map(({ certificate }) => certificate).join(' ');
    return [
      ['expired', names(expiries.expired)],
      ...expiries.months.map(({ month, certificates }) => [month, names(certificates)]),
      ['later', names(expiries.later)],
    ];
  };

  it('are grouped by calendar month, starting with the current one', () => {
    const ends = (name: string, valid_to: string) =>
      scanned(name, 90, Math.floor((Date.parse(valid_to) - NOW) / DAY), { valid_to });
    expect(
      forecastMonths(
        ends('past', '2026-11-17T11:59:59Z'),
        ends('now', '2026-11-17T12:00:00Z'),
        ends('month-end', '2026-11-30T23:59:59Z'),
        ends('month-start', '2026-12-01T00:00:00Z'),
        ends('last', '2027-01-31T23:59:59Z'),
        ends('beyond', '2027-02-01T00:00:00Z'),
        ends('forever', '9999-12-31T23:59:59Z'),
      ),
    ).toEqual([
      ['expired', 'past'],
      ['2026-11', 'now month-end'],
      ['2026-12', 'month-start'],
      ['2027-01', 'last'],
      ['later', 'beyond forever'],
    ]);
  });

  it('have no certificate that was never read, and no test certificate', () => {
    const unknown = scanned('unknown', 90, 5, { days_remaining: null });
    const months = forecastMonths(unread('unread'), unknown, scanned('test', 90, 5, { kind: 'fixture' }));
    expect(months.map(([, names]) => names)).toEqual(['', '', '', '', '']);
  });

  it('are sorted by expiry, then by name', () => {
    expect(forecastMonths(scanned('b', 90, 5), scanned('c', 90, 4), scanned('a', 90, 5))[1]).toEqual([
      '2026-11',
      'c a b',
    ]);
  });
});

describe('renewals per year', () => {
  const forecastRenewals = (...certificates: ForecastCertificate[]) => runForecast(certificates).renewals;

  it.each<[lifetime: number, today: number, days_200: number, days_100: number, days_47: number]>([
    // 365 / (2/3 of the lifetime); a lifetime below the maximum does not change.
    [398, 1.4, 2.7, 5.5, 11.6],
    [200, 2.7, 2.7, 5.5, 11.6],
    [90, 6.1, 6.1, 6.1, 11.6],
    [47, 11.6, 11.6, 11.6, 11.6],
    [6, 91.3, 91.3, 91.3, 91.3],
  ])(
    'of a certificate with a lifetime of %s days are %s, and %s, %s and %s under the limits',
    (lifetime, ...expected) => {
      const { renewals } = forecastRenewals(scanned('shop', lifetime, 3)).entries[0] ?? {};
      expect(Object.values(renewals ?? {})).toEqual(expected);
    },
  );

  it('of an entry include all its certificates; the most expensive entry comes first', () => {
    const { entries, total } = forecastRenewals(scanned('a', 398, 9), scanned('b', 398, 9), scanned('b', 90, 8));
    expect(entries).toEqual([
      {
        certificate: 'b',
        certificates: 2,
        lifetime_days: { shortest: 90, longest: 398 },
        renewals: { today: 7.5, days_200: 8.8, days_100: 11.6, days_47: 23.3 },
      },
      expect.objectContaining({ certificate: 'a' }),
    ]);
    expect(total).toEqual({ today: 8.9, days_200: 11.5, days_100: 17.1, days_47: 34.9 });
  });

  it.each<[why: string, issued: string, lifetime: number, exempt: boolean]>([
    ['398 days were allowed before 2026-03-15', '2026-03-14', 398, false],
    ['399 days were never allowed', '2026-03-14', 399, true],
    ['200 days are allowed since 2026-03-15', '2026-03-15', 200, false],
    ['201 days are not', '2026-03-15', 201, true],
    ['101 days exceed the limit of 2027', '2027-03-15', 101, true],
    ['48 days exceed the limit of 2029', '2029-03-15', 48, true],
    ['825 days were allowed before 2020-09-01', '2020-08-31', 825, false],
    ['825 days exceed the limit since 2020-09-01', '2020-09-01', 825, true],
    ['an old root certificate', '2010-01-01', 10_000, true],
  ])('depend on the limit at the time of issuance: %s', (_, issued, lifetime, exempt) => {
    const from = Date.parse(issued);
    const [valid_from, valid_to] = [new Date(from).toISOString(), new Date(from + lifetime * DAY).toISOString()];
    const { renewals } = runForecast([scanned('a', 1, 1, { valid_from, valid_to })]);
    expect([renewals.entries.length, renewals.exempt.length]).toEqual(exempt ? [0, 1] : [1, 0]);
  });

  it('are not limited if the certificate is self-issued', () => {
    const { entries, exempt } = forecastRenewals(scanned('a', 90, 9, { subject: 'CN=me', issuer: 'CN=me' }));
    expect(entries).toEqual([]);
    expect(exempt[0]?.renewals).toEqual({ today: 6.1, days_200: null, days_100: null, days_47: null });
  });

  it.each([
    ['ca_file', true],
    ['self_signed', true],
    ['mozilla', false],
    ['system', false],
  ] as const)('of a certificate that is trusted by the store %s: exempt: %s', (kind, isExempt) => {
    const trust = {
      ...{ trusted: true, reason: null, detail: null, reasons: [], notes: [], limited_by: null },
      ...{ effective_valid_to: '2027-01-01T00:00:00Z', store: { kind, description: kind } },
    };
    const isCounted = (more: Partial<typeof trust> | Record<string, unknown> = {}) =>
      forecastRenewals(scanned('a', 90, 9, { trust: { ...trust, ...more } })).entries.length === 1;
    expect(isCounted()).toBe(!isExempt);
    for (const reason of ['path-expired', 'name-mismatch', 'stale-anchor'])
      expect(isCounted({ trusted: false, reason, reasons: [reason] })).toBe(!isExempt);
    // Without a path, the CA is unknown.
    const reason = 'unknown-issuer';
    expect(isCounted({ trusted: false, reason, reasons: [reason], effective_valid_to: null })).toBe(true);
  });

  it('are not limited by names that are missing', () => {
    const nameless = scanned('a', 90, 9, { subject: null, issuer: null });
    expect(forecastRenewals(nameless)).toMatchObject({ entries: [{ certificate: 'a' }], exempt: [] });
  });

  it('of the most expensive entry under the shortest limit come first, and without limits those of the most expensive today', () => {
    const list = (renewals: { certificate: string }[]) => renewals.map(({ certificate }) => certificate);
    const bound = [scanned('a', 40, 9), scanned('b', 398, 9), scanned('b', 398, 9)];
    expect(list(forecastRenewals(...bound).entries)).toEqual(['b', 'a']);
    const self = { subject: 'CN=me', issuer: 'CN=me' };
    const exempt = [scanned('a', 90, 9, self), scanned('b', 40, 9, self), scanned('c', 90, 9, self)];
    expect(list(forecastRenewals(...exempt).exempt)).toEqual(['b', 'a', 'c']);
  });

  it('add up to 0 without certificates', () => {
    expect(forecastRenewals().total).toEqual({ today: 0, days_200: 0, days_100: 0, days_47: 0 });
  });

  it('are unknown for a hard-coded date, and if notAfter is before notBefore', () => {
    expect(forecastRenewals(scanned('a', null, 9), scanned('b', -3, 9), unread('c'))).toMatchObject({
      entries: [],
      unknown: 2,
    });
  });
});

describe('a certificate that could not be read', () => {
  it('is listed with its location and the error', () => {
    const other = { location: 'b.pem', observed: {}, error: { code: 'file-empty', detail: 'The file is empty.' } };
    const partly = scanned('a', 90, 9);
    const locations = [...partly.locations, other];
    expect(runForecast([{ ...partly, locations }, unread('c')]).unread).toEqual([
      { certificate: 'a', location: 'b.pem', error: other.error },
      {
        certificate: 'c',
        location: 'certs/c.pem',
        error: { code: 'file-not-found', detail: 'There is no such file.' },
      },
    ]);
  });
});

describe('a certificate that a probe reads', () => {
  it('is as it was last observed, and is listed only if it never was', () => {
    const error = { code: 'not-observed', detail: 'The probe office reads this entry.' };
    const observe = (one: ForecastCertificate) => ({
      ...one,
      locations: one.locations.map((location) => ({ ...location, error })),
    });
    const { unread: listed, summary } = runForecast([observe(scanned('a', 90, 9)), observe(unread('b'))]);
    expect(listed.map(({ certificate }) => certificate)).toEqual(['b']);
    expect(summary).toMatchObject({ certificates: 2, within_months: 1, unknown: 1 });
  });
});

describe('a setting', () => {
  /** The result for each threshold: today, with 200, 100 and 47 days, and the suggested value. */
  const forecastThresholds = (lifetime: number, spec: SettingsSpec, more: Partial<ForecastCertificate> = {}) =>
    runForecast([scanned('a', lifetime, 3, more)], { a: settings(spec) })
      .thresholds.filter((one) => !one.default)
      .map(({ configured: written, effects, suggestion }) => [written, ...Object.values(effects), suggestion]);

  it('in days is crossed too early, and then never alerts', () => {
    expect(forecastThresholds(398, { thresholds: [14, 30, 60, 90] })).toEqual([
      [90, 'fits', 'early', 'early', 'silent', '25%'],
      [60, 'fits', 'fits', 'early', 'silent', '15%'],
      [30, 'fits', 'fits', 'fits', 'early', '10%'],
    ]);
  });

  it('of a status then applies to the whole lifetime', () => {
    expect(forecastThresholds(398, { warning: 50, critical: 47 })).toEqual([
      [50, 'fits', 'fits', 'early', 'lifelong', '15%'],
      [47, 'fits', 'fits', 'early', 'lifelong', '10%'],
    ]);
  });

  it('is converted by the lifetime of the certificate', () => {
    expect(forecastThresholds(90, { thresholds: [20] })).toEqual([[20, 'fits', 'fits', 'fits', 'early', '25%']]);
    expect(forecastThresholds(6, { thresholds: ['36h', 14] })).toEqual([
      [14, 'silent', 'silent', 'silent', 'silent', '5%'],
    ]);
  });

  it('between two percentages is converted to the larger one', () => {
    expect(forecastThresholds(200, { thresholds: ['840h'] })).toEqual([
      ['840h', 'fits', 'fits', 'early', 'early', '20%'],
    ]);
  });

  it('fits if it is crossed at the usual time of the renewal, and is silent if it is crossed at the issuance', () => {
    expect(forecastThresholds(3, { thresholds: ['24h'] })).toEqual([]);
    expect(forecastThresholds(30, { thresholds: ['720h', '719h'] })).toEqual([
      ['720h', 'silent', 'silent', 'silent', 'silent', '10%'],
      ['719h', 'early', 'early', 'early', 'early', '10%'],
    ]);
  });

  it('in percent fits every lifetime, unless the percentage is too large', () => {
    expect(forecastThresholds(398, { thresholds: ['33%', '10%', '36h'] })).toEqual([]);
    expect(forecastThresholds(398, { thresholds: ['50%'] })).toEqual([
      ['50%', 'early', 'early', 'early', 'early', '33%'],
    ]);
  });

  it('is checked against the limits only if they apply to the certificate', () => {
    expect(forecastThresholds(398, { thresholds: [90] }, { subject: 'CN=me', issuer: 'CN=me' })).toEqual([]);
    expect(forecastThresholds(90, { thresholds: [90] }, { subject: 'CN=me', issuer: 'CN=me' })).toEqual([
      [90, 'silent', null, null, null, '25%'],
    ]);
  });

  it('that is a default is capped automatically, and needs no change', () => {
    const { thresholds } = runForecast([scanned('a', 398, 3)]);
    expect(
      thresholds.map(({ setting, configured: written, effects, suggestion }) => [
        `${setting} ${written}`,
        ...Object.values(effects),
        suggestion,
      ]),
    ).toEqual([
      ['expiry_scan_thresholds 90', 'fits', 'capped', 'capped', 'capped', null],
      ['expiry_scan_thresholds 60', 'fits', 'capped', 'capped', 'capped', null],
      ['expiry_scan_thresholds 30', 'fits', 'fits', 'capped', 'capped', null],
      ['expiry_scan_thresholds 14', 'fits', 'fits', 'fits', 'capped', null],
      ['expiry_warning_days 30', 'fits', 'fits', 'capped', 'capped', null],
      ['expiry_critical_days 14', 'fits', 'fits', 'capped', 'capped', null],
    ]);
  });

  it('is listed by what it sets, then by its size and the number of certificates', () => {
    const own = {
      a: settings({ warning: 50 }),
      b: settings({ thresholds: [90, '50%', 200] }),
      c: settings({ thresholds: [90] }),
      d: settings({ thresholds: [90] }),
    };
    const all = [scanned('a', 398, 3), scanned('b', 90, 3), scanned('c', 398, 3), scanned('d', 398, 3)];
    expect(
      runForecast(all, own)
        .thresholds.filter((one) => !one.default)
        .map(({ configured: written, certificates }) => `${written} ${certificates}`),
    ).toEqual(['200 b', '50% b', '90 c,d', '90 b', '50 a']);
  });

  it('is reported once for all certificates with the same result', () => {
    const own = settings({ thresholds: [90] });
    const { thresholds } = runForecast(
      [scanned('b', 398, 3), scanned('b', 397, 3), scanned('a', 398, 3), scanned('c', 90, 3)],
      { a: own, b: own, c: own },
    );
    expect(thresholds.filter((one) => !one.default).map(({ certificates }) => certificates)).toEqual([
      ['a', 'b'],
      ['c'],
    ]);
  });
});

describe('for any scan result', () => {
  const some = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('a', 'b', 'constructor', 'c'),
        fc.option(fc.double({ min: -5, max: 9_000, noNaN: true })),
        fc.double({ min: -900, max: 3_000, noNaN: true }),
      )
      .map(([name, lifetime, left]) => scanned(name, lifetime, left)),
    fc.constantFrom('a', 'd').map((name) => unread(name)),
  );
  const inputs = fc.tuple(
    fc.array(some, { maxLength: 40 }),
    fc.integer({ min: 1, max: 120 }),
    fc.integer({ min: -2_000, max: 2_000 }).map((days) => NOW + days * DAY),
  );

  it('the counts add up, and each certificate is listed once', () => {
    fc.assert(
      fc.property(inputs, ([certificates, months, now]) => {
        const { summary, expiries, renewals } = runForecast(certificates, {}, { months, now });
        const { expired, within_months, later, unknown } = summary;
        expect(expired + within_months + later + unknown).toBe(certificates.length);
        const listed = [expiries.expired, ...expiries.months.map((month) => month.certificates), expiries.later].flat();
        expect(listed).toHaveLength(certificates.length - unknown);
        const counted = [...renewals.entries, ...renewals.exempt].reduce((sum, one) => sum + one.certificates, 0);
        expect(counted + renewals.unknown + unknown).toBe(certificates.length);
        for (const key of ['today', 'days_200', 'days_100', 'days_47'] as const) {
          const sum = renewals.entries.reduce((all, one) => all + (one.renewals[key] ?? Number.NaN), 0);
          expect(renewals.total[key]).toBeCloseTo(sum, 3);
        }
      }),
    );
  });

  it('the months are contiguous, and list what expires in them', () => {
    fc.assert(
      fc.property(inputs, ([certificates, months, now]) => {
        const { expiries } = runForecast(certificates, {}, { months, now });
        const start = new Date(now);
        const expected = Array.from({ length: months }, (_, index) =>
          new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + index)).toISOString().slice(0, 7),
        );
        expect(expiries.months.map(({ month }) => month)).toEqual(expected);
        for (const { month, certificates } of expiries.months) {
          for (const { valid_to } of certificates) {
            expect(valid_to.slice(0, 7)).toBe(month);
            expect(Date.parse(valid_to)).toBeGreaterThanOrEqual(now);
          }
        }
      }),
    );
  });

  it('a shorter lifetime never costs less, and suggestions fit every lifetime', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 0, max: 400 }), ([certificates, months], threshold) => {
        const own = settings({ thresholds: [threshold], warning: threshold });
        const { renewals, thresholds } = runForecast(certificates, { a: own, b: own }, { months });
        for (const { renewals: cost } of renewals.entries) {
          const [today, ...under] = Object.values(cost) as [number, number, number, number];
          expect([today, ...under].toSorted((a, b) => a - b)).toEqual([today, ...under]);
        }
        for (const suggestion of new Set(thresholds.flatMap((one) => one.suggestion ?? []))) {
          const better = settings({ thresholds: [suggestion], warning: suggestion });
          const after = runForecast(certificates, { a: better, b: better }, { months });
          expect(after.thresholds.filter((one) => !one.default && one.configured === suggestion)).toEqual([]);
        }
      }),
    );
  });

  it('the forecast matches its schema', () => {
    fc.assert(
      fc.property(inputs, ([certificates, months, now]) => {
        const json = JSON.parse(JSON.stringify(runForecast(certificates, {}, { months, now })));
        expect(validateForecast(json), JSON.stringify(validateForecast.errors)).toBe(true);
      }),
    );
  });
});

describe('scans that are too rare', () => {
  const rare = (detail: string) => ({ notices: [{ code: 'scan-too-rare' as const, detail }] });

  it('are listed once for each reason, with the entries that it concerns', () => {
    const { scan_too_rare } = runForecast([
      scanned('b', 6, 3, rare('6 days')),
      scanned('a', 6, 3, rare('6 days')),
      scanned('b', 6, 2, rare('6 days')),
      scanned('c', 3, 2, rare('3 days')),
      scanned('d', 90, 3),
    ]);
    expect(scan_too_rare).toEqual([
      { certificates: ['a', 'b'], detail: '6 days' },
      { certificates: ['c'], detail: '3 days' },
    ]);
  });

  it('are left out if there are none', () => {
    const other = { notices: [{ code: 'ends-before-next-scan' as const, detail: 'soon' }] };
    expect(runForecast([scanned('a', 90, 3, other)])).not.toHaveProperty('scan_too_rare');
  });
});

it('a certificate whose entry was removed has no renewals', () => {
  const input = {
    certificates: [scanned('a', 90, 3), scanned('gone', 90, 3)],
    entries: [{ name: 'a', settings: settings() }],
  };
  const { renewals, thresholds } = forecastRenewals(input as Parameters<typeof forecastRenewals>[0]);
  expect(renewals.entries.map(({ certificate }) => certificate)).toEqual(['a']);
  expect(thresholds.flatMap(({ certificates }) => certificates)).not.toContain('gone');
});
