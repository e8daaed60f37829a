/** Whether TLS clients accept a certificate, from what was said of its paths. */

import { DISTRUSTS, type Distrust, type Finding, NOT_JUDGED, type Trust } from '../../domain/index.ts';
import { type Found, NOTHING, type Question } from './check.ts';

/** What its end tells, and what says nothing of the certificate. */
const NOT_TOLD: ReadonlySet<Distrust | null | undefined> = new Set([null, 'path-expired', ...NOT_JUDGED]);

const OPEN: Found = { findings: [], undecided: [{ event: 'certificate.untrusted', about: null }] };

/**
 * It is untrusted where it is at any of its places. Once it has ended, that is told instead; and that it is trusted again,
 * only where it was seen to be at all of its places.
 */
export const untrusted: Question = (_, { places, by_dates }) => {
  if (by_dates === 'expired') return OPEN;
  const refused: { place: string; trust: Trust }[] = [];
  for (const { place, evidence } of places) {
    const trust = evidence?.trust;
    if (trust !== undefined && !NOT_TOLD.has(trust.reason)) refused.push({ place, trust });
  }
  const [worst] = refused.sort((a, b) => rank(a.trust) - rank(b.trust));
  const isOpen = places.some(({ evidence }) => evidence === null || NOT_JUDGED.has(evidence.trust?.reason));
  const unseen = isOpen ? OPEN : NOTHING;
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

function rank({ reason }: Trust): number {
  return reason === null ? DISTRUSTS.length : DISTRUSTS.indexOf(reason);
}
