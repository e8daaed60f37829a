/** Determines whether the certificates of one file are a leaf and its chain, or a set. */

import { X509Certificate } from 'node:crypto';
import { groupBy } from '../lib/collections.ts';
import type { ParsedCertificate } from './x509/parse.ts';

/** A file with more certificates is a bundle, and is not searched for a chain. */
const MAX_CHAIN_LENGTH = 16;

/**
 * Orders the certificates as one leaf and its chain upwards. Returns null if they are a set, in which no certificate has all the others,
 * directly or indirectly, as its issuers.
 */
export function orderChain(certificates: readonly ParsedCertificate[]): ParsedCertificate[] | null {
  if (certificates.length === 1) return [...certificates];
  if (certificates.length > MAX_CHAIN_LENGTH) return null;
  const issuers = new Map(
    certificates.map((child) => [child, certificates.filter((other) => hasIssued(other, child))]),
  );
  const issuing = new Set([...issuers.values()].flat());
  const leaves = certificates.filter((certificate) => !issuing.has(certificate));
  if (leaves.length !== 1) return null;
  const reached = new Set(leaves);
  // The iteration of a set includes members that are added meanwhile, so the nearest to the leaf come first.
  for (const certificate of reached) for (const issuer of issuers.get(certificate) ?? []) reached.add(issuer);
  return reached.size === certificates.length ? [...reached] : null;
}

/** Creates a function that finds the chain upwards of a leaf among the candidates, nearest first. */
export function createChainFinder(
  candidates: readonly ParsedCertificate[],
): (leaf: ParsedCertificate) => ParsedCertificate[] {
  const bySubject = groupBy(candidates, ({ subject }) => normalizeNameText(subject));
  return (leaf) => {
    const reached = new Set([leaf]);
    for (const certificate of reached) {
      const named = bySubject.get(normalizeNameText(certificate.issuer)) ?? [];
      const others = named.filter(({ fingerprint }) => fingerprint !== certificate.fingerprint);
      // A self-signed certificate is the end of a chain, even if its name and key were certified again.
      if (others.length === 0 || hasSignedItself(certificate)) continue;
      for (const issuer of others.slice(0, MAX_CHAIN_LENGTH)) if (hasIssued(issuer, certificate)) reached.add(issuer);
      if (reached.size > MAX_CHAIN_LENGTH) break;
    }
    return [...reached].slice(1);
  };
}

/** Compares names, then key identifiers if both certificates have one, else the signature. */
function hasIssued(issuer: ParsedCertificate, child: ParsedCertificate): boolean {
  return issuer !== child && hasKeyFor(issuer, child);
}

function hasSignedItself(certificate: ParsedCertificate): boolean {
  return hasKeyFor(certificate, certificate);
}

function hasKeyFor(issuer: ParsedCertificate, child: ParsedCertificate): boolean {
  if (normalizeNameText(issuer.subject) !== normalizeNameText(child.issuer)) return false;
  if (issuer.subject_key_id !== null && child.authority_key_id !== null) {
    return issuer.subject_key_id === child.authority_key_id;
  }
  return hasSigned(issuer, child);
}

/** Names are compared without case and repeated spaces (RFC 5280 section 7.1). */
function normalizeNameText(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ');
}

/** Returns false also if OpenSSL does not support the algorithm. */
function hasSigned(issuer: ParsedCertificate, child: ParsedCertificate): boolean {
  try {
    return new X509Certificate(child.der).verify(new X509Certificate(issuer.der).publicKey);
  } catch {
    return false;
  }
}
