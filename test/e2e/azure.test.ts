import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { startFakeKeyVault, VAULT_TOKEN } from '../helpers/inventory/fakes/azure.ts';
import { type FakeSubscription, startFakeSubscription } from '../helpers/inventory/fakes/azure-subscription.ts';
import { createTestCertificate } from '../helpers/inventory/fakes/fake.ts';
import { type FakeManagedIdentity, startFakeManagedIdentity } from '../helpers/inventory/fakes/managed-identity.ts';
import { startTlsFront } from '../helpers/inventory/tls-front.ts';
import { startHttpProxy } from '../helpers/proxy.ts';
import { NODES, runProcess } from './certvigil.ts';

// Microsoft's library keeps the kind and address of the service for managed identities for the whole process.

let directory: string;
let subscription: FakeSubscription;
let machine: FakeManagedIdentity;
beforeAll(async () => {
  [subscription, machine] = await Promise.all([startFakeSubscription(), startFakeManagedIdentity(VAULT_TOKEN)]);
  const vault = await subscription.addVault('shop-production');
  vault.add('web', (await createTestCertificate({ name: 'shop.example' })).der);
  directory = mkdtempSync(path.join(os.tmpdir(), 'certvigil-azure-'));
  const manifest = `version: 1
certificates:
  - name: azure
    azure_key_vault: { subscriptions: [${subscription.id}] }
  - { name: other, expires: 2036-01-01 }
`;
  writeFileSync(path.join(directory, 'certvigil.yaml'), manifest);
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await Promise.all([subscription.close(), machine.close()]);
});

/** Scans with these variables, and with no secret. */
async function scan(env: Record<string, string>, node = process.execPath) {
  const { AZURE_AUTHORITY_HOST = '', AZURE_RESOURCE_MANAGER_URL = '' } = subscription.env;
  const servers = { AZURE_AUTHORITY_HOST, AZURE_RESOURCE_MANAGER_URL };
  const options = { cwd: directory, env: { ...servers, PATH: '', ...env }, node };
  return runProcess(['scan', '--dry-run', '--format', 'json'], options);
}

const FOUND = '"common_name": "shop.example"';

describe('a managed identity of Azure', () => {
  it.each(['imds', 'appService'] as const)('logs in for the list of vaults, and for the vaults (%s)', async (kind) => {
    machine.settings.upgrading = 1;
    const { stdout, stderr } = await scan(machine[kind]);
    expect(stderr).not.toContain('inventory-');
    expect(stdout).toContain(FOUND);
    const resources = machine.calls.map(({ url }) => url.searchParams.get('resource'));
    expect(new Set(resources)).toEqual(new Set(['https://management.azure.com', 'https://vault.azure.net']));
    machine.calls.splice(0);
  });

  it('is asked for without the proxy, which all other requests use', async () => {
    const { AZURE_RESOURCE_MANAGER_URL = '' } = subscription.env;
    const proxy = await startHttpProxy({ to: Number(new URL(AZURE_RESOURCE_MANAGER_URL).port) });
    await scan({ ...machine.imds, HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
    await proxy.close();
    const resources = machine.calls.splice(0).map(({ url }) => url.searchParams.get('resource'));
    expect(resources).toContain('https://management.azure.com');
    expect(proxy.asked).toContainEqual(expect.stringContaining('/providers/Microsoft.KeyVault/vaults'));
    expect(proxy.asked.join()).not.toContain('/metadata/');
  });

  it.each([
    [
      { IDENTITY_ENDPOINT: 'http://10.0.0.1:50342/token', IDENTITY_HEADER: 'any-identity-header' },
      '10.0.0.1:50342 is not',
    ],
    [{ AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://identity.example' }, 'identity.example is not the URL of a metadata'],
  ])('is only asked for at addresses of this machine: %o', async (env, problem) => {
    const { stdout } = await scan(env);
    expect(stdout).toContain(`managed identity: ${problem}`);
  });

  it('that is not assigned is in the list of what was tried', async () => {
    const { stdout } = await scan({ ...machine.imds, AZURE_CLIENT_ID: 'other-identity' });
    expect(stdout).toContain('managed identity: this machine has none, or not that of `client_id` (400 of');
  });
});

describe('the servers of Microsoft', () => {
  it('are the only ones that a login asks, through the proxy', async () => {
    const vault = await startFakeKeyVault();
    vault.add('web', (await createTestCertificate({ name: 'shop.example' })).der);
    const [notBefore, notAfter] = [new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000)];
    const ca = await createCertificate({ commonName: 'Test CA', ca: true, notBefore, notAfter });
    const sans = ['login.microsoftonline.com', 'shop-production.vault.azure.net'];
    const front = await startTlsFront(
      vault.origin,
      await createCertificate({ commonName: 'Microsoft', sans, notBefore, notAfter, issuer: ca }),
    );
    const proxy = await startHttpProxy({ to: Number(new URL(front.origin).port) });
    const cwd = path.join(directory, 'public');
    mkdirSync(cwd);
    const manifest =
      'version: 1\ncertificates: [{ name: azure, azure_key_vault: { vaults: shop-production, tenant_id: contoso } }]\n';
    writeFileSync(path.join(cwd, 'certvigil.yaml'), manifest);
    writeFileSync(path.join(cwd, 'ca.pem'), ca.certificate);
    const { AZURE_CLIENT_ID, AZURE_CLIENT_SECRET } = vault.env;
    const env = {
      ...{ AZURE_CLIENT_ID: String(AZURE_CLIENT_ID), AZURE_CLIENT_SECRET: String(AZURE_CLIENT_SECRET), PATH: '' },
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: path.join(cwd, 'ca.pem'),
    };
    const { stdout, stderr } = await runProcess(['scan', '--dry-run', '--format', 'json'], { cwd, env });
    await Promise.all([proxy.close(), front.close(), vault.close()]);
    expect(stderr).not.toContain('inventory-');
    expect(stdout).toContain(FOUND);
    expect(new Set(proxy.asked)).toEqual(
      new Set(['login.microsoftonline.com:443', 'shop-production.vault.azure.net:443']),
    );
  });
});

describe('an entry of Azure', () => {
  it.each(NODES)('needs Node 22, and the other entries do not: %s', async (_, node) => {
    const version = execFileSync(node, ['--print', 'process.versions.node'], { encoding: 'utf8' });
    const { stdout } = await scan(machine.imds, node);
    expect(stdout).toContain('"certificate": "other"');
    expect(stdout.includes('inventory-node-version')).toBe(Number.parseInt(version, 10) < 22);
    expect(stdout.includes(FOUND)).toBe(Number.parseInt(version, 10) >= 22);
  });
});
