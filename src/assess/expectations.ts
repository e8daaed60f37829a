/** How a certificate differs from what its entry expects of it. */

import type { CertificateFacts, Deviation, Expectations, Identity } from '../domain/index.ts';
import { truncate } from '../lib/truncate.ts';
import { formatList } from './policies/check.ts';
import { listIssuerNames } from './policies/names.ts';
import { matchesPattern } from './policies/wildcard-pattern.ts';

const MESSAGES = {
  'expected-names': (missing: readonly string[], has: readonly string[]) =>
    `It is not for ${formatList(missing)}, which \`expect\` asks for: its alternative names are ${formatList(has)}. Have it issued with ` +
    'all names, or install the certificate that was meant.',
  'expected-issuer': (issuer: string, patterns: readonly string[]) =>
    `It was issued by ${truncate(issuer)}, and \`expect\` asks for ${formatList(patterns)}. Where nobody of yours has changed the ` +
    'authority, find out who had it issued and revoke it; else write the new one.',
  'expected-fingerprint': (fingerprint: string) =>
    `Its SHA-256 fingerprint is ${fingerprint}, which \`expect\` does not name. Where it was renewed, write the new one; else find ` +
    'out who put it there.',
  'expected-key': (key: string) =>
    `The SHA-256 of its key is ${key}, which \`expect\` does not name: clients that have the key pinned refuse it. Use the pinned ` +
    'key, or write the new one in time.',
  'expected-self-signed': (issuer: string) =>
    `It was issued by ${truncate(issuer)}, and \`expect\` says that it is signed by itself. Take \`self_signed\` out where that is meant; ` +
    'else find out who put it there.',
} satisfies Record<string, (...facts: never[]) => string>;

/** Empty where it is what is expected. */
export function findDeviations(
  expected: Expectations,
  facts: CertificateFacts,
  { key, self_signed }: Identity,
): Deviation[] {
  const found: Deviation[] = [];
  const differs = <Code extends keyof typeof MESSAGES>(code: Code, ...about: Parameters<(typeof MESSAGES)[Code]>) => {
    const wording = MESSAGES[code] as (...about: unknown[]) => string;
    found.push({ code, detail: wording(...about) });
  };
  const issuer = facts.issuer || '(no name)';
  const { names, issuers, fingerprints, keys } = expected;
  const has = new Set(facts.sans.map(normalizeName));
  const missing = names.filter((name) => !has.has(normalizeName(name)));
  if (missing.length > 0) differs('expected-names', missing, facts.sans);
  if (issuers.length > 0 && !matchesAny(issuers, facts.issuer ?? '')) differs('expected-issuer', issuer, issuers);
  if (fingerprints.length > 0 && !fingerprints.includes(facts.fingerprint_sha256 ?? '')) {
    differs('expected-fingerprint', facts.fingerprint_sha256 ?? 'unknown');
  }
  if (keys.length > 0 && !keys.includes(key)) differs('expected-key', key);
  if (expected.self_signed && !self_signed) differs('expected-self-signed', issuer);
  return found;
}

function matchesAny(patterns: readonly string[], issuer: string): boolean {
  const names = listIssuerNames(issuer);
  return patterns.some((pattern) => names.some((name) => matchesPattern(pattern, name)));
}

/** One spelling of each name: an IPv6 address has many. */
function normalizeName(name: string): string {
  const url = `http://[${name}]`;
  return name.includes(':') && URL.canParse(url) ? new URL(url).hostname : name.toLowerCase();
}
