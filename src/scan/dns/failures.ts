/** Creates the failures of lookups. `resolver` is the name of the resolver; messages never contain text of a response. */

import type { LookupFailure } from '../../domain/dns.ts';

const MESSAGES = {
  'dns-resolver-unreachable': (resolver: string, why: string) =>
    `CAA and TLSA records are unknown: the DNS resolver ${resolver} ${why}. Check that this machine can connect to it.`,
  'dns-resolver-refused': (resolver: string, name: string) =>
    `The DNS resolver ${resolver} refuses to look up ${name}. Allow this machine to use it, or set another one.`,
  'dns-response-invalid': (resolver: string, name: string) =>
    `The response of the DNS resolver ${resolver} for ${name} is malformed. Check the DNS servers of the zone.`,
  'dns-server-failure': (resolver: string, name: string) =>
    `The lookup of ${name} failed (SERVFAIL of the resolver ${resolver}). Check the DNS servers of the zone.`,
  'dns-bogus': (resolver: string, name: string) =>
    `The DNSSEC signatures of ${name} are not valid (resolver ${resolver}): validating resolvers do not return its records. ` +
    'Sign the zone again, and check its DS records.',
} satisfies Record<string, (resolver: string, detail: string) => string>;

const CAUSES: Record<keyof typeof MESSAGES, LookupFailure['cause']> = {
  'dns-resolver-unreachable': 'resolver',
  'dns-resolver-refused': 'resolver',
  'dns-response-invalid': 'name',
  'dns-server-failure': 'name',
  'dns-bogus': 'bogus',
};

/** Creates a failure. `detail`: the name that was looked up; for an unreachable resolver, the reason. */
export function createLookupFailure(code: keyof typeof MESSAGES, resolver: string, detail: string): LookupFailure {
  return { code, detail: MESSAGES[code](resolver, detail), cause: CAUSES[code] };
}
