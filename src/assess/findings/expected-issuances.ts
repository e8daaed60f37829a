/** Finds the item of `expected` in the manifest that an issuance of certificate transparency logs matches. */

import { type ExpectedCertificates, isInDomain } from '../../domain/expected-certificates.ts';
import type { Entry, RecordedIssuance } from '../../domain/index.ts';
import { matchesIssuer, matchesPattern } from '../policies/names.ts';

/**
 * Returns the first item of the entry of which a name matches each name of the issuance in the domain, and a pattern matches its issuer; null
 * if there is none. Names in other domains are those of other customers of the same service.
 */
export function findExpected(
  { names, issuer }: Pick<RecordedIssuance, 'names' | 'issuer'>,
  domain: string,
  { source }: Pick<Entry, 'source'>,
): ExpectedCertificates | null {
  if (source.kind !== 'ct' || source.expected.length === 0) return null;
  const own = names.filter((name) => isInDomain(name, domain));
  if (own.length === 0) return null;
  const covers = (item: ExpectedCertificates) =>
    own.every((name) => item.names.some((pattern) => matchesName(pattern, name))) &&
    matchesIssuer(item.issuers, issuer);
  return source.expected.find(covers) ?? null;
}

/**
 * Whether a name matches a pattern. `*.example.org` is the wildcard itself, not the names that it covers, so that an item with the names of a
 * certificate does not expect a certificate for other names. `**.example.org` matches all names below it. Another `*` stays in its label.
 */
export function matchesName(pattern: string, name: string): boolean {
  if (pattern.startsWith('**.')) return name.endsWith(pattern.slice(2));
  const wanted = pattern.split('.');
  const labels = name.split('.');
  if (wanted.length !== labels.length) return false;
  return wanted.every((label, index) => {
    const isLiteral = index === 0 && label === '*';
    return isLiteral ? labels[0] === '*' : matchesPattern(label, labels[index] ?? '');
  });
}
