/** What people know of a certificate beforehand (`expect`). */

import type { Scenario } from './scenario.ts';

/** As openssl and others write it: pairs of digits with colons between. */
const withColons = (fingerprint: string) => fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:');

export const EXPECTED: readonly Scenario[] = [
  {
    name: 'It signed itself, and is expected to (`self_signed: true`)',
    truth: 'Clients that were given it connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, tls }) => {
      const own = await leaf({ issuer: undefined });
      // Others are told so by the anchor.
      return tls([own], { anchors: [own], entry: { ca_file: undefined, expect: { self_signed: true } } });
    },
  },
  {
    name: 'It signed itself, and is expected to, but has expired',
    truth: 'Clients refuse it.',
    alarm: true,
    ours: 'expired',
    set: async ({ leaf, tls }) => {
      const own = await leaf({ issuer: undefined, to: -1 });
      return tls([own], { anchors: [own], entry: { ca_file: undefined, expect: { self_signed: true } } });
    },
  },
  {
    name: 'Another certificate than the one that is expected (`fingerprint_sha256`)',
    truth: 'Clients connect, and do not know to whom.',
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
    name: 'Another issuer than the one that is expected (`issuer`)',
    truth: 'Clients connect; somebody got a certificate elsewhere.',
    alarm: true,
    ours: 'expected-issuer',
    set: async ({ leaf, middle, tls }) => {
      const options = { check_ssl_cert: ['--issuer', 'Own issuing'] };
      return tls([await leaf(), middle], { entry: { expect: { issuer: 'Own issuing' } }, options });
    },
  },
];
