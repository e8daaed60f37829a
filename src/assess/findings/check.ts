/** A question that is asked of each certificate beside when it ends: what it is asked with, and what comes of it. */

import type { Certificate, IsoTime, LivePlace, Settings, Status, Subject, Verdict } from '../../domain/index.ts';
import type { LoggedRenewal } from '../../generated/event-log.ts';

/** What is known of a certificate's surroundings. */
export interface AssessmentContext {
  /** The live places that hold it. */
  places: readonly LivePlace[];
  /** The other certificates of its entry that may have taken its place, each with the places that hold it. */
  others: readonly { subject: Subject; places: readonly LivePlace[] }[];
  /** What was heard of when it is to be renewed; null where nobody was asked. */
  renewal: LoggedRenewal | null;
  /** The end of a certificate that a place had before, by its fingerprint; null where it is not known any more. */
  findExpiry: (fingerprint: string) => IsoTime | null;
}

/** A certificate's surroundings, with what is known of it by now. */
export interface FindingInput extends AssessmentContext {
  by_dates: Status;
  settings: Settings;
  /** Milliseconds. */
  now: number;
}

export type FindingResult = Pick<Verdict, 'findings' | 'undecided'>;

/** What answers one question; it finds nothing where it was not asked. */
export type FindingCheck = (certificate: Certificate, standing: FindingInput) => FindingResult;

/** What comes of nearly every question about nearly every certificate: one and the same, as a scan asks very many. */
export const NO_FINDINGS: FindingResult = { findings: [], undecided: [] };
