/** Creates the failures that only providers of certificate transparency have. */

import type { Failure } from '../../domain/index.ts';

/** The messages, which never contain text of a server. */
const MESSAGES = {
  'ct-postponed': (name: string, why: string) =>
    `${name} was not asked about this domain in this scan: ${why}. Later scans begin with the domains that have waited longest. If this lasts, set a ` +
    '`token` with a higher limit, scan more often, or use a mirror (`api_url`).',
  'ct-incomplete': (name: string, domain: string) =>
    `${name} has more certificates for ${domain} than one scan reads. The next scan continues.`,
  'ct-truncated': (name: string, count: string) =>
    `${name} returned ${count} certificates. They have 10,000 names, which is its limit, so some may be missing. Use the provider ` +
    'certspotter, or list subdomains instead of the domain.',
  'ct-caa-postponed': (name: string, count: string) =>
    `The CAA records of ${count} discovered ${count === '1' ? 'certificate' : 'certificates'} for ${name} were not looked up: one scan looks up ` +
    '1,000 names. The next scan continues.',
} satisfies Record<string, (name: string, detail: string) => string>;

export function createCtFailure(code: keyof typeof MESSAGES, name: string, detail: string): Failure {
  return { code, detail: MESSAGES[code](name, detail) };
}
