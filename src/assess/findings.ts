/** What holds of a certificate beside its end: the questions that are asked of each, one file for each. */

import type { Certificate, Settings, Status } from '../types.ts';
import { type Found, NOTHING } from './found.ts';
import type { Around } from './index.ts';
import { lagging } from './lagging.ts';
import { renewalDue } from './renewal.ts';
import { revoked } from './revoked.ts';
import { unexpected } from './unexpected.ts';
import { untrusted } from './untrusted.ts';

/** A certificate's surroundings, with what is known of it by now. */
export interface Standing extends Around {
  by_dates: Status;
  settings: Settings;
  /** Milliseconds. */
  now: number;
}

/** What answers one question; it finds nothing where it was not asked. */
export type Question = (certificate: Certificate, standing: Standing) => Found;

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
