/**
 * Finds the registered domain of a host name by the public suffix list (https://publicsuffix.org), without its private section, such as
 * `github.io`, which registries do not have. The list is large: import this file dynamically.
 */

import { getDomain } from 'tldts-icann';
import { RDAP_SERVERS } from '../../generated/rdap-servers.ts';

/** Finds `example.co.uk` for `www.example.co.uk`, in ASCII and lower case; null for a public suffix itself. */
export function findRegistrableDomain(name: string): string | null {
  return getDomain(name, { validateHostname: false });
}

/** Generic top-level domains without a server. All others must have one in the bootstrap file of IANA. */
const WITHOUT_SERVER = ['edu', 'gov', 'int', 'mil'];

const GENERIC = new Set([...WITHOUT_SERVER, ...RDAP_SERVERS.flatMap(([, domains]) => domains.split(' '))]);

/**
 * Whether a name, in ASCII and lower case, is public: the last label of private names, such as `mail.default`, is not a top-level domain of
 * the Internet. Top-level domains of countries have two letters (ISO 3166-1), or are A-labels.
 */
export function isPublicName(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return /^(?:[a-z]{2}|xn--.*)$/.test(last) || GENERIC.has(last);
}
