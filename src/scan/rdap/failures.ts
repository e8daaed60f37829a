/** Creates the failures of registrations. */

import type { Failure } from '../../domain/index.ts';
import { formatDay } from '../../lib/iso-time.ts';

const MESSAGES = {
  'rdap-no-server': (domain: string) =>
    `The registry of ${domain} has no RDAP server, as far as IANA knows. Set \`rdap_url\` if it has one. Otherwise write the date: ` +
    '`expires: YYYY-MM-DD` with `what: domain registration` instead of `domain`.',
  'rdap-not-registrable': (domain: string) =>
    `${domain} is a public suffix, under which others register domains. Use the name of a registered domain.`,
  'rdap-domain-unknown': (domain: string, server: string) =>
    `The registry does not know ${domain}, says ${server} (404). Check the spelling. If it was yours, its registration has ended.`,
  'rdap-unreachable': (domain: string, _: string, why: string) =>
    `The registration of ${domain} could not be read. ${why}`,
  'rdap-paused': (domain: string, server: string) =>
    `The registration of ${domain} was not requested, because ${server} did not answer earlier requests of this scan, or limits them. The ` +
    'next scan asks for it first.',
  'rdap-unexpected-format': (domain: string, server: string, why: string) =>
    `The response of ${server} about ${domain} is not RDAP: ${why}. Check \`rdap_url\`, and any proxy in between.`,
  'rdap-without-expiration': (domain: string, server: string) =>
    `${server} does not say when the registration of ${domain} expires. Write the date: \`expires: YYYY-MM-DD\` with \`what: domain ` +
    'registration` instead of `domain`.',
  'rdap-kept': (_: string, since: string, why: string) => `${why} Its response from ${since} is used.`,
} satisfies Record<string, (domain: string, server: string, why: string) => string>;

type RdapFailureCode = keyof typeof MESSAGES;

/** Creates a failure. `server`: its host. `why`: a part of the sentence, or a sentence. */
export function createRdapFailure(code: RdapFailureCode, domain: string, server = '', why = ''): Failure {
  return { code, detail: MESSAGES[code](domain, server, why) };
}

/** Creates the notice that the value of an earlier scan is used, because the registry did not answer. */
export function createKeptNotice({ detail }: Failure, since: string): Failure {
  return createRdapFailure('rdap-kept', '', formatDay(since), detail);
}
