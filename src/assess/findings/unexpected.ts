/** Whether a certificate is what its entry expects, from what was found of it at its places. */

import { type Found, NOTHING, type Question } from './check.ts';

const ABOUT = { event: 'certificate.policy_violation', about: 'expect' } as const;

const OPEN: Found = { findings: [], undecided: [ABOUT] };

/** It is certain that it is what is expected only where it was read at all of its places. */
export const unexpected: Question = (_, { places }) => {
  const unseen = places.some(({ evidence }) => evidence === null) ? OPEN : NOTHING;
  const differing = places.filter(({ evidence }) => evidence?.deviations?.length);
  const found = differing.flatMap(({ evidence }) => evidence?.deviations ?? []);
  const [first] = found;
  if (first === undefined) return unseen;
  // The certificate is one and the same at all of them.
  const details = new Set(found.map(({ detail }) => detail));
  return {
    findings: [
      {
        ...ABOUT,
        severity: 'critical',
        code: first.code,
        detail: [...details].join(' '),
        places: differing.map(({ place }) => place),
      },
    ],
    undecided: unseen.undecided,
  };
};
