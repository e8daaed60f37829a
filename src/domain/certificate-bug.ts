/**
 * Bugs of certvigil that one certificate triggers: the functions that loop over certificates report them, and continue with the next one.
 */

export interface CertificateBug {
  entry: string;
  /** The fingerprint of the certificate, or the name of a location without one. Null: the bug is about the whole entry. */
  subject: string | null;
  error: unknown;
}

export type OnBug = (bug: CertificateBug) => void;

/** Rethrows a bug, for callers that cannot continue. */
export const throwBug: OnBug = ({ error }) => {
  throw error;
};
