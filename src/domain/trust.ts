/** Types for path validation: the fields of a certificate, and the result. */

import type { IssuerExpiry, LimitingCertificate } from '../generated/definitions.ts';
import type { IsoTime } from './basic-types.ts';

export type { IssuerExpiry } from '../generated/definitions.ts';

/**
 * The kinds of general names (RFC 5280 section 4.2.1.6) that name constraints apply to. `smtp-utf8` is an internationalized
 * mail address (RFC 9598), which is encoded as an `other` name.
 */
export type NameKind =
  | 'dns'
  | 'ip'
  | 'email'
  | 'smtp-utf8'
  | 'uri'
  | 'directory'
  | 'other'
  | 'registered'
  | 'x400'
  | 'edi-party';

/**
 * A name, or a name constraint. `text` holds DNS names, mail addresses, URIs, registered identifiers, and the type of an `other` name, of
 * which the last two are dotted. `bytes` has the octets of an address, in a constraint followed by its mask. `parts` has the parts of a
 * distinguished name, the least specific first.
 */
export interface GeneralName {
  kind: NameKind;
  text: string;
  bytes: Uint8Array | null;
  parts: string[];
}

/** The name constraints of a CA (RFC 5280 section 4.2.1.10). */
export interface NameConstraints {
  permitted: GeneralName[];
  excluded: GeneralName[];
  /** Whether a subtree has a minimum or maximum, which section 4.2.1.10 forbids: its names cannot be evaluated. */
  bounded: boolean;
}

/** The location of the CRL that covers a certificate (RFC 5280 section 4.2.1.13). */
export interface DistributionPoint {
  /** The URLs, all of the same CRL. */
  urls: string[];
  /** Whether the CRL covers only some of the reasons. */
  some_reasons: boolean;
  /** The names of its issuers, as in `PathFields`; null if it is issued by the CA of the certificate, which some CAs name, too. */
  issuers: string[][] | null;
  /** Whether its name is relative to the name of its issuer, so that it has no URL. */
  relative: boolean;
}

/** The authority key identifier: the key of the issuer, or the name and the serial number in its certificate. */
export interface AuthorityKeyId {
  /** The key identifier in hex. */
  key: string | null;
  /** The parts of the name, as in `PathFields`. They belong to the issuer of the issuer. */
  issuer: string[] | null;
  /** The serial number in lower-case hex. */
  serial: string | null;
}

/** The parameters of a signature with RSA-PSS. Hashes are spelled as node:crypto does, or dotted. */
export interface PssParameters {
  hash: string;
  /** The hash of the mask generation function. */
  mask: string;
  /** The length of the salt in octets. */
  salt: number;
}

/** A defect for which clients reject a certificate, independently of its path. */
export interface CertificateDefect {
  code:
    | 'version-invalid'
    | 'extension-repeated'
    | 'extension-malformed'
    | 'extension-critical'
    | 'extension-unknown'
    | 'curve-explicit';
  /** The name of the extension and its dotted OID, or the version. */
  what: string;
}

/** The fields of a certificate that path validation (RFC 5280 section 6.1) and revocation checks need. */
export interface PathFields {
  der: Uint8Array;
  /** The SHA-256 fingerprint in lower-case hex. */
  fingerprint: string;
  /** The display name: the subject's common name, or its whole name. */
  name: string;
  /** The display name of the issuer: its whole name. */
  issuer_name: string;
  /** The parts of the names, the least specific first, without case and repeated spaces (section 7.1). */
  subject: string[];
  issuer: string[];
  /** The version, 1 to 3. */
  version: number;
  /** The times in milliseconds; null if notBefore is malformed. */
  valid_from: number | null;
  valid_to: number;
  /** Whether both times exist, in a format of section 4.1.2.5. OpenSSL rejects others, such as fractions and UTC offsets. */
  has_strict_times: boolean;
  /** SHA-256 of the SubjectPublicKeyInfo in base64. */
  key: string;
  /** The key identifiers in hex, or null. */
  subject_key_id: string | null;
  authority_key_id: string | null;
  /** The authority key identifier; null if the extension is absent or malformed. */
  authority_id: AuthorityKeyId | null;
  key_algorithm: string;
  /** The size in bits; null if unknown. */
  key_size: number | null;
  /** The dotted OID of the curve of an EC key; null for other keys, and if the curve has no name. */
  curve: string | null;
  signature_algorithm: string;
  /** The parameters of RSA-PSS; null for other signatures. */
  pss: PssParameters | null;
  basic_constraints: { ca: boolean; path_length: number | null } | null;
  /** Names of RFC 5280 sections 4.2.1.3 and 4.2.1.12; null if the extension is absent. */
  key_usages: string[] | null;
  extended_key_usages: string[] | null;
  /** Whether the Netscape certificate type includes TLS servers; null if the extension is absent. */
  netscape_server: boolean | null;
  names: GeneralName[];
  constraints: NameConstraints | null;
  /** Whether a critical extension restricts or maps certificate policies, which are not checked. */
  restricts_policies: boolean;
  /** The dotted OIDs of the critical extensions. */
  critical: string[];
  /** Whether OpenSSL can read the certificate. Otherwise, it finds neither its issuer nor any that it issued. */
  is_readable: boolean;
  defects: CertificateDefect[];
  /** The caIssuers URLs of the authority information access extension. */
  issuer_urls: string[];
  /** The serial number in lower-case hex, and the content octets of its INTEGER. */
  serial: string;
  serial_bytes: Uint8Array;
  /** The DER of the names. */
  subject_der: Uint8Array;
  issuer_der: Uint8Array;
  /** The SubjectPublicKeyInfo in DER, and the contents of its BIT STRING. */
  spki: Uint8Array;
  public_key: Uint8Array;
  distributionPoints: DistributionPoint[];
  ocsp_urls: string[];
  /** Whether its own revocation is not checked if it is an OCSP responder (RFC 6960 section 4.2.2.2.1). */
  ocsp_nocheck: boolean;
}

export const DISTRUST_REASONS = [
  'signature-invalid',
  'version-invalid',
  'time-malformed',
  'signature-unsupported',
  'self-signed',
  'missing-intermediate',
  'unknown-issuer',
  'issuer-distrusted',
  'authority-mismatch',
  'stale-anchor',
  'wrong-order',
  'self-issued',
  'path-too-complex',
  'issuer-not-ca',
  'path-too-long',
  'name-constrained',
  'extension-repeated',
  'extension-malformed',
  'extension-critical',
  'extension-unknown',
  'curve-explicit',
  'key-malformed',
  'not-yet-valid',
  'path-expired',
  'wrong-usage',
  'weak-signature',
  'pss-parameters',
  'weak-key',
  'name-mismatch',
  'ca-file-unusable',
  'system-anchors-unusable',
  'signature-unverified',
] as const;

/** The reason why a certificate is not trusted. If there are several reasons, the first one in this order is reported. */
export type DistrustReason = (typeof DISTRUST_REASONS)[number];

/** Reasons that are no evidence about the certificate: the trust store could not be read, or Node.js does not support an algorithm. */
export const UNVERIFIABLE_REASONS: ReadonlySet<string | null | undefined> = new Set<DistrustReason>([
  'ca-file-unusable',
  'system-anchors-unusable',
  'signature-unverified',
]);

/** Whether clients trust a certificate; null if the trust is unknown. */
export function isTrusted(trust: { trusted: boolean; reason: string | null } | null | undefined): boolean | null {
  return !trust || UNVERIFIABLE_REASONS.has(trust.reason) ? null : trust.trusted;
}

export type ChainNoticeCode =
  | 'sent-twice'
  | 'out-of-order'
  | 'root-sent'
  | 'expired-cross-sign'
  | 'not-needed'
  | 'intermediate-fetched'
  | 'cross-sign-expiring'
  | 'staple-expired'
  | 'dane-anchor-not-sent'
  | 'registrar-expiration-differs'
  | 'domain-auto-renewed'
  | 'ends-before-next-scan'
  | 'scan-too-rare'
  | 'anchor-not-marked'
  | 'name-spelled-differently'
  | 'constraint-unsupported'
  | 'constraint-strict'
  | 'policies-not-checked'
  | 'list-name-relative'
  | 'uri-unusual'
  | 'serial-negative'
  | 'signature-unusual'
  | 'path-length-strict'
  | 'wildcard-underscore'
  | 'python-strict'
  | 'sent-undecodable'
  | 'key-unsupported';

/** An irregularity of a chain that OpenSSL accepts: a harmless one, or one that some other clients reject. */
export interface ChainNotice {
  code: ChainNoticeCode;
  detail: string;
}

/** A certificate from another issuer for a CA on the best path, which stops working before that path ends. */
export interface CrossSign {
  /** The display names of the CA, and of the other issuer. */
  subject: string;
  issuer: string;
  fingerprint_sha256: string;
  valid_from: IsoTime | null;
  /** Its own expiry, or that of the other issuer's root. */
  valid_to: IsoTime;
  /** Set if the root of the other issuer expires before the certificate itself. */
  root_expires?: true;
}

/** The end of the best path, which is the one that expires last. */
export interface PathDates {
  /** The earliest expiry on it; null if no path leads to an anchor. */
  effective_valid_to: IsoTime | null;
  /** The certificate with that expiry. */
  limited_by: LimitingCertificate | null;
  /** The CA on it that expires first, also if the leaf expires before it. Absent: no CA is known. */
  issuer_expiry?: IssuerExpiry;
  /** Absent: none. */
  cross_signs?: CrossSign[];
}

/** The CA that is missing between a chain and a trust anchor, and the known facts about it. Names are whole names, for display. */
export interface MissingIssuer {
  name: string;
  /** The end of the chain: the leaf alone, an intermediate that this CA issued, or this CA itself. */
  sent: 'leaf' | 'intermediate' | 'root';
  /** The URL of its certificate, according to the certificate that it issued. */
  url: string | null;
  /** The trust store that does not have it, and the CAs in a `ca_file`; null: Mozilla's. */
  store: (Pick<TrustAnchorFile, 'kind' | 'path'> & { cas: string[] }) | null;
  /** Whether the trust store has another CA with this name. */
  has_namesake: boolean;
  /** The root that the chain leads to in Mozilla's trust store, which `store` replaces; null if there is none. */
  public_root: string | null;
}

/** Another location with the certificate of a missing CA. */
export interface FoundIssuer {
  location: string;
  is_root: boolean;
  /** The CA that is missing at that location; null: none, or unknown. */
  missing_there: string | null;
}

/** The result of validating a certificate and its path to a trust anchor. */
export interface Trust extends PathDates {
  trusted: boolean;
  reason: DistrustReason | null;
  /** The reason as a sentence; null if the certificate is trusted. */
  detail: string | null;
  /** Every reason, `reason` first. */
  reasons: DistrustReason[];
  notes: ChainNotice[];
  /** Fingerprints of the validated path, from the leaf to the anchor; empty if no path leads to an anchor. */
  path: string[];
  /**
   * The missing issuer, if that is the reason. It is only set until all locations were read, because another location may have its
   * certificate.
   */
  missing_issuer?: MissingIssuer;
  /** The origin of the anchors. */
  store?: TrustAnchorOrigin;
}

/** `self_signed`: the certificate itself, because its entry expects that. `description` is for people, with the date if it matters. */
export interface TrustAnchorOrigin {
  kind: 'mozilla' | 'system' | 'ca_file' | 'self_signed';
  description: string;
}

/**
 * The trust anchors that replace Mozilla's: those of a `ca_file`, or those of the machine. `path` names their origin for people; `problem`
 * is the reason why they cannot be used.
 */
export type TrustAnchorFile = { kind: 'ca_file' | 'system'; path: string } & ({ pem: string } | { problem: string });

/** The purpose of a certificate, which determines the usages that it and its issuers need. `any`: usages are not checked. */
export type Purpose = 'server' | 'client' | 'code_signing' | 'ca' | 'saml' | 'any';

/** Requests that the trust in a certificate is evaluated. */
export interface TrustRequest {
  /** The purpose; null: any that its own usages allow. */
  purpose: Purpose | null;
  /** Whether the revocation status is checked. */
  revocation: boolean;
  /** The host name or address that the certificate must cover; null: any. */
  host: string | null;
  /** The trust anchors; null: Mozilla's. */
  anchors: TrustAnchorFile | null;
  /** Whether missing intermediates are fetched (authority information access). */
  aia: boolean;
  /** Whether the entry expects a self-signed certificate, which is then its own trust anchor. */
  self_signed?: boolean;
}
