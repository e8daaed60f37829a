/** Decides for one certificate whether a mass revocation affects it. */

import { hasOmittedNames } from '../../domain/limit-facts.ts';
import type { ListMatch } from '../../generated/affected.ts';
import type { CertificateFacts } from '../../generated/definitions.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { memoize } from '../../lib/memoize.ts';
import { matchesIssuer, matchesPattern } from '../policies/names.ts';
import type { CertificateList } from './certificate-list.ts';
import { normalizeSerial } from './listed-value.ts';

/** The announcement of a CA. A certificate is affected if all of it applies; null and empty lists apply to each one. */
export interface Announcement {
  certificates: Omit<CertificateList, 'notUnderstood'> | null;
  /** The SHA-256 of public keys, in lower-case hex. */
  keys: ReadonlySet<string> | null;
  /** Globs. */
  issuer: readonly string[];
  /** The period of notBefore, in milliseconds, including both ends. */
  issued: { from: number; to: number } | null;
  /** Globs. */
  names: readonly string[];
}

/** The facts to match. `key`: the SHA-256 of the public key; null: unknown. */
export interface Candidate {
  facts: Pick<
    CertificateFacts,
    'issuer' | 'serial_number' | 'fingerprint_sha256' | 'valid_from' | 'sans' | 'common_name'
  >;
  key: string | null;
}

/** `undecided`: the certificate lacks the fields to decide. */
export type Answer = { match: ListMatch } | 'unaffected' | 'undecided';

/** Creates a function that decides. */
export function createAffectedMatcher(announced: Announcement): (candidate: Candidate) => Answer {
  const hasIssuer = memoize((issuer: string) => matchesIssuer(announced.issuer, issuer));
  return (candidate) => {
    const { facts, key } = candidate;
    const listed = findListed(announced, facts);
    const checks = [
      listed,
      announced.keys === null || (key === null ? null : announced.keys.has(key)),
      announced.issuer.length === 0 || (facts.issuer === null ? null : hasIssuer(facts.issuer)),
      isIssuedIn(announced.issued, facts.valid_from),
      hasName(announced.names, facts),
    ];
    if (checks.includes(false)) return 'unaffected';
    if (checks.includes(null)) return 'undecided';
    if (typeof listed === 'object') return { match: listed };
    return { match: announced.keys === null ? null : { line: null, by: 'key' } };
  };
}

/**
 * Finds a certificate in the list, by its fingerprint first. True: there is no list. Null: unknown, because the list has values that the
 * certificate lacks.
 */
function findListed({ certificates }: Announcement, facts: Candidate['facts']): ListMatch | boolean {
  if (certificates === null) return true;
  const { serials, fingerprints, hasOnly } = certificates;
  const { fingerprint_sha256: fingerprint, serial_number } = facts;
  const line = fingerprint === null ? undefined : fingerprints.get(fingerprint);
  if (line !== undefined) return { line, by: 'fingerprint' };
  const listed = serial_number === null ? undefined : serials.get(normalizeSerial(serial_number));
  if (listed !== undefined) return { line: listed.line, by: listed.isDecimal ? 'decimal' : 'serial' };
  const isUnknown = (serial_number === null && hasOnly.serials) || (fingerprint === null && hasOnly.fingerprints);
  return isUnknown ? null : false;
}

/** Null: unknown. */
function isIssuedIn(period: Announcement['issued'], valid_from: string | null): boolean | null {
  if (period === null) return true;
  if (valid_from === null) return null;
  const time = parseIsoTime(valid_from);
  return time >= period.from && time <= period.to;
}

/** Null: unknown, because the certificate has no names, or more than are kept. */
function hasName(patterns: readonly string[], { sans, common_name }: Candidate['facts']): boolean | null {
  if (patterns.length === 0) return true;
  const names = common_name === null ? sans : [...sans, common_name];
  if (names.some((name) => patterns.some((pattern) => matchesPattern(pattern, name)))) return true;
  return names.length === 0 || hasOmittedNames({ sans }) ? null : false;
}
