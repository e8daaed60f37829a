import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransparencyEntry } from '../../src/app/transparency.ts';
import type { RawLocation, Registration } from '../../src/domain/index.ts';
import { runWithDeadline } from '../../src/lib/deadline.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { readDomains } from '../../src/scan/ct/index.ts';
import { openDnsClient } from '../../src/scan/dns/index.ts';
import { createUntrustedFetcher } from '../../src/scan/http/untrusted-fetcher.ts';
import { readSources } from '../../src/scan/index.ts';
import { createTestIo } from '../manifest/io.ts';

// Each service accepts a request and never answers, and each timeout is much longer than the time for reading.
const MILLISECONDS = 150;

let silent: Server;
let dropping: Socket;
let host: string;
beforeAll(async () => {
  silent = createServer(() => undefined).listen(0, '127.0.0.1');
  dropping = createSocket('udp4').bind(0, '127.0.0.1');
  await Promise.all([once(silent, 'listening'), once(dropping, 'listening')]);
  host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
});
afterAll(() => {
  silent.close();
  dropping.close();
});

const io = createTestIo('/');
const createOptions = () => ({
  ...{ root: '/', timeout_seconds: 60, concurrency: 10 },
  network: {
    deny: [],
    allow: ['127.0.0.1'],
    dns_servers: [`127.0.0.1:${dropping.address().port}`],
    proxy: DEFAULT_NETWORK_RULES.proxy,
  },
});

describe('at the deadline', () => {
  it('a URL in a certificate could not be requested, and no further one is', async () => {
    await runWithDeadline(MILLISECONDS, async (deadline) => {
      const options = { ...createOptions(), deadline, max_seconds: 60, kind: 'revocation' as const };
      const { fetch, close } = createUntrustedFetcher(io, options);
      for (const url of [`http://${host}/list.crl`, `http://${host}/other.crl`]) {
        const answer = await fetch(url, { max_mebibytes: 1, retry: true });
        expect(answer).toMatchObject({ code: 'url-timeout', why: expect.stringContaining('not requested in time') });
      }
      close();
    });
  });

  it('a resolver was not asked in time', async () => {
    await runWithDeadline(MILLISECONDS, async (deadline) => {
      const client = openDnsClient(io, { ...createOptions(), deadline });
      const found = await Promise.all([client.ask('example.com', 'CAA'), client.ask('example.org', 'CAA')]);
      expect(found).toMatchObject([{ code: 'dns-not-in-time' }, { code: 'dns-not-in-time' }]);
      await client.close();
    });
  });

  it('the domains of certificate transparency are postponed', async () => {
    const source = {
      ...{ kind: 'ct', domains: ['example.org'], provider: 'certspotter', include_subdomains: true },
      ...{ api_url: `http://${host}`, token: null, fallback_url: null },
    };
    const entry = { name: 'ct', source, passwords: [], variables: {} } as unknown as TransparencyEntry;
    const task = { entry, domain: 'example.org', cursor: null, answered_at: null, retry_at: null };
    const read = await runWithDeadline(MILLISECONDS, (deadline) =>
      readDomains([task], io, { ...createOptions(), deadline }),
    );
    expect(read.map(({ failure }) => failure?.code)).toEqual(['ct-postponed']);
  });

  it('the last registration of a domain is used, and one without any fails', async () => {
    const source = { kind: 'domain', domains: ['example.org', 'example.net'], rdap_url: `http://${host}/` } as const;
    const entry = { name: 'domains', source, passwords: [], variables: {} };
    const known = { since: new Date(io.now() - 86_400_000).toISOString() } as unknown as Registration;
    const found = await runWithDeadline(MILLISECONDS, async (deadline) => {
      const findRegistration = (_: string, location: string) => (location === 'domain:example.org' ? known : null);
      const options = { ...createOptions(), deadline, findRegistration };
      const locations: RawLocation[] = [];
      await readSources([entry as never], io, options, ({ sources }) => {
        locations.push(...sources.flatMap((one) => [...one.locations]));
      });
      return locations;
    });
    const outcomes = found.map((raw) => [raw.location, 'failure' in raw ? raw.failure?.code : raw.notice?.code]);
    expect(Object.fromEntries(outcomes)).toEqual({
      'domain:example.org': 'rdap-kept',
      'domain:example.net': 'not-read-in-time',
    });
  });
});
