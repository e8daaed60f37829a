/** Registrations: what RDAP servers return, how they are found, and how often they are asked. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Registration } from '../../src/domain/index.ts';
import { RDAP_PUBLICATION } from '../../src/generated/rdap-servers.ts';
import { createNetworkAccess, DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { findRegistrableDomain } from '../../src/lib/network/registrable-domain.ts';
import type { ByteCache } from '../../src/scan/http/byte-cache.ts';
import { createRdapClient, type RdapClient } from '../../src/scan/rdap/client.ts';
import { parseRegistration } from '../../src/scan/rdap/response.ts';
import { findServers, listBundledServers } from '../../src/scan/rdap/servers.ts';
import { type RdapServer, startRdapServer, toResponse } from '../helpers/rdap-server.ts';

const NOW = Date.parse('2026-11-30T02:00:00Z');
const EXPIRES = { expiration: '2027-08-13T04:00:00Z' };

describe('the registered domain', () => {
  it.each([
    ['www.example.org', 'example.org'],
    ['example.co.uk', 'example.co.uk'],
    ['a.b.example.co.uk', 'example.co.uk'],
    ['project.github.io', 'github.io'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['co.uk', null],
    ['org', null],
  ])('of %s is %s', (name, domain) => {
    expect(findRegistrableDomain(name)).toBe(domain);
  });
});

describe('the copy of the bootstrap file', () => {
  const servers = listBundledServers();

  it('has the servers of IANA', () => {
    expect(Date.parse(RDAP_PUBLICATION)).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(servers.size).toBeGreaterThan(1000);
    expect(findServers('example.com', servers)).toEqual(['https://rdap.verisign.com/com/v1/']);
    expect(findServers('example.de', servers)).toEqual([]);
  });

  it('is searched for the longest suffix', () => {
    const some = new Map([
      ['uk', ['https://a.example/']],
      ['co.uk', ['https://b.example/']],
    ]);
    expect(findServers('shop.co.uk', some)).toEqual(['https://b.example/']);
    expect(findServers('shop.uk', some)).toEqual(['https://a.example/']);
    expect(findServers('shop.fr', some)).toEqual([]);
  });
});

describe('the response of a registry', () => {
  const parse = (response: unknown) =>
    parseRegistration(Buffer.from(JSON.stringify(response)), 'example.org', 'rdap.example', NOW);
  const parseWith = (changes: object) => parse({ ...toResponse('example.org', { events: EXPIRES }), ...changes });

  it('has the expiration, the registrar and the statuses', () => {
    const registered = {
      events: {
        registration: '1995-08-14T04:00:00Z',
        ...EXPIRES,
        'registrar expiration': '2027-08-01T04:00:00.123456Z',
      },
      status: ['client transfer prohibited', 'serverHold'],
      registrar: 'Example Registrar, Inc.',
    };
    expect(parse(toResponse('example.org', registered))).toEqual({
      domain: 'example.org',
      valid_to: '2027-08-13T04:00:00Z',
      registrar: 'Example Registrar, Inc.',
      registrar_valid_to: '2027-08-01T04:00:00.123Z',
      statuses: ['client transfer prohibited', 'server hold'],
      since: '2026-11-30T02:00:00Z',
    });
  });

  it('has no second expiration if the registrar reports the same day', () => {
    const events = { ...EXPIRES, 'registrar expiration': '2027-08-13T23:59:59Z' };
    expect(parse(toResponse('example.org', { events }))).toMatchObject({ registrar_valid_to: null });
  });

  it.each<[string, object, string]>([
    ['an error', { errorCode: 404 }, 'rdap-unexpected-format'],
    ['about an entity', { objectClassName: 'entity' }, 'rdap-unexpected-format'],
    ['about another domain', { ldhName: 'example.com' }, 'rdap-unexpected-format'],
    ['without events', { events: null }, 'rdap-without-expiration'],
    [
      'with a year of five digits',
      { events: [{ eventAction: 'expiration', eventDate: '99999-01-01T00:00:00Z' }] },
      'rdap-without-expiration',
    ],
    [
      'with a day that does not exist',
      { events: [{ eventAction: 'expiration', eventDate: '2027-02-30T00:00:00Z' }] },
      'rdap-without-expiration',
    ],
  ])('%s is a failure', (name, changes, code) => {
    const response = name === 'an error' ? changes : { ...toResponse('example.org', { events: EXPIRES }), ...changes };
    expect(parse(response)).toMatchObject({ code });
  });

  it.each([
    ['a web page', '<html>'],
    ['a list', '[]'],
    ['nested a million times', '['.repeat(1_000_000)],
    ['empty', ''],
  ])('that is %s is a failure', (_, text) => {
    expect(parseRegistration(Buffer.from(text), 'example.org', 'rdap.example', NOW)).toMatchObject({
      code: 'rdap-unexpected-format',
    });
  });

  it('cannot put control characters or long texts into ours', () => {
    const entity = (name: unknown) => ({ roles: ['registrar'], vcardArray: ['vcard', [['fn', {}, 'text', name]]] });
    const { registrar } = parseWith({ entities: [entity(`a\r\n::error::b\u202e${'x'.repeat(1000)}`)] }) as Registration;
    expect(registrar).toMatch(/^a ::error::b x{1,100}…$/);
    expect(registrar?.length).toBeLessThanOrEqual(100);
    expect(parseWith({ entities: [entity({ toString: 'x' })] })).toMatchObject({ registrar: null });
    const status = [
      'ok',
      'a\nb',
      '<b>',
      7,
      null,
      'x'.repeat(100),
      ...Array.from({ length: 100 }, (_, i) => `a${'b'.repeat(i % 50)}`),
    ];
    const { statuses } = parseWith({ status }) as Registration;
    expect(statuses.length).toBe(30);
    for (const one of statuses) expect(one).toMatch(/^[a-z -]{1,60}$/);
  });
});

describe('the client', () => {
  let server: RdapServer;
  let now = NOW;
  const slept: number[] = [];
  const cached = new Map<string, Parameters<ByteCache['put']>[1] & { asked_at: number }>();
  const cache: ByteCache = {
    get: async (key) => {
      const { asked_at = 0, ...entry } = cached.get(key) ?? {};
      return 'body' in entry ? { ...entry, age_ms: now - asked_at } : null;
    },
    put: async (key, entry) => void cached.set(key, { ...entry, asked_at: now }),
  };

  beforeAll(async () => {
    server = await startRdapServer(['org', 'example']);
  });
  beforeEach(() => {
    now = NOW;
    slept.length = 0;
    cached.clear();
    server.domains.clear();
    server.disturbances.clear();
    server.requests.length = 0;
  });
  afterAll(() => server.close());

  function open(bootstrap = server.bootstrap): RdapClient {
    const access = createNetworkAccess(DEFAULT_NETWORK_RULES, { kind: 'apis', env: {} });
    const sleep = async (ms: number) => void slept.push(ms);
    return createRdapClient({ io: { now: () => now, sleep }, access, timeout_seconds: 1, cache, bootstrap });
  }

  const register = (...names: string[]) => {
    for (const name of names) server.domains.set(name, { events: EXPIRES });
  };

  it('finds the server of a domain, and asks once for all names in it', async () => {
    register('example.org');
    const client = open();
    const results = await Promise.all(
      ['www.example.org', 'example.org', 'mail.example.org'].map((name) => client.lookUp(name, null, 0)),
    );
    expect(results).toMatchObject(results.map(() => ({ registration: { domain: 'example.org' } })));
    expect(server.requests).toEqual(['200 /dns.json', '200 /rdap/domain/example.org']);
  });

  it('sends one request at a time, for the domain with the oldest answer first', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.org`);
    register(...names);
    const client = open();
    await Promise.all(names.map((name, index) => client.lookUp(name, server.url, 100 - index)));
    expect(server.requests).toEqual(names.toReversed().map((name) => `200 /rdap/domain/${name}`));
    expect(server.mostAtOnce()).toBe(1);
  });

  it('requests the bootstrap file once a day, and only if it has changed', async () => {
    register('example.org', 'example.example');
    await open().lookUp('example.org', null, 0);
    await open().lookUp('example.example', null, 0);
    expect(server.requests.filter((one) => one.includes('dns.json'))).toEqual(['200 /dns.json']);
    now += 25 * 3_600_000;
    await open().lookUp('example.org', null, 0);
    await open().lookUp('example.org', null, 0);
    expect(server.requests.filter((one) => one.includes('dns.json'))).toEqual(['200 /dns.json', '304 /dns.json']);
  });

  it('requests the bootstrap file again, as a whole, if the cached one is fresh but unreadable', async () => {
    register('example.org');
    await open().lookUp('example.org', null, 0);
    for (const [key, entry] of cached) cached.set(key, { ...entry, body: Buffer.from('{"services": [') });
    expect(await open().lookUp('example.org', null, 0)).toMatchObject({ registration: { domain: 'example.org' } });
    expect(server.requests.filter((one) => one.includes('dns.json'))).toEqual(['200 /dns.json', '200 /dns.json']);
  });

  it('uses the copy if the bootstrap file cannot be read', async () => {
    server.disturbances.set('*', { body: '{"services": 7}' });
    for (const url of ['http://127.0.0.1:1/dns.json', `${server.url}domain/dns`])
      expect(await open(url).lookUp('example.de', null, 0)).toMatchObject({ failure: { code: 'rdap-no-server' } });
  });

  it('knows a domain that is not registered from a server that does not answer', async () => {
    server.disturbances.set('down.org', { status: 500 });
    const client = open();
    expect(await client.lookUp('free.org', null, 0)).toMatchObject({
      failure: { code: 'rdap-domain-unknown' },
      isTemporary: false,
    });
    expect(await client.lookUp('down.org', null, 0)).toMatchObject({
      failure: { code: 'rdap-unreachable' },
      isTemporary: true,
    });
    expect(server.requests.slice(-2)).toEqual(['500 /rdap/domain/down.org', '500 /rdap/domain/down.org']);
    expect(await client.lookUp('co.uk', null, 0)).toMatchObject({ failure: { code: 'rdap-not-registrable' } });
  });

  it('waits for a short pause, and asks no more after a long one', async () => {
    register('a.org', 'b.org');
    server.disturbances.set('a.org', { status: 429, retry_after: '3' });
    const short = open();
    await short.lookUp('a.org', server.url, 0);
    expect(slept).toEqual([3000]);
    server.disturbances.set('a.org', { status: 429, retry_after: '3600' });
    server.requests.length = 0;
    const long = open();
    const results = await Promise.all(['a.org', 'b.org'].map((name) => long.lookUp(name, server.url, 0)));
    expect(results).toMatchObject([{ failure: { code: 'rdap-unreachable' } }, { failure: { code: 'rdap-paused' } }]);
    expect(server.requests).toEqual(['429 /rdap/domain/a.org']);
  });

  it('gives up a server that does not answer, and one that takes too long for all domains', async () => {
    const names = ['a.org', 'b.org', 'c.org', 'd.org'];
    register(...names);
    server.disturbances.set('a.org', 'hang').set('d.org', 'reset').set('c.org', 'hang');
    const client = open();
    const results = await Promise.all(names.map((name) => client.lookUp(name, server.url, 0)));
    expect(results.map((one) => 'failure' in one && one.failure.code)).toEqual([
      ...['rdap-unreachable', 'rdap-paused', 'rdap-paused', 'rdap-unreachable'],
    ]);
    server.disturbances.clear();
    const slow = open();
    await slow.lookUp('a.org', server.url, 0);
    now += 4 * 60_000;
    expect(await slow.lookUp('b.org', server.url, 0)).toMatchObject({ failure: { code: 'rdap-paused' } });
  });

  it.each([
    ['400', { status: 400 }],
    ['500', { status: 500 }],
    ['nothing', 'hang'],
  ] as const)('asks for all other domains of a server that answers %s about two', async (_, disturbance) => {
    const names = ['a.org', 'b.org', 'c.org', 'd.org', 'e.org'];
    register(...names);
    server.disturbances.set('a.org', disturbance).set('b.org', disturbance);
    for (const since of [
      () => 0,
      (index: number) => (index < 2 ? 0 : index),
      (index: number) => (index < 2 ? 9 : index),
    ]) {
      const client = open();
      const results = await Promise.all(names.map((name, index) => client.lookUp(name, server.url, since(index))));
      const answered = results.flatMap((one) => ('registration' in one ? one.registration.domain : []));
      expect(answered).toEqual(['c.org', 'd.org', 'e.org']);
    }
  });

  it('asks for the others if errors are about the domains with the oldest and the latest answers', async () => {
    const names = Array.from('abcdefghij', (name) => `${name}.org`);
    register(...names);
    for (const name of ['a.org', 'h.org', 'i.org', 'j.org']) server.disturbances.set(name, { status: 400 });
    const client = open();
    const results = await Promise.all(names.map((name, index) => client.lookUp(name, server.url, index)));
    const answered = results.flatMap((one) => ('registration' in one ? one.registration.domain : []));
    expect(answered).toEqual(names.slice(1, 7));
  });

  it.each([
    ['500', { status: 500 }, 10],
    ['503', { status: 503 }, 2],
    ['nothing', 'hang', 2],
  ] as const)('gives up a server that answers %s about every domain', async (_, disturbance, asked) => {
    server.disturbances.set('*', disturbance);
    const client = open();
    const names = Array.from('abcdefghijklmno', (name) => `${name}.org`);
    const results = await Promise.all(names.map((name) => client.lookUp(name, server.url, 0)));
    const codes = results.map((one) => ('failure' in one ? one.failure.code : ''));
    expect(codes.filter((code) => code === 'rdap-unreachable')).toHaveLength(asked);
    expect(codes.filter((code) => code === 'rdap-paused')).toHaveLength(names.length - asked);
  });

  it('asks the second server of a registry while the first does not answer', async () => {
    const second = await startRdapServer([]);
    try {
      second.domains.set('a.org', { events: EXPIRES }).set('b.org', { events: EXPIRES });
      register('b.org');
      server.fallbacks = [second.url];
      server.disturbances.set('a.org', { status: 500 });
      const results = await Promise.all(['a.org', 'b.org', 'free.org'].map((name) => open().lookUp(name, null, 0)));
      expect(results).toMatchObject([
        { registration: { domain: 'a.org' } },
        { registration: { domain: 'b.org' } },
        { failure: { code: 'rdap-domain-unknown' } },
      ]);
      expect(second.requests).toEqual(['200 /rdap/domain/a.org']);
      second.disturbances.set('*', { status: 503 });
      expect(await open().lookUp('a.org', null, 0)).toMatchObject({
        failure: { detail: expect.stringContaining('500') },
      });
    } finally {
      server.fallbacks = [];
      await second.close();
    }
  });

  it('follows redirects, and refuses what is too large', async () => {
    register('b.org');
    server.disturbances.set('a.org', { redirect: `${server.url}domain/moved` });
    server.disturbances.set('moved', { body: JSON.stringify(toResponse('a.org', { events: EXPIRES })) });
    server.disturbances.set('large.org', { body: Buffer.alloc(10 * 1024 * 1024, ' ') });
    const client = open();
    expect(await client.lookUp('a.org', server.url, 0)).toMatchObject({ registration: { domain: 'a.org' } });
    const { failure } = (await client.lookUp('large.org', server.url, 0)) as { failure: { detail: string } };
    expect(failure.detail).toContain('more than 1 MiB');
  });
});
