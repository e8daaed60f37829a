/** What path validation and revocation checks need of a certificate. */

import type { PathFields } from '../../domain/index.ts';
import {
  type Element,
  expectTag,
  ignoreMalformed,
  MalformedError,
  readChildren,
  readContent,
  TAG,
} from '../asn1/der.ts';
import { hasStrictTimeFormat } from '../asn1/time.ts';
import { hashPublicKey, readVersion } from './details.ts';
import {
  AUTHORITY_INFO_ACCESS,
  BASIC_CONSTRAINTS,
  DISTRIBUTION_POINTS,
  EXTENDED_KEY_USAGE,
  GENERAL_NAMES,
  KEY_USAGE,
  NAME_CONSTRAINTS,
} from './extensions.ts';
import { readNormalizedName } from './general-names.ts';
import { type Parsed, readAuthorityKeyId, SENT, toBuffer } from './parse.ts';
import { type ParseCache, parseCached } from './parse-cache.ts';
import {
  type CertificateStructure,
  type ExtensionReader,
  indexExtensions,
  listCriticalExtensions,
} from './structure.ts';

const AUTHORITY_KEY_ID: ExtensionReader<string | null> = { oid: '2.5.29.35', read: readAuthorityKeyId };

/** The extensions that a malformed value makes a certificate unusable for. */
const READERS = [
  KEY_USAGE,
  GENERAL_NAMES,
  BASIC_CONSTRAINTS,
  NAME_CONSTRAINTS,
  AUTHORITY_KEY_ID,
  EXTENDED_KEY_USAGE,
  AUTHORITY_INFO_ACCESS,
] as const;

/**
 * Extensions that may be critical: those that are read, and those that change nothing here. These are the subject key
 * identifier, distribution points, certificate policies and what qualifies them (no policy is required), and must-staple.
 */
const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set([
  ...READERS.map(({ oid }) => oid),
  '2.5.29.14',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.54',
  '1.3.6.1.5.5.7.1.24',
]);

/** Parses a certificate and reads its fields; null if it is malformed. */
export function parsePathFields(der: Uint8Array, cache: ParseCache | null = null): PathFields | null {
  const parsed = parseCached(toBuffer(der), SENT, cache);
  return 'code' in parsed ? null : readPathFields(parsed);
}

/** Reads the fields of a parsed certificate; null for anything else, or if a name in it is malformed. */
export function readPathFields(parsed: Parsed): PathFields | null {
  if (parsed.kind !== 'certificate') return null;
  return ignoreMalformed(() => {
    const { der, fingerprint, facts, structure } = parsed;
    const slice = ({ at, end }: Element) => der.subarray(at, end);
    const [, key] = readChildren(der, structure.publicKey);
    return {
      der,
      fingerprint,
      name: facts.common_name || facts.subject || '(no name)',
      issuer_name: facts.issuer || '(no name)',
      subject: readNormalizedName(der, structure.subject),
      issuer: readNormalizedName(der, structure.issuer),
      version: readVersion(structure),
      valid_from: facts.valid_from === null ? null : Date.parse(facts.valid_from),
      valid_to: Date.parse(facts.valid_to),
      has_strict_times: structure.validity.every((time) => hasStrictTimeFormat(der, time)),
      key: hashPublicKey(structure),
      subject_key_id: parsed.subject_key_id,
      authority_key_id: parsed.authority_key_id,
      key_algorithm: facts.key_algorithm ?? '',
      key_size: facts.key_size,
      signature_algorithm: facts.signature_algorithm ?? '',
      serial: facts.serial_number ?? '',
      serial_bytes: readContent(der, structure.serialNumber),
      issuer_der: slice(structure.issuer),
      spki: slice(structure.publicKey),
      // The first byte counts the unused bits.
      public_key: readContent(der, expectTag(key, TAG.bitString, 'the public key')).subarray(1),
      ...readExtensionFields(structure),
    };
  });
}

type ExtensionFields = Pick<
  PathFields,
  | 'basic_constraints'
  | 'key_usages'
  | 'extended_key_usages'
  | 'names'
  | 'constraints'
  | 'unreadable'
  | 'issuer_urls'
  | 'ocsp_urls'
  | 'distributionPoints'
>;

function readExtensionFields({ der, extensions }: CertificateStructure): ExtensionFields {
  const unreadable = listCriticalExtensions(der, extensions).filter((oid) => !KNOWN_EXTENSIONS.has(oid));
  const readExtension = indexExtensions(der, extensions);
  const read = <Value>(reader: ExtensionReader<Value>): Value | null => {
    try {
      return readExtension(reader) ?? null;
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      unreadable.push(reader.oid);
      return null;
    }
  };
  read(AUTHORITY_KEY_ID);
  const access = read(AUTHORITY_INFO_ACCESS);
  return {
    basic_constraints: read(BASIC_CONSTRAINTS),
    key_usages: read(KEY_USAGE),
    extended_key_usages: read(EXTENDED_KEY_USAGE),
    names: read(GENERAL_NAMES) ?? [],
    constraints: read(NAME_CONSTRAINTS),
    issuer_urls: access?.issuer_urls ?? [],
    ocsp_urls: access?.ocsp_urls ?? [],
    // Malformed distribution points name no list, and change nothing else.
    distributionPoints: ignoreMalformed(() => readExtension(DISTRIBUTION_POINTS)) ?? [],
    unreadable,
  };
}
