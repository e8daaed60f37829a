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
import type { ScanSchedule } from '../../domain/scan-distance.ts';
import type { LoggedRenewal } from '../../generated/event-log.ts';

/** The locations of a certificate, and other input of its assessment. */
export interface AssessmentContext {
  /** The live locations that have it. */
  locations: readonly LiveLocation[];
  /** The other certificates of its entry that may be its successors, each with its locations. */
  others: readonly { subject: Subject; locations: readonly LiveLocation[] }[];
  /** The renewal information of its issuer; null if it was not requested. */
  renewal: LoggedRenewal | null;
  /** Its renewals in certificate transparency logs that are not deployed. Absent: none. */
  pending?: readonly PendingRenewal[];
  /** The announcement that its CA will revoke it, as a sentence. Absent or null: none that this run knows of. */
  announced?: string | null;
  /** When scans run; null or absent: unknown. */
  schedule?: ScanSchedule | null;
  /** Finds an earlier certificate by its fingerprint; null if it is no longer known. */
  findFacts: (fingerprint: string) => CertificateFacts | null;
}

/** The context with the facts already known about the certificate. */
export interface FindingInput extends AssessmentContext {
  date_status: Status;
  settings: Settings;
  /** The current time in milliseconds. */
  now: number;
}

export type FindingResult = Pick<Verdict, 'findings' | 'undecided'>;

/** Detects one kind of finding; returns `NO_FINDINGS` if the check was not requested. */
export type FindingCheck = (certificate: Certificate, input: FindingInput) => FindingResult;

/** The result of nearly every check. */
export const NO_FINDINGS: FindingResult = { findings: [], undecided: [] };

/** The minimum of consecutive failed lookups that are reported: after fewer, the next scan may succeed. */
export const MIN_FAILED_LOOKUPS = 3;

/** Whether a location is a domain that was not read, so that nothing is known about it. */
export function isUnreadDomain({ evidence, registration }: LiveLocation): boolean {
  return evidence === null && registration !== undefined;
}
