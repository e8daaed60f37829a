import { afterEach, describe, expect, it } from 'vitest';
import { readTransparency, type TransparencyEntry } from '../../src/app/transparency.ts';
import { lookUpDns } from '../../src/app/verify/look-up-dns.ts';
import type { Entry, SourceReading } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { CRTSH } from '../../src/scan/ct/crtsh.ts';
import type { NetworkOptions } from '../../src/scan/network/index.ts';
import { createFakeLog, type FakeProvider, startCrtSh } from '../helpers/ct-providers.ts';
import { createTestIo } from '../manifest/io.ts';

const opened: FakeProvider[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function askCrtSh(orders: string[][], domain: string, { include_subdomains = true, rows = 10_000 } = {}) {
  const log = createFakeLog();
  for (const names of orders) log.issue({ names });
  const api = await startCrtSh(log, { rows });
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
