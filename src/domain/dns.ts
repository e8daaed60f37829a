/** Types for what DNS says about a certificate: CAA (RFC 8659) and TLSA records (RFC 6698). */

import type { Failure } from './common.ts';

/** A property of a CAA record (RFC 8659 section 4.1). */
export interface CaaProperty {
  critical: boolean;
  /** In lower case. */
  tag: string;
  /** Untrusted text: truncate it where it is shown. */
  value: string;
}

/** The CAA records that apply to a name (RFC 8659 section 3). */
export interface CaaPolicy {
  /** Where the records are: the name itself or one above it, or what that is an alias of; null: nowhere, so that every CA may issue. */
  domain: string | null;
  properties: CaaProperty[];
}

/** A TLSA record (RFC 6698 section 2.1). */
export interface TlsaRecord {
  usage: number;
  selector: number;
  matching_type: number;
  /** Lower-case hex. */
  data: string;
}

/** What was found at one name and type. */
export interface DnsAnswer {
  /** Where the records are: the name that was asked for, or the end of its chain of aliases. */
  name: string;
  caa: CaaProperty[];
  tlsa: TlsaRecord[];
  /** The resolver validated the answer with DNSSEC, also that there is none (the AD bit). */
  secure: boolean;
}

/**
 * Why a name could not be looked up. `resolver`: the resolver itself did not answer, which says nothing about the name. `bogus`: it
 * rejects the records, because their signatures are not valid.
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
  /** Completes a sentence about the record; null for a match. */
  reason: string | null;
}

/** What DANE says about a server. */
type DaneState =
  | { failure: LookupFailure }
  | {
      /** `_25._tcp.mx.example.com`: where the records are, or would be. */
      name: string;
      /** Whether DNSSEC protects them. */
      secure: boolean;
      records: DaneMatch[];
    };

/** The records of a server, and what the entry expects of them. */
export interface DaneEvidence {
  expected: 'required' | 'check';
  /** The entry pins the key, so that it stays the same when the certificate is renewed. */
  keeps_key: boolean;
  state: DaneState;
}
