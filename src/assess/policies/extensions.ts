/** Checks of what a certificate says in its extensions. */

import { EXTENDED_KEY_USAGE_NAMES } from '../../domain/index.ts';
import { type Check, formatCount, formatList, passIf, requireReading } from './check.ts';

/** As many as RFC 5280 has names of, so that what is asked for is not left out of what is found. */
const MAX_USAGES = 16;

const formatAllOf = (usages: readonly string[]) => `all of ${formatList(usages, MAX_USAGES)}`;

const EXTENDED_KEY_USAGES: readonly string[] = EXTENDED_KEY_USAGE_NAMES;

/** A certificate for any purpose has every extended key usage; one that names no usage has none that is asked for. */
export const usageRequired: Check<string[]> = requireReading(
  formatAllOf,
  (wanted, _, { key_usages, extended_key_usages }) => {
    const found = [...(key_usages ?? []), ...(extended_key_usages ?? [])];
    const any = found.includes('anyExtendedKeyUsage');
    const has = (usage: string) =>
      found.includes(usage) || (any && (EXTENDED_KEY_USAGES.includes(usage) || usage.includes('.')));
    return passIf(wanted.every(has), {
      what: 'Its usages are',
      checked: formatList(found, MAX_USAGES),
      expected: formatAllOf(wanted),
      advice: `Have it issued with ${formatList(wanted.filter((usage) => !has(usage)))}.`,
    });
  },
);

const PRESENT = 'there';
const PRESENT_AND_STAPLED = 'there, and met by the servers';

export const mustStaple: Check<true> = requireReading(
  () => PRESENT_AND_STAPLED,
  (_, { staples }, { must_staple }) => {
    const isMet = !staples.includes(false);
    return passIf(must_staple && isMet, {
      what: 'Its demand for a stapled OCSP answer is',
      checked: must_staple ? (isMet ? PRESENT : 'not met by a server') : 'missing',
      expected: PRESENT_AND_STAPLED,
      advice: must_staple
        ? 'Switch OCSP stapling on at the server: clients that heed the demand refuse the certificate as it is served.'
        : 'Have it issued with the TLS feature status_request (must-staple).',
    });
  },
);

const EXPECTED_TIMESTAMPS = 'at least 1';

/** Those that a server sends in the handshake, or in a stapled answer, are not seen: hardly any does. */
export const ctRequired: Check<true> = requireReading(
  () => EXPECTED_TIMESTAMPS,
  (_, __, { timestamps }) =>
    passIf(timestamps > 0, {
      what: 'Embedded in it are',
      checked: timestamps === 0 ? 'no certificate timestamps' : formatCount(timestamps, 'certificate timestamp'),
      expected: EXPECTED_TIMESTAMPS,
      advice:
        'Have it issued by an authority that logs it (Certificate Transparency). Timestamps that the server sends beside it are not seen.',
    }),
);
