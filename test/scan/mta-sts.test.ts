/** MTA-STS of a domain as a scan reads it: from a resolver and a web server on loopback. */

import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { createNetworkAccess, DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { type DnsClient, openDnsClient } from '../../src/scan/dns/index.ts';
import { fetchPolicy } from '../../src/scan/mta-sts/fetch-policy.ts';
import { readMtaSts } from '../../src/scan/mta-sts/read-mta-sts.ts';
import { type PolicyServer, startPolicyServer } from '../helpers/policy-server.ts';
import { type Resolver, startResolver } from '../helpers/resolver.ts';

let server: PolicyServer;
let resolver: Resolver;
let dns: DnsClient;

beforeAll(async () => {
  server = await startPolicyServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  resolver = await startResolver();
  const network = { deny: [], allow: [], dns_servers: [resolver.address], proxy: DEFAULT_NETWORK_RULES.proxy };
  dns = openDnsClient({ now: () => 0, env: {} }, { root: '/', timeout_seconds: 1, concurrency: 10, network });
  server.response = { body: POLICY };
});
afterEach(async () => {
  await dns.close();
  await resolver.close();
});

const POLICY = 'version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\r\nmax_age: 604800\r\n';

function fetch(domain = 'example.org', { timeout_seconds = 5, proxy = server.proxy, ca = server.ca.certificate } = {}) {
  const network = createNetworkAccess(DEFAULT_NETWORK_RULES, { kind: 'apis', env: {}, proxy });
  return fetchPolicy(domain, { network, ca, timeout_seconds });
}

const VALID = { notBefore: new Date('2020-01-01'), notAfter: new Date('2099-01-01') };

describe('the policy of a domain', () => {
  it('is fetched with one request to its well-known URL', async () => {
    const before = server.requests.length;
    expect(await fetch()).toMatchObject({ mode: 'enforce', max_age: 604_800, mx: ['mx.example.org'], problems: [] });
    expect(server.requests.slice(before)).toEqual(['GET mta-sts.example.org/.well-known/mta-sts.txt']);
  });

  it.each([
    [
      'a redirect, which is not followed',
      { status: 302, headers: { location: 'https://mta-sts.example.org/x' } },
      'redirects (302)',
    ],
    ['a redirect to itself', { status: 301, headers: { location: '/.well-known/mta-sts.txt' } }, 'redirects (301)'],
    ['404', { status: 404, body: POLICY }, 'returns 404 instead of 200'],
    ['204', { status: 204 }, 'returns 204 instead of 200'],
    ['64 KiB and a byte', { body: 'x'.repeat(65_537) }, 'it has more than 64 KiB'],
    [
      'compressed content',
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(1e7)) },
      'compresses it',
    ],
  ])('is missing if the server sends %s', async (_, response, why) => {
    server.response = response;
    const before = server.requests.length;
    expect(await fetch()).toEqual({ code: 'mta-sts-no-policy', detail: expect.stringContaining(why) });
    expect(server.requests.length - before).toBe(1);
  });

  it('can have exactly 64 KiB', async () => {
    server.response = { body: POLICY + ' '.repeat(65_536 - POLICY.length) };
    expect(await fetch()).toMatchObject({ problems: [] });
  });

  it.each([
    ['text/plain', undefined],
    ['Text/Plain;charset=us-ascii', undefined],
    ['text/html', 'text/html'],
    ['', ''],
    [`text/${'x'.repeat(5000)}`, expect.stringMatching(/^text\/x{194}…$/)],
  ])('has the media type %j', async (type, expected) => {
    server.response = { type, body: POLICY };
    expect(await fetch()).toMatchObject({ mode: 'enforce', ...(expected !== undefined && { media_type: expected }) });
  });

  it('is unknown if the server has an error, does not end its response, or closes the connection', async () => {
    server.response = { status: 503 };
    expect(await fetch()).toMatchObject({ code: 'url-server-error', cause: 'name' });
    server.response = (reply) => reply.writeHead(200, { 'content-type': 'text/plain' }).write('version: STSv1\n');
    expect(await fetch('example.org', { timeout_seconds: 0.3 })).toMatchObject({ code: 'url-timeout', cause: 'name' });
    server.response = (reply) => reply.destroy();
    expect(await fetch()).toMatchObject({ code: 'url-closed', cause: 'name' });
  });

  it('is unknown if the way to the server fails', async () => {
    const nothing = await startResolver();
    await nothing.close();
    const proxy = `http://${nothing.address}`;
    expect(await fetch('example.org', { proxy })).toMatchObject({ code: 'proxy-unreachable', cause: 'resolver' });
    const other = await createCertificate({ commonName: 'Inspection', ca: true, ...VALID });
    expect(await fetch('example.org', { ca: other.certificate })).toMatchObject({
      code: 'url-tls-failed',
      cause: 'resolver',
    });
  });

  it('is not used if the certificate has expired, or is for another host', async () => {
    expect(await fetch('other.example')).toEqual({
      code: 'mta-sts-untrusted',
      detail: expect.stringContaining('is for another host name'),
    });
    const expired = {
      issuer: server.ca,
      sans: ['mta-sts.example.org'],
      notBefore: VALID.notBefore,
      notAfter: new Date('2021-01-01'),
    };
    server.useCertificate(await createCertificate(expired));
    expect(await fetch()).toEqual({ code: 'mta-sts-untrusted', detail: expect.stringContaining('has expired') });
    server.useCertificate(await createCertificate({ issuer: server.ca, sans: ['mta-sts.example.org'], ...VALID }));
    expect(await fetch()).toMatchObject({ mode: 'enforce' });
  });
});

describe('the records of a domain', () => {
  const read = () => readMtaSts('example.org', { ask: dns.ask, fetch: async () => ({ code: 'x', detail: 'x' }) });

  it('are the TXT records of MTA-STS, with their strings joined, and the hosts of the MX records', async () => {
    resolver.zone = {
      '_mta-sts.example.org': { TXT: [['v=STS', 'v1; i', 'd=1'], ['v=spf1 -all'], ['v=STSv1; id=2']] },
      'example.org': { MX: ['MX2.example.org', 'mx1.example.net', 'mx2.example.org'] },
    };
    expect(await read()).toEqual({
      records: ['v=STSv1; id=1', 'v=STSv1; id=2'],
      hosts: ['mx1.example.net', 'mx2.example.org'],
      policy: { code: 'x', detail: 'x' },
      failures: [],
    });
    expect(resolver.asked.sort()).toEqual(['MX example.org', 'TXT _mta-sts.example.org']);
  });

  it('are those at the end of an alias', async () => {
    resolver.zone = {
      '_mta-sts.example.org': { CNAME: 'sts.example.net' },
      'sts.example.net': { TXT: [['v=STSv1; id=9']] },
    };
    expect(await read()).toMatchObject({ records: ['v=STSv1; id=9'], hosts: ['example.org'] });
  });

  it('are none if the domain receives no mail', async () => {
    resolver.zone = { 'example.org': { MX: ['.'] } };
    expect(await read()).toMatchObject({ records: [], hosts: [] });
  });

  it('are unknown if the lookup fails', async () => {
    resolver.zone = { '_mta-sts.example.org': { bogus: true }, 'example.org': 'SERVFAIL', '.': {} };
    const { records, hosts, failures } = await read();
    expect([records, hosts]).toEqual([null, null]);
    expect(failures.map(({ code, cause }) => [code, cause])).toEqual([
      ['dns-bogus', 'bogus'],
      ['dns-server-failure', 'name'],
    ]);
  });

  it('are limited, however many there are', async () => {
    resolver.zone = {
      '_mta-sts.example.org': {
        TXT: Array.from({ length: 30 }, (_, at) => [`v=STSv1; ${at}`, 'x'.repeat(255), 'x'.repeat(255)]),
      },
      'example.org': { MX: Array.from({ length: 300 }, (_, at) => `mx${at}.example.org`) },
    };
    const { records, hosts } = await read();
    expect(records?.map(({ length }) => length)).toEqual(Array(10).fill(200));
    expect(hosts).toHaveLength(100);
  });

  it('are asked for before the policy, so that a new id never comes with an old policy', async () => {
    const order: string[] = [];
    const ask: DnsClient['ask'] = async (name, type) => {
      if (type === 'TXT') order.push(name);
      return dns.ask(name, type);
    };
    const fetch = async (name: string) => {
      order.push(name);
      return { code: 'x', detail: 'x' };
    };
    await readMtaSts('example.org', { ask, fetch });
    expect(order).toEqual(['_mta-sts.example.org', 'example.org']);
  });
});
