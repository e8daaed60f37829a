import { afterEach, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { inspectInventory } from '../../src/app/inspect-inventory.ts';
import type { Entry, Manifest, Source } from '../../src/domain/index.ts';
import { createSource } from '../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../src/generated/manifest.ts';
import type { Io } from '../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { compileSchema } from '../helpers/compile-schema.ts';
import { type ApiReply, type FakeApi, startFakeApi } from '../helpers/inventory/fake-api.ts';
import { startFakeAws } from '../helpers/inventory/fakes/aws.ts';
import { renderInventory } from '../report/render.ts';

const validateInventoryInspection = compileSchema('inspect-entry');

const { certificate: PEM, privateKeyPem: KEY } = await createCertificate({
  commonName: 'shop.example.com',
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2027-01-01T00:00:00Z'),
});
const SECRET = 'sesame-sesame-sesame';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

async function inspect(reply: ApiReply, entry: Partial<EntrySpec> = {}) {
  api = await startFakeApi(() => reply);
  const spec = {
    name: 'portal',
    rest: api.origin,
    map: { id: 'id', pem: 'pem', valid_to: 'to', owner: 'owner' },
    items: 'items',
    ...entry,
  };
  return inspectSource(createSource(spec, {}));
}

function inspectSource(source: Source, env: Record<string, string> = {}) {
  const scan = {
    timeout_seconds: 5,
    concurrency: 5,
    reading_minutes: 8,
    network: { deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy },
  };
  const entries = [{ name: 'portal', source, passwords: [], variables: {} } as Partial<Entry> as Entry];
  const manifest = { file: 'certvigil.yaml', root: process.cwd(), entries, scan } as Partial<Manifest> as Manifest;
  const io = {
    cwd: process.cwd(),
    env,
    now: () => 0,
    sleep: async () => {},
    addSecrets: () => {},
    listSecrets: () => [SECRET],
    stderr: () => {},
  };
  return inspectInventory(manifest, 'portal', io as Partial<Io> as Io);
}

describe('the first items of an inventory', () => {
  it('are shown as returned, beside what they are mapped to', async () => {
    const items = [
      { id: 1, pem: PEM, owner: 'team@example.com' },
      { id: 2, to: '2027-03-01', state: 'revoked' },
      { to: '2027-03-01' },
      { id: 4 },
    ];
    const inspected = await inspect({ body: { items } }, { where: { attr: 'state', value: 'revoked', negate: true } });
    expect(inspected.items).toMatchObject([
      {
        location: 'rest:1',
        monitored: true,
        read_from: 'certificate',
        facts: { common_name: 'shop.example.com' },
        observed: { ownership: { owner: 'team@example.com' } },
      },
      { location: 'rest:2', monitored: false, read_from: null, raw: { state: 'revoked' } },
      { location: null, read_from: 'fields', facts: { valid_to: '2027-03-01T00:00:00Z' } },
    ]);
    const text = renderInventory(inspected);
    expect(text).toContain('portal (rest): the first 3 items\n');
    expect(text).toContain('monitored   no, because of `where` or `expired_days`');
    expect(text).toContain('(an item without an ID)');
  });

  it('have dates as text, if a client of a cloud returns them as such', async () => {
    const aws = await startFakeAws();
    aws.add('shop.example', PEM, { NotAfter: 1_900_000_000 });
    const { items } = await inspectSource({ ...aws.source, regions: 'all' }, aws.env);
    await aws.close();
    expect(items).toMatchObject([{ raw: { DomainName: 'shop.example', NotAfter: '2030-03-17T17:46:40.000Z' } }]);
  });

  it('contain no secret and no private key', async () => {
    const item = {
      id: 1,
      pem: KEY + PEM,
      to: '2027-01-01',
      note: `see ${SECRET}`,
      password: 'a',
      nested: [{ api_key: 'b' }],
      private_key: KEY,
    };
    const inspected = await inspect({ body: { items: [item] } });
    const all = JSON.stringify(inspected) + renderInventory(inspected);
    expect(all).not.toContain(SECRET);
    expect(all).not.toContain('BEGIN PRIVATE KEY');
    expect(inspected.items[0]?.raw).toMatchObject({
      password: '***',
      nested: [{ api_key: '***' }],
      private_key: '***',
    });
    expect(inspected.items[0]?.notice?.code).toBe('inventory-private-key');
  });

  it('contain no secret in a name, and nothing that is nested deeply', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const tags = { [SECRET]: 'x', [`see ${SECRET}`]: 'y', team: 'web' };
    const body = `{"items":[{"id":1,"to":"2027-01-01","tags":${JSON.stringify(tags)},"deep":${deep}}]}`;
    const inspected = await inspect({ body }, { map: { id: 'id', valid_to: 'to', labels: 'tags' } });
    expect(JSON.stringify(inspected) + renderInventory(inspected)).not.toContain(SECRET);
    expect(inspected.items[0]?.observed.ownership?.labels.team).toBe('web');
  });

  it('have the form that the schema describes', async () => {
    const items = [{ id: 1, pem: KEY + PEM, owner: 'a' }, { id: 2 }, { to: '2027-03-01', list: [[1], null, true] }];
    for (const reply of [{ body: { items } }, { status: 401, body: {} }, { body: { items: [null] } }]) {
      const inspected: unknown = JSON.parse(JSON.stringify(await inspect(reply)));
      validateInventoryInspection(inspected);
      expect(validateInventoryInspection.errors).toBeNull();
      await api?.close();
    }
  });

  it('are not shown if the inventory cannot be read', async () => {
    const inspected = await inspect({ status: 401, body: {} });
    expect(inspected).toMatchObject({ items: [], error: { code: 'inventory-unauthorized' } });
    expect(renderInventory(inspected)).toContain('inventory-unauthorized: ');
  });

  it('are shown beside the error of each account that cannot be read', async () => {
    const aws = await startFakeAws();
    aws.add('shop.example', PEM);
    const accounts = ['210987654321', '321098765432'].map((account) => ({
      role_arn: `arn:aws:iam::${account}:role/certvigil`,
      external_id: null,
    }));
    const inspected = await inspectSource({ ...aws.source, accounts }, aws.env);
    await aws.close();
    const sources = accounts.map(({ role_arn }) => `aws_acm:${role_arn.split(':')[4]}/eu-west-1`);
    expect(inspected.errors.map(({ source }) => source)).toEqual(sources);
    expect(inspected.error).toEqual(inspected.errors[0]?.error);
    for (const source of sources) expect(renderInventory(inspected)).toContain(`${source}: inventory-login-refused: `);
  });

  it('do not exist for other sources', async () => {
    await expect(inspect({}, { rest: undefined, expires: '2027-01-01' } as Partial<EntrySpec>)).rejects.toMatchObject({
      code: 'not-an-inventory',
    });
  });
});
