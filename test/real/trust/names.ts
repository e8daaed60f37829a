/** Situations of names and addresses (RFC 9525). */

import type { LinkOptions } from '../../helpers/paths.ts';
import type { Fixtures, Scenario } from './scenario.ts';

type Names = NonNullable<LinkOptions['sans']>;

const dns = (...values: string[]): Names => values.map((value) => ({ type: 'dns', value }));
const ip = (value: string): Names => [{ type: 'ip', value }];

/** A certificate for these names, requested for `host`. If that is an address, the server listens on it. */
const named =
  (host: string, sans: Names, options: LinkOptions = {}) =>
  async ({ leaf, middle, tls }: Fixtures) =>
    tls([await leaf({ sans, ...options }), middle], { host, address: host === '::1' ? host : '127.0.0.1' });

const CONNECT = 'Clients connect.';
const REFUSE = 'Clients reject it.';

export const NAMES: readonly Scenario[] = [
  {
    name: 'Another hostname',
    clients: REFUSE,
    alarm: true,
    ours: 'name-mismatch',
    set: named('www.example.com', dns('shop.example.com'), { subject: 'shop.example.com' }),
  },
  {
    name: 'The hostname is one of a hundred',
    clients: CONNECT,
    alarm: false,
    ours: 'ok',
    set: named(
      'www.example.com',
      dns(...Array.from({ length: 99 }, (_, at) => `h${at}.example.com`), 'www.example.com'),
    ),
  },
  {
    name: 'The hostname in upper case',
    clients: 'Clients connect: hostnames are case-insensitive.',
    alarm: false,
    ours: 'ok',
    set: named('www.example.com', dns('WWW.Example.COM')),
  },
  {
    name: 'No common name',
    clients: 'Clients connect: they use the alternative names.',
    alarm: false,
    ours: 'ok (python-strict)',
    set: named('www.example.com', dns('www.example.com'), { subject: '' }),
  },
  {
    name: 'The hostname as common name, without alternative names',
    clients: 'Browsers, Go and others reject it: they ignore the common name.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('www.example.com', []),
  },
  {
    name: 'The hostname as common name, another one as alternative name',
    clients: 'Clients reject it: they ignore the common name.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('www.example.com', dns('shop.example.com')),
  },
  {
    name: 'A matching wildcard',
    clients: CONNECT,
    alarm: false,
    ours: 'ok',
    set: named('www.example.com', dns('*.example.com'), { subject: '*.example.com' }),
  },
  {
    name: 'A wildcard, and a hostname with one more label',
    clients: 'Clients reject it: a wildcard matches exactly one label.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('a.www.example.com', dns('*.example.com'), { subject: '*.example.com' }),
  },
  {
    name: 'A wildcard, and the bare domain',
    clients: 'Clients reject it: a wildcard matches exactly one label.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('example.com', dns('*.example.com'), { subject: '*.example.com' }),
  },
  {
    name: 'A wildcard for a part of a label',
    clients: 'Browsers and Go reject it, as RFC 9525 requires.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('www.example.com', dns('w*.example.com'), { subject: 'w*.example.com' }),
  },
  {
    name: 'A wildcard for a whole top-level domain',
    clients: 'Browsers reject it; no public CA may issue it.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('example.com', dns('*.com'), { subject: '*.com' }),
  },
  {
    name: 'A wildcard that is not the leftmost label',
    clients: REFUSE,
    alarm: true,
    ours: 'name-mismatch',
    set: named('www.shop.example.com', dns('www.*.example.com'), { subject: 'www.*.example.com' }),
  },
  {
    name: 'An IPv4 address, with an IP alternative name',
    clients: CONNECT,
    alarm: false,
    ours: 'ok',
    set: named('127.0.0.1', ip('127.0.0.1'), { subject: '127.0.0.1' }),
  },
  {
    name: 'An IPv6 address, with an IP alternative name',
    clients: CONNECT,
    alarm: false,
    ours: 'ok',
    set: named('::1', ip('::1'), { subject: 'Server' }),
  },
  {
    name: 'An address, with another address as alternative name',
    clients: REFUSE,
    alarm: true,
    ours: 'name-mismatch',
    set: named('127.0.0.1', ip('127.0.0.2'), { subject: '127.0.0.2' }),
  },
  {
    name: 'An address, only as the common name',
    clients: 'Clients reject it: they ignore the common name.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('127.0.0.1', [], { subject: '127.0.0.1' }),
  },
  {
    name: 'An address, with a DNS alternative name',
    clients: 'Clients reject it: it must be an IP alternative name.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('127.0.0.1', dns('127.0.0.1'), { subject: 'Server' }),
  },
  {
    name: 'An internationalized name, in Unicode',
    clients: 'Clients connect: the certificate contains its ASCII form.',
    alarm: false,
    ours: 'ok',
    set: named('bücher.example', dns('xn--bcher-kva.example'), { subject: 'xn--bcher-kva.example' }),
  },
];
