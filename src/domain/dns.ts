/** Types for DNS records about certificates: CAA (RFC 8659) and TLSA records (RFC 6698). */

import type { Failure } from './basic-types.ts';

/** A property of a CAA record (RFC 8659 section 4.1). */
export interface CaaProperty {
  critical: boolean;
  /** The tag in lower case. */
  tag: string;
  /** The value is untrusted text: it must be truncated when it is shown. */
  value: string;
}

/** The CAA records that apply to a name (RFC 8659 section 3). */
export interface CaaPolicy {
  /**
   * The name that has the records: the name itself, a parent of it, or the target of its alias; null: there are no records, so that every
   * CA may issue.
   */
  domain: string | null;
  properties: CaaProperty[];
}

/** A TLSA record (RFC 6698 section 2.1). */
export interface TlsaRecord {
  usage: number;
  selector: number;
  matching_type: number;
  /** The data in lower-case hex. */
  data: string;
}

/** The answer for one name and type. */
export interface DnsAnswer {
  /** The name that has the records: the requested name, or the end of its chain of aliases. */
  name: string;
  caa: CaaProperty[];
  tlsa: TlsaRecord[];
  /** Whether the resolver validated the answer, or its absence, with DNSSEC (the AD bit). */
  secure: boolean;
}

/**
 * The reason why a name could not be looked up. `resolver`: the resolver itself did not respond, which is no evidence about the name.
 * `bogus`: it rejects the records, because their signatures are not valid.
 */
export interface LookupFailure extends Failure {
  cause: 'resolver' | 'name' | 'bogus';
}

export function isLookupFailure(result: object): result is LookupFailure {
  return 'cause' in result;
}

/** A TLSA record compared with the certificates of a server. */
export interface DaneMatch extends TlsaRecord {
  /** `unusable`: clients ignore it; `unknown`: it needs a certificate that the server does not send. */
  result: 'match' | 'differs' | 'unusable' | 'unknown';
  /** Completes a sentence about the record. null: a match, which every client finds. */
  reason: string | null;
}

/** The result of DANE for a server. */
type DaneState =
  | { failure: LookupFailure }
  | {
      /** The name of the records, such as `_25._tcp.mx.example.com`, even if they do not exist. */
      name: string;
      /** Whether DNSSEC protects them. */
      secure: boolean;
      records: DaneMatch[];
    };

/** The records of a server, and the expectations of the entry. */
export interface DaneEvidence {
  expected: 'required' | 'check';
  /** Whether the entry pins the key, so that a renewal keeps it. */
  keeps_key: boolean;
  state: DaneState;
}
