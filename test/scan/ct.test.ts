import { afterEach, describe, expect, it } from 'vitest';
import { readTransparency, type TransparencyEntry } from '../../src/app/transparency.ts';
import { lookUpDns } from '../../src/app/verify/look-up-dns.ts';
import type { Entry, SourceReading } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { CRTSH } from '../../src/scan/ct/crtsh.ts';
import type { NetworkOptions } from '../../src/scan/network/index.ts';
import { createFakeLog, type FakeProvider, startCrtSh } from '../helpers/ct-providers.ts';
import { startFakeApi } from '../helpers/inventory/fake-api.ts';
import { startHttpProxy } from '../helpers/proxy.ts';
import { createTestIo } from '../manifest/io.ts';

const opened: FakeProvider[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

type Order = Parameters<ReturnType<typeof createFakeLog>['issue']>[0];

async function askCrtSh(
  orders: (string[] | Order)[],
  domain: string,
  { include_subdomains = true, rows = 10_000, hasTypes = true } = {},
) {
  const log = createFakeLog();
  for (const order of orders) log.issue(Array.isArray(order) ? { names: order } : order);
  const api = await startCrtSh(log, { rows, hasTypes });
  opened.push(api);
  const fetchPage = CRTSH.createFetch(async (url) => (await fetch(url)).json(), api.origin, 'crt.sh');
  const { issuances, notice } = await fetchPage({ domain, include_subdomains, cursor: null });
  return { names: issuances.map((one) => one.names.join(' ')).sort(), notice: notice?.code };
}

describe('crt.sh', () => {
  it('returns the names below a domain with a hyphen', async () => {
    const orders = [['my-shop.example'], ['pay.my-shop.example'], ['*.my-shop.example'], ['other.example']];
    const { names } = await askCrtSh(orders, 'my-shop.example');
    expect(names).toEqual(['*.my-shop.example', 'my-shop.example', 'pay.my-shop.example']);
  });

  it('returns a name alone with the wildcards that cover it', async () => {
    const orders = [['pay.example.org'], ['*.example.org'], ['a.pay.example.org'], ['example.org']];
    const { names } = await askCrtSh(orders, 'pay.example.org', { include_subdomains: false });
    expect(names).toEqual(['*.example.org', 'pay.example.org']);
    const apex = await askCrtSh(orders, 'example.org', { include_subdomains: false });
    expect(apex.names).toEqual(['example.org']);
  });

  it('returns the wildcards that cover a domain below a registered one', async () => {
    const orders = [['*.example.org'], ['a.pay.example.org'], ['*.example.net']];
    expect((await askCrtSh(orders, 'pay.example.org')).names).toEqual(['*.example.org', 'a.pay.example.org']);
  });

  const FOREIGN: [kind: string, order: Order][] = [
    ['a mail address in the subject', { names: ['www.example.net'], others: ['hostmaster@example.org'] }],
    ['mail addresses only', { names: [], others: ['a@example.org', 'b@mail.example.org'] }],
    ['an organization', { names: ['www.example.net'], others: ['Example.org, Inc.'] }],
    ['a unit of an organization', { names: ['www.example.net'], others: ['Domain control of www.example.org'] }],
    ['a URI', { names: ['www.example.net'], others: ['https://www.example.org', 'spiffe://id.example.org/a'] }],
    ['a longer name', { names: ['notexample.org', 'a.notexample.org'] }],
    ['a name that only begins with it', { names: ['example.org.example.net'] }],
  ];
  it.each(FOREIGN)('does not return a certificate that only matches by %s', async (_, order) => {
    for (const hasTypes of [true, false]) {
      const { names } = await askCrtSh([order, ['pay.example.org']], 'example.org', { hasTypes });
      expect(names).toEqual(['pay.example.org']);
    }
  });

  it('does not return a certificate of an organization with the name of the domain', async () => {
    const order = { names: ['www.example.net'], others: ['example.org'] };
    expect((await askCrtSh([order], 'example.org')).names).toEqual([]);
  });

  it('returns a certificate with a mail address and a name, and one with a name that is not valid', async () => {
    const orders = [
      { names: ['www.example.org'], others: ['hostmaster@example.org'] },
      { names: ['a\u0000b.example.org'] },
    ];
    for (const hasTypes of [true, false]) {
      const { names } = await askCrtSh(orders, 'example.org', { hasTypes });
      expect(names).toEqual(['example.org', 'www.example.org']);
    }
  });

  it('says that some are missing if it has selected as many names as it does', async () => {
    const orders = Array.from({ length: 4 }, (_, index) =>
      Array.from({ length: 3000 }, (_name, name) => `n${name}.c${index}.example.org`),
    );
    const { names, notice } = await askCrtSh(orders, 'example.org');
    expect(names.length).toBeLessThan(5);
    expect(notice).toBe('ct-truncated');
    expect((await askCrtSh(orders.slice(0, 3), 'example.org')).notice).toBeUndefined();
  });
});

describe('the requests to crt.sh', () => {
  /** Asks for domains through a proxy on loopback, at the times of a clock that only waiting moves. */
  async function askAt(url: string, domains: string[], answer_ms = 0): Promise<number[]> {
    let now = Date.parse('2027-01-01T00:00:00Z');
    const times: number[] = [];
    const api = await startFakeApi(({ url }) => {
      if (url.pathname === '/other') return { body: [] };
      times.push(now / 1000);
      now += answer_ms;
      return { body: [] };
    });
    const proxy = await startHttpProxy({ to: Number(new URL(api.origin).port) });
    try {
      const sleep = async (milliseconds: number) => {
        // A request that does not wait arrives meanwhile, at the time before.
        for (let count = 0; count < 20; count += 1) await (await fetch(`${api.origin}/other`)).text();
        now += milliseconds;
      };
      const io = { ...createTestIo('/'), env: { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` }, now: () => now, sleep };
      const source = { kind: 'ct', provider: 'crtsh', api_url: url, domains, token: null, include_subdomains: true };
      const entry = { name: 'ct', source: { ...source, fallback_url: null }, passwords: [], variables: {} };
      const network = { deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };
      const options = { root: '/', network, timeout_seconds: 5, concurrency: 4 };
      const readings = await readTransparency([entry as unknown as TransparencyEntry], createEmptyLog(), options, io);
      expect(readings.map(({ failure }) => failure)).toEqual(domains.map(() => null));
      return times.map((time) => time - (times[0] ?? 0));
    } finally {
      await Promise.all([proxy.close(), api.close()]);
    }
  }

  const DOMAINS = ['example.org', 'example.net', 'example.com'];

  it('are at most five a minute, because its operator permits no more', async () => {
    expect(await askAt('http://crt.sh', DOMAINS)).toEqual([0, 12, 24]);
  });

  it('wait no longer than that for a slow answer', async () => {
    expect(await askAt('http://crt.sh', DOMAINS, 7_000)).toEqual([0, 12, 24]);
    expect(await askAt('http://crt.sh', DOMAINS, 20_000)).toEqual([0, 20, 40]);
  });

  it('do not wait for a mirror', async () => {
    expect(await askAt('http://crt.example', DOMAINS)).toEqual([0, 0, 0]);
  });
});

describe('a bug outside of the domains', () => {
  const io = { ...createTestIo('/'), stderr: () => undefined };
  // Without a policy, no network can be opened.
  const broken = { root: '/', network: null, timeout_seconds: 1, concurrency: 1 } as unknown as NetworkOptions;

  it('is the failure of each domain of certificate transparency', async () => {
    const source = {
      kind: 'ct',
      domains: ['example.org', 'example.net'],
      provider: 'certspotter',
      include_subdomains: true,
    };
    const entry = { name: 'transparency', source, passwords: [], variables: {} } as unknown as TransparencyEntry;
    const readings = await readTransparency([entry], createEmptyLog(), broken, io);
    expect(readings.map(({ domain, failure }) => [domain, failure?.code])).toEqual([
      ['example.org', 'internal-error'],
      ['example.net', 'internal-error'],
    ]);
  });

  it('is the failure of the locations that expect records of DNS', async () => {
    const location = { location: 'shop.example.org:443', observed: {}, certificate: null, failure: null };
    const readings = ['shop', 'other'].map((entry) => ({ entry, locations: [location] })) as unknown as SourceReading[];
    const entry = { name: 'shop', source: { kind: 'endpoint' }, expect: { caa: 'check' } } as unknown as Entry;
    const found = await lookUpDns(readings, [entry], io, { ...broken, now: 0 });
    expect(found.map(({ locations }) => locations[0]?.failure?.code)).toEqual(['internal-error', undefined]);
  });
});
