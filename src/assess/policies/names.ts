/** Checks of the names in a certificate: its own, and its issuer's. */

import { truncate } from '../../lib/truncate.ts';
import { type Check, formatList, passIf, requireCertificate } from './check.ts';
import { matchesPattern } from './wildcard-pattern.ts';

export const sanRequired: Check<true> = requireCertificate(
  () => 'at least one',
  (_, { facts: { sans } }) =>
    passIf(sans.length > 0, {
      what: 'Its alternative names are',
      checked: formatList(sans),
      expected: 'at least one',
      advice: 'Have it issued with the names that clients use: they do not look at the common name.',
    }),
);

/** A DNS name with a star in a label; those of mail addresses and URIs are none. */
const isWildcard = (name: string) => name.includes('*') && !/[@:/]/.test(name);

export const wildcardForbidden: Check<true> = requireCertificate(
  () => 'none',
  (_, { facts: { sans, common_name } }) => {
    const found = [...new Set([...sans, ...(common_name === null ? [] : [common_name])])];
    const wildcards = found.filter(isWildcard);
    return passIf(wildcards.length === 0, {
      what: 'Its wildcards are',
      checked: formatList(wildcards),
      expected: 'none',
      advice: 'Have it issued with each name by itself.',
    });
  },
);

/** The issuer as a pattern may name it: its whole name, its common names and its organisations. */
export function listIssuerNames(issuer: string): string[] {
  const parts = issuer.match(/(?:\\.|[^\\,+])+/gs) ?? [];
  const values = parts.flatMap((part) => {
    const [, value] = /^(?:CN|O)=(.*)$/s.exec(part) ?? [];
    return value === undefined ? [] : [unescapeValue(value)];
  });
  return [issuer, ...values];
}

/** RFC 4514 section 3: a backslash stands before the character itself, or before two hex digits of a byte. */
function unescapeValue(value: string): string {
  return value.replace(/\\([0-9A-Fa-f]{2})|\\(.)/gs, (_, hex?: string, char?: string) =>
    hex === undefined ? (char ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function matchesAny(patterns: readonly string[], issuer: string): boolean {
  const names = listIssuerNames(issuer);
  return patterns.some((pattern) => names.some((name) => matchesPattern(pattern, name)));
}

const formatOneOf = (patterns: readonly string[]) => `one of ${formatList(patterns)}`;
const formatNoneOf = (patterns: readonly string[]) => `none of ${formatList(patterns)}`;

export const issuerAllowed: Check<string[]> = requireCertificate(formatOneOf, (patterns, { facts }) =>
  passIf(matchesAny(patterns, facts.issuer ?? ''), {
    what: 'Its issuer is',
    checked: truncate(facts.issuer || '(no name)'),
    expected: formatOneOf(patterns),
    advice: 'Have it issued by one that is allowed.',
  }),
);

export const issuerForbidden: Check<string[]> = requireCertificate(formatNoneOf, (patterns, { facts }) =>
  passIf(!matchesAny(patterns, facts.issuer ?? ''), {
    what: 'Its issuer is',
    checked: truncate(facts.issuer || '(no name)'),
    expected: formatNoneOf(patterns),
    advice: 'Have it issued by another.',
  }),
);
