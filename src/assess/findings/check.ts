/** The input and the result of finding checks, which run for each certificate. */

import type {
  Certificate,
  CertificateFacts,
  LiveLocation,
  PendingRenewal,
  Settings,
  Status,
  Subject,
  Verdict,
} from '../../domain/index.ts';
import type { LoggedRenewal } from '../../generated/event-log.ts';

/** The locations of a certificate, and what else its assessment depends on. */
export interface AssessmentContext {
  /** The live locations that hold it. */
  locations: readonly LiveLocation[];
  /** The other certificates of its entry that may be its successors, each with its locations. */
  others: readonly { subject: Subject; locations: readonly LiveLocation[] }[];
  /** The renewal information of its issuer; null if it was not requested. */
  renewal: LoggedRenewal | null;
  /** Its renewals in certificate transparency logs that are not deployed. Absent: none. */
  pending?: readonly PendingRenewal[];
  /** Finds an earlier certificate by its fingerprint; null if it is not known any more. */
  findFacts: (fingerprint: string) => CertificateFacts | null;
}

/** The context with what is known about the certificate already. */
export interface FindingInput extends AssessmentContext {
  date_status: Status;
  settings: Settings;
  /** Milliseconds. */
  now: number;
}

export type FindingResult = Pick<Verdict, 'findings' | 'undecided'>;

/** Detects one kind of finding; returns `NO_FINDINGS` if the check was not requested. */
export type FindingCheck = (certificate: Certificate, input: FindingInput) => FindingResult;

/** The result of nearly every check. */
export const NO_FINDINGS: FindingResult = { findings: [], undecided: [] };
