/** Creates the failures of reading signatures, besides those of lookups. */

import type { LookupFailure } from '../../domain/dns.ts';

export function createNoZoneFailure(name: string): LookupFailure {
  return {
    cause: 'name',
    code: 'dns-no-zone',
    detail:
      `${name} has no SOA record, so it is not a zone of its own, or no longer exists. Write the name of the zone, such as \`example.org\` ` +
      'instead of `www.example.org`.',
  };
}

export function createRemovalFailure(name: string): LookupFailure {
  return {
    cause: 'resolver',
    code: 'dns-signatures-removed',
    detail:
      `It is unknown whether ${name} is signed: the DNS resolver removes signatures, even those of the root zone. Set one that returns ` +
      'them as `settings.network.dns_servers`.',
  };
}
