import { describe, expect, it } from 'vitest';
import { detectRevoked } from '../../src/assess/findings/revoked.ts';
import type { Certificate, LiveLocation, Revocation, Status } from '../../src/domain/index.ts';

const GOOD: Revocation = { status: 'good', source: 'crl', revoked: null, good: [], problems: [] };
const UNKNOWN: Revocation = { status: 'unknown', source: null, revoked: null, good: [], problems: [] };

function revokedFor(reason: string | null): Revocation {
  const at = '2026-05-31T00:00:00Z';
  return {
    ...GOOD,
    status: 'revoked',
    revoked: { subject: 'shop.example', fingerprint_sha256: '00', reason, revoked_at: at },
  };
}

function detect(reported: readonly (Revocation | undefined)[], date_status: Status = 'ok') {
  const locations = reported.map((revocation, at) => ({
    location: `p${at}`,
    revoked: null,
    evidence: revocation && { revocation },
  }));
  const input = { locations: locations as unknown as LiveLocation[], date_status } as unknown;
  return detectRevoked({} as Certificate, input as Parameters<typeof detectRevoked>[1]);
}

/** A certificate that an earlier scan reported as revoked. */
function detectEarlier(revocation: Revocation | null) {
  const { revoked } = revokedFor('keyCompromise');
  const locations = [
    { location: 'good', revoked: null, evidence: { revocation: GOOD } },
    { location: 'earlier', revoked, evidence: revocation && { revocation } },
  ];
  const input = { locations, date_status: 'ok' } as unknown;
  return detectRevoked({} as Certificate, input as Parameters<typeof detectRevoked>[1]);
}

describe('a certificate', () => {
  it('is revoked if it is reported as revoked at any of its locations', () => {
    const { findings, undecided } = detect([GOOD, revokedFor('keyCompromise'), undefined]);
    expect(findings).toEqual([
      {
        event: 'certificate.revoked',
        qualifier: '',
        severity: 'critical',
        code: 'revoked',
        detail:
          'shop.example was revoked at 2026-05-31T00:00:00Z, with the reason keyCompromise, and clients that check revocation reject it. Replace ' +
          'the certificate now, with a new key.',
        locations: ['p1'],
      },
    ]);
    expect(undecided).toEqual([]);
  });

  it('has a detail with the reason and what to do', async () => {
    const reasons = [null, 'unspecified', 'superseded', 'certificateHold', 'keyCompromise'];
    const confirmed = reasons.map((reason) => detect([revokedFor(reason)]));
    const details = [...confirmed, detectEarlier(null)].flatMap(({ findings }) => findings.map(({ detail }) => detail));
    await expect(`${details.join('\n')}\n`).toMatchFileSnapshot('../golden/assess/revoked.txt');
  });

  it('has the detail of a location that this scan confirmed, if there is one', () => {
    const { revoked } = revokedFor('superseded');
    const locations = [
      { location: 'earlier', revoked, evidence: { revocation: UNKNOWN } },
      { location: 'now', revoked: null, evidence: { revocation: revokedFor('keyCompromise') } },
    ];
    const input = { locations, date_status: 'ok' } as unknown;
    const { findings } = detectRevoked({} as Certificate, input as Parameters<typeof detectRevoked>[1]);
    expect(findings).toMatchObject([
      { locations: ['earlier', 'now'], detail: expect.stringMatching(/keyCompromise.* with a new key\.$/) },
    ]);
  });

  it('stays revoked, wherever it was reported, while its source is unavailable', () => {
    expect(detectEarlier(UNKNOWN).findings).toMatchObject([{ locations: ['earlier'] }]);
  });

  it.each<[string, (Revocation | undefined)[], Status, number]>([
    ['good', [GOOD, GOOD], 'ok', 0],
    ['of unknown status', [GOOD, UNKNOWN], 'ok', 1],
    ['not checked everywhere', [GOOD, undefined], 'ok', 1],
    ['expired', [revokedFor(null)], 'expired', 1],
  ])('has no finding if it is %s, and is undecided unless good', (_, reported, date_status, open) => {
    const { findings, undecided } = detect(reported, date_status);
    expect(findings).toEqual([]);
    expect(undecided).toHaveLength(open);
  });
});
