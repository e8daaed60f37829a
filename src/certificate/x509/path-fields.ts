/** Reads the fields of a certificate that path validation and revocation checks need. */

import type { PathFields } from '../../domain/index.ts';
import {
  type Element,
  expectTag,
  handleMalformed,
  ignoreMalformed,
  readChildren,
  readContent,
  readIntegerHex,
  TAG,
} from '../asn1/der.ts';
import { hasStrictTimeFormat } from '../asn1/time.ts';
import { readCurve, readPssParameters } from './algorithms.ts';
import { listDefects } from './defects.ts';
import { hashPublicKey, readVersion } from './details.ts';
import {
  AUTHORITY_INFO_ACCESS,
  AUTHORITY_KEY_ID,
  BASIC_CONSTRAINTS,
  DISTRIBUTION_POINTS,
  EXTENDED_KEY_USAGE,
  GENERAL_NAMES,
  KEY_USAGE,
  LOOSE_BASIC_CONSTRAINTS,
  NAME_CONSTRAINTS,
  NETSCAPE_TYPE,
} from './extensions.ts';
import { areWellFormedConstraints, isWellFormedName, readNormalizedName } from './general-names.ts';
import { type ParseCache, type Parsed, parseCached, SENT, toBuffer } from './parse.ts';
import {
  type CertificateStructure,
  type ExtensionReader,
  hasTrailingData,
  indexExtensions,
  listCriticalExtensions,
  listRepeatedExtensions,
} from './structure.ts';
import { POLICY_CONSTRAINTS, POLICY_MAPPINGS, SUBJECT_KEY_ID, UNUSED_EXTENSIONS } from './unused-extensions.ts';

/** Parses a certificate and reads its fields; null if it is malformed. */
export function parsePathFields(der: Uint8Array, cache: ParseCache | null = null): PathFields | null {
  const parsed = parseCached(toBuffer(der), SENT, cache);
  return 'code' in parsed ? null : readPathFields(parsed);
}

/** Reads the fields of a parsed certificate; returns null for other documents, or if a name in it is malformed. */
export function readPathFields(parsed: Parsed): PathFields | null {
  if (parsed.kind !== 'certificate') return null;
  return ignoreMalformed(() => {
    const { der, fingerprint, facts, structure } = parsed;
    const slice = ({ at, end }: Element) => der.subarray(at, end);
    const [, key] = readChildren(der, structure.publicKey);
    const extensions = readExtensionFields(structure);
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
      has_strict_times: facts.valid_from !== null && structure.validity.every((time) => hasStrictTimeFormat(der, time)),
      key: hashPublicKey(structure),
      subject_key_id: parsed.subject_key_id,
      authority_key_id: extensions.authority_id?.key ?? parsed.authority_key_id,
      key_algorithm: facts.key_algorithm,
      key_size: facts.key_size,
      signature_algorithm: facts.signature_algorithm,
      curve: ignoreMalformed(() => readCurve(der, structure.publicKey)),
      pss: ignoreMalformed(() => readPssParameters(der, structure.signatureAlgorithm)),
      // That of the facts may be shortened.
      serial: readIntegerHex(der, structure.serialNumber),
      serial_bytes: readContent(der, structure.serialNumber),
      subject_der: slice(structure.subject),
      issuer_der: slice(structure.issuer),
      spki: slice(structure.publicKey),
      // The first byte counts the unused bits.
      public_key: readContent(der, expectTag(key, TAG.bitString)).subarray(1),
      ...extensions,
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
  | 'authority_id'
  | 'netscape_server'
  | 'restricts_policies'
  | 'critical'
  | 'is_readable'
  | 'defects'
  | 'issuer_urls'
  | 'ocsp_urls'
  | 'distributionPoints'
  | 'ocsp_nocheck'
>;

/** Whether the CA does not publish revocation information for a leaf (RFC 9608). Revocation sources in the certificate are then ignored. */
const NO_REVOCATION: ExtensionReader<true> = { oid: '2.5.29.56', read: () => true };

/** Whether an OCSP responder may be trusted without checking its own revocation (RFC 6960 section 4.2.2.2.1). */
const OCSP_NOCHECK: ExtensionReader<true> = { oid: '1.3.6.1.5.5.7.48.1.5', read: () => true };

/**
 * The extensions that OpenSSL reads before it compares a certificate with another (`ossl_x509v3_cache_extensions`). It accepts some that are malformed:
 * data after the value, names of another form, and BER.
 */
const READ_BY_OPENSSL: ReadonlySet<string> = new Set([
  SUBJECT_KEY_ID.oid,
  KEY_USAGE.oid,
  GENERAL_NAMES.oid,
  BASIC_CONSTRAINTS.oid,
  NAME_CONSTRAINTS.oid,
  DISTRIBUTION_POINTS.oid,
  AUTHORITY_KEY_ID.oid,
  EXTENDED_KEY_USAGE.oid,
  NETSCAPE_TYPE.oid,
]);

/** Clients reject data after the value of these extensions. */
const EXACT_EXTENSIONS: readonly string[] = [GENERAL_NAMES.oid, NAME_CONSTRAINTS.oid];

function readExtensionFields(structure: CertificateStructure): ExtensionFields {
  const { der, extensions } = structure;
  const malformed: string[] = [];
  const readExtension = indexExtensions(der, extensions);
  const read = <Value>(reader: ExtensionReader<Value>): Value | null => {
    const noteMalformed = () => {
      malformed.push(reader.oid);
      return null;
    };
    return handleMalformed(() => readExtension(reader) ?? null, noteMalformed);
  };
  const access = read(AUTHORITY_INFO_ACCESS);
  const points = read(DISTRIBUTION_POINTS) ?? [];
  const basic_constraints = read(LOOSE_BASIC_CONSTRAINTS);
  const isRevocable = readExtension(NO_REVOCATION) === undefined || basic_constraints?.ca === true;
  const names = read(GENERAL_NAMES) ?? [];
  const constraints = read(NAME_CONSTRAINTS);
  const fields = {
    authority_id: read(AUTHORITY_KEY_ID),
    netscape_server: read(NETSCAPE_TYPE),
    basic_constraints,
    key_usages: read(KEY_USAGE),
    extended_key_usages: read(EXTENDED_KEY_USAGE),
    names,
    constraints,
    issuer_urls: access?.issuer_urls ?? [],
    ocsp_urls: isRevocable ? (access?.ocsp_urls ?? []) : [],
    distributionPoints: isRevocable ? points : [],
    ocsp_nocheck: readExtension(OCSP_NOCHECK) === true,
  };
  for (const reader of UNUSED_EXTENSIONS) read(reader);
  const unread = [...malformed, ...listRepeatedExtensions(der, extensions)];
  const is_readable = fields.key_usages?.length !== 0 && !unread.some((oid) => READ_BY_OPENSSL.has(oid));
  if (ignoreMalformed(() => readExtension(BASIC_CONSTRAINTS)) === null) malformed.push(BASIC_CONSTRAINTS.oid);
  if (!names.every(isWellFormedName)) malformed.push(GENERAL_NAMES.oid);
  if (constraints !== null && !areWellFormedConstraints(constraints)) malformed.push(NAME_CONSTRAINTS.oid);
  malformed.push(...EXACT_EXTENSIONS.filter((oid) => hasTrailingData(der, extensions, oid)));
  const critical = listCriticalExtensions(der, extensions);
  const restricts_policies = critical.some((oid) => oid === POLICY_MAPPINGS.oid || oid === POLICY_CONSTRAINTS.oid);
  const defects = listDefects(structure, [...new Set(malformed)]);
  return { ...fields, restricts_policies, critical, is_readable, defects };
}
