/**
 * Decides whether a certificate file belongs to tests. What the certificates say outweighs words in the path: a missed alert is worse than
 * one about a test certificate.
 */

import { isIP } from 'node:net';
import { createPublicAddressPolicy } from '../lib/network/address-policy.ts';
import { classifyHost } from './classify-host.ts';

/** The names, issuer and age of a certificate, which tell its use. */
export interface CertificateEvidence {
  /** The subject alternative names, and the common name if it is a host name. */
  names: readonly string[];
  /** The common name, or the full subject without one. */
  subject: string;
  /** The issuer, as an RFC 4514 string. */
  issuer: string;
  /** `repository`: its chain in the repository ends with a self-signed certificate. `elsewhere`: another CA issued it. */
  origin: 'self-signed' | 'repository' | 'elsewhere';
  /** Whether it expired so long ago that no server uses it. */
  isAbandoned: boolean;
}

/** The directories of a file, and the files beside it. */
export interface PathEvidence {
  /** Whether the path is unambiguously one of tests or examples. */
  isTestFile: boolean;
  /** Whether its private key is in the repository, beside tests. */
  hasKeyBesideTests: boolean;
}

/** `reserved`: no server outside of tests has it. `label`: a name without a domain, such as `db`. */
export type NameKind = 'public' | 'private' | 'reserved' | 'label';

/** Returns the reason why a file belongs to tests; null: it does not. Without certificates, only the path counts. */
export function explainFixture(
  { isTestFile, hasKeyBesideTests }: PathEvidence,
  certificates: readonly CertificateEvidence[],
  classifyName: (name: string) => NameKind,
): string | null {
  const isPublic = ({ names }: CertificateEvidence) => names.some((name) => classifyName(name) === 'public');
  const isForeign = ({ origin }: CertificateEvidence) => origin === 'elsewhere';
  if (certificates.length > 0 && certificates.every((one) => isTestSubject(one, classifyName)))
    return 'the subject is one of tests or examples';
  // Tests have names such as foo.com from a CA of their own, and copies of real certificates, which nobody renews.
  const isUsed = (one: CertificateEvidence) => isPublic(one) && isForeign(one) && !one.isAbandoned;
  if (isTestFile && !certificates.some(isUsed)) return 'the path is one of tests or examples';
  const isReal = (one: CertificateEvidence) => isPublic(one) || isForeign(one);
  if (hasKeyBesideTests && !certificates.some(isReal)) return 'its private key is in the repository, beside tests';
  return null;
}

/** Words that people and tools give to certificates for tests; minica, mkcert and Pebble are CAs for development. */
const TEST_SUBJECT =
  /\b(?:localhost|tests?|testing|example|dummy|fake|snake ?oil|minica|mkcert|pebble|self-?signed test|do not trust)\b/i;

/**
 * Whether the subject belongs to tests: it says so, or has only names that no server outside of tests has. A host name that contains the
 * word can be a server for tests, and so can a subject that a CA has certified which is not one of tests itself.
 */
function isTestSubject(
  { names, subject, issuer, origin }: CertificateEvidence,
  classifyName: (name: string) => NameKind,
): boolean {
  if (names.length === 0) {
    const isTestIssuer = origin !== 'elsewhere' || TEST_SUBJECT.test(issuer);
    return classifyName(subject) === 'reserved' || (TEST_SUBJECT.test(subject) && isTestIssuer);
  }
  const kinds = names.map(classifyName);
  return kinds.includes('reserved') && kinds.every((kind) => kind === 'reserved' || kind === 'label');
}

/** Loopback and unspecified addresses, and those of documentation (RFC 5737, RFC 3849). */
const RESERVED_ADDRESS =
  /^(?:127\.|0\.0\.0\.0$|::1?$|(?:0+:){7}0*1?$|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:0?db8:)/i;

/**
 * Creates a classifier for the names of certificates. `domains`: the user's own domains, whose names are not examples. `isPublicName`:
 * whether a name has a public top-level domain.
 */
export function createNameClassifier(
  domains: readonly string[],
  isPublicName: (name: string) => boolean,
): (name: string) => NameKind {
  const isPublicAddress = createPublicAddressPolicy({ deny: [], allow: [] });
  return (name) => {
    const bare = name.toLowerCase().replace(/^\*\./, '').replace(/^.*@/, '');
    if (isIP(bare) !== 0) {
      if (RESERVED_ADDRESS.test(bare)) return 'reserved';
      return isPublicAddress(bare) ? 'public' : 'private';
    }
    const host = classifyHost(bare, domains);
    if ('host' in host) return isPublicName(host.host) ? 'public' : 'private';
    if (host.dropped === 'reserved') return 'reserved';
    if (host.dropped === 'provider') return 'public';
    return /[.:]/.test(bare) ? 'private' : 'label';
  };
}
