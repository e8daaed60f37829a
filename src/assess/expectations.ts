/** Compares a certificate with the `expect` block of its entry, and with its purpose. */

import type { CertificateFacts, Deviation, Expectations, Identity } from '../domain/index.ts';
import { truncate } from '../lib/text/truncate.ts';
import { matchesIssuer } from './policies/names.ts';
import { formatList } from './policies/policy-check.ts';

type Check = (expected: Expectations, facts: CertificateFacts, identity: Identity) => string | null;

/** The checks by code. Each returns the detail of a deviation, or null if there is none. */
const CHECKS = {
  'expected-names': ({ names }, { sans }) => {
    const present = new Set(sans.map(normalizeName));
    const missing = names.filter((name) => !present.has(normalizeName(name)));
    if (missing.length === 0) return null;
    return (
      `The certificate does not cover ${formatList(missing)}, as \`expect\` requires. Its subject alternative names: ` +
      `${formatList(sans)}. Reissue it with all names, or install the intended certificate.`
    );
  },
  'expected-issuer': ({ issuers }, { issuer }) => {
    if (issuers.length === 0 || matchesIssuer(issuers, issuer ?? '')) return null;
    return (
      `The certificate was issued by ${formatIssuer(issuer)}, but \`expect\` requires ${formatList(issuers)}. If your team did not ` +
      'change the CA, find out who requested this certificate and revoke it; otherwise update `expect`.'
    );
  },
  'expected-fingerprint': ({ fingerprints }, { fingerprint_sha256: fingerprint }) => {
    if (fingerprints.length === 0 || fingerprints.some((one) => one === fingerprint)) return null;
    return (
      `The SHA-256 fingerprint of the certificate is ${fingerprint ?? 'unknown'}, which \`expect\` does not list. If it was ` +
      'renewed, update `expect`; otherwise find out who installed it.'
    );
  },
  'expected-key': ({ keys }, _, { key }) => {
    if (keys.length === 0 || keys.includes(key)) return null;
    return (
      `The SHA-256 of the public key is ${key}, which \`expect\` does not list: clients that pin the key reject it. Use the ` +
      'pinned key, or update `expect` before you deploy the new key.'
    );
  },
  'expected-self-signed': (expected, { issuer }, identity) => {
    if (!expected.self_signed || identity.self_signed) return null;
    return (
      `The certificate was issued by ${formatIssuer(issuer)}, but \`expect\` says that it is self-signed. If this is intended, ` +
      'remove `self_signed`; otherwise find out who installed it.'
    );
  },
  'expected-purpose': ({ purpose }, { common_name }, { misuse }) =>
    misuse === null
      ? null
      : `${truncate(common_name || 'The certificate')} ${misuse}, but the entry says \`purpose: ${purpose}\`. Install the intended ` +
        'certificate, or correct `purpose`.',
} satisfies Record<string, Check>;

/** Returns the deviations from the expectations; empty if there are none. */
export function findDeviations(expected: Expectations, facts: CertificateFacts, identity: Identity): Deviation[] {
  return Object.entries<Check>(CHECKS).flatMap(([code, check]) => {
    const detail = check(expected, facts, identity);
    return detail === null ? [] : { code, detail };
  });
}

function formatIssuer(issuer: string | null): string {
  return truncate(issuer || '(no name)');
}

/** Returns one spelling for each name: an IPv6 address has many. */
function normalizeName(name: string): string {
  const url = `http://[${name}]`;
  return URL.canParse(url) ? new URL(url).hostname : name.toLowerCase();
}
