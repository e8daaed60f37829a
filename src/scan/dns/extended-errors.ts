/** The extended errors of DNS (RFC 8914): why a resolver has no answer, and who can change that. */

/** `network`: the servers of the zone cannot be reached. `filtered`: the resolver does not want to answer. `resolver`: it cannot. */
type ExtendedErrorKind = 'network' | 'zone' | 'filtered' | 'resolver';

export interface ExtendedError {
  kind: ExtendedErrorKind;
  /** A clause such as `the resolver filters the name`. The text of the response is never shown. */
  text: string;
}

/** By INFO-CODE (RFC 8914 section 4). Other codes do not explain a failure. */
const ERRORS: Readonly<Record<number, ExtendedError>> = {
  4: { kind: 'filtered', text: 'it forges the answer' },
  6: { kind: 'zone', text: 'the signatures are not valid' },
  7: { kind: 'zone', text: 'a signature has expired' },
  8: { kind: 'zone', text: 'a signature is not valid yet' },
  9: { kind: 'zone', text: 'no DNSKEY record matches the DS records' },
  10: { kind: 'zone', text: 'signatures are missing' },
  11: { kind: 'zone', text: 'no DNSKEY record is a zone key' },
  12: { kind: 'zone', text: 'NSEC records are missing' },
  14: { kind: 'resolver', text: 'it is not ready' },
  15: { kind: 'filtered', text: 'it blocks the name' },
  16: { kind: 'filtered', text: 'it has to block the name' },
  17: { kind: 'filtered', text: 'it filters the name' },
  18: { kind: 'filtered', text: 'this machine may not use it' },
  22: { kind: 'network', text: 'none of the DNS servers of the zone can be reached' },
  23: { kind: 'network', text: 'the DNS servers of the zone cannot be reached' },
  24: { kind: 'zone', text: 'the DNS servers of the zone return invalid data' },
};

/** Finds the first extended error that explains a failure, of the INFO-CODEs of a response; null: none does. */
export function findExtendedError(codes: readonly number[]): ExtendedError | null {
  return codes.flatMap((code) => ERRORS[code] ?? [])[0] ?? null;
}
