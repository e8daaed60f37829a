/**
 * The registered domain of a host name by the public suffix list (https://publicsuffix.org), without its private section: registries
 * know nothing of `github.io`. The list is large: import this file dynamically.
 */

import { getDomain } from 'tldts-icann';
import { RDAP_SERVERS } from '../../generated/rdap-servers.ts';

/** `example.co.uk` for `www.example.co.uk`, in ASCII and lower case; null for a public suffix itself. */
export function findRegistrableDomain(name: string): string | null {
  return getDomain(name, { validateHostname: false });
}

/** All other generic top-level domains must have a server in the bootstrap file of IANA. */
const WITHOUT_SERVER = ['edu', 'gov', 'int', 'mil'];

const GENERIC = new Set([...WITHOUT_SERVER, ...RDAP_SERVERS.flatMap(([, domains]) => domains.split(' '))]);

/**
 * False for the private names of networks, such as `mail.default`, whose last label is no top-level domain of the Internet. Those of
 * countries have two letters (ISO 3166-1), or are A-labels. In ASCII and lower case.
 */
export function isPublicName(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return /^(?:[a-z]{2}|xn--.*)$/.test(last) || GENERIC.has(last);
}
