/** What people know of a certificate beforehand (`expect`). */

import type { Scenario } from './scenario.ts';

/** As openssl and others write it: pairs of digits with colons between. */
const withColons = (fingerprint: string) => fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:');

export const EXPECTED: readonly Scenario[] = [
  {
    name: 'Self-signed, as expected (`self_signed: true`)',
    truth: 'Clients that trust it connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, tls }) => {
      const own = await leaf({ issuer: undefined });
      // Others are told so by the anchor.
      return tls([own], { anchors: [own], entry: { ca_file: undefined, expect: { self_signed: true } } });
    },
  },
  {
    name: 'Self-signed, as expected, but expired',
    truth: 'Clients reject it.',
    alarm: true,
    ours: 'expired',
    set: async ({ leaf, tls }) => {
      const own = await leaf({ issuer: undefined, to: -1 });
      return tls([own], { anchors: [own], entry: { ca_file: undefined, expect: { self_signed: true } } });
    },
  },
  {
    name: 'Not the expected certificate (`fingerprint_sha256`)',
    truth: 'Clients connect, but to an unexpected server.',
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
    truth: 'Clients connect; somebody obtained a certificate from another CA.',
    alarm: true,
    ours: 'expected-issuer',
    set: async ({ leaf, middle, tls }) => {
      const options = { check_ssl_cert: ['--issuer', 'Own issuing'] };
      return tls([await leaf(), middle], { entry: { expect: { issuer: 'Own issuing' } }, options });
    },
  },
];
