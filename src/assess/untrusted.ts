/** Whether TLS clients accept a certificate, from what was said of its paths. */

import { DISTRUSTS, type Distrust, type Finding, type Trust } from '../types.ts';
import type { Question } from './findings.ts';

/** What its end tells; and what says nothing of the certificate. */
const NOT_JUDGED: ReadonlySet<Distrust | null | undefined> = new Set(['ca-file-unusable', 'system-anchors-unusable']);
const NOT_TOLD: ReadonlySet<Distrust | null | undefined> = new Set([null, 'path-expired', ...NOT_JUDGED]);

/**
 * It is untrusted where it is at any of its places. Once it has ended, that is told instead; and that it is trusted again,
 * only where it was seen to be at all of its places.
 */
export const untrusted: Question = (_, { places, by_dates }) => {
  const judged = places.flatMap(({ place, evidence }) => (evidence?.trust ? [{ place, trust: evidence.trust }] : []));
  const refused = judged
    .filter(({ trust }) => !NOT_TOLD.has(trust.reason))
    .sort((a, b) => rank(a.trust) - rank(b.trust));
  const [worst] = refused;
  const isOpen = places.some(({ evidence }) => evidence === null || NOT_JUDGED.has(evidence.trust?.reason));
  const undecided = isOpen || by_dates === 'expired' ? [{ event: 'certificate.untrusted', about: null } as const] : [];
  if (worst === undefined || by_dates === 'expired') return { findings: [], undecided };
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
  return { findings: [finding], undecided };
};

function rank({ reason }: Trust): number {
  return reason === null ? DISTRUSTS.length : DISTRUSTS.indexOf(reason);
}
