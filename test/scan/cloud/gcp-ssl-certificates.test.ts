import { compute_v1 } from '@googleapis/compute/build/v1.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import {
  type FakeGcp,
  failCompute,
  GCP_ACCESS_TOKEN,
  GCP_PROJECT,
  startFakeGcp,
} from '../../helpers/inventory/fakes/gcp/index.ts';
import { describeFaults } from '../../helpers/inventory/fault-suite.ts';

let gcp: FakeGcp;

beforeEach(async () => {
  gcp = await startFakeGcp();
});
afterEach(() => gcp.close());

async function add(name: string, changes: object = {}, scope = 'global', to = gcp) {
  return to.addSsl(name, (await createTestCertificate({ name: `${name}.example` })).certificate, changes, scope);
}

const read = (source: Partial<FakeGcp['ssl']> = {}) =>
  readInventorySource({ source: { ...gcp.ssl, ...source }, env: gcp.env });

const names = (result: Awaited<ReturnType<typeof read>>) =>
  result.locations.map(({ certificate }) => certificate?.facts.common_name);

describe('gcp_ssl_certificates', () => {
  it('reads all pages, global and regional certificates', async () => {
    const expected = [await add('a'), await add('b'), await add('c'), await add('d')];
    expected.push(await add('e', {}, 'us-central1'), await add('f', {}, 'europe-west1'), await add('g'));
    const { failure, locations } = await read();
    expect(failure).toBeNull();
    expect(locations.map(({ location }) => location).sort()).toEqual(expected.sort());
    expect(expected).toContain('gcp_ssl_certificates:shop-production/europe-west1/f');
  });

  it('sees what the client of Google sees', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await add(name);
    await add('regional', {}, 'us-central1');
    const headers = { authorization: `Bearer ${GCP_ACCESS_TOKEN}` };
    const client = new compute_v1.Compute({ rootUrl: `${gcp.origin}/`, headers });
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = { project: GCP_PROJECT, ...(pageToken !== undefined && { pageToken }) };
      const { data } = await client.sslCertificates.aggregatedList(page);
      for (const [scope, { sslCertificates = [] }] of Object.entries(data.items ?? {}))
        for (const { name, certificate } of sslCertificates) {
          expect(certificate).toContain('BEGIN CERTIFICATE');
          seen.push(`gcp_ssl_certificates:${GCP_PROJECT}/${scope.replace('regions/', '')}/${name}`);
        }
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    expect(seen).toHaveLength(5);
    expect((await read()).locations.map(({ location }) => location)).toEqual(seen);
  });

  it('is empty if the project has no certificates', async () => {
    expect(await read()).toMatchObject({ failure: null, locations: [] });
  });

  it('never asks for a list in which regions may be missing', async () => {
    await add('a');
    await read();
    const lists = gcp.calls.filter(({ url }) => url.pathname.includes('/aggregated/'));
    expect(lists.map(({ url }) => url.searchParams.get('returnPartialSuccess'))).toEqual(['false', 'false']);
    gcp.settings.unreachable = ['us-central1'];
    expect(await read()).toMatchObject({ failure: { code: 'inventory-server-error' }, locations: [] });
  });

  const kind = 'compute#sslCertificateAggregatedList';
  it.each([
    ['a region with a warning', { kind, items: { 'regions/us-central1': { warning: { code: 'UNREACHABLE' } } } }],
    ['a region that is listed as unreachable', { kind, unreachables: ['projects/1/regions/us-central1'] }],
    ['part of the regions', { kind, items: {}, warning: { code: 'PARTIAL_SUCCESS' } }],
  ])('fails if a list for all regions is not complete: %s', async (_, body) => {
    gcp.onRequest((reply) => {
      const { body: good } = reply() as { body: { kind: string } };
      return good.kind === kind ? { body } : { body: good };
    });
    const { failure, locations } = await read();
    expect(failure?.code).toBe('inventory-location-unreachable');
    expect(failure?.detail).toMatch(/us-central1|shop-production/);
    expect(locations).toEqual([]);
  });

  it.each([
    ['something else', { message: 'hello' }],
    ['items as a list', { kind, items: [] }],
    ['a text instead of certificates', { kind, items: { global: { sslCertificates: 'none' } } }],
  ])('rejects %s', async (_, body) => {
    gcp.settings.denied = new Set(['targetHttpsProxies']);
    gcp.onRequest((reply) => (reply().status === 403 ? reply() : { body }));
    expect((await read()).failure?.code).toBe('inventory-unexpected-format');
  });

  it('knows which target proxies use a certificate, and with `in_use` leaves out others', async () => {
    await add('used');
    await add('unused');
    for (const name of ['a', 'b', 'c', 'd']) gcp.addProxy(name, name === 'd' ? ['used'] : []);
    gcp.addProxy('tcp', ['used'], 'targetSslProxies');
    const result = await read();
    expect(names(result)).toEqual(['used.example', 'unused.example']);
    expect(result.locations.map(({ observed: { ownership } }) => ownership?.assignments)).toEqual([
      ['projects/shop-production/global/targetHttpsProxies/d', 'projects/shop-production/global/targetSslProxies/tcp'],
      [],
    ]);
    expect(names(await read({ in_use: true }))).toEqual(['used.example']);
  });

  it.each([
    ['not a list', { kind: 'compute#targetSslProxyList', items: {} }, 'inventory-unexpected-format'],
    [
      'incomplete',
      { kind: 'compute#targetSslProxyList', warning: { code: 'UNREACHABLE' } },
      'inventory-location-unreachable',
    ],
  ])('does not take a certificate for unused if the list of proxies is %s', async (_, body, code) => {
    await add('shop');
    gcp.addProxy('tcp', ['shop'], 'targetSslProxies');
    gcp.onRequest((reply) => (JSON.stringify(reply()).includes('targetSslProxyList') ? { body } : reply()));
    expect(await read({ in_use: true })).toMatchObject({ failure: { code }, locations: [] });
  });

  it('needs the permission to list proxies only for `in_use`', async () => {
    await add('shop');
    gcp.settings.denied = new Set(['targetSslProxies']);
    expect(names(await read())).toEqual(['shop.example']);
    expect(await read({ in_use: true })).toMatchObject({ failure: { code: 'inventory-forbidden' }, locations: [] });
  });

  it('reads the state of the renewal', async () => {
    await add('own');
    const managed = {
      domains: ['a.example'],
      status: 'RENEWAL_FAILED',
      domainStatus: { 'a.example': 'FAILED_NOT_VISIBLE' },
    };
    await add('stuck', { type: 'MANAGED', managed });
    const { locations } = await read();
    expect(locations.map(({ observed: { renewal_state } }) => [renewal_state?.state, renewal_state?.reason])).toEqual([
      ['ok', null],
      ['failing', 'FAILED_NOT_VISIBLE'],
    ]);
  });

  it('waits if Compute Engine limits the requests, which it says with status 403', async () => {
    await add('shop');
    let requests = 0;
    gcp.onRequest((reply) => {
      requests += 1;
      return requests === 1 ? failCompute(403, 'rateLimitExceeded', 'Rate Limit Exceeded') : reply();
    });
    const result = await read();
    expect(names(result)).toEqual(['shop.example']);
    expect(result.waits).toHaveLength(1);
    gcp.onRequest(() => failCompute(403, 'rateLimitExceeded', 'Rate Limit Exceeded'));
    expect((await read()).failure?.code).toBe('inventory-throttled');
  });

  it.each([
    ['a project that does not exist', { projects: ['other-project'] }, 'inventory-not-found'],
    ['a missing permission', {}, 'inventory-forbidden'],
  ])('explains %s', async (_, source, code) => {
    gcp.settings.denied = new Set(['sslCertificates']);
    expect((await read(source)).failure?.code).toBe(code);
  });

  it('explains an API that is not enabled', async () => {
    gcp.settings.enabled = false;
    expect((await read()).failure).toMatchObject({
      code: 'inventory-api-disabled',
      detail: expect.stringContaining('compute.googleapis.com'),
    });
  });
});

describeFaults('gcp_ssl_certificates', {
  start: async () => {
    const fake = await startFakeGcp();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await add(name, {}, 'global', fake);
    for (const name of ['f', 'g']) await add(name, {}, 'europe-west1', fake);
    return { ...fake, source: fake.ssl };
  },
  isListing: ({ url }) => url.pathname.endsWith('/aggregated/sslCertificates'),
  cursor: { field: 'nextPageToken', items: 'kind' },
  malformed: {
    'items that are no object': (body) => ('items' in body ? { ...body, items: 'none' } : body),
    'a region that is no object': (body) => ('items' in body ? { ...body, items: { global: null } } : body),
    'proxies that are no list': (body) => (String(body.kind).includes('targetSslProxy') ? {} : body),
  },
});
