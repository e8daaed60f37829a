/**
 * Finds defects for which clients reject a certificate, independently of its path and host: extensions that are repeated, malformed or
 * critical without being processed, a version that has no extensions, and a curve without a name.
 */

import type { CertificateDefect } from '../../domain/index.ts';
import { hasExplicitCurve } from './algorithms.ts';
import { readVersion } from './details.ts';
import { formatExtension } from './extension-names.ts';
import {
  BASIC_CONSTRAINTS,
  DISTRIBUTION_POINTS,
  EXTENDED_KEY_USAGE,
  GENERAL_NAMES,
  KEY_USAGE,
  NAME_CONSTRAINTS,
} from './extensions.ts';
import {
  type CertificateStructure,
  type Extension,
  isMalformedName,
  listCriticalExtensions,
  listRepeatedExtensions,
  readExtensionName,
} from './structure.ts';
import { INHIBIT_ANY_POLICY, POLICIES, POLICY_CONSTRAINTS, POLICY_MAPPINGS } from './unused-extensions.ts';

/**
 * Extensions that may be critical: extensions that are processed, and extensions without effect here. The latter are distribution points,
 * certificate policies and their qualifiers, because no policy is required.
 */
const MAY_BE_CRITICAL: ReadonlySet<string> = new Set(
  [
    KEY_USAGE,
    GENERAL_NAMES,
    BASIC_CONSTRAINTS,
    NAME_CONSTRAINTS,
    EXTENDED_KEY_USAGE,
    DISTRIBUTION_POINTS,
    POLICIES,
    POLICY_MAPPINGS,
    POLICY_CONSTRAINTS,
    INHIBIT_ANY_POLICY,
  ].map(({ oid }) => oid),
);

/**
 * Extensions that must not be critical, by RFC 5280 sections 4.2.1.1, 4.2.1.2, 4.2.1.15 and 4.2.2, and RFC 7633 section 4.
 * Validators do not process them if they are, and reject them like unknown ones.
 */
const MUST_NOT_BE_CRITICAL: readonly string[] = [
  '2.5.29.14',
  '2.5.29.35',
  '2.5.29.46',
  '1.3.6.1.5.5.7.1.1',
  '1.3.6.1.5.5.7.1.11',
  '1.3.6.1.5.5.7.1.24',
];

/** Lists the identifiers of extensions whose critical flag violates DER. */
function listLooseFlags(der: Buffer, extensions: readonly Extension[]): string[] {
  return extensions.filter(({ hasStrictFlag }) => !hasStrictFlag).map((extension) => readExtensionName(der, extension));
}

/** Lists the defects of a certificate. `malformed` has the identifiers of its malformed extensions. */
export function listDefects(structure: CertificateStructure, malformed: readonly string[]): CertificateDefect[] {
  const { der, extensions, publicKey } = structure;
  const critical = listCriticalExtensions(der, extensions).filter((oid) => !MAY_BE_CRITICAL.has(oid));
  const unnamed = critical.filter(isMalformedName);
  const version = readVersion(structure);
  const isVersionValid = version <= 3 && (version === 3 || extensions.length === 0);
  const describe = (code: CertificateDefect['code'], oids: readonly string[]) =>
    oids.map((oid): CertificateDefect => ({ code, what: formatExtension(oid) }));
  const named = critical.filter((oid) => !isMalformedName(oid));
  return [
    ...describe('extension-repeated', listRepeatedExtensions(der, extensions)),
    ...describe('extension-malformed', [...malformed, ...unnamed, ...listLooseFlags(der, extensions)]),
    ...describe(
      'extension-critical',
      named.filter((oid) => MUST_NOT_BE_CRITICAL.includes(oid)),
    ),
    ...describe(
      'extension-unknown',
      named.filter((oid) => !MUST_NOT_BE_CRITICAL.includes(oid)),
    ),
    ...(isVersionValid ? [] : [{ code: 'version-invalid', what: String(version) } as const]),
    ...(hasExplicitCurve(der, publicKey) ? [{ code: 'curve-explicit', what: '' } as const] : []),
  ];
}
