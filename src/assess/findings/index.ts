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
  const found: FindingResult[] = [];
  for (const check of CHECKS) {
    const result = check(certificate, input);
    if (result !== NO_FINDINGS) found.push(result);
  }
  // Only for speed and memory: so it is for nearly all of tens of thousands of certificates.
  if (found.length === 0) return NO_FINDINGS;
  return {
    findings: found.flatMap(({ findings }) => findings),
    undecided: found.flatMap(({ undecided }) => undecided),
  };
}
