/** Types for revocation: certificate revocation lists (CRL) and OCSP responses. */

import type { RevocationDetails } from '../generated/definitions.ts';
import type { Failure } from './basic-types.ts';
import type { PathFields } from './trust.ts';

/** Signed bytes with their signature. */
export interface SignedData {
  /** The name that OpenSSL uses, or a dotted OID. */
  algorithm: string;
  /** The hash in the parameters of `rsassaPss`: the name that node:crypto uses, or a dotted OID. */
  hash: string | null;
  bytes: Uint8Array;
  signature: Uint8Array;
}

/** The scope of a CRL (RFC 5280 section 5.2.5); everything is false or null if the extension is absent. */
export interface ListScope {
  /** The URLs in its distribution point; null if it has none. */
  urls: string[] | null;
  /** Whether its name is relative to the issuer's name, which does not occur in practice. */
  relative: boolean;
  only: 'leaves' | 'authorities' | 'attributes' | null;
  some_reasons: boolean;
  indirect: boolean;
}

/** A certificate revocation list (RFC 5280 section 5.1). Its entries are located, but not parsed. */
export interface RevocationList {
  bytes: Buffer;
  signed: SignedData;
  /** The parts of the issuer's name, as in `PathFields`. */
  issuer: string[];
  /** The times in milliseconds. */
  this_update: number;
  next_update: number | null;
  scope: ListScope;
  /** Whether it is a delta CRL. */
  delta: boolean;
  /** Dotted OIDs of unsupported critical extensions, of the list and of its entries. */
  unknown: string[];
  /** Dotted OIDs of extensions of the list that occur more than once. */
  repeated: string[];
  /** Whether entries name other issuers than the list. */
  has_other_issuers: boolean;
  /** The range of the entries in `bytes`. */
  entries: { start: number; end: number };
}

export type { RevocationDetails } from '../generated/definitions.ts';

/** The status of one certificate in an OCSP response (RFC 6960 section 4.2.1). */
export interface OcspSingleResponse {
  /** The hash of the issuer's name and key: the name that node:crypto uses, or a dotted OID. */
  hash: string;
  /** The hashes in hex. */
  issuer_name_hash: string;
  issuer_key_hash: string;
  serial: string;
  status: 'good' | 'revoked' | 'unknown';
  revoked: RevocationDetails | null;
  /** The times in milliseconds. */
  this_update: number;
  next_update: number | null;
  /** Dotted OIDs of critical extensions, all of which are unsupported. */
  unknown: string[];
}

/** An OCSP response. */
export interface OcspResponse {
  signed: SignedData;
  /** The signer: the parts of a name, or the SHA-1 of a key in hex. */
  responder: { name: string[] } | { key_hash: string };
  responses: OcspSingleResponse[];
  /** The certificates in the response. */
  certificates: PathFields[];
  unknown: string[];
}

/** The verified revocation status of one certificate, or the reason why it is unknown. */
export type RevocationResult =
  | {
      status: 'good' | 'revoked';
      revoked: RevocationDetails | null;
      /** The times in milliseconds. */
      this_update: number;
      next_update: number | null;
      /** The delegated signer of an OCSP response, if its own certificate may be revoked. */
      responder?: PathFields;
    }
  | { problem: Failure };
