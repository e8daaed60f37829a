/** What certificates and their authorities may be used for (RFC 5280 sections 4.2 and 6.1). */

import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { CLIENT_AUTH, type ConstraintBase, type LinkOptions, SERVER_AUTH } from '../../helpers/paths.ts';
import type { Fixtures, Scenario } from './scenario.ts';

const ANY_PURPOSE = '2.5.29.37.0';
const { cRLSign, dataEncipherment } = x509.KeyUsageFlags;

/** A leaf that is odd in this way. */
const odd =
  (options: LinkOptions) =>
  async ({ leaf, middle, tls }: Fixtures) =>
    tls([await leaf(options), middle]);

/** A leaf whose authority is odd in this way. */
const under =
  (options: LinkOptions, own: LinkOptions = {}) =>
  async ({ authority, leaf, root, tls }: Fixtures) => {
    const issuer = await authority({ subject: 'Odd issuing', issuer: root, ...options });
    return tls([await leaf({ issuer, ...own }), issuer]);
  };

const permitted = (...bases: ConstraintBase[]): LinkOptions => ({ constraints: { permitted: bases } });
const excluded = (...bases: ConstraintBase[]): LinkOptions => ({ constraints: { excluded: bases } });

const REFUSE = 'Clients refuse it.';

export const USES: readonly Scenario[] = [
  {
    name: 'For clients only',
    truth: REFUSE,
    alarm: true,
    ours: 'wrong-usage',
    set: odd({ purposes: [CLIENT_AUTH] }),
  },
  {
    name: 'For servers and clients',
    truth: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: odd({ purposes: [SERVER_AUTH, CLIENT_AUTH] }),
  },
  {
    name: 'For no named purpose',
    truth: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: odd({ purposes: undefined }),
  },
  {
    name: 'For any purpose, but not for servers by name',
    truth: 'OpenSSL and Firefox refuse it; others do not.',
    alarm: true,
    ours: 'wrong-usage',
    set: odd({ purposes: [ANY_PURPOSE] }),
  },
  {
    name: 'Its key may encipher data only',
    truth: 'OpenSSL and browsers refuse it: the key may not sign the handshake.',
    alarm: true,
    ours: 'wrong-usage',
    set: odd({ usages: dataEncipherment }),
  },
  {
    name: 'Its authority is not for servers',
    truth: REFUSE,
    alarm: true,
    ours: 'wrong-usage',
    set: under({ purposes: [CLIENT_AUTH] }),
  },
  {
    name: 'It is an authority itself',
    truth: 'OpenSSL and Go connect; Firefox and rustls refuse it.',
    alarm: null,
    ours: 'ok',
    set: odd({ ca: true, usages: undefined }),
  },
  {
    name: 'It is issued by what is no authority',
    truth: REFUSE,
    alarm: true,
    ours: 'issuer-not-ca',
    set: under({ ca: false }),
  },
  {
    name: 'Its authority may not sign certificates',
    truth: REFUSE,
    alarm: true,
    ours: 'issuer-not-ca',
    set: under({ usages: cRLSign }),
  },
  {
    name: 'An authority below one that allows none below it',
    truth: REFUSE,
    alarm: true,
    ours: 'path-too-long',
    set: async ({ authority, leaf, root, tls }) => {
      const upper = await authority({ subject: 'Upper', issuer: root, pathLength: 0 });
      const lower = await authority({ subject: 'Lower', issuer: upper });
      return tls([await leaf({ issuer: lower }), lower, upper]);
    },
  },
  {
    name: 'Its authority may issue for the domain alone',
    truth: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: under(permitted(['dns', 'example.com'])),
  },
  {
    name: 'Its authority may issue for another domain alone',
    truth: REFUSE,
    alarm: true,
    ours: 'name-constrained',
    set: under(permitted(['dns', 'example.org'])),
  },
  {
    name: 'Its authority may not issue for the host',
    truth: REFUSE,
    alarm: true,
    ours: 'name-constrained',
    set: under(excluded(['dns', 'www.example.com'])),
  },
  {
    name: 'One of its names is beyond what its authority may issue for',
    truth: 'Clients refuse it, whichever of its names they ask for.',
    alarm: true,
    ours: 'name-constrained',
    set: under(permitted(['dns', 'example.com']), {
      sans: [
        { type: 'dns', value: 'www.example.com' },
        { type: 'dns', value: 'www.example.org' },
      ],
    }),
  },
  {
    name: 'An extension that is critical, and that nobody knows',
    truth: REFUSE,
    alarm: true,
    ours: 'extension-unknown',
    set: odd({ critical: '1.2.3.4' }),
  },
  {
    name: 'An extension that nobody knows, and that is not critical',
    truth: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: odd({ more: [new x509.Extension('1.2.3.4', false, new Uint8Array([5, 0]))] }),
  },
  {
    name: 'Its authority has an extension that is critical, and that nobody knows',
    truth: REFUSE,
    alarm: true,
    ours: 'extension-unknown',
    set: under({ critical: '1.2.3.4' }),
  },
];
