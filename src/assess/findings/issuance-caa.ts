/** Compares the CA of an issuance in certificate transparency logs with the CAA records of its names. */

import type { CaaPolicy, CaaRefusal } from '../../domain/dns.ts';
import type { Issuance } from '../../domain/index.ts';
import { findKnownCa } from '../ca-identifiers.ts';
import { isCaIdentifier, listPermittedCas, selectPermittingTag } from './caa-policy.ts';

/**
 * Finds the first name whose records do not permit the CA; null if there is none. Each name has records of its own: those of a subdomain
 * replace those of the domain (RFC 8659 section 3). Only public CAs log certificates, so that records which permit no CA refuse an unknown one,
 * too.
 */
export function findCaaRefusal(
  { issuer, caa_domains }: Pick<Issuance, 'issuer' | 'caa_domains'>,
  names: readonly { name: string; policy: CaaPolicy }[],
): CaaRefusal | null {
  const identifiers = listIdentifiers(issuer, caa_domains);
  for (const { name, policy } of names) {
    const isWildcard = name.startsWith('*.');
    const { permitted, unknown_critical } = listPermittedCas(policy, isWildcard);
    if (policy.domain === null || permitted === null) continue;
    const isUnknown = identifiers.length === 0 && permitted.length > 0;
    if (isUnknown || permitted.some(({ identifier }) => identifiers.includes(identifier))) continue;
    const [usual] = identifiers;
    const record = usual === undefined ? null : `${selectPermittingTag(policy, isWildcard)} "${usual}"`;
    return { name, domain: policy.domain, record: unknown_critical === null ? record : null };
  }
  return null;
}

/** Lists the identifiers in the table of CAs, and those that the provider knows. */
function listIdentifiers(issuer: string, caa_domains: readonly string[]): string[] {
  const reported = caa_domains.map((one) => one.toLowerCase()).filter(isCaIdentifier);
  return [...new Set([...(findKnownCa(issuer)?.identifiers ?? []), ...reported])];
}
