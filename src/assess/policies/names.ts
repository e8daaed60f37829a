/** Checks of the names in a certificate: its own, and its issuer's. */

import { cut } from '../../lib/truncate.ts';
import { type Check, decided, listed, ofCertificates } from './check.ts';
import { matchesPattern } from './wildcard-pattern.ts';

export const sanRequired: Check<true> = ofCertificates(
  () => 'at least one',
  (_, { facts: { sans } }) =>
    decided(sans.length > 0, {
      what: 'Its alternative names are',
      checked: listed(sans),
      expected: 'at least one',
      advice: 'Have it issued with the names that clients use: they do not look at the common name.',
    }),
);

/** A DNS name with a star in a label; those of mail addresses and URIs are none. */
const isWildcard = (name: string) => name.includes('*') && !/[@:/]/.test(name);

export const wildcardForbidden: Check<true> = ofCertificates(
  () => 'none',
  (_, { facts: { sans, common_name } }) => {
    const found = [...new Set([...sans, ...(common_name === null ? [] : [common_name])])];
    const wildcards = found.filter(isWildcard);
    return decided(wildcards.length === 0, {
      what: 'Its wildcards are',
      checked: listed(wildcards),
      expected: 'none',
      advice: 'Have it issued with each name by itself.',
    });
  },
);

/** The issuer as a pattern may name it: its whole name, its common names and its organisations. */
export function issuerNames(issuer: string): string[] {
  const parts = issuer.match(/(?:\\.|[^\\,+])+/gs) ?? [];
  const values = parts.flatMap((part) => {
    const [, value] = /^(?:CN|O)=(.*)$/s.exec(part) ?? [];
    return value === undefined ? [] : [unescaped(value)];
  });
  return [issuer, ...values];
}

/** RFC 4514 section 3: a backslash stands before the character itself, or before two hex digits of a byte. */
function unescaped(value: string): string {
  return value.replace(/\\([0-9A-Fa-f]{2})|\\(.)/gs, (_, hex?: string, char?: string) =>
    hex === undefined ? (char ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function matchesAny(patterns: readonly string[], issuer: string): boolean {
  const names = issuerNames(issuer);
  return patterns.some((pattern) => names.some((name) => matchesPattern(pattern, name)));
}

const oneOf = (patterns: readonly string[]) => `one of ${listed(patterns)}`;
const noneOf = (patterns: readonly string[]) => `none of ${listed(patterns)}`;

export const issuerAllowed: Check<string[]> = ofCertificates(oneOf, (patterns, { facts }) =>
  decided(matchesAny(patterns, facts.issuer ?? ''), {
    what: 'Its issuer is',
    checked: cut(facts.issuer || '(no name)'),
    expected: oneOf(patterns),
    advice: 'Have it issued by one that is allowed.',
  }),
);

export const issuerForbidden: Check<string[]> = ofCertificates(noneOf, (patterns, { facts }) =>
  decided(!matchesAny(patterns, facts.issuer ?? ''), {
    what: 'Its issuer is',
    checked: cut(facts.issuer || '(no name)'),
    expected: noneOf(patterns),
    advice: 'Have it issued by another.',
  }),
);
