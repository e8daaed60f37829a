/**
 * The registered domain of a host name by the public suffix list (https://publicsuffix.org), without its private section: registries
 * know nothing of `github.io`. The list is large: import this file dynamically.
 */

import { getDomain } from 'tldts-icann';

/** `example.co.uk` for `www.example.co.uk`, in ASCII and lower case; null for a public suffix itself. */
export function findRegistrableDomain(name: string): string | null {
  return getDomain(name, { validateHostname: false });
}
