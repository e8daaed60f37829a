/** Which names and addresses a certificate is for (RFC 9525). */

import type { LinkOptions } from '../../helpers/paths.ts';
import type { Fixtures, Scenario } from './scenario.ts';

type Names = NonNullable<LinkOptions['sans']>;

const dns = (...values: string[]): Names => values.map((value) => ({ type: 'dns', value }));
const ip = (value: string): Names => [{ type: 'ip', value }];

/** A certificate for these names, asked for by `host`, which is an address of the server where it is one. */
const named =
  (host: string, sans: Names, options: LinkOptions = {}) =>
  async ({ leaf, middle, tls }: Fixtures) =>
    tls([await leaf({ sans, ...options }), middle], { host, address: host === '::1' ? host : '127.0.0.1' });

const CONNECT = 'Clients connect.';
const REFUSE = 'Clients refuse it.';

export const NAMES: readonly Scenario[] = [
  {
    name: 'For another host',
    truth: REFUSE,
    alarm: true,
    ours: 'name-mismatch',
    set: named('www.example.com', dns('shop.example.com'), { subject: 'shop.example.com' }),
  },
  {
    name: 'For the host among a hundred',
    truth: CONNECT,
    alarm: false,
    ours: 'ok',
    set: named(
      'www.example.com',
      dns(...Array.from({ length: 99 }, (_, at) => `h${at}.example.com`), 'www.example.com'),
    ),
  },
  {
    name: 'For the host in upper case',
    truth: 'Clients connect: names have no case.',
    alarm: false,
    ours: 'ok',
    set: named('www.example.com', dns('WWW.Example.COM')),
  },
  {
    name: 'Without a common name',
    truth: 'Clients connect: they look at the alternative names.',
    alarm: false,
    ours: 'ok',
    set: named('www.example.com', dns('www.example.com'), { subject: '' }),
  },
  {
    name: 'With the host as common name, and no alternative names',
    truth: 'Browsers, Go and others refuse it: the common name says nothing.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('www.example.com', []),
  },
  {
    name: 'With the host as common name, and another as alternative name',
    truth: 'Clients refuse it: the common name says nothing.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('www.example.com', dns('shop.example.com')),
  },
  {
    name: 'A wildcard for the label',
    truth: CONNECT,
    alarm: false,
    ours: 'ok',
    set: named('www.example.com', dns('*.example.com'), { subject: '*.example.com' }),
  },
  {
    name: 'A wildcard, and one label too many',
    truth: 'Clients refuse it: it stands for one label.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('a.www.example.com', dns('*.example.com'), { subject: '*.example.com' }),
  },
  {
    name: 'A wildcard, and the bare domain',
    truth: 'Clients refuse it: it stands for one label.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('example.com', dns('*.example.com'), { subject: '*.example.com' }),
  },
  {
    name: 'A wildcard for a part of the label',
    truth: 'Browsers and Go refuse it, as RFC 9525 does.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('www.example.com', dns('w*.example.com'), { subject: 'w*.example.com' }),
  },
  {
    name: 'A wildcard for all of a top-level domain',
    truth: 'Browsers refuse it; no authority may issue it.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('example.com', dns('*.com'), { subject: '*.com' }),
  },
  {
    name: 'A wildcard that is not the left-most label',
    truth: REFUSE,
    alarm: true,
    ours: 'name-mismatch',
    set: named('www.shop.example.com', dns('www.*.example.com'), { subject: 'www.*.example.com' }),
  },
  {
    name: 'An IPv4 address, among the names as an address',
    truth: CONNECT,
    alarm: false,
    ours: 'ok',
    set: named('127.0.0.1', ip('127.0.0.1'), { subject: '127.0.0.1' }),
  },
  {
    name: 'An IPv6 address, among the names as an address',
    truth: CONNECT,
    alarm: false,
    ours: 'ok',
    set: named('::1', ip('::1'), { subject: 'Server' }),
  },
  {
    name: 'An address, and another among the names',
    truth: REFUSE,
    alarm: true,
    ours: 'name-mismatch',
    set: named('127.0.0.1', ip('127.0.0.2'), { subject: '127.0.0.2' }),
  },
  {
    name: 'An address, only as the common name',
    truth: 'Clients refuse it: the common name says nothing.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('127.0.0.1', [], { subject: '127.0.0.1' }),
  },
  {
    name: 'An address, among the names as if it were a DNS name',
    truth: 'Clients refuse it: it must be there as an address.',
    alarm: true,
    ours: 'name-mismatch',
    set: named('127.0.0.1', dns('127.0.0.1'), { subject: 'Server' }),
  },
  {
    name: 'A name of another script, asked for as people write it',
    truth: 'Clients connect: the certificate has its ASCII form.',
    alarm: false,
    ours: 'ok',
    set: named('bücher.example', dns('xn--bcher-kva.example'), { subject: 'xn--bcher-kva.example' }),
  },
];
