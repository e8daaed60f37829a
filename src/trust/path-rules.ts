/** What a path must fulfil (RFC 5280 section 6.1), and what a TLS client asks of one beyond. */

import type { PathCertificate } from '../domain/index.ts';
import { isoTime } from '../lib/iso-time.ts';
import type { Path } from './build-path.ts';
import { addressBytes, isFor } from './match-hostname.ts';
import { type Problem, problem } from './messages.ts';
import { findBreach, isSelfIssued } from './name-constraints.ts';

/** Why this path, from the leaf to an anchor, is not acceptable at `now` (milliseconds); empty where it is. */
export function pathProblems(path: Path, now: number): Problem[] {
  const checks = [authorities, lengths, constraints, extensions, times, issuerUsages, algorithms, issuerKeys];
  return checks.flatMap((check) => check(path, now) ?? []);
}

/** What is wrong with the leaf by itself, whatever its path; its times are part of that. */
export function leafProblems(leaf: PathCertificate, host: string | null): Problem[] {
  const checks = [leafUsage(leaf), weakKey(leaf), host === null ? null : nameMismatch(leaf, host)];
  return checks.flatMap((found) => found ?? []);
}

/** Of a leaf without a path: what could be told of it as the only one of its path. */
export function lonelyProblems(leaf: PathCertificate, now: number): Problem[] {
  return [extensions([leaf]), times([leaf], now)].flatMap((found) => found ?? []);
}

type Found = Problem | null;

/** Section 6.1.4 (k) and (n). Authorities from before version 3, which cannot say that they are, are anchors alone. */
function authorities(path: Path): Found {
  for (const [index, issuer] of path.entries()) {
    if (index === 0) continue;
    const isAnchor = index === path.length - 1;
    const old = isAnchor && issuer.version < 3;
    if (!old && issuer.basic_constraints?.ca !== true) return problem('issuer-not-ca', issuer.name);
    if (issuer.key_usages?.includes('keyCertSign') === false) return problem('issuer-not-ca', issuer.name);
  }
  return null;
}

/** Section 6.1.4 (l) and (m): authorities that issued to themselves do not count. */
function lengths(path: Path): Found {
  let below = 0;
  for (const issuer of path.slice(1)) {
    const most = issuer.basic_constraints?.path_length ?? null;
    if (most !== null && below > most) return problem('path-too-long', issuer.name, most, below);
    if (!isSelfIssued(issuer)) below += 1;
  }
  return null;
}

function constraints(path: Path): Found {
  const breach = findBreach(path);
  if (breach === null) return null;
  if (breach === 'too-complex') return problem('path-too-complex');
  return problem('name-constrained', breach.name, breach.authority.name);
}

/** Section 6.1.4 (o): what is critical must be understood. */
function extensions(path: Path): Found {
  const one = path.find(({ unreadable }) => unreadable.length > 0);
  return one === undefined ? null : problem('extension-unknown', one.name, one.unreadable[0] ?? '');
}

function times(path: Path, now: number): Found {
  const early = path.find(({ valid_from }) => valid_from === null || valid_from > now);
  if (early !== undefined)
    return problem(
      'not-yet-valid',
      early.name,
      early.valid_from === null ? 'a time that cannot be read' : isoTime(early.valid_from),
    );
  const ended = path.find(({ valid_to }) => valid_to < now);
  return ended === undefined ? null : problem('path-expired', ended.name, isoTime(ended.valid_to));
}

/** An authority that names what it issues for must name TLS servers. */
function issuerUsages(path: Path): Found {
  const issuer = path.slice(1).find(({ extended_key_usages: named }) => named?.includes('serverAuth') === false);
  return issuer === undefined
    ? null
    : problem('wrong-usage', issuer.name, `issues for ${listed(issuer.extended_key_usages)} alone`);
}

const FOR_TLS = ['digitalSignature', 'keyEncipherment', 'keyAgreement'];

/**
 * RFC 5280 sections 4.2.1.3 and 4.2.1.12. A client may refuse a certificate for any purpose where it needs a certain
 * one, and openssl and Firefox do.
 */
function leafUsage({ name, extended_key_usages: purposes, key_usages: usages }: PathCertificate): Found {
  if (purposes?.includes('serverAuth') === false) {
    return problem('wrong-usage', name, `is for ${listed(purposes)} alone`);
  }
  if (usages !== null && !FOR_TLS.some((usage) => usages.includes(usage))) {
    return problem('wrong-usage', name, `has a key for ${listed(usages)} alone`);
  }
  return null;
}

function listed(names: readonly string[] | null): string {
  return names?.slice(0, 5).join(', ') || 'nothing';
}

const WEAK_SIGNATURE = /md[245]|sha-?1(?!\d)/i;

/** What the anchor is signed with does not count: it is trusted as it is. */
function algorithms(path: Path): Found {
  const weak = path.slice(0, -1).find(({ signature_algorithm }) => WEAK_SIGNATURE.test(signature_algorithm));
  return weak === undefined ? null : problem('weak-signature', weak.name, weak.signature_algorithm);
}

function issuerKeys(path: Path): Found {
  for (const issuer of path.slice(1)) {
    const found = weakKey(issuer);
    if (found !== null) return found;
  }
  return null;
}

/** Bits that stand for 112 bits of strength (NIST SP 800-57 part 1, table 2), under which clients refuse keys. */
const LEAST_BITS: Readonly<Record<string, number>> = { RSA: 2048, 'RSA-PSS': 2048, DSA: 2048, EC: 224 };

function weakKey({ name, key_algorithm, key_size }: PathCertificate): Found {
  const least = LEAST_BITS[key_algorithm] ?? 0;
  return key_size === null || key_size >= least ? null : problem('weak-key', name, `${key_algorithm} ${key_size}`);
}

function nameMismatch(leaf: PathCertificate, host: string): Found {
  if (isFor(leaf, host)) return null;
  const kind = addressBytes(host) === null ? 'dns' : 'ip';
  const names = leaf.names.filter((name) => name.kind === 'dns').map(({ text }) => text);
  return problem('name-mismatch', host, kind, names);
}
