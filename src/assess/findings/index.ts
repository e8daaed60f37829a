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
  let all = NO_FINDINGS;
  for (const check of CHECKS) {
    const found = check(certificate, input);
    // Only for speed and memory: nearly all of tens of thousands of certificates have nothing, or the result of one check.
    if (found === NO_FINDINGS) continue;
    all = all === NO_FINDINGS ? found : mergeResults(all, found);
  }
  return all;
}

function mergeResults(a: FindingResult, b: FindingResult): FindingResult {
  return { findings: [...a.findings, ...b.findings], undecided: [...a.undecided, ...b.undecided] };
}
