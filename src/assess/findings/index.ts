/** Detects the findings of a certificate: one check, in a file of its own, for each kind. */

import type { Certificate } from '../../domain/index.ts';
import { type FindingCheck, type FindingInput, type FindingResult, NO_FINDINGS } from './check.ts';
import { detectLagging } from './lagging.ts';
import { detectRenewalFailing } from './renewal-failing.ts';
import { detectRenewalWindow } from './renewal-window.ts';
import { detectRevoked } from './revoked.ts';
import { detectUnexpected } from './unexpected.ts';
import { detectUntrusted } from './untrusted.ts';

const CHECKS: readonly FindingCheck[] = [
  detectUntrusted,
  detectUnexpected,
  detectRevoked,
  detectLagging,
  detectRenewalFailing,
  detectRenewalWindow,
];

export function detectFindings(certificate: Certificate, input: FindingInput): FindingResult {
  const all: FindingResult = { findings: [], undecided: [] };
  for (const check of CHECKS) {
    const found = check(certificate, input);
    // Only for speed: so it is for nearly every check of tens of thousands of certificates.
    if (found === NO_FINDINGS) continue;
    all.findings.push(...found.findings);
    all.undecided.push(...found.undecided);
  }
  return all;
}
