import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isLookupFailure } from '../../../src/domain/dns.ts';
import type { NetworkPolicy } from '../../../src/domain/index.ts';
import { DEFAULT_NETWORK_RULES } from '../../../src/lib/network/access.ts';
import { type DnsClient, lookUpCaa, openDnsClient } from '../../../src/scan/dns/index.ts';
import type { QueryType } from '../../../src/scan/dns/message.ts';
import { startHttpProxy } from '../../helpers/proxy.ts';
import { type Records, type Resolver, type ResolverZone, startResolver } from '../../helpers/resolver.ts';

let resolver: Resolver;
let root: string;
let client: DnsClient | null = null;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'certvigil-dns-'));
});
beforeEach(async () => {
  resolver = await startResolver();
  writeFileSync(join(root, 'ca.pem'), resolver.ca);
});
afterEach(async () => {
  await client?.close();
  await resolver.close();
});
afterAll(() => rmSync(root, { recursive: true }));

type Transport = 'https' | 'servers';
const TRANSPORTS: Transport[] = ['https', 'servers'];

function open(transport: Transport, policy: Partial<NetworkPolicy> = {}, timeout_seconds = 5): DnsClient {
  const network: NetworkPolicy = {
    ...{ deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy },
    ...(transport === 'https'
      ? { dns_over_https: { url: resolver.url, ca_file: 'ca.pem' } }
      : { dns_servers: [resolver.address], trust_ad: true as const }),
    ...policy,
  };
  client = openDnsClient({ now: () => 0, env: {} }, { root, timeout_seconds, concurrency: 10, network });
  return client;
}

const ask = async (transport: Transport, name: string, type: QueryType = 'CAA') =>
  open(transport, {}, transport === 'https' ? 5 : 1).ask(name, type);

/** A timeout for what is silent: certvigil waits 1.5 times as long for an answer, and half as long for one about the root zone. */
const QUICK = 0.3;

const getFailureCode = (result: object) => (isLookupFailure(result) ? result.code : null);

describe.each(TRANSPORTS)('a lookup over %s', (transport) => {
  it('returns CAA records and whether they were validated', async () => {
    resolver.zone = {
      'example.com': { CAA: ['0 issue letsencrypt.org', '128 issuewild ;'] },
      'insecure.example': { CAA: ['0 issue ca.example'], insecure: true },
    };
    const lookup = open(transport);
    expect(await lookup.ask('example.com', 'CAA')).toEqual({
      name: 'example.com',
      caa: [
        { critical: false, tag: 'issue', value: 'letsencrypt.org' },
        { critical: true, tag: 'issuewild', value: ';' },
      ],
      tlsa: [],
      secure: true,
    });
    expect(await lookup.ask('insecure.example', 'CAA')).toMatchObject({ secure: false });
  });

  it('returns TLSA records at the end of a chain of aliases', async () => {
    resolver.zone = {
      '_25._tcp.mx.example.com': { CNAME: 'tlsa.example.net' },
      'tlsa.example.net': { TLSA: ['3 1 1 00ff', '2 0 1 ab'] },
    };
    expect(await ask(transport, '_25._tcp.mx.example.com', 'TLSA')).toMatchObject({
      name: 'tlsa.example.net',
      tlsa: [
        { usage: 3, selector: 1, matching_type: 1, data: '00ff' },
        { usage: 2, selector: 0, matching_type: 1, data: 'ab' },
      ],
    });
  });

  it('finds no records of a name that does not exist', async () => {
    expect(await ask(transport, 'none.example.com')).toMatchObject({ caa: [], secure: true });
  });

  it('asks for each name once', async () => {
    resolver.zone = { 'example.com': { CAA: ['0 issue ca.example'] } };
    const lookup = open(transport);
    await Promise.all([lookup.ask('example.com', 'CAA'), lookup.ask('EXAMPLE.com.', 'CAA')]);
    expect(resolver.asked).toEqual(['CAA example.com']);
  });

  it.each([
    ['dns-server-failure', 'SERVFAIL', 'name'],
    ['dns-bogus', { bogus: true, CAA: [] }, 'bogus'],
    ['dns-resolver-refused', 'REFUSED', 'resolver'],
  ] as const)('fails with %s', async (code, records, cause) => {
    resolver.zone = { 'example.com': records as 'SERVFAIL' };
    expect(await ask(transport, 'example.com')).toMatchObject({ code, cause });
  });

  it('reads a record that is as long as a message can be', async () => {
    const value = 'x'.repeat(65_000);
    resolver.zone = { 'example.com': { CAA: [`0 issue ${value}`] } };
    resolver.tamper = (response, way) => (way === 'udp' ? truncate(response) : response);
    expect(await ask(transport, 'example.com')).toMatchObject({ caa: [{ value }] });
  });
});

/** Reads the type of the question, which is behind its name (RFC 1035 section 4.1.2). */
function readType(message: Buffer): number {
  let at = 12;
  while ((message[at] ?? 0) > 0) at += (message[at] ?? 0) + 1;
  return message.readUInt16BE(at + 1);
}

/** Sets the TC bit, without any answer. */
function truncate(response: Buffer): Buffer {
  const header = Buffer.from(response.subarray(0, 12));
  header.writeUInt16BE(header.readUInt16BE(2) | 0x200, 2);
  header.writeUInt16BE(0, 6);
  return Buffer.concat([header, response.subarray(12, 12 + 'example.com'.length + 2 + 4)]);
}

describe('a hostile response', () => {
  const zone = { 'example.com': { CAA: ['0 issue ca.example'] } };
  const edit = (change: (response: Buffer) => void) => (response: Buffer) => {
    change(response);
    return response;
  };

  it.each<[string, (response: Buffer) => Buffer]>([
    ['has another ID', edit((response) => response.writeUInt16BE(1, 0))],
    ['answers another question', edit((response) => response.write('exomple', 13))],
    ['is a query', edit((response) => response.writeUInt16BE(0x0100, 2))],
    ['is truncated', edit((response) => response.writeUInt16BE(0x8380, 2))],
    ['ends in the middle of a record', (response) => response.subarray(0, response.length - 3)],
    ['has a name that points at itself', edit((response) => response.writeUInt16BE(0xc000 + 29, 29))],
    ['has fewer records than it says', edit((response) => response.writeUInt16BE(9, 6))],
    ['is empty', () => Buffer.alloc(0)],
    ['is text', () => Buffer.from('<html>')],
  ])('over HTTPS that %s is a failure of the name', async (_, tamper) => {
    resolver.zone = zone;
    resolver.tamper = tamper;
    expect(await ask('https', 'example.com')).toMatchObject({ code: 'dns-response-invalid', cause: 'name' });
  });

  it('in a datagram with another ID is ignored', async () => {
    resolver.zone = zone;
    resolver.tamper = edit((response) => response.writeUInt16BE(response.readUInt16BE(0) ^ 1, 0));
    expect(getFailureCode(await open('servers', {}, QUICK).ask('example.com', 'CAA'))).toBe('dns-resolver-unreachable');
  });

  it('does not add records of names that were not asked for', async () => {
    resolver.zone = { 'example.com': { CAA: ['0 issue ca.example'] } };
    resolver.tamper = edit((response) => {
      // The owner of the record becomes `xample.com`, a suffix of the question.
      response.writeUInt16BE(0xc000 + 12, 29);
      response.write('\u0001', 12);
    });
    expect(getFailureCode(await ask('https', 'example.com'))).toBe('dns-response-invalid');
  });
});

describe('a resolver', () => {
  it.each([
    ['returns an error', 503, 'returned 503 instead of 200'],
    ['is stopped', null, 'refuses connections'],
  ])('that %s is unreachable', async (_, status, why) => {
    if (status === null) await resolver.close();
    else resolver.status = status;
    expect(await ask('https', 'example.com')).toMatchObject({
      code: 'dns-resolver-unreachable',
      cause: 'resolver',
      detail: expect.stringContaining(why),
    });
  });

  it('that the manifest denies is not connected to', async () => {
    const result = await open('https', { deny: ['127.0.0.0/8'] }).ask('example.com', 'CAA');
    expect(result).toMatchObject({ detail: expect.stringContaining('`network` in the manifest denies') });
    expect(resolver.asked).toEqual([]);
  });

  it('is asked through the proxy for APIs, over HTTP/2', async () => {
    resolver.zone = { 'example.com': { CAA: ['0 issue ca.example'] } };
    const proxy = await startHttpProxy({ to: Number(new URL(resolver.url).port) });
    const apis = `http://${proxy.location}`;
    const lookup = open('https', { proxy: { ...DEFAULT_NETWORK_RULES.proxy, apis } });
    expect(await lookup.ask('example.com', 'CAA')).toMatchObject({ caa: [{ value: 'ca.example' }], secure: true });
    expect(proxy.asked).toEqual([new URL(resolver.url).host]);
    await lookup.close();
    await proxy.close();
  });

  it('with a certificate of an unknown CA is not trusted', async () => {
    const { url } = resolver;
    const result = await open('https', { dns_over_https: { url, ca_file: null } }).ask('example.com', 'CAA');
    expect(result).toMatchObject({ detail: expect.stringContaining('issuer is not trusted here') });
  });

  it('of the network is not believed that an answer is secure unless the manifest says so', async () => {
    resolver.zone = { 'example.com': { CAA: ['0 issue ca.example'] } };
    const lookup = openDnsClient(
      { now: () => 0, env: {} },
      {
        ...{ root, timeout_seconds: 5, concurrency: 10 },
        network: { deny: [], allow: [], dns_servers: [resolver.address], proxy: DEFAULT_NETWORK_RULES.proxy },
      },
    );
    expect(await lookup.ask('example.com', 'CAA')).toMatchObject({ caa: [{ value: 'ca.example' }], secure: false });
  });

  it('is not asked again after 32 queries in a row without an answer', async () => {
    resolver.status = 503;
    const lookup = open('https');
    for (let count = 0; count < 40; count += 1) await lookup.ask(`host-${count}.example`, 'CAA');
    expect(resolver.asked).toHaveLength(32);
  });
});

describe.each(TRANSPORTS)('a name without an answer over %s', (transport) => {
  const zone: ResolverZone = { 'dead.example': 'silence', 'example.com': { CAA: ['0 issue ca.example'] } };

  it('is the fault of its zone if the resolver answers for the root zone', async () => {
    resolver.zone = zone;
    expect(await open(transport, {}, QUICK).ask('dead.example', 'CAA')).toMatchObject({
      ...{ code: 'dns-server-failure', cause: 'name' },
      detail: expect.stringMatching(
        /^The lookup of dead\.example failed \(.* does not respond within 1 s, although it answers other queries\)\. Check the DNS servers of the zone\.$/,
      ),
    });
    expect(resolver.asked.at(-1)).toBe('CAA .');
  });

  it('is the fault of its zone if the resolver answered for another name in the meantime', async () => {
    resolver.zone = zone;
    const lookup = open(transport, {}, QUICK);
    const found = await Promise.all([lookup.ask('dead.example', 'CAA'), lookup.ask('example.com', 'CAA')]);
    expect(found).toMatchObject([{ code: 'dns-server-failure' }, { caa: [{ value: 'ca.example' }] }]);
    expect(resolver.asked).not.toContain('CAA .');
  });

  it('is the fault of a resolver that answers nothing any more, and gets no further queries', async () => {
    resolver.zone = { ...zone, '.': 'silence' };
    const lookup = open(transport, {}, QUICK);
    expect(await lookup.ask('example.com', 'CAA')).toMatchObject({ caa: [{ value: 'ca.example' }] });
    expect(await lookup.ask('dead.example', 'CAA')).toMatchObject({
      code: 'dns-resolver-unreachable',
      cause: 'resolver',
    });
    const asked = resolver.asked.length;
    expect(await lookup.ask('example.net', 'CAA')).toMatchObject({ code: 'dns-resolver-unreachable' });
    expect(resolver.asked).toHaveLength(asked);
  });

  it('is the fault of a resolver that lets no queries of this type pass', async () => {
    resolver.zone = { 'mx.example.com': { A: ['127.0.0.1'] } };
    resolver.tamper = (response) => (readType(response) === 52 ? null : response);
    const lookup = open(transport, {}, QUICK);
    const found = await Promise.all([lookup.ask('_25._tcp.mx.example.com', 'TLSA'), lookup.ask('mx.example.com', 'A')]);
    expect(found).toMatchObject([{ code: 'dns-resolver-unreachable' }, { secure: true }]);
  });

  it('has the fault of its zone when the resolver fails late', async () => {
    resolver.zone = { 'dead.example': 'SERVFAIL' };
    let count = 0;
    // As unbound, which drops queries of which it is too late to answer.
    resolver.tamper = (response) => {
      count += 1;
      return count > 2 ? response : null;
    };
    expect(await open(transport, {}, 1).ask('dead.example', 'CAA')).toMatchObject({
      code: 'dns-server-failure',
      detail: expect.stringContaining('(SERVFAIL of the resolver'),
    });
  });
});

describe('a failure of a resolver', () => {
  it.each<[string, Records, string, string, RegExp]>([
    [
      'says that the servers cannot be reached',
      { rcode: 'SERVFAIL', extended: 22 },
      'dns-server-failure',
      'name',
      /: none of the DNS servers of the zone can be reached\)/,
    ],
    ['says what is wrong with the signatures', { bogus: true, extended: 7 }, 'dns-bogus', 'bogus', /are not valid/],
    [
      'blocks the name',
      { rcode: 'NXDOMAIN', extended: 15 },
      'dns-resolver-refused',
      'resolver',
      /look up example\.com: it blocks the name\. /,
    ],
    ['forges an answer', { A: [], extended: 4 }, 'dns-resolver-refused', 'resolver', /it forges the answer/],
    ['is not ready', { rcode: 'SERVFAIL', extended: 14 }, 'dns-resolver-failing', 'resolver', /it is not ready/],
    [
      'has an unknown reason',
      { rcode: 'SERVFAIL', extended: 999 },
      'dns-server-failure',
      'name',
      /\(SERVFAIL of the resolver [^:]+:\d+ \(`[a-z_.]+`\)\)\. /,
    ],
  ])('%s', async (_, records, code, cause, detail) => {
    resolver.zone = { 'example.com': records };
    const result = await ask('servers', 'example.com');
    expect(result).toMatchObject({ code, cause, detail: expect.stringMatching(detail) });
    expect(result).toMatchObject({ detail: expect.not.stringContaining('text') });
  });

  it('that concerns the root zone, too, is no failure of the zone', async () => {
    resolver.zone = { 'example.com': 'SERVFAIL', '.': 'SERVFAIL' };
    expect(await ask('servers', 'example.com')).toMatchObject({ code: 'dns-resolver-failing', cause: 'resolver' });
    resolver.zone = { 'example.com': { bogus: true }, '.': { bogus: true } };
    expect(await ask('servers', 'example.com')).toMatchObject({ code: 'dns-resolver-failing', cause: 'resolver' });
  });

  it('is one of the zone if the resolver answered for another name, as one without the root zone does', async () => {
    resolver.zone = {
      'a.example': { CAA: [] },
      'b.example': 'SERVFAIL',
      'c.example': { bogus: true },
      '.': 'SERVFAIL',
    };
    const lookup = open('servers');
    await lookup.ask('a.example', 'CAA');
    expect(await lookup.ask('b.example', 'CAA')).toMatchObject({ code: 'dns-server-failure' });
    expect(await lookup.ask('c.example', 'CAA')).toMatchObject({ code: 'dns-bogus' });
  });

  it('of a later version than that of the query is not an empty answer', async () => {
    resolver.zone = { 'example.com': { CAA: ['0 issue ca.example'], extended: 0 } };
    // BADVERS (RFC 6891 section 6.1.3): the upper bits of the code are in the OPT record, behind its name, type and class.
    resolver.tamper = (response) => {
      response.writeUInt8(1, response.indexOf(Buffer.from([0, 0, 41, 4, 208])) + 5);
      return response;
    };
    expect(await ask('servers', 'example.com')).toMatchObject({ code: 'dns-resolver-refused' });
  });
});

describe('several DNS servers', () => {
  it.each([
    ['does not respond', 'silence'],
    ['fails', 'SERVFAIL'],
    ['refuses', 'REFUSED'],
  ] as const)('are asked in turn if the first one %s', async (_, behavior) => {
    const first = await startResolver({ 'example.com': behavior });
    resolver.zone = { 'example.com': { CAA: ['0 issue ca.example'] } };
    const dns_servers = [first.address, resolver.address];
    expect(await open('servers', { dns_servers }, 1).ask('example.com', 'CAA')).toMatchObject({
      caa: [{ value: 'ca.example' }],
    });
    await first.close();
  });

  it('are asked again, the one first that answered last', async () => {
    const first = await startResolver({ 'a.example': 'silence' });
    const lookup = open('servers', { dns_servers: [first.address, resolver.address] }, 1);
    await lookup.ask('a.example', 'CAA');
    await lookup.ask('b.example', 'CAA');
    expect([first.asked, resolver.asked]).toEqual([['CAA a.example'], ['CAA a.example', 'CAA b.example']]);
    await first.close();
  });

  it.each([
    [['SERVFAIL', 'REFUSED'], 'dns-server-failure'],
    [['REFUSED', 'SERVFAIL'], 'dns-server-failure'],
    [['REFUSED', 'REFUSED'], 'dns-resolver-refused'],
    [['REFUSED', null], 'dns-resolver-refused'],
    [[null, 'SERVFAIL'], 'dns-server-failure'],
    [[null, null], 'dns-resolver-unreachable'],
  ] as const)('fail with the response about the name: %j', async (behaviors, code) => {
    const started = await Promise.all(
      behaviors.map((one) => startResolver(one === null ? {} : { 'example.com': one })),
    );
    await Promise.all(started.map((one, index) => (behaviors[index] === null ? one.close() : undefined)));
    const dns_servers = started.map(({ address }) => address);
    expect(await open('servers', { dns_servers }).ask('example.com', 'CAA')).toMatchObject({ code });
    await Promise.all(started.map((one) => one.close()));
  });
});

it('blames a server that does not respond over TCP, to which its datagram has referred', async () => {
  resolver.zone = { 'example.com': { CAA: ['0 issue ca.example'] } };
  resolver.tamper = (response, way) => (way === 'udp' ? truncate(response) : null);
  expect(await open('servers', {}, QUICK).ask('example.com', 'CAA')).toMatchObject({
    code: 'dns-resolver-unreachable',
    detail: expect.stringContaining('does not respond over TCP within 1 s'),
  });
});

it('does not wait long for the other names of a zone without an answer', async () => {
  const names = Array.from({ length: 100 }, (_, number) => `h${number}.dead.example`);
  resolver.zone = Object.fromEntries([...names, 'first.dead.example'].map((name) => [name, 'silence' as const]));
  const lookup = open('servers', {}, 1);
  await lookup.ask('first.dead.example', 'CAA');
  const start = performance.now();
  const found = await Promise.all(names.map((name) => lookup.ask(name, 'CAA')));
  expect(new Set(found.map(getFailureCode))).toEqual(new Set(['dns-server-failure']));
  // 32 begin at once, each of which waits for half a second.
  expect(performance.now() - start).toBeLessThan(10_000);
});

describe('the CAA records of a name', () => {
  it.each([
    ['its own', 'www.example.com', 'www.example.com'],
    ['those of the nearest name above', 'a.b.example.com', 'example.com'],
    ['those of the top-level domain', 'www.example.net', 'net'],
    ['none', 'www.example.org', null],
    ['those at the end of an alias, where they can be changed', 'alias.example.org', 'www.example.com'],
    ['those above an alias to a name without records, not above its target', 'empty.example.com', 'example.com'],
  ])('are %s', async (_, name, domain) => {
    resolver.zone = {
      'www.example.com': { CAA: ['0 issue www.example'] },
      'example.com': { CAA: ['0 issue ca.example'] },
      net: { CAA: ['0 issue net.example'] },
      'alias.example.org': { CNAME: 'www.example.com' },
      'empty.example.com': { CNAME: 'www.example.net' },
      'www.example.net': {},
    };
    expect(await lookUpCaa(name, open('https'))).toMatchObject({ domain });
  });

  it('are unknown if a name on the way up cannot be looked up', async () => {
    resolver.zone = { 'example.com': 'SERVFAIL', com: { CAA: ['0 issue ca.example'] } };
    expect(getFailureCode(await lookUpCaa('www.example.com', open('https')))).toBe('dns-server-failure');
  });
});
