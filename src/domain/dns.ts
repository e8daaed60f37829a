/** Types for DNS records about certificates: CAA (RFC 8659) and TLSA records (RFC 6698). */

import { hash } from 'node:crypto';
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

/** A name of a certificate whose CAA records do not permit the CA. */
export interface CaaRefusal {
  /** The name in the certificate, which may be a wildcard. */
  name: string;
  /** The name that has the records. */
  domain: string;
  /** The record that permits the CA, such as `issue "ca.example"`; null: the identifier of the CA is unknown, or other records have to go. */
  record: string | null;
}

/**
 * Formats the advice to add a record, as a clause. It says for whom else the record counts: records apply to all names below theirs without
 * records of their own, and those of an alias belong to the owner of its target (RFC 8659 section 3).
 */
export function formatCaaAdvice({ name, domain }: Omit<CaaRefusal, 'record'>, record: string): string {
  const bare = name.replace(/^\*\./, '');
  const shown = `\`${domain}. CAA 0 ${record}\``;
  if (bare === domain) return `add the record ${shown}`;
  if (bare.endsWith(`.${domain}`)) return `add the record ${shown} (it also applies to other names below ${domain})`;
  return `ask the owner of ${domain}, whose records apply because of an alias, to add ${shown}`;
}

/** A TLSA record (RFC 6698 section 2.1). */
export interface TlsaRecord {
  usage: number;
  selector: number;
  matching_type: number;
  /** The data in lower-case hex. */
  data: string;
}

/** Whether a record is for the certificate or key of a server, and not for that of a CA. */
export function isServerRecord({ usage }: Pick<TlsaRecord, 'usage'>): boolean {
  return usage === 1 || usage === 3;
}

/**
 * Whether Postfix rejects a server if it can use neither this record nor another one. It only ignores unsupported usages (`tls_dane_enable` in
 * its source), although by RFC 7672 section 2.2, unusable records do not prevent delivery.
 */
export function isRequiredByPostfix({ usage }: Pick<TlsaRecord, 'usage'>): boolean {
  return usage === 2 || usage === 3;
}

/** Hashes what a record says about a certificate or key, with any usage: full contents may have kilobytes. Returns SHA-256 in hex. */
export function hashAssociation({ selector, matching_type, data }: Omit<TlsaRecord, 'usage'>): string {
  return hash('sha256', `${selector} ${matching_type} ${data}`, 'hex');
}

/** The times of a signature of records, in seconds (RFC 4034 section 3.1). */
export interface RecordSignature {
  /** Since 1970, modulo 2^32. */
  inception: number;
  /** Since 1970, modulo 2^32. */
  expiration: number;
  /** The seconds for which resolvers may keep the records. */
  ttl: number;
}

/**
 * The types of records of a zone whose signatures are read, with their keys in `Dnssec`. Each zone has them. A signer renews the signature of
 * the SOA record with each change, that of the NS records when it is due, and that of the keys maybe with another key.
 */
export const SIGNED_TYPES = [
  ['soa', 'SOA'],
  ['ns', 'NS'],
  ['dnskey', 'DNSKEY'],
] as const;

export type SignedType = (typeof SIGNED_TYPES)[number][1];

/** The answer for one name and type. */
export interface DnsAnswer {
  /** The name that has the records: the requested name, or the end of its chain of aliases. */
  name: string;
  caa: CaaProperty[];
  tlsa: TlsaRecord[];
  /** The texts of TXT records. Absent: they were not requested. */
  texts?: string[];
  /** The hosts of MX records. Absent: they were not requested. */
  exchanges?: string[];
  /** The signatures of SOA, NS or DNSKEY records; null: there are no such records. Absent: they were not requested. */
  signatures?: RecordSignature[] | null;
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
