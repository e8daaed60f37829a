import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { AWS_IAM } from '../../../src/domain/sources/cloud/aws-iam.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import type { ApiCall } from '../../helpers/inventory/fake-api.ts';
import { startFakeAws } from '../../helpers/inventory/fakes/aws.ts';
import { startFakeKeyVault } from '../../helpers/inventory/fakes/azure.ts';
import { startFakeSubscription } from '../../helpers/inventory/fakes/azure-subscription.ts';
import { createTestCertificate, type InventoryFake } from '../../helpers/inventory/fakes/fake.ts';
import { startFakeKubernetes } from '../../helpers/inventory/fakes/kubernetes.ts';
import { startFakeVault } from '../../helpers/inventory/fakes/vault.ts';

// The permissions in examples/permissions are exactly those that the requests of a scan need: no fewer, and no more.

const readExample = (file: string) => readFileSync(`examples/permissions/${file}`, 'utf8');

/** Reads a fake, and returns the permissions that its requests need, sorted and without duplicates. */
async function listNeeded(fake: InventoryFake, toPermission: (call: ApiCall) => string | null): Promise<string[]> {
  const { failure, locations } = await readInventorySource({ source: fake.source, env: fake.env });
  await fake.close();
  expect(failure).toBeNull();
  expect(locations.length).toBeGreaterThan(0);
  return [...new Set(fake.calls.flatMap((call) => toPermission(call) ?? []))].sort();
}

const createPem = async () => (await createTestCertificate({ name: 'shop.example' })).certificate;

describe('the documented permissions', () => {
  it('are those of AWS Certificate Manager', async () => {
    const fake = await startFakeAws();
    fake.add('shop.example', await createPem());
    const needed = await listNeeded(fake, ({ headers }) =>
      String(headers['x-amz-target']).replace('CertificateManager.', 'acm:'),
    );
    const { Statement } = JSON.parse(readExample('aws-policy.json'));
    expect(Statement).toHaveLength(1);
    expect(needed).toEqual(Statement[0].Action.toSorted());
  });

  it('are those of all regions, and of server certificates in IAM', async () => {
    const fake = await startFakeAws();
    fake.add('shop.example', await createPem());
    fake.add('a', await createPem(), { CertificateArn: 'arn:aws:iam::123456789012:server-certificate/a' });
    const sources = [{ ...fake.source, regions: 'all' as const }, AWS_IAM.create({ name: 'iam', aws_iam: {} }, {})];
    for (const source of sources) await readInventorySource({ source, env: fake.env });
    await fake.close();
    const needed = fake.calls.map(({ url, headers, body }) => {
      if (url.pathname === '/listRegions') return 'account:ListRegions';
      const target = headers['x-amz-target'];
      if (target !== undefined) return String(target).replace('CertificateManager.', 'acm:');
      return `iam:${new URLSearchParams(body).get('Action')}`;
    });
    const { Statement } = JSON.parse(readExample('aws-reader-policy.json'));
    expect(Statement).toHaveLength(1);
    expect([...new Set(needed)].sort()).toEqual(Statement[0].Action);
  });

  it('are those of Azure Key Vault', async () => {
    const fake = await startFakeKeyVault();
    const policy = { issuer: { name: 'DigiCert' }, lifetime_actions: [{ action: { action_type: 'AutoRenew' } }] };
    fake.add('shop', (await createTestCertificate({ name: 'shop.example' })).der, { policy });
    // Lists and gets certificates, and their last operations (learn.microsoft.com/azure/role-based-access-control/permissions/security).
    const needed = await listNeeded(fake, ({ method, url }) => {
      if (method === 'POST' || url.pathname.endsWith('/openid-configuration')) return null;
      const isRead = method === 'GET' && /^\/certificates(?:\/[^/]+(?:\/pending)?)?$/.test(url.pathname);
      return isRead ? 'Microsoft.KeyVault/vaults/certificates/read' : `${method} ${url.pathname}`;
    });
    const { Actions, DataActions } = JSON.parse(readExample('azure-role.json'));
    expect(Actions).toEqual([]);
    expect(needed).toEqual(DataActions);
  });

  it('are those of Azure Key Vault for a subscription', async () => {
    const subscription = await startFakeSubscription();
    const vault = await subscription.addVault('shop');
    const policy = { issuer: { name: 'DigiCert' }, lifetime_actions: [{ action: { action_type: 'AutoRenew' } }] };
    vault.add('shop', (await createTestCertificate({ name: 'shop.example' })).der, { policy });
    const source = { ...vault.source, vaults: [], subscriptions: [subscription.id] };
    const { failure } = await readInventorySource({ source, env: subscription.env });
    await subscription.close();
    expect(failure).toBeNull();
    const { Actions, DataActions } = JSON.parse(readExample('azure-subscription-role.json'));
    expect(subscription.calls.map(({ url }) => /providers\/(.*)$/.exec(url.pathname)?.[1])).toEqual([
      Actions.join().replace(/\/read$/, ''),
    ]);
    expect(DataActions).toEqual(JSON.parse(readExample('azure-role.json')).DataActions);
  });

  it('are those of Vault', async () => {
    const fake = await startFakeVault();
    fake.certs.set('0a', { certificate: await createPem(), revocation_time: 0 });
    fake.issuers.set('1a2b', { certificate: await createPem(), issuer_name: 'root', revoked: false });
    const policy = [...readExample('vault-policy.hcl').matchAll(/path "([^"]+)" \{\s*capabilities = \["(\w+)"\]/g)];
    const rules = policy.map(([, path = '', capability = '']) => ({ path, capability }));
    const needed = await listNeeded(fake, ({ url }) => {
      const path = url.pathname.replace('/v1/', '');
      const capability = url.searchParams.get('list') === 'true' ? 'list' : 'read';
      // An exact path, or the start of one (developer.hashicorp.com/vault/docs/concepts/policies).
      const rule = rules.find(
        (one) => one.path === path || (one.path.endsWith('*') && path.startsWith(one.path.slice(0, -1))),
      );
      return `${rule?.path ?? path} ${capability}`;
    });
    expect(rules.length).toBeGreaterThan(0);
    expect(needed).toEqual(rules.map(({ path, capability }) => `${path} ${capability}`).sort());
  });

  it('are those of Kubernetes', async () => {
    const fake = await startFakeKubernetes();
    fake.addSecret('web', 'shop', await createPem());
    const needed = await listNeeded(fake, ({ url }) => {
      const [, group = '', resource = '', name] =
        /^\/(?:api|apis\/([^/]+))\/v1\/(?:namespaces\/[^/]+\/)?([a-z]+)(\/.*)?$/.exec(url.pathname) ?? [];
      return `${group}/${resource} ${name === undefined ? 'list' : 'get'}`;
    });
    const objects = parseAllDocuments(readExample('kubernetes-rbac.yaml')).map((document) => document.toJS());
    const { rules } = objects.find(({ kind }) => kind === 'ClusterRole');
    const granted = rules.flatMap(({ apiGroups, resources, verbs }: Record<string, string[]>) =>
      (resources ?? []).flatMap((resource) => (verbs ?? []).map((verb) => `${apiGroups?.join()}/${resource} ${verb}`)),
    );
    expect(needed).toEqual(granted.sort());
  });
});
