/** Detects certificates that their CA will revoke, as an announcement says that only this run knows. */

import type { Finding } from '../../domain/index.ts';
import { type FindingCheck, NO_FINDINGS } from './finding-check.ts';

export const detectAnnounced: FindingCheck = (_, { announced = null, locations }) => {
  if (announced === null) return NO_FINDINGS;
  const finding: Finding = {
    event: 'certificate.revocation_announced',
    qualifier: '',
    severity: 'critical',
    code: 'revocation-announced',
    detail: announced,
    locations: locations.map(({ location }) => location),
  };
  return { findings: [finding], undecided: [] };
};
