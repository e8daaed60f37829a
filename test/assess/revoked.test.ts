import { describe, expect, it } from 'vitest';
import { detectRevoked } from '../../src/assess/findings/revoked.ts';
import type { Certificate, LivePlace, Revocation, Status } from '../../src/domain/index.ts';

const GOOD: Revocation = { status: 'good', source: 'crl', revoked: null, problems: [] };
const UNKNOWN: Revocation = { status: 'unknown', source: null, revoked: null, problems: [] };

function because(reason: string | null): Revocation {
  const at = '2026-05-31T00:00:00Z';
  return { ...GOOD, status: 'revoked', revoked: { subject: 'shop.example', fingerprint_sha256: '00', reason, at } };
}

function ask(said: readonly (Revocation | undefined)[], by_dates: Status = 'ok') {
  const places = said.map((revocation, at) => ({ place: `p${at}`, evidence: revocation && { revocation } }));
  const standing = { places: places as unknown as LivePlace[], by_dates } as unknown;
  return detectRevoked({} as Certificate, standing as Parameters<typeof detectRevoked>[1]);
}

describe('a certificate', () => {
  it('is revoked where that is said at any of its places', () => {
    const { findings, undecided } = ask([GOOD, because('keyCompromise'), undefined]);
    expect(findings).toEqual([
      {
        event: 'certificate.revoked',
        about: '',
        severity: 'critical',
        code: 'revoked',
        detail:
          'shop.example was revoked at 2026-05-31T00:00:00Z, for keyCompromise, and clients that ask refuse it. Replace ' +
          'the certificate now, with a new key.',
        places: ['p1'],
      },
    ]);
    expect(undecided).toEqual([]);
  });

  it.each<[string, (Revocation | undefined)[], Status, number]>([
    ['good', [GOOD, GOOD], 'ok', 0],
    ['not known', [GOOD, UNKNOWN], 'ok', 1],
    ['not asked for', [GOOD, undefined], 'ok', 1],
    ['told by its end', [because(null)], 'expired', 1],
  ])('is not told of where it is %s; what was told ends only by a good answer', (_, said, by_dates, open) => {
    const { findings, undecided } = ask(said, by_dates);
    expect(findings).toEqual([]);
    expect(undecided).toHaveLength(open);
  });
});
