/** Creates the failures of lookups. `resolver` is the name of the resolver; messages never contain text of a response. */

import type { LookupFailure } from '../../domain/dns.ts';

const MESSAGES = {
  'dns-resolver-unreachable': (resolver: string, _, why: string) =>
    `DNS records are unknown: the DNS resolver ${resolver} ${why}. Check that this machine can connect to it.`,
  'dns-resolver-failing': (resolver: string, name: string, why: string) =>
    `The DNS resolver ${resolver} cannot look up ${name}: ${why}. Check that it can reach other DNS servers, and that its clock is right.`,
  'dns-resolver-refused': (resolver: string, name: string, why: string) =>
    `The DNS resolver ${resolver} refuses to look up ${name}${why}. Allow this machine to look it up there, or set another resolver.`,
  'dns-not-in-time': (_, name: string, why: string) =>
    `${name} was not looked up in time: ${why}. If this lasts, find out what is slow, or split the manifest between several scans.`,
  'dns-response-invalid': (resolver: string, name: string) =>
    `The response of the DNS resolver ${resolver} for ${name} is malformed. Check the DNS servers of the zone.`,
  'dns-server-failure': (_, name: string, why: string) =>
    `The lookup of ${name} failed (${why}). Check the DNS servers of the zone.`,
  'dns-bogus': (resolver: string, name: string, why: string) =>
    `The DNSSEC signatures of ${name} are not valid (resolver ${resolver}${why}): validating resolvers do not return its records. ` +
    'Sign the zone again, and check its DS records.',
} satisfies Record<string, (resolver: string, name: string, why: string) => string>;

export type LookupFailureCode = keyof typeof MESSAGES;

const CAUSES: Record<LookupFailureCode, LookupFailure['cause']> = {
  'dns-resolver-unreachable': 'resolver',
  'dns-resolver-failing': 'resolver',
  'dns-resolver-refused': 'resolver',
  'dns-not-in-time': 'resolver',
  'dns-response-invalid': 'name',
  'dns-server-failure': 'name',
  'dns-bogus': 'bogus',
};

/** Creates a failure. `why`: what is known about the reason, as the message of the code uses it. */
export function createLookupFailure(
  code: LookupFailureCode,
  { resolver, name, why = '' }: { resolver: string; name: string; why?: string },
): LookupFailure {
  return { code, detail: MESSAGES[code](resolver, name, why), cause: CAUSES[code] };
}
