/** The rules for a path: those of RFC 5280 section 6.1, and those that TLS clients add. */

import type { PathFields } from '../domain/index.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import type { Path } from './build-path.ts';
import { isIssuedForHost, parseAddressBytes } from './match-hostname.ts';
import { createTrustFailure, type TrustFailure } from './messages.ts';
import { findConstraintViolation, isSelfIssued } from './name-constraints.ts';

/** Lists why a path from the leaf to an anchor is not acceptable at `now` (milliseconds). */
export function checkPath(path: Path, now: number): TrustFailure[] {
  const checks = [
    checkIssuers,
    checkPathLengths,
    checkNameConstraints,
    checkCriticalExtensions,
    checkValidity,
    checkIssuerUsages,
    checkSignatureAlgorithms,
    checkIssuerKeys,
  ];
  return checks.flatMap((check) => check(path, now) ?? []);
}

/** Lists what is wrong with the leaf regardless of its path. Its validity is checked with the path. */
export function checkLeaf(leaf: PathFields, host: string | null): TrustFailure[] {
  const checks = [checkLeafUsage(leaf), checkKeySize(leaf), host === null ? null : checkHost(leaf, host)];
  return checks.flatMap((found) => found ?? []);
}

/** Checks a leaf without a path as if it were the only certificate on it. */
export function checkLeafWithoutPath(leaf: PathFields, now: number): TrustFailure[] {
  return [checkCriticalExtensions([leaf]), checkValidity([leaf], now)].flatMap((found) => found ?? []);
}

type CheckResult = TrustFailure | null;

/** RFC 5280 section 6.1.4 (k) and (n). CAs before version 3, which have no basic constraints, are accepted as anchors. */
function checkIssuers(path: Path): CheckResult {
  for (const [index, issuer] of path.entries()) {
    if (index === 0) continue;
    const isAnchor = index === path.length - 1;
    const isBeforeVersion3 = isAnchor && issuer.version < 3;
    if (!isBeforeVersion3 && issuer.basic_constraints?.ca !== true)
      return createTrustFailure('issuer-not-ca', issuer.name);
    if (issuer.key_usages?.includes('keyCertSign') === false) return createTrustFailure('issuer-not-ca', issuer.name);
  }
  return null;
}

/** RFC 5280 section 6.1.4 (l) and (m): self-issued CA certificates do not count. */
function checkPathLengths(path: Path): CheckResult {
  let below = 0;
  for (const issuer of path.slice(1)) {
    const max = issuer.basic_constraints?.path_length ?? null;
    if (max !== null && below > max) return createTrustFailure('path-too-long', issuer.name, max, below);
    if (!isSelfIssued(issuer)) below += 1;
  }
  return null;
}

function checkNameConstraints(path: Path): CheckResult {
  const violation = findConstraintViolation(path);
  if (violation === null) return null;
  if (violation === 'too-complex') return createTrustFailure('path-too-complex');
  return createTrustFailure('name-constrained', violation.name, violation.authority.name);
}

/** RFC 5280 section 6.1.4 (o): critical extensions must be known and well-formed. */
function checkCriticalExtensions(path: Path): CheckResult {
  const one = path.find(({ unreadable }) => unreadable.length > 0);
  return one === undefined ? null : createTrustFailure('extension-unknown', one.name, one.unreadable[0] ?? '');
}

function checkValidity(path: Path, now: number): CheckResult {
  const early = path.find(({ valid_from }) => valid_from === null || valid_from > now);
  if (early !== undefined)
    return createTrustFailure(
      'not-yet-valid',
      early.name,
      early.valid_from === null ? 'a malformed time' : formatIsoTime(early.valid_from),
    );
  const expired = path.find(({ valid_to }) => valid_to < now);
  return expired === undefined
    ? null
    : createTrustFailure('path-expired', expired.name, formatIsoTime(expired.valid_to));
}

/** An extended key usage of a CA limits what it may issue for, and must include TLS servers. */
function checkIssuerUsages(path: Path): CheckResult {
  const issuer = path.slice(1).find(({ extended_key_usages: named }) => named?.includes('serverAuth') === false);
  return issuer === undefined
    ? null
    : createTrustFailure('wrong-usage', issuer.name, `may only issue for ${formatUsages(issuer.extended_key_usages)}`);
}

const FOR_TLS = ['digitalSignature', 'keyEncipherment', 'keyAgreement'];

/**
 * RFC 5280 sections 4.2.1.3 and 4.2.1.12. anyExtendedKeyUsage is not enough: OpenSSL and Firefox require serverAuth.
 */
function checkLeafUsage({ name, extended_key_usages: purposes, key_usages: usages }: PathFields): CheckResult {
  if (purposes?.includes('serverAuth') === false) {
    return createTrustFailure('wrong-usage', name, `is only for ${formatUsages(purposes)}`);
  }
  if (usages !== null && !FOR_TLS.some((usage) => usages.includes(usage))) {
    return createTrustFailure('wrong-usage', name, `has a key that is only for ${formatUsages(usages)}`);
  }
  return null;
}

function formatUsages(names: readonly string[] | null): string {
  return names?.slice(0, 5).join(', ') || 'nothing';
}

const WEAK_SIGNATURE = /md[245]|sha-?1(?!\d)/i;

/** The signature of the anchor is ignored: it is trusted as it is. */
function checkSignatureAlgorithms(path: Path): CheckResult {
  const weak = path.slice(0, -1).find(({ signature_algorithm }) => WEAK_SIGNATURE.test(signature_algorithm));
  return weak === undefined ? null : createTrustFailure('weak-signature', weak.name, weak.signature_algorithm);
}

function checkIssuerKeys(path: Path): CheckResult {
  for (const issuer of path.slice(1)) {
    const found = checkKeySize(issuer);
    if (found !== null) return found;
  }
  return null;
}

/** Key sizes for 112 bits of strength (NIST SP 800-57 part 1, table 2). Clients reject smaller keys. */
const MIN_KEY_BITS: Readonly<Record<string, number>> = { RSA: 2048, 'RSA-PSS': 2048, DSA: 2048, EC: 224 };

function checkKeySize({ name, key_algorithm, key_size }: PathFields): CheckResult {
  const min = MIN_KEY_BITS[key_algorithm] ?? 0;
  return key_size === null || key_size >= min
    ? null
    : createTrustFailure('weak-key', name, `${key_algorithm} ${key_size}`);
}

function checkHost(leaf: PathFields, host: string): CheckResult {
  if (isIssuedForHost(leaf, host)) return null;
  const kind = parseAddressBytes(host) === null ? 'dns' : 'ip';
  const names = leaf.names.filter((name) => name.kind === 'dns').map(({ text }) => text);
  return createTrustFailure('name-mismatch', host, kind, names);
}
