/** The purposes of certificates, and the usages that a certificate and its issuers need for each. */

import type { PathFields, Purpose } from './trust.ts';

/** The extensions that restrict the purposes of a certificate. */
export type UsageFields = Pick<
  PathFields,
  'extended_key_usages' | 'key_usages' | 'basic_constraints' | 'netscape_server'
>;

interface Usage {
  /** The extended key usage that the certificate and its issuers need if they have the extension; null: none. */
  extended: string | null;
  /** Whether the certificate must have the extension. */
  isExtendedRequired?: true;
  /** The key usages of which the certificate needs one if it has the extension. Empty: none. */
  key: readonly string[];
}

const FOR_TLS = ['digitalSignature', 'keyEncipherment', 'keyAgreement'];

/**
 * The usages by purpose (RFC 5280 sections 4.2.1.3 and 4.2.1.12). anyExtendedKeyUsage is not sufficient: OpenSSL and Firefox require
 * serverAuth. Software that verifies code requires codeSigning, as OpenSSL does.
 */
const USAGES: Readonly<Record<Purpose, Usage>> = {
  server: { extended: 'serverAuth', key: FOR_TLS },
  client: { extended: 'clientAuth', key: ['digitalSignature', 'keyAgreement'] },
  code_signing: { extended: 'codeSigning', isExtendedRequired: true, key: ['digitalSignature'] },
  ca: { extended: null, key: ['keyCertSign'] },
  // Keys are used for signatures and encryption; relying parties ignore extended usages (SAML metadata interoperability profile section
  // 2.6.1).
  saml: { extended: null, key: [...FOR_TLS, 'nonRepudiation', 'dataEncipherment'] },
  any: { extended: null, key: [] },
};

/** Returns the reason why a certificate cannot be used for a purpose, which continues a sentence after its name; null if it can. */
export function findMisuse(leaf: UsageFields, purpose: Purpose): string | null {
  const { extended_key_usages: extended, key_usages, basic_constraints, netscape_server } = leaf;
  const usage = USAGES[purpose];
  if (purpose === 'ca' && basic_constraints?.ca !== true) return 'is not a CA (basic constraints)';
  if (usage.extended !== null && extended?.includes(usage.extended) === false)
    return `is only for ${formatUsages(extended)}`;
  if (usage.isExtendedRequired && extended === null) return 'has no extended key usage';
  if (usage.key.length > 0 && key_usages !== null && !usage.key.some((one) => key_usages.includes(one)))
    return `has a key that is only for ${formatUsages(key_usages)}`;
  if (purpose === 'server' && netscape_server === false)
    return 'has a Netscape certificate type that does not include servers';
  return null;
}

/**
 * Returns the reason why an issuer must not issue for a purpose, because the extended key usages of a CA restrict its certificates; null if
 * it may.
 */
export function findIssuerMisuse({ extended_key_usages: named }: UsageFields, purpose: Purpose): string | null {
  const { extended } = USAGES[purpose];
  return extended === null || named?.includes(extended) !== false ? null : `may only issue for ${formatUsages(named)}`;
}

/** Derives the purpose of a certificate if it is not stated: the first that its own usages allow. */
export function derivePurpose(leaf: UsageFields): Purpose {
  return DERIVED.find((purpose) => findMisuse(leaf, purpose) === null) ?? 'any';
}

const DERIVED = ['server', 'client', 'code_signing', 'ca'] as const;

function formatUsages(names: readonly string[] | null): string {
  return names?.slice(0, 5).join(', ') || 'nothing';
}
