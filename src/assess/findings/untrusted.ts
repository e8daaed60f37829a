/** Whether TLS clients accept a certificate, from what was said of its paths. */

import {
  DISTRUST_REASONS,
  type DistrustReason,
  type Finding,
  type Trust,
  UNVERIFIABLE_REASONS,
} from '../../domain/index.ts';
import { type FindingCheck, type FindingResult, NO_FINDINGS } from './check.ts';

/** What its end tells, and what says nothing of the certificate. */
const IGNORED_REASONS: ReadonlySet<DistrustReason | null | undefined> = new Set([
  null,
  'path-expired',
  ...UNVERIFIABLE_REASONS,
]);

const UNDECIDED: FindingResult = { findings: [], undecided: [{ event: 'certificate.untrusted', about: null }] };

/**
 * It is untrusted where it is at any of its places. Once it has ended, that is told instead; and that it is trusted again,
 * only where it was seen to be at all of its places.
 */
export const detectUntrusted: FindingCheck = (_, { places, by_dates }) => {
  if (by_dates === 'expired') return UNDECIDED;
  const refused: { place: string; trust: Trust }[] = [];
  for (const { place, evidence } of places) {
    const trust = evidence?.trust;
    if (trust !== undefined && !IGNORED_REASONS.has(trust.reason)) refused.push({ place, trust });
  }
  const [worst] = refused.sort((a, b) => rankReason(a.trust) - rankReason(b.trust));
  const isOpen = places.some(({ evidence }) => evidence === null || UNVERIFIABLE_REASONS.has(evidence.trust?.reason));
  const unseen = isOpen ? UNDECIDED : NO_FINDINGS;
  if (worst === undefined) return unseen;
  const at =
    places.length > 1 ? `At ${worst.place}${refused.length > 1 ? ` and ${refused.length - 1} more` : ''}: ` : '';
  const finding: Finding = {
    event: 'certificate.untrusted',
    about: '',
    severity: 'critical',
    code: worst.trust.reason ?? '',
    detail: `${at}${worst.trust.detail}`,
    places: refused.map(({ place }) => place),
  };
  return { findings: [finding], undecided: unseen.undecided };
};

function rankReason({ reason }: Trust): number {
  return reason === null ? DISTRUST_REASONS.length : DISTRUST_REASONS.indexOf(reason);
}
