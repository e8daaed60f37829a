/** Detects certificates that TLS clients do not trust. */

import {
  DISTRUST_REASONS,
  type DistrustReason,
  type Finding,
  type Trust,
  UNVERIFIABLE_REASONS,
} from '../../domain/index.ts';
import { type FindingCheck, type FindingResult, NO_FINDINGS } from './check.ts';

/** Expiry has its own alert, and an unreadable trust store says nothing about the certificate. */
const IGNORED_REASONS: ReadonlySet<DistrustReason | null | undefined> = new Set([
  null,
  'path-expired',
  ...UNVERIFIABLE_REASONS,
]);

const UNDECIDED: FindingResult = { findings: [], undecided: [{ event: 'certificate.untrusted', about: null }] };

/**
 * A certificate is untrusted if it is at any of its places. It is trusted again only if it is at all of them. Once it has expired,
 * the finding is undecided, because expiry has its own alert.
 */
export const detectUntrusted: FindingCheck = (_, { places, date_status }) => {
  if (date_status === 'expired') return UNDECIDED;
  const rejected: { place: string; trust: Trust }[] = [];
  for (const { place, evidence } of places) {
    const trust = evidence?.trust;
    if (trust !== undefined && !IGNORED_REASONS.has(trust.reason)) rejected.push({ place, trust });
  }
  const [worst] = rejected.sort((a, b) => rankReason(a.trust) - rankReason(b.trust));
  const isUndecided = places.some(
    ({ evidence }) => evidence === null || UNVERIFIABLE_REASONS.has(evidence.trust?.reason),
  );
  const otherwise = isUndecided ? UNDECIDED : NO_FINDINGS;
  if (worst === undefined) return otherwise;
  const at =
    places.length > 1 ? `At ${worst.place}${rejected.length > 1 ? ` and ${rejected.length - 1} more` : ''}: ` : '';
  const finding: Finding = {
    event: 'certificate.untrusted',
    about: '',
    severity: 'critical',
    code: worst.trust.reason ?? '',
    detail: `${at}${worst.trust.detail}`,
    places: rejected.map(({ place }) => place),
  };
  return { findings: [finding], undecided: otherwise.undecided };
};

function rankReason({ reason }: Trust): number {
  return reason === null ? DISTRUST_REASONS.length : DISTRUST_REASONS.indexOf(reason);
}
