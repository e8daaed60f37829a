/** Reads the details of a certificate that `inspect` shows in addition to the facts that every scan needs. */

import { hash } from 'node:crypto';
import { ignoreMalformed, readContent, readIntegerHex } from '../asn1/der.ts';
import {
  AUTHORITY_INFO_ACCESS,
  BASIC_CONSTRAINTS,
  DISTRIBUTION_POINTS,
  EXTENDED_KEY_USAGE,
  KEY_USAGE,
} from './extensions.ts';
import type { ParsedCertificate } from './parse.ts';
import { type CertificateStructure, type ExtensionReader, indexExtensions } from './structure.ts';

/** The details of a certificate: null or empty for fields that are absent or malformed. Hex is in lower case. */
export interface CertificateDetails {
  /** The version, 1 to 3. */
  version: number;
  /** The content of the INTEGER, with its leading zero byte. */
  serial_bytes: string;
  fingerprint_sha1: string;
  /** SHA-256 of the SubjectPublicKeyInfo in base64: the pin of RFC 7469 section 2.4. */
  spki_sha256: string;
  basic_constraints: { ca: boolean; path_length: number | null } | null;
  /** The key usages by the names of RFC 5280 section 4.2.1.3: `digitalSignature`, ... */
  key_usages: string[];
  /** The extended key usages by the names of RFC 5280 section 4.2.1.12 (`serverAuth`, ...), or dotted. */
  extended_key_usages: string[];
  subject_key_id: string | null;
  authority_key_id: string | null;
  /** The URLs of the issuer's certificate, its OCSP service and its revocation lists. */
  issuer_urls: string[];
  ocsp_urls: string[];
  crl_urls: string[];
}

export function readDetails({ der, structure, ...parsed }: ParsedCertificate): CertificateDetails {
  const readExtension = indexExtensions(der, structure.extensions);
  const read = <Value>(reader: ExtensionReader<Value>) => ignoreMalformed(() => readExtension(reader) ?? null);
  const access = read(AUTHORITY_INFO_ACCESS);
  return {
    version: readVersion(structure),
    serial_bytes: readContent(der, structure.serialNumber).toString('hex'),
    fingerprint_sha1: hash('sha1', der, 'hex'),
    spki_sha256: hashPublicKey(structure),
    basic_constraints: read(BASIC_CONSTRAINTS),
    key_usages: read(KEY_USAGE) ?? [],
    extended_key_usages: read(EXTENDED_KEY_USAGE) ?? [],
    subject_key_id: parsed.subject_key_id,
    authority_key_id: parsed.authority_key_id,
    issuer_urls: access?.issuer_urls ?? [],
    ocsp_urls: access?.ocsp_urls ?? [],
    crl_urls: read(DISTRIBUTION_POINTS)?.flatMap(({ urls }) => urls) ?? [],
  };
}

/** Reads the version, 1 to 3. The field contains one less, and version 1 omits it. */
export function readVersion({ der, version }: CertificateStructure): number {
  const hex = version === undefined ? null : ignoreMalformed(() => readIntegerHex(der, version));
  return hex === null ? 1 : Number.parseInt(hex, 16) + 1;
}

/** Computes the SHA-256 of the SubjectPublicKeyInfo in base64. */
export function hashPublicKey({ der, publicKey }: CertificateStructure): string {
  return hash('sha256', der.subarray(publicKey.at, publicKey.end), 'base64');
}
