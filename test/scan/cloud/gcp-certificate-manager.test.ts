import { CertificateManagerClient } from '@google-cloud/certificate-manager';
import { OAuth2Client } from 'google-auth-library';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listJobs } from '../../../src/scan/sources/index.ts';
import { createReadContext, decodeAll, readInventorySource } from '../../helpers/inventory/context.ts';
import { startFakeApi } from '../../helpers/inventory/fake-api.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import { type FakeGcp, GCP_ACCESS_TOKEN, GCP_PROJECT, startFakeGcp } from '../../helpers/inventory/fakes/gcp/index.ts';
import { describeFaults } from '../../helpers/inventory/fault-suite.ts';

let gcp: FakeGcp;

beforeEach(async () => {
  gcp = await startFakeGcp();
});
afterEach(() => gcp.close());

async function add(id: string, changes: object = {}, to = gcp) {
  return to.add(id, (await createTestCertificate({ name: `${id}.example` })).certificate, changes);
}

const toName = (location: string, id: string) => `projects/${GCP_PROJECT}/locations/${location}/certificates/${id}`;

const read = (source: Partial<FakeGcp['manager']> = {}, known: string[] = []) =>
  readInventorySource({ source: { ...gcp.manager, ...source }, env: gcp.env, known });

const locations = async (...args: Parameters<typeof read>) =>
  (await read(...args)).locations.map(({ location }) => location);

describe('gcp_certificate_manager', () => {
  it('reads all pages of all locations', async () => {
    const expected: string[] = [];
    for (const id of ['a', 'b', 'c', 'd']) expected.push(await add(id));
    expected.push(await add('regional', { name: toName('europe-west1', 'regional') }));
    const result = await read();
    expect(result.failure).toBeNull();
    expect(result.locations.map(({ location }) => location)).toEqual(expected);
    expect(result.locations.map(({ certificate }) => certificate?.facts.common_name)).toContain('regional.example');
    expect(expected).toContain('gcp_certificate_manager:shop-production/europe-west1/regional');
  });

  it('sees what the client of Google sees', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await add(id, { labels: { team: 'web' } });
    const { hostname, port } = new URL(gcp.origin);
    const authClient = new OAuth2Client();
    authClient.setCredentials({ access_token: GCP_ACCESS_TOKEN });
    const client = new CertificateManagerClient({
      fallback: true,
      protocol: 'http',
      apiEndpoint: hostname,
      port: Number(port),
      // The client brings another version of the same library.
      authClient: authClient as never,
    });
    const seen: [string, unknown, unknown][] = [];
    const parent = `projects/${GCP_PROJECT}/locations/-`;
    for await (const one of client.listCertificatesAsync({ parent }, { autoPaginate: false }))
      seen.push([String(one.name), one.labels, one.pemCertificate]);
    await client.close();
    expect(seen).toHaveLength(7);
    const { locations } = await read();
    expect(locations.map(({ location }) => location)).toEqual(
      seen.map(([name]) => `gcp_certificate_manager:${GCP_PROJECT}/global/${name.split('/').at(-1)}`),
    );
    for (const [, labels, pem] of seen)
      expect([labels, pem]).toEqual([{ team: 'web' }, expect.stringMatching(/BEGIN/)]);
    for (const {
      observed: { ownership },
    } of locations)
      expect(ownership?.labels).toEqual({ team: 'web' });
  });

  it('has one listing for each project, or for each location in the manifest', async () => {
    await add('everywhere');
    await add('regional', { name: toName('europe-west1', 'regional') });
    const source = { ...gcp.manager, locations: ['global', 'europe-west1'] };
    const { context } = createReadContext({ source, env: gcp.env });
    const results = (await Promise.all((await listJobs(source, context)).map((job) => job.read()))).flat();
    expect(results.map(({ source, locations }) => [source, decodeAll(locations)])).toMatchObject([
      ['gcp_certificate_manager:shop-production/global', [{ failure: null }]],
      ['gcp_certificate_manager:shop-production/europe-west1', [{ failure: null }]],
    ]);
  });

  it('is empty if the project has no certificates', async () => {
    expect(await read()).toMatchObject({ failure: null, locations: [] });
    const known = ['gcp_certificate_manager:shop-production/global/a'];
    expect(await read({}, known)).toMatchObject({ failure: { code: 'inventory-empty' } });
    expect(await read({ allow_empty: true }, known)).toMatchObject({ failure: null, locations: [] });
  });

  it('fails if a location cannot be reached, on any page', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await add(id);
    gcp.settings.unreachable = ['europe-west1'];
    const { failure, locations } = await read();
    expect(failure).toMatchObject({
      code: 'inventory-location-unreachable',
      detail: expect.stringContaining('europe-west1'),
    });
    expect(locations).toEqual([]);
    expect(await read({ locations: ['global'] })).toMatchObject({ failure: null });
  });

  it('does not quote what the API returns instead of the name of a location', async () => {
    gcp.onRequest(() => ({ body: { unreachable: ['<script>', 'projects/1/locations/asia-east1'] } }));
    const { failure } = await read();
    expect(failure?.detail).toContain('asia-east1, 1 more');
    expect(failure?.detail).not.toContain('script');
  });

  it('maps labels, the owner and the load balancers that use a certificate', async () => {
    const proxy = '//compute.googleapis.com/projects/shop-production/global/targetHttpsProxies/web';
    await add('shop', { labels: { team: 'web', owner: 'platform' }, usedBy: [{ name: proxy }] });
    const { locations } = await read();
    expect(locations[0]?.observed.ownership).toEqual({
      labels: { team: 'web', owner: 'platform' },
      owner: 'platform',
      assignments: [proxy],
    });
  });

  it('leaves out what is about to be issued, and reports what cannot be', async () => {
    gcp.add('new', '', { expireTime: undefined, managed: { domains: ['new.example'], state: 'PROVISIONING' } });
    const attempt = { domain: 'stuck.example', state: 'FAILED', failureReason: 'CAA' };
    const managed = { domains: ['stuck.example'], state: 'PROVISIONING', authorizationAttemptInfo: [attempt] };
    gcp.add('stuck', '', { expireTime: undefined, managed });
    expect((await read()).locations).toMatchObject([
      {
        location: 'gcp_certificate_manager:shop-production/global/stuck',
        failure: {
          code: 'inventory-not-issued',
          detail: expect.stringMatching(/\(CAA\)\. `gcloud certificate-manager .*` says why/),
        },
      },
    ]);
  });

  it('uses the fields if there is no certificate in the list', async () => {
    gcp.add('shop', '', { sanDnsnames: ['shop.example', 'www.shop.example'], expireTime: '2030-03-17T17:46:40Z' });
    const { locations } = await read();
    expect(locations[0]?.certificate).toMatchObject({
      from_fields: true,
      facts: { common_name: 'shop.example', valid_to: '2030-03-17T17:46:40Z' },
    });
  });

  it('fails for an uploaded certificate without any content alone', async () => {
    gcp.add('empty', '', { expireTime: undefined, selfManaged: {} });
    await add('shop');
    expect((await read()).locations).toMatchObject([
      { failure: { code: 'inventory-unexpected-format' } },
      { failure: null, certificate: { facts: { common_name: 'shop.example' } } },
    ]);
  });

  it('drops a private key, and says so', async () => {
    const { certificate, privateKeyPem } = await createTestCertificate({ name: 'shop.example' });
    gcp.add('shop', `${certificate}${privateKeyPem}`);
    const { locations } = await read();
    expect(locations[0]).toMatchObject({ failure: null, certificate: { facts: { common_name: 'shop.example' } } });
    expect(JSON.stringify(locations)).toContain('inventory-private-key');
    expect(JSON.stringify(locations)).not.toContain('PRIVATE KEY');
  });

  it('fails for a certificate of more than 1 MiB alone', async () => {
    gcp.add('large', `-----BEGIN CERTIFICATE-----\n${'A'.repeat(1024 * 1024)}\n-----END CERTIFICATE-----\n`);
    await add('small');
    expect((await read()).locations).toMatchObject([
      { failure: { code: 'inventory-item-too-large' } },
      { certificate: { facts: { common_name: 'small.example' } } },
    ]);
  });

  it.each([
    ['a name that is not one of a certificate', { certificates: [{ name: 'projects/1/locations' }] }, 'without-id'],
    ['an item without a name', { certificates: [{}] }, 'without-id'],
    ['something else', { message: 'hello' }, 'unexpected-format'],
    ['a list', [], 'unexpected-format'],
    ['something else beside an empty list', { nextPageToken: 'x', total: 4 }, 'unexpected-format'],
    ['a text instead of a list', { certificates: 'none' }, 'unexpected-format'],
    ['a page that leads to itself', { certificates: [], nextPageToken: 'same' }, 'next-loop'],
  ])('rejects %s', async (_, body, code) => {
    gcp.onRequest(() => ({ body }));
    expect((await read()).failure?.code).toContain(code);
  });

  it('follows no redirect to another origin, so that the token stays here', async () => {
    const other = await startFakeApi(() => ({ body: {} }));
    gcp.onRequest(() => ({ status: 302, headers: { location: `${other.origin}/v1/certificates` } }));
    const { failure } = await read();
    await other.close();
    expect(failure?.code).toBe('inventory-redirect-refused');
    expect(other.calls).toEqual([]);
  });

  it('connects to no address that the manifest denies', async () => {
    const { failure } = await readInventorySource({ source: gcp.manager, env: gcp.env, denied: ['127.0.0.0/8'] });
    expect(failure?.code).toBe('url-denied');
    expect(gcp.calls).toEqual([]);
  });

  it('reads again if an item appears on two pages', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await add(id);
    let requests = 0;
    gcp.onRequest((reply) => {
      const good = reply();
      requests += 1;
      const first = { name: toName('global', 'a') };
      return requests === 2 ? { body: { certificates: [first] } } : good;
    });
    expect(await locations()).toHaveLength(4);
    expect(requests).toBe(4);
  });

  it.each([
    ['a project that the account may not read', { projects: ['other-project'] }, 'inventory-forbidden'],
    ['a missing permission', {}, 'inventory-forbidden'],
  ])('explains %s', async (_, source, code) => {
    gcp.settings.denied = new Set(['certificates']);
    expect((await read(source)).failure?.code).toBe(code);
  });

  it('explains an API that is not enabled', async () => {
    gcp.settings.enabled = false;
    const { failure } = await read();
    expect(failure?.code).toBe('inventory-api-disabled');
    expect(failure?.detail).toContain(
      'gcloud services enable certificatemanager.googleapis.com --project shop-production',
    );
  });
});

const startFull = async () => {
  const fake = await startFakeGcp();
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await add(id, {}, fake);
  return { ...fake, source: fake.manager };
};

describeFaults('gcp_certificate_manager', {
  start: startFull,
  isListing: ({ url }) => url.pathname.endsWith('/certificates'),
  cursor: { field: 'nextPageToken', items: 'certificates' },
});
