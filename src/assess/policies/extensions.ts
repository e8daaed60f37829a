/** Checks of certificate extensions. */

import { EXTENDED_KEY_USAGE_NAMES } from '../../domain/index.ts';
import { type Check, formatCount, formatList, passIf, requireReading } from './check.ts';

/** As many as RFC 5280 names, so that a required usage is always listed. */
const MAX_USAGES = 16;

const formatRequiredUsages = (usages: readonly string[]) => `all of ${formatList(usages, MAX_USAGES)}`;

const EXTENDED_KEY_USAGES: readonly string[] = EXTENDED_KEY_USAGE_NAMES;

/** `anyExtendedKeyUsage` stands for every extended key usage; a certificate without usages has none of them. */
export const usageRequired: Check<string[]> = requireReading(
  formatRequiredUsages,
  (wanted, _, { key_usages, extended_key_usages }) => {
    const found = [...(key_usages ?? []), ...(extended_key_usages ?? [])];
    const any = found.includes('anyExtendedKeyUsage');
    const has = (usage: string) =>
      found.includes(usage) || (any && (EXTENDED_KEY_USAGES.includes(usage) || usage.includes('.')));
    return passIf(wanted.every(has), {
      what: 'Key usages:',
      checked: formatList(found, MAX_USAGES),
      expected: formatRequiredUsages(wanted),
      advice: `Reissue it with ${formatList(wanted.filter((usage) => !has(usage)))}.`,
    });
  },
);

const PRESENT = 'present';
const PRESENT_AND_STAPLED = 'present, and honored by the servers';

export const mustStaple: Check<true> = requireReading(
  () => PRESENT_AND_STAPLED,
  (_, { staples }, { must_staple }) => {
    const isMet = !staples.includes(false);
    return passIf(must_staple && isMet, {
      what: 'Its must-staple extension is',
      checked: must_staple ? (isMet ? PRESENT : 'not honored by a server') : 'missing',
      expected: PRESENT_AND_STAPLED,
      advice: must_staple
        ? 'Enable OCSP stapling on the server: clients that enforce must-staple reject the certificate as it is served.'
        : 'Reissue it with the TLS feature status_request (must-staple).',
    });
  },
);

const EXPECTED_TIMESTAMPS = 'at least 1';

/** Timestamps that a server sends in the handshake or in a stapled response are not seen; they are rare. */
export const ctRequired: Check<true> = requireReading(
  () => EXPECTED_TIMESTAMPS,
  (_, __, { timestamps }) =>
    passIf(timestamps > 0, {
      what: 'The certificate contains',
      checked: timestamps === 0 ? 'no SCTs' : formatCount(timestamps, 'SCT'),
      expected: EXPECTED_TIMESTAMPS,
      advice:
        'Reissue it from a CA that embeds signed certificate timestamps (SCTs). Those that the server sends separately are not checked.',
    }),
);
