/** Detects certificates that were revoked, or whose issuers were. */

import type { Finding, LiveLocation, RevokedCertificate } from '../../domain/index.ts';
import { type FindingCheck, type FindingResult, NO_FINDINGS } from './finding-check.ts';

const UNDECIDED: FindingResult = { findings: [], undecided: [{ event: 'certificate.revoked', qualifier: null }] };

/**
 * A certificate is revoked if it is at any of its locations. A revocation stays in effect until its source reports another status. The
 * finding is undecided if no source returned a valid response for all locations, or once the certificate has expired, which has its own
 * alert.
 */
export const detectRevoked: FindingCheck = (_, { locations, date_status }) => {
  if (date_status === 'expired') return UNDECIDED;
  const found = locations.filter((at) => getRevoked(at) !== null);
  const first = found.find(isConfirmed) ?? found[0];
  const revoked = first === undefined ? null : getRevoked(first);
  if (first === undefined || revoked === null) return locations.every(isGood) ? NO_FINDINGS : UNDECIDED;
  const finding: Finding = {
    event: 'certificate.revoked',
    qualifier: '',
    severity: 'critical',
    code: 'revoked',
    detail: formatDetail(revoked) + (isConfirmed(first) ? '' : UNCONFIRMED),
    locations: found.map(({ location }) => location),
  };
  return { findings: [finding], undecided: [] };
};

const UNCONFIRMED =
  ' This scan could not check it again. The revocation stays in effect until the CA says that the certificate is not revoked.';

/** Returns the revocation from this scan, otherwise from an earlier one. */
function getRevoked({ evidence, revoked }: LiveLocation): RevokedCertificate | null {
  return evidence?.revocation?.revoked ?? revoked;
}

function isConfirmed({ evidence }: LiveLocation): boolean {
  return evidence?.revocation?.status === 'revoked';
}

function isGood({ evidence }: LiveLocation): boolean {
  return evidence?.revocation?.status === 'good';
}

function formatDetail({ subject, reason, revoked_at }: RevokedCertificate): string {
  const why = reason === null || reason === 'unspecified' ? 'without a reason' : `with the reason ${reason}`;
  const what =
    reason === 'certificateHold'
      ? 'Ask the CA: it can release the hold.'
      : reason === 'keyCompromise'
        ? 'Replace the certificate now, with a new key.'
        : 'Replace the certificate now; if an issuer was revoked, use the chain that the CA offers instead.';
  return `${subject} was revoked at ${revoked_at}, ${why}, and clients that check revocation reject it. ${what}`;
}
