/** Detects certificates that their CA may not renew, or that others may issue, because of CAA records. */

import { type CaaPolicy, formatCaaAdvice, isLookupFailure, type LookupFailure } from '../../domain/dns.ts';
import type { CaaLookup, Finding, LiveLocation, Severity } from '../../domain/index.ts';
import { capitalize } from '../../lib/text/capitalize.ts';
import { truncate, truncateList } from '../../lib/text/truncate.ts';
import { describeCaIdentifier, findKnownCa, type KnownCa } from '../ca-identifiers.ts';
import { type CaaPermission, listPermittedCas, type PermittedCa, selectPermittingTag } from './caa-policy.ts';
import { type FindingCheck, type FindingResult, MIN_FAILED_LOOKUPS, NO_FINDINGS } from './finding-check.ts';

const FINDING_KEY = { event: 'certificate.policy_violation', qualifier: 'expect.caa' } as const;

const UNDECIDED: FindingResult = { findings: [], undecided: [FINDING_KEY] };

/** The result of the CAA records for the CA that issued a certificate. */
export interface CaaVerdict {
  /** `unknown`: the CA is not in the table of CAs, which includes only public CAs. */
  result: 'permitted' | 'forbidden' | 'unknown';
  /** The CA; null: unknown. */
  ca: KnownCa | null;
  permission: CaaPermission;
}

/** Whether the issuer of a certificate, an RFC 4514 string, may issue for a name now. */
export function checkCaa(policy: CaaPolicy, isWildcard: boolean, issuer: string | null): CaaVerdict {
  const permission = listPermittedCas(policy, isWildcard);
  const ca = findKnownCa(issuer);
  const { permitted, unknown_critical } = permission;
  if (permitted === null) return { result: 'permitted', ca, permission };
  // No CA may issue, whether this CA is known or not.
  if (unknown_critical === null && ca === null && permitted.length > 0) return { result: 'unknown', ca, permission };
  const isPermitted = permitted.some(({ identifier }) => ca?.identifiers.includes(identifier));
  return { result: isPermitted ? 'permitted' : ca === null ? 'unknown' : 'forbidden', ca, permission };
}

/**
 * The finding is about the next certificate: this one stays valid. It is undecided while a lookup fails. After three failed scans in a row,
 * the failure is reported, because CAs may not be able to look up the records either. A resolver that does not respond is no evidence about
 * the names.
 */
export const detectCaa: FindingCheck = ({ facts }, { locations, date_status }) => {
  const found = locations.flatMap((location) => describeLocation(location, facts.issuer));
  const [first] = found;
  const isUndecided = locations.some((location) => location.evidence === null || hasFailedLookup(location));
  if (first === undefined) return isUndecided ? UNDECIDED : NO_FINDINGS;
  const severity: Severity = date_status === 'critical' ? 'critical' : 'warning';
  const finding: Finding = {
    ...FINDING_KEY,
    severity,
    code: first.code,
    detail: [...new Set(found.map(({ detail }) => detail))].slice(0, MAX_DETAILS).join(' '),
    locations: [...new Set(found.map(({ location }) => location))],
  };
  return { findings: [finding], undecided: [] };
};

const MAX_DETAILS = 3;

interface Deviation {
  location: string;
  code: string;
  detail: string;
}

function describeLocation({ location, evidence, failed_lookups }: LiveLocation, issuer: string | null): Deviation[] {
  const { expected, lookups } = evidence?.caa ?? { expected: 'check', lookups: [] };
  return lookups.flatMap((lookup) => {
    const problem = isLookupFailure(lookup.policy)
      ? describeFailure(lookup, lookup.policy, failed_lookups?.caa ?? 0)
      : expected === 'check'
        ? describeForbidden(lookup, lookup.policy, issuer)
        : describeDifference(lookup, lookup.policy, expected);
    return problem === null ? [] : [{ location, ...problem }];
  });
}

function hasFailedLookup({ evidence }: LiveLocation): boolean {
  return evidence?.caa?.lookups.some(({ policy }) => isLookupFailure(policy)) ?? false;
}

type Problem = Omit<Deviation, 'location'> | null;

function describeFailure({ name }: CaaLookup, { cause, detail }: LookupFailure, failed: number): Problem {
  if (cause === 'resolver' || (cause === 'name' && failed < MIN_FAILED_LOOKUPS)) return null;
  return {
    code: 'caa-lookup-failed',
    detail: `The CAA records of ${name} cannot be looked up, and CAs do not issue while they cannot either. ${detail}`,
  };
}

function describeForbidden({ name, is_wildcard }: CaaLookup, policy: CaaPolicy, issuer: string | null): Problem {
  const { result, ca, permission } = checkCaa(policy, is_wildcard, issuer);
  if (result !== 'forbidden' || ca === null) return null;
  const record = `${selectPermittingTag(policy, is_wildcard)} "${ca.identifiers[0]}"`;
  const where = { name, domain: policy.domain ?? name };
  const advice =
    permission.unknown_critical === null
      ? `${capitalize(formatCaaAdvice(where, record))}, or use a permitted CA for the next certificate.`
      : 'Remove that property, or its critical flag.';
  return {
    code: 'caa-forbids-renewal',
    detail: `${ca.name}, which issued this certificate, is not allowed to renew it: ${describePermission(policy, name, permission)}. ${advice}`,
  };
}

function describeDifference({ name, is_wildcard }: CaaLookup, policy: CaaPolicy, expected: readonly string[]): Problem {
  const permission = listPermittedCas(policy, is_wildcard);
  const identifiers = permission.permitted?.map(({ identifier }) => identifier) ?? null;
  const isSame =
    identifiers !== null &&
    expected.every((one) => identifiers.includes(one)) &&
    identifiers.every((one) => expected.includes(one));
  if (isSame) return null;
  return {
    code: 'caa-differs',
    detail:
      `${capitalize(describePermission(policy, name, permission))}, but \`expect.caa\` lists ${formatCas(expected)}. ` +
      'Correct the records, or `expect.caa`.',
  };
}

/** Formats a sentence such as `CAA of example.org allows only DigiCert (digicert.com)`. */
function describePermission(
  { domain }: CaaPolicy,
  name: string,
  { permitted, unknown_critical }: CaaPermission,
): string {
  if (domain === null) return `${name} has no CAA records, so that every CA may issue`;
  const records = `CAA of ${domain}`;
  if (unknown_critical !== null)
    return `${records} has the critical property ${truncate(unknown_critical)}, which CAs do not know, so that none of them issues`;
  if (permitted === null) return `${records} allows every CA`;
  if (permitted.length === 0) return `${records} allows no CA`;
  return `${records} allows only ${truncateList([...new Set(permitted.map(formatPermitted))], MAX_LISTED)}`;
}

const MAX_LISTED = 5;

function formatPermitted({ identifier, account_uri, validation_methods }: PermittedCa): string {
  const conditions = [
    ...(account_uri === null ? [] : [`only the account ${truncate(account_uri)}`]),
    ...(validation_methods === null ? [] : [`only by ${truncate(validation_methods.join(', '))}`]),
  ];
  const name = describeCaIdentifier(truncate(identifier));
  return conditions.length === 0 ? name : `${name}, ${conditions.join(', ')}`;
}

function formatCas(identifiers: readonly string[]): string {
  return truncateList(identifiers.map(describeCaIdentifier), MAX_LISTED);
}
