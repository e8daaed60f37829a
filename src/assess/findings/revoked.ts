/** Whether the issuers of a certificate have revoked it, or one of each other. */

import type { Finding, Revocation } from '../../domain/index.ts';
import { type FindingCheck, type FindingResult, NO_FINDINGS } from './check.ts';

/** Nobody can say. */
const UNDECIDED: FindingResult = { findings: [], undecided: [{ event: 'certificate.revoked', about: null }] };

/**
 * It is revoked where that is so at any of its places. While nobody can say so any more (nobody was asked, or who was is
 * not believed) what was told is neither repeated nor ended; what has ended is refused for that.
 */
export const detectRevoked: FindingCheck = (_, { places, by_dates }) => {
  const said: { place: string; revocation: Revocation }[] = [];
  for (const { place, evidence } of places)
    if (evidence?.revocation) said.push({ place, revocation: evidence.revocation });
  const refused = said.filter(({ revocation }) => revocation.status === 'revoked');
  const [first] = refused;
  if (first !== undefined && by_dates !== 'expired') {
    const finding: Finding = {
      event: 'certificate.revoked',
      about: '',
      severity: 'critical',
      code: 'revoked',
      detail: formatDetail(first.revocation),
      places: refused.map(({ place }) => place),
    };
    return { findings: [finding], undecided: [] };
  }
  const isGood = said.length === places.length && said.every(({ revocation }) => revocation.status === 'good');
  const isOpen = by_dates === 'expired' || !isGood;
  return isOpen ? UNDECIDED : NO_FINDINGS;
};

function formatDetail({ revoked }: Revocation): string {
  if (revoked === null) return '';
  const { subject, reason, at } = revoked;
  const why = reason === null || reason === 'unspecified' ? 'without a reason' : `for ${reason}`;
  const what =
    reason === 'certificateHold'
      ? 'Ask the authority: it can lift that again.'
      : reason === 'keyCompromise'
        ? 'Replace the certificate now, with a new key.'
        : 'Replace the certificate now; where that is an issuer of it, take the chain that the authority offers in its place.';
  return `${subject} was revoked at ${at}, ${why}, and clients that ask refuse it. ${what}`;
}
