/** Situations of key usage and constraints (RFC 5280 sections 4.2 and 6.1). */

import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { CLIENT_AUTH, type ConstraintBase, type LinkOptions, SERVER_AUTH } from '../../helpers/paths.ts';
import type { Fixtures, Scenario } from './scenario.ts';

const ANY_PURPOSE = '2.5.29.37.0';
const { cRLSign, dataEncipherment, digitalSignature, keyCertSign } = x509.KeyUsageFlags;

/** A leaf with these options. */
const odd =
  (options: LinkOptions) =>
  async ({ leaf, middle, tls }: Fixtures) =>
    tls([await leaf(options), middle]);

/** A leaf of a CA with these options. */
const under =
  (options: LinkOptions, own: LinkOptions = {}) =>
  async ({ authority, leaf, root, tls }: Fixtures) => {
    const issuer = await authority({ subject: 'Odd issuing', issuer: root, ...options });
    return tls([await leaf({ issuer, ...own }), issuer]);
  };

const permitted = (...bases: ConstraintBase[]): LinkOptions => ({ constraints: { permitted: bases } });
const excluded = (...bases: ConstraintBase[]): LinkOptions => ({ constraints: { excluded: bases } });

const REFUSE = 'Clients reject it.';

export const USES: readonly Scenario[] = [
  {
    name: 'Only for clients',
    clients: REFUSE,
    alarm: true,
    ours: 'wrong-usage',
    set: odd({ purposes: [CLIENT_AUTH] }),
  },
  {
    name: 'For servers and clients',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: odd({ purposes: [SERVER_AUTH, CLIENT_AUTH] }),
  },
  {
    name: 'No extended key usage',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: odd({ purposes: undefined }),
  },
  {
    name: 'Any extended key usage, but not `serverAuth`',
    clients: 'OpenSSL and Firefox reject it; others do not.',
    alarm: true,
    ours: 'wrong-usage',
    set: odd({ purposes: [ANY_PURPOSE] }),
  },
  {
    name: 'Key usage only `dataEncipherment`',
    clients: 'OpenSSL and browsers reject it: the key may not sign the handshake.',
    alarm: true,
    ours: 'wrong-usage',
    set: odd({ usages: dataEncipherment }),
  },
  {
    name: 'The CA is not for servers',
    clients: REFUSE,
    alarm: true,
    ours: 'wrong-usage',
    set: under({ purposes: [CLIENT_AUTH] }),
  },
  {
    name: "The server's certificate is a CA certificate",
    clients: 'OpenSSL and Go connect; Firefox and rustls reject it.',
    alarm: null,
    ours: 'ok',
    set: odd({ ca: true, usages: digitalSignature | keyCertSign }),
  },
  {
    name: 'The issuer is not a CA',
    clients: REFUSE,
    alarm: true,
    ours: 'issuer-not-ca',
    set: under({ ca: false }),
  },
  {
    name: 'The CA may not sign certificates',
    clients: REFUSE,
    alarm: true,
    ours: 'issuer-not-ca',
    set: under({ usages: cRLSign }),
  },
  {
    name: 'A CA below one that allows none',
    clients: REFUSE,
    alarm: true,
    ours: 'path-too-long',
    set: async ({ authority, leaf, root, tls }) => {
      const upper = await authority({ subject: 'Upper', issuer: root, pathLength: 0 });
      const lower = await authority({ subject: 'Lower', issuer: upper });
      return tls([await leaf({ issuer: lower }), lower, upper]);
    },
  },
  {
    name: 'The CA may issue only for this domain',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: under(permitted(['dns', 'example.com'])),
  },
  {
    name: 'The CA may issue only for another domain',
    clients: REFUSE,
    alarm: true,
    ours: 'name-constrained',
    set: under(permitted(['dns', 'example.org'])),
  },
  {
    name: 'The CA may not issue for this hostname',
    clients: REFUSE,
    alarm: true,
    ours: 'name-constrained',
    set: under(excluded(['dns', 'www.example.com'])),
  },
  {
    name: 'The CA may not issue for one of the names',
    clients: 'Clients reject it for each of its names.',
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
    name: 'An unknown critical extension',
    clients: REFUSE,
    alarm: true,
    ours: 'extension-unknown',
    set: odd({ critical: '1.2.3.4' }),
  },
  {
    name: 'An unknown extension that is not critical',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: odd({ more: [new x509.Extension('1.2.3.4', false, new Uint8Array([5, 0]))] }),
  },
  {
    name: 'The CA has an unknown critical extension',
    clients: REFUSE,
    alarm: true,
    ours: 'extension-unknown',
    set: under({ critical: '1.2.3.4' }),
  },
];
