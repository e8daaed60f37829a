/** Source `domain`: the registration of a domain, which its registry publishes by RDAP (RFC 9082, RFC 9083). */

import { toArray } from '../../lib/collections.ts';
import { isHostName, toAsciiHost } from '../../lib/host-port.ts';
import { reportDuplicates, type SourceDefinition } from './definition.ts';
import { findUrlProblem } from './http-url.ts';

export interface DomainSource {
  kind: 'domain';
  /** The domains in ASCII and lower case, without a final dot. */
  domains: string[];
  /** The base URL of the RDAP server; null: that of the registry. */
  rdap_url: string | null;
  /** Whether to read the MTA-STS policy (RFC 8461). */
  mta_sts: boolean;
  /** The file with the only CAs that are trusted for MTA-STS policies; null: those of Node. */
  ca_file: string | null;
  /** Whether a transfer lock is expected. */
  lock: boolean;
  /** Whether the zone is expected to be signed (RFC 4033). */
  dnssec: boolean;
}

/** Converts international names to ASCII (RFC 5891). */
export function normalizeDomain(text: string): string {
  return toAsciiHost(text).toLowerCase().replace(/\.$/, '');
}

export function formatDomainLocation(domain: string): string {
  return `domain:${domain}`;
}

/** Whether a name is a domain. The last label of an IP address is a number, or it has colons. */
function isDomain(name: string): boolean {
  const labels = name.split('.');
  return isHostName(name) && labels.length > 1 && /[a-z]/.test(labels.at(-1) ?? '') && !name.includes(':');
}

function isMap<Value>(value: Value): value is Exclude<Value, string | string[] | undefined> {
  return typeof value === 'object' && !Array.isArray(value);
}

export const DOMAIN: SourceDefinition<DomainSource> = {
  kind: 'domain',
  keys: [['domain', 'a domain']],
  locator: 'domains',
  subject: 'domain',
  hasLifetime: false,
  create: ({ domain, rdap_url, ca_file = null }) => {
    const { name, mta_sts = false, lock = false, dnssec = false } = isMap(domain) ? domain : { name: domain };
    const domains = [...new Set(toArray(name).map(normalizeDomain))];
    return { kind: 'domain', domains, rdap_url: rdap_url ?? null, mta_sts, ca_file, lock, dnssec };
  },
  check: (fields) => {
    for (const text of [...fields.listTexts('domain'), ...fields.listTexts('domain', 'name')]) {
      if (!isDomain(normalizeDomain(text.value))) fields.report('bad-domain', text, text.value, null);
    }
    reportDuplicates(fields, 'domain', normalizeDomain);
    reportDuplicates(fields, 'domain', normalizeDomain, 'name');
    for (const text of fields.listTexts('rdap_url')) {
      const problem = findUrlProblem(text.value);
      if (problem !== null) fields.report('bad-url', text, problem);
    }
  },
  listLocations: ({ domains }) => domains.map(formatDomainLocation),
  matchesLocation: (location) => location.startsWith('domain:'),
  locationType: 'domain',
  sampleName: ({ domains }) => domains[0],
};
