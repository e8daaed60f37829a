/** Checks of what a certificate says in its extensions. */

import { EXTENDED_KEY_USAGE_NAMES } from '../../types.ts';
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

export const mustStaple: Check<true> = ofRead(
  () => THERE,
  (_, __, { must_staple }) =>
    decided(must_staple, {
      what: 'Its demand for a stapled OCSP answer is',
      checked: must_staple ? THERE : 'missing',
      expected: THERE,
      advice: 'Have it issued with the TLS feature status_request (must-staple).',
    }),
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
