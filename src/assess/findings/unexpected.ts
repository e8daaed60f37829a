/** Detects certificates that do not match the `expect` block of their entry. */

import { type FindingCheck, type FindingResult, NO_FINDINGS } from './check.ts';

const FINDING_KEY = { event: 'certificate.policy_violation', about: 'expect' } as const;

const UNDECIDED: FindingResult = { findings: [], undecided: [FINDING_KEY] };

/** The certificate matches only if it was read at all of its places. */
export const detectUnexpected: FindingCheck = (_, { places }) => {
  const otherwise = places.some(({ evidence }) => evidence === null) ? UNDECIDED : NO_FINDINGS;
  const deviating = places.map(({ place, evidence }) => ({ place, deviations: evidence?.deviations ?? [] }));
  const found = deviating.flatMap(({ deviations }) => deviations);
  const [first] = found;
  if (first === undefined) return otherwise;
  // All places have the same certificate, so their details are mostly the same.
  const details = new Set(found.map(({ detail }) => detail));
  return {
    findings: [
      {
        ...FINDING_KEY,
        severity: 'critical',
        code: first.code,
        detail: [...details].join(' '),
        places: deviating.flatMap(({ place, deviations }) => (deviations.length === 0 ? [] : place)),
      },
    ],
    undecided: otherwise.undecided,
  };
};
