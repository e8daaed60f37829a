import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/index.ts';
import type { LiveLocation } from '../../src/domain/index.ts';
import { certificate, day, settings } from '../events/scenario.ts';

const LOCATION: LiveLocation = {
  ...{ entry: 'tests', location: 'certs/a.pem', source: 'certs/a.pem', fingerprint: 'a', observed: {}, evidence: null },
  ...{ previous: null, since: null, failures: 0, failure: null, path_end: null, revoked: null, ownership: null },
};

/** The verdict on day 0 about a test certificate that ends in some days, with a threshold of 30 days. */
function assessFixture(end: number, expired: 'unwanted' | 'intended' = 'unwanted', from = -300) {
  const own = { ...settings({ thresholds: [30] }), fixture: { expired } };
  const context = { locations: [LOCATION], others: [], renewal: null, findFacts: () => null };
  return assess(certificate('a', { from: day(from), to: day(end) }), own, day(0), context);
}

describe('a test certificate', () => {
  it.each<[what: string, end: number, 'unwanted' | 'intended', from: number, expected: string]>([
    ['is ok before its threshold', 31, 'unwanted', -300, 'ok info ok '],
    ['is a warning from its threshold on', 30, 'unwanted', -300, 'warning info warning fixture-expiring'],
    ['is a warning, although it began after its threshold', 5, 'unwanted', -1, 'warning info warning fixture-expiring'],
    ['is only a warning if it has expired', -1, 'unwanted', -300, 'warning info warning fixture-expired'],
    ['may have expired by intention', -1, 'intended', -300, 'ok info ok '],
    [
      'is a warning before its expiry, even if that is intended',
      5,
      'intended',
      -300,
      'warning info warning fixture-expiring',
    ],
  ])('%s', (_, end, expired, from, expected) => {
    const { status, level, date_status, findings } = assessFixture(end, expired, from);
    expect(`${status} ${level} ${date_status} ${findings.map(({ code }) => code)}`).toBe(expected);
  });

  it('has one finding, with its locations, and no expected renewal', () => {
    const { findings, undecided, renewal, notices } = assessFixture(-1);
    expect(findings).toEqual([
      {
        event: 'certificate.fixture_expiring',
        qualifier: '',
        severity: 'warning',
        code: 'fixture-expired',
        detail: expect.stringMatching(/^1 test certificate has expired: certs\/a\.pem \(2026-12-31\)\./),
        locations: ['certs/a.pem'],
      },
    ]);
    expect([undecided, renewal, notices ?? []]).toEqual([[], null, []]);
  });
});
