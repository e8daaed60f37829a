/** Compares a certificate with the `expect` block of its entry. */

import type { CertificateFacts, Deviation, Expectations, Identity } from '../domain/index.ts';
import { truncate } from '../lib/truncate.ts';
import { formatList } from './policies/check.ts';
import { matchesIssuer } from './policies/names.ts';

/** Returns the deviations from what is expected; empty if there are none. */
export function findDeviations(
  { names, issuers, fingerprints, keys, self_signed }: Expectations,
  facts: CertificateFacts,
  identity: Identity,
): Deviation[] {
  const issuer = truncate(facts.issuer || '(no name)');
  const fingerprint = facts.fingerprint_sha256 ?? 'unknown';
  const present = new Set(facts.sans.map(normalizeName));
  const missing = names.filter((name) => !present.has(normalizeName(name)));
  const checks: [isDeviation: boolean, code: string, detail: string][] = [
    [
      missing.length > 0,
      'expected-names',
      `The certificate does not cover ${formatList(missing)}, as \`expect\` requires: its subject alternative names are ` +
        `${formatList(facts.sans)}. Reissue it with all names, or install the intended certificate.`,
    ],
    [
      issuers.length > 0 && !matchesIssuer(issuers, facts.issuer ?? ''),
      'expected-issuer',
      `The certificate was issued by ${issuer}, but \`expect\` requires ${formatList(issuers)}. If your team did not change ` +
        'the CA, find out who requested this certificate and revoke it; otherwise update `expect`.',
    ],
    [
      fingerprints.length > 0 && !fingerprints.includes(fingerprint),
      'expected-fingerprint',
      `The SHA-256 fingerprint of the certificate is ${fingerprint}, which \`expect\` does not list. If it was renewed, update ` +
        '`expect`; otherwise find out who installed it.',
    ],
    [
      keys.length > 0 && !keys.includes(identity.key),
      'expected-key',
      `The SHA-256 of the public key is ${identity.key}, which \`expect\` does not list: clients that pin the key reject it. Use ` +
        'the pinned key, or update `expect` before you deploy the new key.',
    ],
    [
      self_signed && !identity.self_signed,
      'expected-self-signed',
      `The certificate was issued by ${issuer}, but \`expect\` says that it is self-signed. If this is intended, remove ` +
        '`self_signed`; otherwise find out who installed it.',
    ],
  ];
  return checks.flatMap(([isDeviation, code, detail]) => (isDeviation ? { code, detail } : []));
}

/** Returns one spelling for each name: an IPv6 address has many. */
function normalizeName(name: string): string {
  const url = `http://[${name}]`;
  return name.includes(':') && URL.canParse(url) ? new URL(url).hostname : name.toLowerCase();
}
