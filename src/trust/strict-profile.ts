/**
 * Finds what OpenSSL rejects only if it is asked to be strict (`X509_V_FLAG_X509_STRICT`), as Python does by default since version 3.13. The rules
 * are those that RFC 5280 has for conforming CAs (`check_extensions` of OpenSSL 3).
 */

import type { PathFields } from '../domain/index.ts';
import type { Path } from './build-path.ts';

/** The first certificate with a fault, and the fault, which continues a sentence after its name. */
export interface StrictFault {
  certificate: PathFields;
  fault: string;
}

/** Returns undefined if there is none. A certificate that is itself the trust anchor is not checked. */
export function findStrictFault(path: Path): StrictFault | undefined {
  if (path.length < 2) return undefined;
  for (const [index, certificate] of path.entries()) {
    const fault =
      (index > 0 ? findIssuerFault(certificate) : findLeafFault(certificate)) ??
      findCommonFault(certificate, index === path.length - 1);
    if (fault !== null) return { certificate, fault };
  }
  return undefined;
}

const BASIC_CONSTRAINTS = '2.5.29.19';
const ALTERNATIVE_NAMES = '2.5.29.17';

/** RFC 5280 sections 4.1.2.6, 4.2.1.2, 4.2.1.3 and 4.2.1.9. */
function findIssuerFault({
  version,
  basic_constraints,
  critical,
  key_usages,
  subject_key_id,
}: PathFields): string | null {
  if (basic_constraints === null) return version === 1 ? 'is a CA of version 1' : 'is a CA without basic constraints';
  if (!critical.includes(BASIC_CONSTRAINTS)) return 'has basic constraints that are not critical';
  if (key_usages === null) return 'is a CA without a key usage';
  return version === 3 && subject_key_id === null ? 'is a CA without a subject key identifier' : null;
}

/** RFC 5280 sections 4.1.2.6, 4.2.1.3 and 4.2.1.9. A CA may also be a leaf. */
function findLeafFault(leaf: PathFields): string | null {
  const { basic_constraints, critical, key_usages, subject } = leaf;
  if (basic_constraints?.ca) return findIssuerFault(leaf);
  if ((basic_constraints?.path_length ?? null) !== null) return 'has a path length, and is not a CA';
  if (key_usages?.includes('keyCertSign')) return 'has the key usage keyCertSign, and is not a CA';
  const isUnnamed = subject.length === 0 && !critical.includes(ALTERNATIVE_NAMES);
  return isUnnamed ? 'has no subject, and its alternative names are not critical' : null;
}

/** RFC 5280 sections 4.1.2.4 and 4.2.1.1. */
function findCommonFault({ version, issuer, authority_key_id }: PathFields, isAnchor: boolean): string | null {
  if (issuer.length === 0) return 'has no issuer name';
  return !isAnchor && version === 3 && authority_key_id === null ? 'has no authority key identifier' : null;
}
