/** Source `ct`: the issuances in certificate transparency logs for domains, from a provider that indexes the logs. */

import { toArray } from '../../lib/collections.ts';
import { isHostName, toAsciiHost } from '../../lib/host-port.ts';
import { trimEnd } from '../../lib/text/trim.ts';
import { type ExpectedCertificates, isInDomain } from '../expected-certificates.ts';
import { type EntryFields, type FieldText, reportDuplicates, type SourceDefinition } from './definition.ts';
import { findUrlProblem } from './http-url.ts';

export type CtProvider = 'certspotter' | 'crtsh';

export interface CtSource {
  kind: 'ct';
  /** The domains in lower case, international names in ASCII. */
  domains: string[];
  include_subdomains: boolean;
  provider: CtProvider;
  /** The URL without a trailing slash. */
  api_url: string;
  /** The URL of a server like crt.sh, which is used if the provider does not respond, without a trailing slash; null: none. */
  fallback_url: string | null;
  /** The token with its `${NAME}` references; null: none. */
  token: string | null;
  /** The certificates that no location has by design. */
  expected: ExpectedCertificates[];
}

const KIND = 'ct';

const DEFAULT_URLS: Readonly<Record<CtProvider, string>> = {
  certspotter: 'https://api.certspotter.com',
  crtsh: 'https://crt.sh',
};

export const CT: SourceDefinition<CtSource> = {
  kind: KIND,
  keys: [[KIND, 'a domain in certificate transparency logs']],
  locator: 'domains',
  variableKeys: { texts: ['token'] },
  hasLifetime: false,
  create: ({ ct, include_subdomains, provider = 'certspotter', api_url, fallback_url, token, expected = [] }) => ({
    kind: KIND,
    domains: [...new Set(toArray(ct).map(normalizeDomain))],
    include_subdomains: include_subdomains ?? true,
    provider,
    api_url: trimEnd(api_url ?? DEFAULT_URLS[provider], '/'),
    fallback_url: fallback_url === undefined ? null : trimEnd(fallback_url, '/'),
    token: token ?? null,
    expected: expected.map(({ names, issuers, reason }) => ({
      names: toArray(names).flatMap((text) => parseNamePattern(text) ?? []),
      issuers: toArray(issuers),
      reason: reason.trim(),
    })),
  }),
  check: (fields) => {
    for (const text of fields.listTexts(KIND)) {
      if (isDomain(normalizeDomain(text.value))) continue;
      const bare = normalizeDomain(text.value.replace(/^\*?\./, ''));
      fields.report('bad-domain', text, text.value, isDomain(bare) ? bare : null);
    }
    for (const key of ['api_url', 'fallback_url'] as const) {
      for (const text of fields.listTexts(key)) {
        const problem = findUrlProblem(text.value);
        if (problem !== null) fields.report('bad-url', text, problem);
      }
    }
    reportDuplicates(fields, KIND, normalizeDomain);
    checkExpected(fields);
  },
  listLocations: ({ domains }) => domains.map(formatCtLocation),
  matchesLocation: (location) => location.startsWith(`${KIND}:`),
  locationType: KIND,
  sampleName: ({ domains: [domain] }) => domain,
};

/** Checks that each name is in a domain of the entry, and that the issuers do not include every CA. */
function checkExpected<Text extends FieldText>(fields: EntryFields<Text>): void {
  const domains = fields.listTexts(KIND).map(({ value }) => normalizeDomain(value));
  for (const text of fields.listTexts('expected', undefined, 'names')) {
    const name = parseNamePattern(text.value);
    if (name === null || !domains.some((domain) => isInDomain(name, domain)))
      fields.report('bad-expected-pattern', text, text.value, domains[0] ?? null);
  }
  for (const text of fields.listTexts('expected', undefined, 'issuers'))
    if (/^[*?\s]*$/.test(text.value)) fields.report('any-issuer-expected', text, text.value);
}

/**
 * Parses a pattern of names: labels in lower case and ASCII, in which `*` stands for any characters, and `**` as the first label. Returns
 * null for other text.
 */
function parseNamePattern(text: string): string | null {
  const labels = text.trim().replace(/\.$/, '').split('.');
  const parsed = labels.map((label, index) => {
    if (label === '*' || (label === '**' && index === 0 && !text.includes('*', text.indexOf('.')))) return label;
    const ascii = (label.includes('*') ? label : toAsciiHost(label)).toLowerCase();
    return /^(?:[a-z0-9_-]|\*(?!\*))+$/.test(ascii) ? ascii : null;
  });
  return parsed.includes(null) ? null : parsed.join('.');
}

/** Formats the name of the location of a domain. */
export function formatCtLocation(domain: string): string {
  return `${KIND}:${domain}`;
}

function normalizeDomain(text: string): string {
  return toAsciiHost(text.trim()).toLowerCase().replace(/\.$/, '');
}

/** Whether a name has at least two labels, and is not an address. */
function isDomain(name: string): boolean {
  return isHostName(name) && name.includes('.') && !/^[\d.]+$/.test(name);
}
