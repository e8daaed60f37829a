import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { KubernetesResource } from '../../../src/domain/index.ts';
import { AWS_IAM } from '../../../src/domain/sources/cloud/aws-iam.ts';
import { KUBERNETES } from '../../../src/domain/sources/cloud/kubernetes.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import type { ApiCall } from '../../helpers/inventory/fake-api.ts';
import { startFakeAws } from '../../helpers/inventory/fakes/aws.ts';
import { startFakeKeyVault } from '../../helpers/inventory/fakes/azure.ts';
import { startFakeSubscription } from '../../helpers/inventory/fakes/azure-subscription.ts';
import { createTestCertificate, type InventoryFake } from '../../helpers/inventory/fakes/fake.ts';
import { startFakeKubernetes } from '../../helpers/inventory/fakes/kubernetes.ts';
import { startFakeVault } from '../../helpers/inventory/fakes/vault.ts';

// The permissions in examples/permissions and deploy/kustomize are exactly those that the requests of a scan need: no fewer, and no more.

const readExample = (file: string) => readFileSync(`examples/permissions/${file}`, 'utf8');

/** Reads a fake, and returns the permissions that its requests need, sorted and without duplicates. */
async function listNeeded(fake: InventoryFake, toPermission: (call: ApiCall) => string | null): Promise<string[]> {
  const { failure, locations } = await readInventorySource({ source: fake.source, env: fake.env });
  await fake.close();
  expect(failure).toBeNull();
  expect(locations.length).toBeGreaterThan(0);
  return [...new Set(fake.calls.flatMap((call) => toPermission(call) ?? []))].sort();
}

/** The components that grant something, named after what they are for in `resources` of the manifest. */
const COMPONENTS = readdirSync('deploy/kustomize/components').filter((name) => existsSync(formatComponentPath(name)));

function formatComponentPath(name: string): string {
  return `deploy/kustomize/components/${name}/rbac.yaml`;
}

/** The rule that a request to a cluster needs, and the scope in which it must be bound. */
function toClusterRule({ method, url }: ApiCall): string {
  const [, group = '', namespaces, resource = '', name] =
    /^\/(?:api|apis\/([^/]+))\/v1\/(namespaces\/[^/]+\/)?([a-z]+)(\/.*)?$/.exec(url.pathname) ?? [];
  const scope = namespaces === undefined ? 'in the cluster' : 'in a namespace';
  return `${method === 'GET' ? (name === undefined ? 'list' : 'get') : method} ${group}/${resource} ${scope}`;
}

/** The rules of a file with one ClusterRole, which is bound in the whole cluster, for one service account. */
function listRules(file: string): string[] {
  const objects = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS());
  const find = (wanted: string) => objects.filter(({ kind }) => kind === wanted);
  const [[role], [binding]] = [find('ClusterRole'), find('ClusterRoleBinding')];
  expect(binding).toMatchObject({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: 'certvigil' }],
  });
  expect([find('ClusterRole').length, find('ClusterRoleBinding').length]).toEqual([1, 1]);
  return role.rules
    .flatMap(({ apiGroups, resources, verbs }: Record<'apiGroups' | 'resources' | 'verbs', string[]>) =>
      verbs.flatMap((verb) =>
        resources.flatMap((one) => apiGroups.map((group) => `${verb} ${group}/${one} in the cluster`)),
      ),
    )
    .sort();
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
    expect(await listNeeded(fake, toClusterRule)).toEqual(listRules('examples/permissions/kubernetes-rbac.yaml'));
  });

  it.each(COMPONENTS)('are those of the component %s for a cluster', async (component) => {
    const fake = await startFakeKubernetes();
    const resources = [component.replace('-', '_') as KubernetesResource];
    const { failure } = await readInventorySource({
      source: { ...fake.source, resources, allow_empty: true },
      env: fake.env,
    });
    await fake.close();
    expect(failure).toBeNull();
    expect(fake.calls).not.toEqual([]);
    expect([...new Set(fake.calls.map(toClusterRule))].sort()).toEqual(listRules(formatComponentPath(component)));
  });

  it('are those of the component kubernetes for what is read by default', async () => {
    const { components } = parse(readFileSync('deploy/kustomize/components/kubernetes/kustomization.yaml', 'utf8'));
    const granted = components.flatMap((one: string) => listRules(formatComponentPath(one.replace('../', ''))));
    const fake = await startFakeKubernetes();
    const { resources } = KUBERNETES.create({ name: 'cluster', kubernetes: {} }, {});
    const source = { ...fake.source, resources, allow_empty: true };
    expect((await readInventorySource({ source, env: fake.env })).failure).toBeNull();
    await fake.close();
    expect([...new Set(fake.calls.map(toClusterRule))].sort()).toEqual(granted.sort());
  });
});
