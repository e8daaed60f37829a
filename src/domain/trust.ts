/** The words of paths: what is needed of a certificate to follow them, and what is said of one. */

import type { IsoTime } from './common.ts';

/** The kinds of general names (RFC 5280 section 4.2.1.6) that names are constrained by. */
export type NameKind = 'dns' | 'ip' | 'email' | 'uri' | 'directory' | 'other';

/**
 * A name, or what a constraint says of names. `text` holds DNS names, mail addresses and URIs; `bytes` the octets of an
 * address, in a constraint followed by its mask; `parts` the parts of a distinguished name, the least specific first.
 */
export interface GeneralName {
  kind: NameKind;
  text: string;
  bytes: Uint8Array | null;
  parts: string[];
}

/** RFC 5280 section 4.2.1.10. */
export interface NameConstraints {
  permitted: GeneralName[];
  excluded: GeneralName[];
  /** Whether a subtree has a minimum or maximum, which section 4.2.1.10 forbids: nothing can be said of its names. */
  bounded: boolean;
}

/** What the validation of a path needs of a certificate (RFC 5280 section 6.1). */
export interface PathFields {
  der: Uint8Array;
  /** SHA-256 in lower-case hex. */
  fingerprint: string;
  /** For people: the subject's common name, or its whole name. */
  name: string;
  /** For people: the issuer's whole name. */
  issuer_name: string;
  /** The parts of the names, the least specific first, without case and repeated spaces (section 7.1). */
  subject: string[];
  issuer: string[];
  /** 1 to 3. */
  version: number;
  /** Milliseconds; null where the certificate has rubbish there. */
  valid_from: number | null;
  valid_to: number;
  /** SHA-256 of the SubjectPublicKeyInfo in base64. */
  key: string;
  /** Hex, or null. */
  subject_key_id: string | null;
  authority_key_id: string | null;
  key_algorithm: string;
  /** Bits; null where it cannot be told. */
  key_size: number | null;
  signature_algorithm: string;
  basic_constraints: { ca: boolean; path_length: number | null } | null;
  /** By the names of RFC 5280 sections 4.2.1.3 and 4.2.1.12; null where the extension is absent. */
  key_usages: string[] | null;
  extended_key_usages: string[] | null;
  names: GeneralName[];
  constraints: NameConstraints | null;
  /** Dotted names of critical extensions that are not known here, and of known ones that are rubbish inside. */
  unreadable: string[];
  /** Where its issuer says that the issuer's certificate is. */
  issuer_urls: string[];
}

export const DISTRUST_REASONS = [
  'signature-invalid',
  'signature-unsupported',
  'self-signed',
  'missing-intermediate',
  'unknown-issuer',
  'path-too-complex',
  'issuer-not-ca',
  'path-too-long',
  'name-constrained',
  'extension-unknown',
  'not-yet-valid',
  'path-expired',
  'wrong-usage',
  'weak-signature',
  'weak-key',
  'name-mismatch',
  'ca-file-unusable',
  'system-anchors-unusable',
] as const;

/** Why a certificate is not trusted; of several the first in this order is the reason. */
export type DistrustReason = (typeof DISTRUST_REASONS)[number];

/** What says nothing of the certificate: there was nothing to judge it by. */
export const UNVERIFIABLE_REASONS: ReadonlySet<DistrustReason | null | undefined> = new Set([
  'ca-file-unusable',
  'system-anchors-unusable',
]);

export type ChainNoticeCode =
  | 'sent-twice'
  | 'out-of-order'
  | 'root-sent'
  | 'expired-cross-sign'
  | 'not-needed'
  | 'intermediate-fetched';

/** What is odd about the certificates that were sent, and harms nobody. */
export interface ChainNotice {
  code: ChainNoticeCode;
  detail: string;
}

/** What is said of a certificate and the path from it to an anchor. */
export interface Trust {
  trusted: boolean;
  reason: DistrustReason | null;
  /** The reason in words; null where it is trusted. */
  detail: string | null;
  /** Every reason there is, `reason` first. */
  reasons: DistrustReason[];
  /** The earliest end on the best path, which is the one that ends latest; null where none leads to an anchor. */
  effective_valid_to: IsoTime | null;
  /** The certificate with that end. */
  limited_by: { subject: string; fingerprint_sha256: string } | null;
  notes: ChainNotice[];
  /** Fingerprints of the path that was judged, from the leaf to the anchor; empty where none leads to an anchor. */
  path: string[];
}

/**
 * The anchors that stand in place of Mozilla's: those in a `ca_file`, or those of the machine. `path`: what they were read
 * from, for people; `problem` is why they cannot be used.
 */
export type TrustAnchorFile = { from: 'ca_file' | 'system'; path: string } & ({ pem: string } | { problem: string });

/** That the trust in what was read is to be judged. */
export interface TrustRequest {
  /** Whether the issuers are asked for what they have revoked. */
  revocation: boolean;
  /** The host name or address that it must be for; null: any. */
  host: string | null;
  /** null: Mozilla's. */
  anchors: TrustAnchorFile | null;
  /** Whether issuers that were not sent along are fetched (authority information access). */
  aia: boolean;
  /** Whether it is an anchor itself. */
  self_signed?: boolean;
}
