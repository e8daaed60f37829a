/** Whether a certificate is what its entry expects, from what was found of it at its places. */

import { type FindingCheck, type FindingResult, NO_FINDINGS } from './check.ts';

const FINDING_KEY = { event: 'certificate.policy_violation', about: 'expect' } as const;

const UNDECIDED: FindingResult = { findings: [], undecided: [FINDING_KEY] };

/** It is certain that it is what is expected only where it was read at all of its places. */
export const detectUnexpected: FindingCheck = (_, { places }) => {
  const unseen = places.some(({ evidence }) => evidence === null) ? UNDECIDED : NO_FINDINGS;
  const differing = places.filter(({ evidence }) => evidence?.deviations?.length);
  const found = differing.flatMap(({ evidence }) => evidence?.deviations ?? []);
  const [first] = found;
  if (first === undefined) return unseen;
  // The certificate is one and the same at all of them.
  const details = new Set(found.map(({ detail }) => detail));
  return {
    findings: [
      {
        ...FINDING_KEY,
        severity: 'critical',
        code: first.code,
        detail: [...details].join(' '),
        places: differing.map(({ place }) => place),
      },
    ],
    undecided: unseen.undecided,
  };
};
