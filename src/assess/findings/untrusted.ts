/** Detects certificates that TLS clients do not trust. */

import { DISTRUST_REASONS, type Finding, UNVERIFIABLE_REASONS } from '../../domain/index.ts';
import { type FindingCheck, type FindingResult, NO_FINDINGS } from './finding-check.ts';

/** Expiry has its own alert, and an unreadable trust store is no evidence about the certificate. */
const IGNORED_REASONS: ReadonlySet<string | null | undefined> = new Set(['path-expired', ...UNVERIFIABLE_REASONS]);

const UNDECIDED: FindingResult = { findings: [], undecided: [{ event: 'certificate.untrusted', qualifier: null }] };

/**
 * A certificate is untrusted if it is at any of its locations. It is trusted again only if it is at all of them. Once it has expired,
 * the finding is undecided, because expiry has its own alert.
 */
export const detectUntrusted: FindingCheck = (_, { locations, date_status }) => {
  if (date_status === 'expired') return UNDECIDED;
  const rejected = locations.flatMap(({ location, evidence }) => {
    const { reason = null, detail = null } = evidence?.trust ?? {};
    return reason === null || IGNORED_REASONS.has(reason) ? [] : [{ location, reason, detail }];
  });
  const [worst] = rejected.sort((a, b) => DISTRUST_REASONS.indexOf(a.reason) - DISTRUST_REASONS.indexOf(b.reason));
  const isUndecided = locations.some(
    ({ evidence }) => evidence === null || UNVERIFIABLE_REASONS.has(evidence.trust?.reason),
  );
  const otherwise = isUndecided ? UNDECIDED : NO_FINDINGS;
  if (worst === undefined) return otherwise;
  const at =
    locations.length > 1
      ? `At ${worst.location}${rejected.length > 1 ? ` and ${rejected.length - 1} more` : ''}: `
      : '';
  const finding: Finding = {
    event: 'certificate.untrusted',
    qualifier: '',
    severity: 'critical',
    code: worst.reason,
    detail: `${at}${worst.detail}`,
    locations: rejected.map(({ location }) => location),
  };
  return { findings: [finding], undecided: otherwise.undecided };
};
