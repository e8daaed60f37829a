/** Checks of the names of a certificate and of its issuer. */

import { hasOmittedNames } from '../../domain/limit-facts.ts';
import { truncate } from '../../lib/text/truncate.ts';
import { type Check, createUndecided, formatList, passIf, requireCertificate } from './policy-check.ts';

export const sanRequired: Check<true> = requireCertificate(
  () => 'at least one',
  (_, { facts: { sans } }) =>
    passIf(sans.length > 0, {
      what: 'Subject alternative names:',
      checked: formatList(sans),
      expected: 'at least one',
      advice: 'Reissue it with the names that clients use: they ignore the common name.',
    }),
);

/** Whether a name is a DNS name with `*` in a label, not a mail address or URI. */
function isWildcard(name: string | null): name is string {
  return name?.includes('*') === true && !/[@:/]/.test(name);
}

export const wildcardForbidden: Check<true> = requireCertificate(
  () => 'none',
  (_, { facts: { sans, common_name } }) => {
    const wildcards = [...new Set([...sans, common_name])].filter(isWildcard);
    if (wildcards.length === 0 && hasOmittedNames({ sans }))
      return createUndecided(
        'none',
        `Only the first ${sans.length - 1} of its names were checked. Reissue it with fewer names.`,
      );
    return passIf(wildcards.length === 0, {
      what: 'Wildcard names:',
      checked: formatList(wildcards),
      expected: 'none',
      advice: 'Reissue it with the individual names.',
    });
  },
);

/** Lists what a pattern may match: the full name of the issuer, its common names and its organizations. */
export function listIssuerNames(issuer: string): string[] {
  const values = Array.from(issuer.matchAll(/(?:\\.|[^\\,+])+/gs)).flatMap(([part]) => {
    const value = /^(?:CN|O)=(.*)/s.exec(part)?.[1];
    return value === undefined ? [] : [unescapeValue(value)];
  });
  return [issuer, ...values];
}

/** RFC 4514 section 3: a backslash precedes the character itself, or two hex digits of a byte. */
function unescapeValue(value: string): string {
  return value.replace(/\\([0-9A-Fa-f]{2}|.)/gs, (_, escaped: string) =>
    escaped.length === 2 ? String.fromCharCode(Number.parseInt(escaped, 16)) : escaped,
  );
}

export function matchesIssuer(patterns: readonly string[], issuer: string): boolean {
  const names = listIssuerNames(issuer);
  return patterns.some((pattern) => names.some((name) => matchesPattern(pattern, name)));
}

const formatAllowed = (patterns: readonly string[]) => `one of ${formatList(patterns)}`;
const formatForbidden = (patterns: readonly string[]) => `none of ${formatList(patterns)}`;

function createIssuerCheck(isAllowed: boolean, advice: string): Check<string[]> {
  const format = isAllowed ? formatAllowed : formatForbidden;
  return requireCertificate(format, (patterns, { facts }) =>
    passIf(matchesIssuer(patterns, facts.issuer ?? '') === isAllowed, {
      what: 'Its issuer is',
      checked: truncate(facts.issuer || '(no name)'),
      expected: format(patterns),
      advice,
    }),
  );
}

export const issuerAllowed = createIssuerCheck(true, 'Reissue it from an allowed issuer.');
export const issuerForbidden = createIssuerCheck(false, 'Reissue it from another issuer.');

/**
 * Whether a text matches a pattern in which `*` stands for any characters, and `?` for one. The comparison ignores case. Its time is
 * bounded by the product of both lengths, because both may be untrusted.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = [...pattern.toLowerCase()];
  const found = [...text.toLowerCase()];
  let at = 0;
  let from = 0;
  /** The last `*`, and the end of its match, which grows when the rest does not match. */
  let star: { at: number; upTo: number } | null = null;
  while (from < found.length) {
    const one = wanted[at];
    if (one === '*') {
      star = { at, upTo: from };
      at += 1;
    } else if (one === '?' || one === found[from]) {
      at += 1;
      from += 1;
    } else if (star !== null) {
      star.upTo += 1;
      at = star.at + 1;
      from = star.upTo;
    } else return false;
  }
  return wanted.slice(at).every((one) => one === '*');
}
