/** Detects certificates that were revoked, or whose issuers were. */

import type { Finding, Revocation } from '../../domain/index.ts';
import { type FindingCheck, type FindingResult, NO_FINDINGS } from './check.ts';

const UNDECIDED: FindingResult = { findings: [], undecided: [{ event: 'certificate.revoked', about: null }] };

/**
 * A certificate is revoked if it is at any of its places. The finding is undecided if no source returned a valid response for all
 * of them, or once the certificate has expired, which has its own alert.
 */
export const detectRevoked: FindingCheck = (_, { places, date_status }) => {
  const reported: { place: string; revocation: Revocation }[] = [];
  for (const { place, evidence } of places)
    if (evidence?.revocation) reported.push({ place, revocation: evidence.revocation });
  const revokedPlaces = reported.filter(({ revocation }) => revocation.status === 'revoked');
  const [first] = revokedPlaces;
  if (first !== undefined && date_status !== 'expired') {
    const finding: Finding = {
      event: 'certificate.revoked',
      about: '',
      severity: 'critical',
      code: 'revoked',
      detail: formatDetail(first.revocation),
      places: revokedPlaces.map(({ place }) => place),
    };
    return { findings: [finding], undecided: [] };
  }
  const isGood = reported.length === places.length && reported.every(({ revocation }) => revocation.status === 'good');
  const isUndecided = date_status === 'expired' || !isGood;
  return isUndecided ? UNDECIDED : NO_FINDINGS;
};

function formatDetail({ revoked }: Revocation): string {
  if (revoked === null) return '';
  const { subject, reason, at } = revoked;
  const why = reason === null || reason === 'unspecified' ? 'without a reason' : `with the reason ${reason}`;
  const what =
    reason === 'certificateHold'
      ? 'Ask the CA: it can release the hold.'
      : reason === 'keyCompromise'
        ? 'Replace the certificate now, with a new key.'
        : 'Replace the certificate now; if an issuer was revoked, use the chain that the CA offers instead.';
  return `${subject} was revoked at ${at}, ${why}, and clients that check revocation reject it. ${what}`;
}
