/** Situations with expectations (`expect`). */

import type { Scenario } from './scenario.ts';

/** Formats a fingerprint as OpenSSL does: pairs of digits separated by colons. */
const withColons = (fingerprint: string) => fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:');

export const EXPECTED: readonly Scenario[] = [
  {
    name: 'Self-signed, as expected (`self_signed: true`)',
    clients: 'Clients that trust it connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, tls }) => {
      const own = await leaf({ issuer: undefined });
      // Other tools know it from the anchor.
      return tls([own], { anchors: [own], entry: { ca_file: undefined, expect: { self_signed: true } } });
    },
  },
  {
    name: 'Self-signed, as expected, but expired',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'expired',
    set: async ({ leaf, tls }) => {
      const own = await leaf({ issuer: undefined, to: -1 });
      return tls([own], { anchors: [own], entry: { ca_file: undefined, expect: { self_signed: true } } });
    },
  },
  {
    name: 'Not the expected certificate (`fingerprint_sha256`)',
    clients: 'Clients connect, but to an unexpected server.',
    alarm: true,
    ours: 'expected-fingerprint',
    set: async ({ leaf, middle, tls }) => {
      const { fingerprint } = await leaf();
      const check_ssl_cert = ['--fingerprint', withColons(fingerprint), '--fingerprint-alg', 'sha256'];
      const entry = { expect: { fingerprint_sha256: fingerprint } };
      return tls([await leaf(), middle], { entry, options: { check_ssl_cert } });
    },
  },
  {
    name: 'Not the expected issuer (`issuer`)',
    clients: 'Clients connect; somebody obtained a certificate from another CA.',
    alarm: true,
    ours: 'expected-issuer',
    set: async ({ leaf, middle, tls }) => {
      const options = { check_ssl_cert: ['--issuer', 'Own issuing'] };
      return tls([await leaf(), middle], { entry: { expect: { issuer: 'Own issuing' } }, options });
    },
  },
];
