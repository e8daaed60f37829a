/** Checks of certificate extensions, and of the servers that present a certificate. */

import { EXTENDED_KEY_USAGE_NAMES, TLS_VERSIONS, type TlsVersion } from '../../domain/index.ts';
import {
  type Check,
  createSkipped,
  createUndecided,
  formatCount,
  formatList,
  passIf,
  requireReading,
} from './policy-check.ts';

/** RFC 5280 names this many usages, so that a required usage is always listed. */
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

const formatVersion = (version: string) => `TLS ${version}`;
const formatMinVersion = (version: string) => `${formatVersion(version)} or newer`;

/**
 * The oldest of the newest versions of all servers that present the certificate. A scan does not detect older versions that they also
 * accept.
 */
export const minTlsVersion: Check<TlsVersion> = (wanted, { tls_versions, is_presented }) => {
  const expected = formatMinVersion(wanted);
  if (!is_presented) return createSkipped(expected, 'No server presents the certificate.');
  const oldest = TLS_VERSIONS.find((version) => tls_versions.includes(version));
  if (oldest === undefined)
    return createUndecided(expected, 'The TLS version of the server is not known in this scan.');
  return passIf(TLS_VERSIONS.indexOf(oldest) >= TLS_VERSIONS.indexOf(wanted), {
    what: 'The newest version that a server supports is',
    checked: formatVersion(oldest),
    expected,
    advice: `Enable ${formatVersion(wanted)} on the server.`,
  });
};

const EXPECTED_TIMESTAMPS = 'at least 1';

/** Timestamps that a server sends in the handshake or in a stapled response are ignored; they are rare. */
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
