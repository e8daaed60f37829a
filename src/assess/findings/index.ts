/** What holds of a certificate beside its end: the questions that are asked of each, one file for each. */

import type { Certificate } from '../../domain/index.ts';
import { type Found, NOTHING, type Question, type Standing } from './check.ts';
import { lagging } from './lagging.ts';
import { renewalDue } from './renewal-window.ts';
import { revoked } from './revoked.ts';
import { unexpected } from './unexpected.ts';
import { untrusted } from './untrusted.ts';

const QUESTIONS: readonly Question[] = [untrusted, unexpected, revoked, lagging, renewalDue];

export function findingsOf(certificate: Certificate, standing: Standing): Found {
  const all: Found = { findings: [], undecided: [] };
  for (const ask of QUESTIONS) {
    const found = ask(certificate, standing);
    if (found === NOTHING) continue;
    all.findings.push(...found.findings);
    all.undecided.push(...found.undecided);
  }
  return all;
}
