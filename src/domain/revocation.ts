/** The words of what issuers say of the certificates that they issued: revocation lists, and answers of responders. */

import type { Failure, IsoTime } from './common.ts';
import type { PathFields } from './trust.ts';

/** What was signed, and how. */
export interface SignedData {
  /** As openssl spells it, or dotted. */
  algorithm: string;
  /** Of `rsassaPss`, whose parameters name it: dotted. */
  hash: string | null;
  bytes: Uint8Array;
  signature: Uint8Array;
}

/** Where a list is that covers a certificate (RFC 5280 section 4.2.1.13). */
export interface DistributionPoint {
  /** Each leads to the same list. */
  urls: string[];
  /** Whether the list covers some of the reasons only. */
  some_reasons: boolean;
  /** Whether another than the certificate's issuer makes it. */
  indirect: boolean;
}

/** A certificate with what its issuer's lists and answers name it by, and where they are. */
export interface RevocationFields {
  certificate: PathFields;
  /** Lower-case hex as of the facts; and the INTEGER's content as it is written. */
  serial: string;
  serial_bytes: Uint8Array;
  /** DER of the names as they are written. */
  subject: Uint8Array;
  issuer: Uint8Array;
  /** A SubjectPublicKeyInfo in DER, and what is in its BIT STRING. */
  spki: Uint8Array;
  key: Uint8Array;
  distributionPoints: DistributionPoint[];
  ocsp_urls: string[];
}

/** What a list covers (RFC 5280 section 5.2.5); of one without that extension all is false and null. */
export interface ListScope {
  /** The URLs that it is at; null: it does not say. */
  urls: string[] | null;
  /** Whether its place is said relative to the issuer's name, which no certificate in use does. */
  relative: boolean;
  only: 'leaves' | 'authorities' | 'attributes' | null;
  some_reasons: boolean;
  indirect: boolean;
}

/** A certificate revocation list (RFC 5280 section 5.1). Its entries are not read, only where they are. */
export interface RevocationList {
  bytes: Buffer;
  signed: SignedData;
  /** The parts of the issuer's name, as those of a path's certificate. */
  issuer: string[];
  /** Milliseconds. */
  this_update: number;
  next_update: number | null;
  scope: ListScope;
  /** Whether it only says what has changed since another. */
  delta: boolean;
  /** Dotted names of critical extensions that are not known. */
  unknown: string[];
  /** Where the entries are in `bytes`. */
  entries: { start: number; end: number };
}

/** What a list or an answer says of a certificate that is revoked. */
export interface RevocationDetails {
  /** By the names of RFC 5280 section 5.3.1; null where none is given, or one that has no name. */
  reason: string | null;
  at: IsoTime;
}

/** What a responder says of one certificate (RFC 6960 section 4.2.1). */
export interface OcspSingleResponse {
  /** Dotted: what the issuer's name and key are hashed by. */
  hash: string;
  /** Hex. */
  issuer_name_hash: string;
  issuer_key_hash: string;
  serial: string;
  status: 'good' | 'revoked' | 'unknown';
  revoked: RevocationDetails | null;
  /** Milliseconds. */
  this_update: number;
  next_update: number | null;
  /** Dotted names of critical extensions, of which none is known. */
  unknown: string[];
}

/** An answer of a responder. */
export interface OcspResponse {
  signed: SignedData;
  /** Who signed it: the parts of a name, or the SHA-1 of a key in hex. */
  responder: { name: string[] } | { key_hash: string };
  responses: OcspSingleResponse[];
  /** Those sent along. */
  certificates: RevocationFields[];
  unknown: string[];
}

/** What can be believed of one certificate, or why nothing can. */
export type RevocationResult =
  | {
      status: 'good' | 'revoked';
      revoked: RevocationDetails | null;
      /** Milliseconds. */
      this_update: number;
      next_update: number | null;
    }
  | { problem: Failure };
