/** Whether the certificates of one file are a leaf and its chain, or a set. */

import { X509Certificate } from 'node:crypto';
import { groupBy } from '../lib/collections.ts';
import type { Parsed } from './x509/parse.ts';

/** No chain is longer; a file with more is a bundle, and is not searched for one. */
const MAX_CHAIN_LENGTH = 16;

/**
 * The certificates as one leaf and its chain upwards, whatever their order; null where they are a set: where no
 * single one of them has all the others, directly or over others, among its issuers.
 */
export function orderChain(certificates: readonly Parsed[]): Parsed[] | null {
  if (certificates.length === 1) return [...certificates];
  if (certificates.length > MAX_CHAIN_LENGTH) return null;
  const issuers = new Map(
    certificates.map((child) => [child, certificates.filter((other) => isIssuerOf(other, child))]),
  );
  const issuing = new Set([...issuers.values()].flat());
  const leaves = certificates.filter((certificate) => !issuing.has(certificate));
  if (leaves.length !== 1) return null;
  const reached = new Set(leaves);
  // A set is walked in the order in which it grows: nearest to the leaf first.
  for (const certificate of reached) for (const issuer of issuers.get(certificate) ?? []) reached.add(issuer);
  return reached.size === certificates.length ? [...reached] : null;
}

/** Finds, among many certificates, the chain upwards of one that is not among them; nearest first. */
export function createChainFinder(candidates: readonly Parsed[]): (leaf: Parsed) => Parsed[] {
  const bySubject = groupBy(candidates, ({ subject }) => normalizeNameText(subject));
  return (leaf) => {
    const reached = new Set([leaf]);
    for (const certificate of reached) {
      const named = bySubject.get(normalizeNameText(certificate.issuer)) ?? [];
      for (const issuer of named.slice(0, MAX_CHAIN_LENGTH)) if (isIssuerOf(issuer, certificate)) reached.add(issuer);
      if (reached.size > MAX_CHAIN_LENGTH) break;
    }
    return [...reached].slice(1);
  };
}

/** Whether one issued the other: by name, and by key identifier where both have one, else by signature. */
function isIssuerOf(issuer: Parsed, child: Parsed): boolean {
  if (issuer === child || normalizeNameText(issuer.subject) !== normalizeNameText(child.issuer)) return false;
  if (issuer.subject_key_id !== null && child.authority_key_id !== null) {
    return issuer.subject_key_id === child.authority_key_id;
  }
  return hasSigned(issuer, child);
}

/** Names are compared without case and repeated spaces (RFC 5280 section 7.1). */
function normalizeNameText(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ');
}

/** An algorithm that this build of OpenSSL does not know proves nothing. */
function hasSigned(issuer: Parsed, child: Parsed): boolean {
  try {
    return new X509Certificate(child.der).verify(new X509Certificate(issuer.der).publicKey);
  } catch {
    return false;
  }
}
