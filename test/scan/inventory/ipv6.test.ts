import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSource } from '../../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../../src/generated/manifest.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../../helpers/inventory/fake-api.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import { createTlsFiles, type TlsFiles } from '../../helpers/inventory/tls-files.ts';

// Systems whose URL has an IPv6 address instead of a name.

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

const TO = '2099-01-01';
const ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/a';
const VARIABLE = '$' + '{TOKEN}';
const ENV = { TOKEN: 'sesame-sesame', AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-key' };

let files: TlsFiles;
let pem: string;
beforeAll(async () => {
  files = await createTlsFiles();
  pem = (await createTestCertificate({ name: 'shop.example', serial: '0a' })).certificate;
});
afterAll(() => files.remove());

const apis: FakeApi[] = [];
afterEach(async () => {
  await Promise.all(apis.splice(0).map(({ close }) => close()));
});

async function start(reply: (call: ApiCall) => ApiReply, tls = true): Promise<FakeApi> {
  const api = await startFakeApi(reply, tls ? files.server : null, '::1');
  apis.push(api);
  return api;
}

/** The replies of all systems, by path or operation. */
function reply({ url, headers }: ApiCall): ApiReply {
  const tls = { 'tls.crt': Buffer.from(pem).toString('base64') };
  const bodies: Record<string, unknown> = {
    '/items': { items: [{ id: 'a', to: TO }], next: `${url.origin}/more` },
    '/more': { items: [{ id: 'b', to: TO }] },
    '/v1/pki/certs': { data: { keys: ['0a'] } },
    '/v1/pki/certs/revoked': { data: { keys: [] } },
    '/v1/pki/cert/0a': { data: { certificate: pem, revocation_time: 0 } },
    '/v1/pki/issuers': { data: { keys: [] } },
    '/api/v1/secrets': {
      metadata: {},
      items: [{ metadata: { namespace: 'web', name: 'a' }, type: 'kubernetes.io/tls', data: tls }],
    },
    'CertificateManager.ListCertificates': { CertificateSummaryList: [{ CertificateArn: ARN }] },
    'CertificateManager.DescribeCertificate': { Certificate: { NotAfter: 4_000_000_000, Type: 'IMPORTED' } },
    'CertificateManager.GetCertificate': { Certificate: pem },
    'CertificateManager.ListTagsForCertificate': { Tags: [] },
  };
  return { body: bodies[String(headers['x-amz-target'] ?? url.pathname)] ?? {} };
}

const REST = { items: 'items', next: { link: 'next' }, map: { id: 'id', valid_to: 'to' } };

interface Case {
  entry: (origin: string) => Partial<EntrySpec>;
  locations: string[];
}

const SYSTEMS: Record<string, Case> = {
  rest: {
    entry: (origin) => ({ rest: `${origin}/items`, ...REST, headers: { Authorization: VARIABLE }, ca_file: 'ca.pem' }),
    locations: ['rest:a', 'rest:b'],
  },
  vault_pki: {
    entry: (url) => ({ vault_pki: { url, token: VARIABLE }, ca_file: 'ca.pem' }),
    locations: ['vault_pki:pki/0a'],
  },
  kubernetes: {
    entry: (server) => ({ kubernetes: { server, token: VARIABLE, resources: ['secrets'] }, ca_file: 'ca.pem' }),
    locations: ['kubernetes:secret/web/a'],
  },
  aws_acm: { entry: () => ({ aws_acm: { regions: ['eu-west-1'] } }), locations: [`aws_acm:${ARN}`] },
};

/** `denied`: addresses of `network.deny`. */
function read(entry: Partial<EntrySpec>, origin: string, denied: string[] = []) {
  const source = createSource({ name: 'inventory', ...entry } as EntrySpec, {});
  return readInventorySource({ source, env: { ...ENV, AWS_ENDPOINT_URL: origin }, root: files.root, denied });
}

describe.skipIf(!hasIpv6)('an inventory at an IPv6 address', () => {
  it.each(Object.entries(SYSTEMS))('is read: %s', async (name, { entry, locations }) => {
    const { origin } = await start(reply, name !== 'aws_acm');
    const result = await read(entry(origin), origin);
    expect(result.failure).toBeNull();
    expect(result.locations.map(({ location }) => location)).toEqual(locations);
    for (const { failure } of result.locations) expect(failure).toBeNull();
  });

  it.each(Object.entries(SYSTEMS))('is not connected to if the address is denied: %s', async (name, { entry }) => {
    const { origin, calls } = await start(reply, name !== 'aws_acm');
    for (const denied of ['::1', '::/64']) {
      const { failure, locations } = await read(entry(origin), origin, [denied]);
      expect(failure?.code).toBe('url-denied');
      expect(locations).toEqual([]);
    }
    expect(calls).toEqual([]);
  });

  it('is refused if its certificate is for other addresses', async () => {
    const other = await createTlsFiles('.', ['127.0.0.1']);
    const api = await startFakeApi(reply, other.server, '::1');
    apis.push(api);
    const source = createSource({ name: 'inventory', rest: `${api.origin}/items`, ...REST, ca_file: 'ca.pem' }, {});
    const { failure } = await readInventorySource({ source, root: other.root });
    await other.remove();
    expect(failure?.code).toBe('url-tls-failed');
    expect(api.calls).toEqual([]);
  });
});

describe.skipIf(!hasIpv6)('the next page at an IPv6 address', () => {
  it.each<[string, string, (port: string) => string]>([
    ['of another server', 'inventory-next-refused', (port) => `https://[::1]:${port}/items`],
    ['written as IPv4', 'inventory-next-refused', (port) => `https://[::ffff:7f00:1]:${port}/items`],
    ['of another server, by http', 'inventory-next-downgrade', (port) => `http://[::1]:${port}/items`],
    ['of a metadata service', 'inventory-next-refused', () => 'https://[fd00:ec2::254]/latest/meta-data'],
  ])('is not requested: %s', async (_, code, createLink) => {
    const other = await start(reply);
    const link = createLink(new URL(other.origin).port);
    const { origin } = await start(() => ({ body: { items: [{ id: 'a', to: TO }], next: link } }));
    const entry = { rest: `${origin}/items`, ...REST, headers: { Authorization: VARIABLE }, ca_file: 'ca.pem' };
    const { failure, locations } = await read(entry, origin);
    expect(failure?.code).toBe(code);
    expect(locations).toEqual([]);
    expect(other.calls).toEqual([]);
  });

  it('is requested if the address is only written in another way', async () => {
    const { origin } = await start((call) => {
      const { body } = reply(call);
      const next = (body as { next?: string }).next?.replace('[::1]', '[0:0::0001]');
      return { body: { ...(body as object), ...(next !== undefined && { next }) } };
    });
    const { failure, locations } = await read({ rest: `${origin}/items`, ...REST, ca_file: 'ca.pem' }, origin);
    expect(failure).toBeNull();
    expect(locations).toHaveLength(2);
  });
});

describe('an address of an inventory', () => {
  it.each(['[::ffff:127.0.0.1]', '[::ffff:169.254.169.254]', '[64:ff9b::169.254.169.254]', '[fd00:ec2::254]'])(
    '%s is not connected to if IPv4 loopback addresses are denied',
    async (host) => {
      const { failure } = await read({ rest: `http://${host}:9/items`, ...REST }, '', ['127.0.0.0/8']);
      expect(failure?.code).toBe('url-denied');
    },
  );
});
