/** The rules for a path: those of RFC 5280 section 6.1, and those that TLS clients add. */

import type { CertificateDefect, PathFields, PssParameters, Purpose } from '../domain/index.ts';
import { findIssuerMisuse, findMisuse } from '../domain/purposes.ts';
import { formatOctets } from '../lib/host-port.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import { hasMatchingKeyId, isNamedIssuer, type Path } from './build-path.ts';
import { isIssuedForHost, parseAddressBytes } from './match-hostname.ts';
import { createTrustFailure, type TrustFailure } from './messages.ts';
import { findConstraintViolation, isSelfIssued } from './name-constraints.ts';
import { isTakenForSelfSigned } from './openssl-path.ts';
import { readPublicKey } from './signature-cache.ts';
import { isOnlyInNewerOpenssl } from './signature-support.ts';

/** Lists the reasons why a path from the leaf to an anchor is not acceptable for a purpose at `now` (milliseconds). */
export function checkPath(path: Path, now: number, purpose: Purpose = 'server'): TrustFailure[] {
  const checks = [
    checkAuthorities,
    checkIssuers,
    checkPathLengths,
    checkNameConstraints,
    checkDefects,
    checkTimes,
    checkValidity,
    checkIssuerUsages,
    checkSignatureAlgorithms,
    checkIssuerKeys,
  ];
  return checks.flatMap((check) => check(path, now, purpose) ?? []);
}

/** Lists what is wrong with the leaf regardless of its path. Its validity is checked with the path. */
export function checkLeaf(leaf: PathFields, host: string | null, purpose: Purpose = 'server'): TrustFailure[] {
  const isNamed = host !== null && isAddressedByName(purpose);
  const checks = [
    checkLeafKey(leaf),
    checkLeafUsage(leaf, purpose),
    checkKeySize(leaf),
    isNamed && !hasUnreadableNames(leaf) ? checkHost(leaf, host) : null,
  ];
  return checks.flatMap((found) => found ?? []);
}

/** Only servers are addressed by a name. */
export function isAddressedByName(purpose: Purpose): boolean {
  return purpose === 'server' || purpose === 'any';
}

/** Checks a leaf without a path as if it were the only certificate on it. */
export function checkLeafWithoutPath(leaf: PathFields, now: number): TrustFailure[] {
  const checks = [checkDefects([leaf]), checkTimes([leaf]), checkValidity([leaf], now)];
  return checks.flatMap((found) => found ?? []);
}

type CheckResult = TrustFailure | null;

/** RFC 5280 section 4.2.1.1. OpenSSL requires it, others only prefer such an issuer. */
function checkAuthorities(path: Path): CheckResult {
  for (const [index, issuer] of path.slice(1).entries()) {
    const child = path[index] as PathFields;
    if (isNamedIssuer(child, issuer)) continue;
    const differs = hasMatchingKeyId(child, issuer) ? 'serial' : 'key';
    return createTrustFailure('authority-mismatch', child.name, issuer.name, differs);
  }
  return null;
}

/** RFC 5280 section 6.1.4 (k) and (n). */
function checkIssuers(path: Path): CheckResult {
  const issuer = path.find((one, index) => index > 0 && !mayIssue(one, index === path.length - 1));
  return issuer === undefined ? null : createTrustFailure('issuer-not-ca', issuer.name);
}

/**
 * A trust anchor may lack basic constraints, as OpenSSL accepts it, if its key usage includes signing certificates, or if it
 * is a self-signed certificate of version 1, which has no extensions. OpenSSL does not verify that signature, only its kind.
 */
function mayIssue(issuer: PathFields, isAnchor: boolean): boolean {
  const { version, basic_constraints, key_usages } = issuer;
  if (key_usages?.includes('keyCertSign') === false) return false;
  if (basic_constraints !== null) return basic_constraints.ca;
  return isAnchor && (key_usages !== null || (version === 1 && isTakenForSelfSigned(issuer)));
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

/** The first defect of each kind. Defects of the anchor are included: clients do not even load such a certificate. */
function checkDefects(path: Path): TrustFailure[] {
  const failures = path.flatMap(({ name, defects }) =>
    defects.map(({ code, what }) => createTrustFailure(code, name, what)),
  );
  return failures.filter(({ code }, index) => failures.findIndex((one) => one.code === code) === index);
}

function checkTimes(path: Path): CheckResult {
  const one = path.find(({ has_strict_times }) => !has_strict_times);
  return one === undefined ? null : createTrustFailure('time-malformed', one.name);
}

function checkValidity(path: Path, now: number): CheckResult {
  const early = path.find(({ valid_from }) => (valid_from ?? now) > now);
  if (early !== undefined) {
    return createTrustFailure('not-yet-valid', early.name, formatIsoTime(early.valid_from ?? now));
  }
  const expired = path.find(({ valid_to }) => valid_to < now);
  return expired === undefined
    ? null
    : createTrustFailure('path-expired', expired.name, formatIsoTime(expired.valid_to));
}

function checkIssuerUsages(path: Path, _: number, purpose: Purpose): CheckResult {
  for (const issuer of path.slice(1)) {
    const misuse = findIssuerMisuse(issuer, purpose);
    if (misuse !== null) return createTrustFailure('wrong-usage', issuer.name, misuse, purpose);
  }
  return null;
}

/** Without its key, no handshake with the server can succeed. The keys of issuers are decoded to verify signatures. */
function checkLeafKey({ name, key_algorithm, spki }: PathFields): CheckResult {
  const isDecodable = isOnlyInNewerOpenssl(key_algorithm) || readPublicKey(spki) !== null;
  return isDecodable ? null : createTrustFailure('key-malformed', name, key_algorithm);
}

function checkLeafUsage(leaf: PathFields, purpose: Purpose): CheckResult {
  const misuse = findMisuse(leaf, purpose);
  return misuse === null ? null : createTrustFailure('wrong-usage', leaf.name, misuse, purpose);
}

const WEAK_HASH = /md[245]|ripemd|sha-?1(?!\d)/i;

/** The signature of the anchor is ignored: it is trusted as it is. */
function checkSignatureAlgorithms(path: Path): TrustFailure[] {
  const weak = path.slice(0, -1).find(isWeaklySigned);
  const unusual = path.slice(0, -1).find((one) => one !== weak && one.pss !== null && !hasUsualParameters(one.pss));
  return [
    ...(weak === undefined ? [] : [createTrustFailure('weak-signature', weak.name, formatSignature(weak))]),
    ...(unusual === undefined ? [] : [createTrustFailure('pss-parameters', unusual.name, formatSignature(unusual))]),
  ];
}

/** Whether the signature of a certificate can be forged. */
export function isWeaklySigned(one: PathFields): boolean {
  return WEAK_HASH.test(formatSignature(one));
}

function formatSignature({ signature_algorithm, pss }: PathFields): string {
  return pss === null
    ? signature_algorithm
    : `RSASSA-PSS with ${pss.hash}, MGF1 with ${pss.mask} and a salt of ${pss.salt} bytes`;
}

/**
 * Octets of the hashes that TLS clients accept (RFC 8446 section 4.2.3): the mask must use the same hash, and the salt must have the same
 * length.
 */
const PSS_HASHES: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 };

function hasUsualParameters({ hash, mask, salt }: PssParameters): boolean {
  return mask === hash && PSS_HASHES[hash] === salt;
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

/** A malformed extension is a defect of its own, and its names are unknown. */
function hasUnreadableNames({ names, defects }: PathFields): boolean {
  const isOfNames = ({ code, what }: CertificateDefect) =>
    code === 'extension-malformed' && what.startsWith('subjectAltName');
  return names.length === 0 && defects.some(isOfNames);
}

function checkHost(leaf: PathFields, host: string): CheckResult {
  if (isIssuedForHost(leaf, host)) return null;
  const dns = leaf.names.filter((name) => name.kind === 'dns').map(({ text }) => text);
  if (parseAddressBytes(host) === null) return createTrustFailure('name-mismatch', host, 'dns', dns);
  const addresses = leaf.names.flatMap(({ bytes }) => (bytes === null ? [] : (formatOctets(bytes) ?? [])));
  // Clients do not compare an address with DNS names.
  const others = dns.map((text) => (parseAddressBytes(text) === null ? text : `${text} (a DNS name)`));
  return createTrustFailure('name-mismatch', host, 'ip', [...addresses, ...others]);
}
