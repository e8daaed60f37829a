/** Detects certificates that do not match the `expect` block of their entry. */

import { type FindingCheck, type FindingResult, NO_FINDINGS } from './finding-check.ts';

const FINDING_KEY = { event: 'certificate.policy_violation', qualifier: 'expect' } as const;

const UNDECIDED: FindingResult = { findings: [], undecided: [FINDING_KEY] };

/** The certificate matches only if it was read at all of its locations. */
export const detectUnexpected: FindingCheck = (_, { locations }) => {
  const otherwise = locations.some(({ evidence }) => evidence === null) ? UNDECIDED : NO_FINDINGS;
  const deviating = locations.map(({ location, evidence }) => ({
    location,
    deviations: evidence?.deviations ?? [],
  }));
  const found = deviating.flatMap(({ deviations }) => deviations);
  const [first] = found;
  if (first === undefined) return otherwise;
  // All locations have the same certificate, so their details are mostly the same.
  const details = new Set(found.map(({ detail }) => detail));
  return {
    findings: [
      {
        ...FINDING_KEY,
        severity: 'critical',
        code: first.code,
        detail: [...details].join(' '),
        locations: deviating.flatMap(({ location, deviations }) => (deviations.length === 0 ? [] : location)),
      },
    ],
    undecided: otherwise.undecided,
  };
};
