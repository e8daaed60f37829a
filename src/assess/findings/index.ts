/** Detects the findings of a certificate: one check, in a file of its own, for each kind. */

import type { Certificate } from '../../domain/index.ts';
import { detectAnnounced } from './announced.ts';
import { detectCaa } from './caa.ts';
import { detectDane } from './dane.ts';
import { detectUndeployed } from './discovered.ts';
import { detectDnssec } from './dnssec.ts';
import { type FindingCheck, type FindingInput, type FindingResult, NO_FINDINGS } from './finding-check.ts';
import { detectLagging } from './lagging.ts';
import { detectMtaSts } from './mta-sts.ts';
import { detectRegistrationStatus } from './registration.ts';
import { detectRenewalFailing } from './renewal-failing.ts';
import { detectRenewalWindow } from './renewal-window.ts';
import { detectRevoked } from './revoked.ts';
import { detectTransferLock } from './transfer-lock.ts';
import { detectUnexpected } from './unexpected.ts';
import { detectUntrusted } from './untrusted.ts';

const CHECKS: readonly FindingCheck[] = [
  detectUntrusted,
  detectUnexpected,
  detectCaa,
  detectDane,
  detectRevoked,
  detectAnnounced,
  detectLagging,
  detectUndeployed,
  detectRenewalFailing,
  detectRenewalWindow,
  detectRegistrationStatus,
  detectTransferLock,
  detectMtaSts,
  detectDnssec,
];

export function detectFindings(certificate: Certificate, input: FindingInput): FindingResult {
  const results = CHECKS.map((check) => check(certificate, input)).filter((result) => result !== NO_FINDINGS);
  if (results.length === 0) return NO_FINDINGS;
  return {
    findings: results.flatMap(({ findings }) => findings),
    undecided: results.flatMap(({ undecided }) => undecided),
  };
}
