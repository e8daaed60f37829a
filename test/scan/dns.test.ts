import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createNameResolver, LookupError, type NameResolverOptions } from '../../src/scan/network/dns.ts';
import { createLookupFailure } from '../../src/scan/tls/connection-errors.ts';
import { type DnsServer, startDnsServer, type Zone } from '../helpers/dns-server.ts';

const many = Object.fromEntries(
  Array.from({ length: 200 }, (_, index) => [`dead-${index}.example`, 'silence' as const]),
);

const ZONE: Zone = {
  ...many,
  'both.example': { A: ['127.0.0.7'], AAAA: ['::1'] },
  'four.example': { A: ['127.0.0.8'] },
  'half.example': { A: ['127.0.0.9'], AAAA: 'silence' },
  'sick.example': { A: ['127.0.0.9'], AAAA: 'SERVFAIL' },
  'many.example': { A: ['127.0.0.1', '127.0.0.2', '127.0.0.3'], AAAA: ['::1'] },
  'alias.example': { CNAME: ['both.example'] },
  'loop.example': { CNAME: ['pool.example'] },
  'pool.example': { CNAME: ['loop.example'] },
  'self.example': { CNAME: ['self.example'] },
  'dangling.example': { CNAME: ['none.example'] },
  'empty.example': {},
  'broken.example': 'SERVFAIL',
  'closed.example': 'REFUSED',
  db: 'SERVFAIL',
  'printer.local': 'REFUSED',
  'silent.example': 'silence',
  '_imaps._tcp.example': { SRV: ['10 5 993 b.example', '10 50 994 c.example', '0 1 995 A.example'] },
  '_twice._tcp.example': { SRV: ['0 0 993 a.example', '5 0 993 A.example', '5 0 994 a.example'] },
  '_sip._tcp.example': { SRV: ['0 0 0 .'] },
};

let server: DnsServer;
let directory: string;
const closing: (() => void)[] = [];

beforeAll(async () => {
  server = await startDnsServer(ZONE);
});

afterAll(() => server.close());

beforeEach(() => {
  server.asked.length = 0;
  directory = mkdtempSync(join(tmpdir(), 'certvigil-hosts-'));
});

afterEach(() => {
  for (const close of closing.splice(0)) close();
  rmSync(directory, { recursive: true, force: true });
});

function start(options: Partial<NameResolverOptions> = {}) {
  const names = createNameResolver({
    hostsFile: join(directory, 'hosts'),
    servers: [server.address],
    timeout_seconds: 20,
    fallback: async (name) => [`from the fallback: ${name}`],
    ...options,
  });
  closing.push(names.close);
  return names;
}

const notFound = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));

describe('the address', () => {
  it.each([
    ['both.example', ['127.0.0.7', '::1']],
    ['FOUR.example.', ['127.0.0.8']],
    ['half.example', ['127.0.0.9']],
    ['sick.example', ['127.0.0.9']],
    ['alias.example', ['127.0.0.7', '::1']],
  ])('of %s comes from DNS, as far as it responds in time', async (name, addresses) => {
    expect(await start().lookup(name)).toEqual(addresses);
  });

  it('of an address is the address itself', async () => {
    expect(await start().lookup('127.0.0.1')).toEqual(['127.0.0.1']);
    expect(await start().lookup('::1')).toEqual(['::1']);
    expect(server.asked).toEqual([]);
  });

  it('in the hosts file has precedence over DNS', async () => {
    writeFileSync(
      join(directory, 'hosts'),
      '# x\n127.0.0.5 first.example FOUR.example # four\n::1 four.example\nrubbish x\n',
    );
    const { lookup } = start();
    expect(await lookup('four.example')).toEqual(['127.0.0.5', '::1']);
    expect(await lookup('first.example')).toEqual(['127.0.0.5']);
    expect(server.asked).toEqual([]);
  });

  it('comes from the system resolver if the name is not in DNS', async () => {
    expect(await start().lookup('none.example')).toEqual(['from the fallback: none.example']);
    await expect(start({ fallback: notFound }).lookup('none.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it.each(['db', 'printer.local'])('of %s comes from the system resolver if DNS fails', async (name) => {
    expect(await start().lookup(name)).toEqual([`from the fallback: ${name}`]);
    await expect(start({ fallback: null }).lookup(name)).rejects.toMatchObject({
      code: expect.stringMatching(/^E(SERVFAIL|REFUSED)$/),
    });
  });

  it('comes from the system resolver if there is no DNS server', async () => {
    const closed = await startDnsServer({});
    closed.close();
    const { lookup } = start({ servers: [closed.address] });
    expect(await lookup('both.example')).toEqual(['from the fallback: both.example']);
  });

  it('comes only from DNS without a hosts file and system resolver', async () => {
    const alone = start({ hostsFile: null, fallback: null });
    expect(await alone.lookup('four.example')).toEqual(['127.0.0.8']);
    await expect(alone.lookup('none.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(alone.lookup('empty.example')).rejects.toMatchObject({ code: 'ENODATA' });
  });

  it('of a reserved name is never queried', async () => {
    const { lookup } = start();
    expect(await lookup('localhost')).toEqual(['127.0.0.1', '::1']);
    await expect(lookup('nothing.invalid')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(server.asked).toEqual([]);
  });
});

describe('a name without an address', () => {
  it.each([
    ['that loops', 'loop.example', 'ELOOP'],
    ['that is its own alias', 'self.example', 'ELOOP'],
    ['whose alias leads nowhere', 'dangling.example', 'ENOTFOUND'],
    ['that exists', 'empty.example', 'ENODATA'],
    ['that does not exist', 'none.example', 'ENOTFOUND'],
    ['whose servers fail', 'broken.example', 'ESERVFAIL'],
    ['that the servers refuse to look up', 'closed.example', 'EREFUSED'],
  ])('has its own error code: %s', async (_, name, code) => {
    await expect(start({ fallback: notFound }).lookup(name)).rejects.toMatchObject({ code });
  });

  it('that times out is not passed to the system resolver, whose threads it would block', async () => {
    const { lookup } = start({ timeout_seconds: 0.1, fallback: () => Promise.reject(new Error('asked')) });
    await expect(lookup('silent.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  it('takes one timeout for any number of names, and does not delay others', async () => {
    const { lookup } = start({ timeout_seconds: 2 });
    const ended: string[] = [];
    const dead = Object.keys(many).map((name) =>
      lookup(name).then(
        () => 'found',
        ({ code }) => ended.push(name) && code,
      ),
    );
    expect(await lookup('both.example')).toEqual(['127.0.0.7', '::1']);
    expect(ended).toEqual([]);
    // All were queried before the first timeout: the timeouts run concurrently.
    await Promise.race(dead);
    expect(Object.keys(many).filter((name) => !server.asked.includes(name))).toEqual([]);
    expect(new Set(await Promise.all(dead))).toEqual(new Set(['ETIMEOUT']));
  });
});

describe('a failed lookup', () => {
  it.each<[string, string | null, boolean]>([
    ['has no answer for any other name', null, false],
    ['has an answer for another name', 'both.example', true],
    ['has the answer that another name does not exist', 'none.example', true],
    ['has only failures for other names', 'closed.example', false],
  ])('%s', async (_, other, isAnswering) => {
    const names = start({ fallback: null });
    if (other !== null) await names.lookup(other).catch(() => {});
    await expect(names.lookup('broken.example')).rejects.toMatchObject({ code: 'ESERVFAIL', isAnswering });
    await expect(names.lookupServices('_x._tcp.broken.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it.each([
    [
      'ETIMEOUT',
      false,
      'endpoint-dns-timeout',
      /^The DNS lookup of a\.example .* in time\. Check the DNS servers of this machine .* and those of the zone\.$/,
    ],
    [
      'ETIMEOUT',
      true,
      'endpoint-dns-timeout',
      / although they answer for other names\. Check the DNS servers of the zone\.$/,
    ],
    ['ESERVFAIL', false, 'endpoint-dns-failed', /error\. Check the DNS servers of this machine/],
    [
      'ESERVFAIL',
      true,
      'endpoint-dns-failed',
      /error, although they answer for other names\. Check the DNS servers of the zone\.$/,
    ],
    ['EREFUSED', true, 'endpoint-dns-failed', /error\. Check the DNS servers of this machine/],
    ['ENOTFOUND', true, 'endpoint-name-not-found', /does not exist/],
  ])('with the code %s names who is at fault (answering for others: %s)', (code, isAnswering, expected, detail) => {
    const failure = createLookupFailure(new LookupError(code, isAnswering), 'a.example');
    expect(failure).toEqual({ code: expected, detail: expect.stringMatching(detail) });
  });
});

describe('each name', () => {
  it('is looked up once', async () => {
    const { lookup } = start();
    await Promise.all([lookup('both.example'), lookup('Both.Example'), lookup('both.example')]);
    expect(server.asked).toEqual(['both.example', 'both.example']);
  });

  it('is looked up again after a transient error only', async () => {
    const { lookup } = start({ fallback: notFound });
    await lookup('broken.example').catch(() => {});
    const before = server.asked.length;
    await lookup('broken.example').catch(() => {});
    expect(server.asked.length).toBeGreaterThan(before);
    await lookup('none.example').catch(() => {});
    const after = server.asked.length;
    await lookup('none.example').catch(() => {});
    expect(server.asked.length).toBe(after);
  });

  it('is canceled at the end of the scan', async () => {
    const { lookup, close } = start({ timeout_seconds: 3600 });
    const asked = server.question();
    const found = lookup('silent.example');
    await asked;
    close();
    await expect(found).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });
});

describe('lookupAddresses', () => {
  it('waits for all addresses', async () => {
    expect(await start().lookupAddresses('many.example')).toEqual({
      addresses: ['127.0.0.1', '127.0.0.2', '127.0.0.3', '::1'],
      missing: null,
    });
    expect(await start().lookupAddresses('four.example')).toEqual({ addresses: ['127.0.0.8'], missing: null });
  });

  it.each([
    ['half.example', 'ETIMEOUT'],
    ['sick.example', 'ESERVFAIL'],
  ])('reports a missing address family for %s', async (name, missing) => {
    expect(await start({ timeout_seconds: 1 }).lookupAddresses(name)).toEqual({ addresses: ['127.0.0.9'], missing });
  });
});

describe('an SRV record', () => {
  it('lists its servers by priority and weight', async () => {
    expect(await start().lookupServices('_imaps._tcp.example')).toEqual([
      { host: 'a.example', port: 995 },
      { host: 'c.example', port: 994 },
      { host: 'b.example', port: 993 },
    ]);
  });

  it('lists each server once', async () => {
    expect(await start().lookupServices('_twice._tcp.example')).toEqual([
      { host: 'a.example', port: 993 },
      { host: 'a.example', port: 994 },
    ]);
  });

  it('lists no servers if the service is not available', async () => {
    expect(await start().lookupServices('_sip._tcp.example')).toEqual([]);
  });

  it('that does not exist has the same error as a name', async () => {
    await expect(start().lookupServices('_none._tcp.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});
