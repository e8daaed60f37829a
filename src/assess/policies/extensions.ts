/** Checks of what a certificate says in its extensions. */

import { EXTENDED_KEY_USAGE_NAMES } from '../../domain/index.ts';
import { type Check, counted, decided, listed, ofRead } from './check.ts';

/** As many as RFC 5280 has names of, so that what is asked for is not left out of what is found. */
const MOST_USAGES = 16;

const allOf = (usages: readonly string[]) => `all of ${listed(usages, MOST_USAGES)}`;

const EXTENDED: readonly string[] = EXTENDED_KEY_USAGE_NAMES;

/** A certificate for any purpose has every extended key usage; one that names no usage has none that is asked for. */
export const usageRequired: Check<string[]> = ofRead(allOf, (wanted, _, { key_usages, extended_key_usages }) => {
  const found = [...(key_usages ?? []), ...(extended_key_usages ?? [])];
  const any = found.includes('anyExtendedKeyUsage');
  const has = (usage: string) => found.includes(usage) || (any && (EXTENDED.includes(usage) || usage.includes('.')));
  return decided(wanted.every(has), {
    what: 'Its usages are',
    checked: listed(found, MOST_USAGES),
    expected: allOf(wanted),
    advice: `Have it issued with ${listed(wanted.filter((usage) => !has(usage)))}.`,
  });
});

const THERE = 'there';
const MET = 'there, and met by the servers';

export const mustStaple: Check<true> = ofRead(
  () => MET,
  (_, { staples }, { must_staple }) => {
    const isMet = !staples.includes(false);
    return decided(must_staple && isMet, {
      what: 'Its demand for a stapled OCSP answer is',
      checked: must_staple ? (isMet ? THERE : 'not met by a server') : 'missing',
      expected: MET,
      advice: must_staple
        ? 'Switch OCSP stapling on at the server: clients that heed the demand refuse the certificate as it is served.'
        : 'Have it issued with the TLS feature status_request (must-staple).',
    });
  },
);

const TIMESTAMPS = 'at least 1';

/** Those that a server sends in the handshake, or in a stapled answer, are not seen: hardly any does. */
export const ctRequired: Check<true> = ofRead(
  () => TIMESTAMPS,
  (_, __, { timestamps }) =>
    decided(timestamps > 0, {
      what: 'Embedded in it are',
      checked: timestamps === 0 ? 'no certificate timestamps' : counted(timestamps, 'certificate timestamp'),
      expected: TIMESTAMPS,
      advice:
        'Have it issued by an authority that logs it (Certificate Transparency). Timestamps that the server sends beside it are not seen.',
    }),
);
