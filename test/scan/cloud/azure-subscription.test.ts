import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AzureKeyVaultSource } from '../../../src/domain/index.ts';
import { listJobs } from '../../../src/scan/sources/index.ts';
import { createReadContext } from '../../helpers/inventory/context.ts';
import { type FakeSubscription, startFakeSubscription } from '../../helpers/inventory/fakes/azure-subscription.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';

let subscription: FakeSubscription;
beforeEach(async () => {
  subscription = await startFakeSubscription();
  for (const name of ['a-vault', 'b-vault', 'c-vault', 'd-vault', 'e-vault'])
    (await subscription.addVault(name)).add('shop', (await createTestCertificate({ name: `shop.${name}` })).der);
});
afterEach(() => subscription.close());

/** What was read: for each source, its failure, or its locations. */
async function read(changes: Partial<AzureKeyVaultSource> = {}) {
  const source: AzureKeyVaultSource = {
    kind: 'azure_key_vault',
    vaults: [],
    subscriptions: [subscription.id],
    exclude_vaults: [],
    cloud: 'public',
    tenant_id: null,
    client_id: null,
    client_secret: null,
    audience: 'api://AzureADTokenExchange',
    allow_empty: false,
    ...changes,
  };
  const { context, waits } = createReadContext({ source, env: subscription.env });
  const jobs = await listJobs(source, context);
  const results = (await Promise.all(jobs.map((job) => job.read()))).flat();
  const sources = Object.fromEntries(
    results.map(({ source: name, failure, locations }) => [
      name.replace(subscription.id, 'ID'),
      failure?.code ?? [...locations].map(({ location }) => location),
    ]),
  );
  return { sources, results, waits };
}

const toLocation = (name: string) => [`azure_key_vault:${subscription.vaults.get(name)?.origin}/shop`];

describe('azure_key_vault with a subscription', () => {
  it('reads all vaults on all pages, each as a source of its own', async () => {
    const { sources } = await read();
    expect(sources).toEqual({
      'azure_key_vault:ID': [],
      'azure_key_vault:ID/a-vault': toLocation('a-vault'),
      'azure_key_vault:ID/b-vault': toLocation('b-vault'),
      'azure_key_vault:ID/c-vault': toLocation('c-vault'),
      'azure_key_vault:ID/d-vault': toLocation('d-vault'),
      'azure_key_vault:ID/e-vault': toLocation('e-vault'),
    });
    expect(subscription.calls).toHaveLength(3);
  });

  it('logs in twice, however many vaults there are: for the list, and for the vaults', async () => {
    await read();
    const logins = [...subscription.vaults.values(), subscription.login].flatMap(({ calls }) =>
      calls.filter(({ method }) => method === 'POST'),
    );
    expect(logins.map(({ body }) => new URLSearchParams(body).get('scope')?.split(' ')[0]).sort()).toEqual([
      'https://management.azure.com/.default',
      'https://vault.azure.net/.default',
    ]);
  });

  it('reads the others if a vault is forbidden', async () => {
    const forbidden = subscription.vaults.get('b-vault');
    if (forbidden) forbidden.settings.canList = false;
    const { sources } = await read();
    expect(sources['azure_key_vault:ID/b-vault']).toBe('inventory-forbidden');
    expect(Object.values(sources).filter((found) => typeof found === 'string')).toHaveLength(1);
  });

  it('leaves out the vaults that are excluded, and those that the entry lists itself', async () => {
    const origin = subscription.vaults.get('a-vault')?.origin ?? '';
    const { sources } = await read({ vaults: [origin], exclude_vaults: ['b-vault', 'c-vault', 'd-vault'] });
    expect(Object.keys(sources)).toEqual([
      `azure_key_vault:${origin}`,
      'azure_key_vault:ID',
      'azure_key_vault:ID/e-vault',
    ]);
  });

  it('waits if Resource Manager limits requests', async () => {
    subscription.settings.throttled = 2;
    const { sources, waits } = await read();
    expect(Object.keys(sources)).toHaveLength(6);
    expect(waits.length).toBeGreaterThanOrEqual(2);
    subscription.settings.throttled = 99;
    expect((await read()).sources).toEqual({ 'azure_key_vault:ID': 'inventory-throttled' });
  });

  it('fails as one listing if the vaults may not be listed', async () => {
    subscription.settings.canList = false;
    const { sources, results } = await read();
    expect(sources).toEqual({ 'azure_key_vault:ID': 'inventory-forbidden' });
    expect(results[0]?.failure?.detail).toContain('The subscription 33333333');
  });

  it('fails without vaults, unless it may be empty', async () => {
    subscription.vaults.clear();
    expect((await read()).sources).toEqual({ 'azure_key_vault:ID': 'inventory-no-vaults' });
    expect((await read({ allow_empty: true })).sources).toEqual({ 'azure_key_vault:ID': [] });
  });
});
