import { describe, expect, it } from 'vitest';
import { assessIssuer } from '../../src/assess/issuer-expiry.ts';
import type { IssuerExpiry, LiveLocation } from '../../src/domain/index.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, day, type SettingsSpec, settings } from '../events/scenario.ts';

const locate = (from: number | null, to: number): LiveLocation => {
  const ca = {
    subject: 'CN=ca',
    valid_from: from === null ? null : formatIsoTime(day(from)),
    valid_to: formatIsoTime(day(to)),
  };
  return { issuer_end: ca as unknown as IssuerExpiry } as unknown as LiveLocation;
};

/** The verdict on day 0 about CAs of ten years that end in some days, and a certificate of 90 days that ends in some days. */
function assess(ends: readonly number[], certificateEnds = 60, spec: SettingsSpec = {}) {
  const { facts } = certificate('a', { from: day(certificateEnds - 90), to: day(certificateEnds) });
  const verdict = assessIssuer(
    facts,
    ends.map((end) => locate(end - 3650, end)),
    settings(spec),
    day(0),
  );
  return (
    verdict &&
    `${verdict.status} ${verdict.threshold?.raw ?? '-'} ${verdict.days_remaining}${verdict.limits ? ' limits' : ''}`
  );
}

describe('the CA of a certificate', () => {
  it.each<[what: string, ends: number[], certificateEnds: number, SettingsSpec, string | null]>([
    ['is not known', [], 60, {}, null],
    ['ends long after the certificate', [400], 60, {}, null],
    ['ends with the certificate', [60], 60, {}, 'ok - 60 limits'],
    ['ends in 31 days, after the certificate', [31], 20, {}, null],
    ['ends in 30 days, after the certificate', [30], 20, {}, 'warning 30 30'],
    ['ends in 14 days', [14], 10, {}, 'critical 14 14'],
    ['ends today', [0], 60, {}, 'critical 14 0 limits'],
    ['has ended', [-1], 60, {}, 'expired - -1 limits'],
    ['ends first of several', [400, 30, 200], 20, {}, 'warning 30 30'],
    ['ends at a warning of the entry', [50], 60, { warning: 50 }, 'warning 50 50 limits'],
    ['ends after a warning of the entry, which is about the certificate', [50], 40, { warning: 50 }, null],
    ['ends at a critical limit of the entry', [50], 60, { critical: 50 }, 'critical 50 50 limits'],
    ['ends at a threshold of the entry that is earlier', [50], 60, { thresholds: [50, 7] }, 'ok 50 50 limits'],
    ['ends at a threshold of the entry that is later', [7], 60, { thresholds: [50, 7] }, 'critical 14 7 limits'],
    ['ends between thresholds of the entry and of itself', [25], 60, { thresholds: [50, 40] }, 'warning 30 25 limits'],
    ['ends between two thresholds of the entry', [45], 60, { thresholds: [50, 40] }, 'ok 50 45 limits'],
    ['ends after both thresholds of the entry', [35], 60, { thresholds: [40, 50] }, 'ok 40 35 limits'],
  ])('%s', (_, ends, certificateEnds, spec, expected) => {
    expect(assess(ends, certificateEnds, spec)).toBe(expected);
  });

  it('of a short lifetime has thresholds of a quarter and an eighth of it', () => {
    const { facts } = certificate('a', { from: day(-30), to: day(60) });
    const assessAt = (age: number, lifetime: number) => {
      const verdict = assessIssuer(facts, [locate(-age, lifetime - age)], settings(), day(0));
      return `${verdict?.status} ${verdict?.threshold?.raw} ${verdict?.threshold?.key}`;
    };
    const expected = ['ok undefined undefined', 'warning 25% 25%', 'warning 25% 25%', 'critical 12.5% 12.5%'];
    expect([74, 75, 87, 88].map((age) => assessAt(age, 100))).toEqual(expected);
  });

  it('of unknown beginning has thresholds in days', () => {
    const { facts } = certificate('a', { from: day(-30), to: day(60) });
    const statuses = [31, 30, 14].map((end) => assessIssuer(facts, [locate(null, end)], settings(), day(0))?.status);
    expect(statuses).toEqual(['ok', 'warning', 'critical']);
  });
});
