import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeys } from '../../../src/app/demo/create-certificate.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import {
  AZURE_ENV,
  type FakeKeyVault,
  NO_IDENTITY,
  startFakeKeyVault,
  VAULT_TOKEN,
} from '../../helpers/inventory/fakes/azure.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';

// Microsoft's library logs in, against servers that speak its protocols. Managed identities: test/e2e/azure.test.ts.

const RESOURCE = 'https://vault.azure.net';

let vault: FakeKeyVault;
let directory: string;
beforeEach(async () => {
  vault = await startFakeKeyVault();
  vault.add('shop', (await createTestCertificate({ name: 'shop.example' })).der);
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-azure-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
  await vault.close();
});

/** Reads the vault with these variables. The library reads some of them from the environment of the process. */
function read(env: Record<string, string> = {}, source: Partial<FakeKeyVault['source']> = {}, root = process.cwd()) {
  const all = { PATH: '', ...NO_IDENTITY, AZURE_AUTHORITY_HOST: vault.origin, ...env };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  return readInventorySource({ source: { ...vault.source, ...source }, env: all, root });
}

const READ = { failure: null, locations: [{ failure: null }] };

/** Writes a file, and returns its path. */
function write(name: string, text: string, mode = 0o600): string {
  const file = path.join(directory, name);
  writeFileSync(file, text, { mode });
  return file;
}

/** What the login server was asked with. */
function readLogin(): URLSearchParams {
  const login = vault.calls.filter(({ method }) => method === 'POST');
  expect(login).toHaveLength(1);
  return new URLSearchParams(login[0]?.body);
}

describe('the login to Azure without credentials', () => {
  it('lists what was tried, in order', async () => {
    const { failure } = await read();
    expect(failure).toEqual({
      code: 'inventory-credentials-missing',
      detail:
        'No credentials for Azure Key Vault. Tried, in this order: client secret: `client_secret` and AZURE_CLIENT_SECRET are not set; ' +
        'certificate: AZURE_CLIENT_CERTIFICATE_PATH is not set; AZURE_USERNAME and AZURE_PASSWORD: not set; workload identity: AZURE_FEDERATED_TOKEN_FILE is not set; ID token of ' +
        'the job: this is not a job of GitHub Actions; managed identity: nothing responds at 127.0.0.1:1; Azure CLI: `az` is not ' +
        'installed, or not in PATH. On your machine, run `az login`. In a job of GitHub Actions, set `tenant_id` and `client_id`. ' +
        'Elsewhere, use a managed identity, or AZURE_TENANT_ID and AZURE_CLIENT_ID with AZURE_CLIENT_SECRET. Certificates that were not ' +
        'read keep their state.',
    });
  });

  it.each([
    ['client secret', { AZURE_CLIENT_SECRET: 'secret-without-a-client' }],
    ['certificate', { AZURE_CLIENT_CERTIFICATE_PATH: '/nonexistent/client.pem' }],
    ['workload identity', { AZURE_FEDERATED_TOKEN_FILE: '/nonexistent/token' }],
    ['ID token of the job', { GITHUB_ACTIONS: 'true' }],
  ])('says that a %s needs a tenant and a client', async (name, env) => {
    const { failure } = await read(env);
    expect(failure?.detail).toContain(`${name}: neither \`tenant_id\` and \`client_id\` nor AZURE_TENANT_ID`);
    // A job of GitHub Actions may log in with the Azure CLI instead.
    expect(failure?.code).toBe(`inventory-${'GITHUB_ACTIONS' in env ? 'credentials-missing' : 'login-failed'}`);
  });

  it('explains a tenant that is none', async () => {
    const { failure } = await read({ ...AZURE_ENV, AZURE_CLIENT_SECRET: 'any-secret-text', AZURE_TENANT_ID: 'a/b' });
    expect(failure?.detail).toMatch(
      /^The credentials in `tenant_id` or AZURE_TENANT_ID cannot be used: it is not that of a tenant/,
    );
    expect(vault.calls.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('sends no token to a vault outside of the clouds of Microsoft, unless the environment names a private cloud', async () => {
    const { failure } = await read({ ...AZURE_ENV, AZURE_CLIENT_SECRET: 'any-secret-text', AZURE_AUTHORITY_HOST: '' });
    expect(failure).toMatchObject({ code: 'inventory-host-refused', detail: expect.stringContaining(vault.origin) });
    expect(vault.calls).toEqual([]);
  });
});

describe('a token file of AKS', () => {
  it('is exchanged for a token', async () => {
    const claims = Buffer.from(JSON.stringify({ aud: 'api://AzureADTokenExchange' })).toString('base64url');
    const file = write('token', `e30.${claims}.signature\n`);
    const { secrets, ...result } = await read({ ...AZURE_ENV, AZURE_FEDERATED_TOKEN_FILE: file });
    expect(result).toMatchObject(READ);
    expect(readLogin().get('client_assertion')).toBe(`e30.${claims}.signature`);
    expect(secrets).toContain(`e30.${claims}.signature`);
  });

  it.each([
    ['does not exist', () => path.join(directory, 'none')],
    ['is empty', () => write('token', '\n')],
    ['is a directory', () => directory],
  ])('that %s ends the login', async (problem, create) => {
    const { failure } = await read({ ...AZURE_ENV, AZURE_FEDERATED_TOKEN_FILE: create() });
    expect(failure?.code).toBe('inventory-login-failed');
    expect(failure?.detail).toContain(
      `does not work: workload identity: the file of AZURE_FEDERATED_TOKEN_FILE ${problem}. Fix it`,
    );
  });
});

describe('a token file that nobody renews', () => {
  it('is named with the time at which its token expired', async () => {
    const claims = Buffer.from(JSON.stringify({ exp: 1_700_000_000 })).toString('base64url');
    const file = write('token', `eyJhbGciOiJSUzI1NiJ9.${claims}.c2ln\n`);
    const error_description = 'AADSTS700024: Client assertion is not within its valid time range.';
    vault.onRequest((reply) => {
      const answer = reply();
      return answer.status === 401 ? { status: 401, body: { error: 'invalid_client', error_description } } : answer;
    });
    const { failure } = await read({ ...AZURE_ENV, AZURE_FEDERATED_TOKEN_FILE: file });
    expect(failure).toMatchObject({
      code: 'inventory-id-token-expired',
      detail: expect.stringContaining(`the token of ${file} expired at 2023-11-14T22:13:20Z`),
    });
    expect(JSON.stringify(failure)).not.toContain(claims);
  });
});

describe('a certificate of the application', () => {
  const createPem = async () => {
    const keys = await createKeys('rsa');
    const { certificate } = await createTestCertificate({ name: 'certvigil', keys });
    return { certificate, pem: `${certificate}${keys.privateKeyPem}`, key: keys.privateKeyPem };
  };

  it('signs an assertion, and its key is a secret', async () => {
    const { certificate, pem } = await createPem();
    vault.settings.certificate = certificate;
    const { secrets, ...result } = await read({
      ...AZURE_ENV,
      AZURE_CLIENT_CERTIFICATE_PATH: write('client.pem', pem),
    });
    expect(result).toMatchObject(READ);
    expect([...secrets].some((secret) => secret.includes('PRIVATE KEY'))).toBe(true);
    expect(readLogin().get('client_id')).toBe(AZURE_ENV.AZURE_CLIENT_ID);
  });

  it('that is not registered is refused', async () => {
    const { pem } = await createPem();
    const { failure } = await read({ ...AZURE_ENV, AZURE_CLIENT_CERTIFICATE_PATH: write('client.pem', pem) });
    expect(failure).toMatchObject({ code: 'inventory-login-refused', detail: expect.stringContaining('AADSTS700027') });
  });

  it('without its key is explained', async () => {
    const { certificate } = await createPem();
    const file = write('client.pem', certificate);
    const { failure } = await read({ ...AZURE_ENV, AZURE_CLIENT_CERTIFICATE_PATH: file });
    expect(failure).toMatchObject({ code: 'inventory-credentials-invalid', detail: expect.stringContaining(file) });
  });
});

describe('the Azure CLI', () => {
  /** Writes a script as `az`, which records its arguments in the file `calls`. */
  const installAz = (output: string, status = 0) => {
    const calls = path.join(directory, 'calls');
    const printed = write('printed', output);
    if (process.platform === 'win32')
      write('az.cmd', `@echo off\r\necho %*>> "${calls}"\r\ntype "${printed}"\r\nexit /b ${status}\r\n`);
    else write('az', `#!/bin/sh\necho "$@" >> '${calls}'\ncat '${printed}'\nexit ${status}\n`, 0o755);
    return { PATH: [directory, '/bin', '/usr/bin'].join(path.delimiter), calls };
  };
  const TOKEN = JSON.stringify({
    accessToken: VAULT_TOKEN,
    expiresOn: '2036-01-01 00:00:00.000000',
    expires_on: 2_082_758_400,
    subscription: '33333333-3333-4333-8333-333333333333',
    tenant: 'contoso',
    tokenType: 'Bearer',
  });

  it('gives the token of the user who is logged in', async () => {
    const { PATH, calls } = installAz(TOKEN);
    const result = await read({ PATH }, { tenant_id: 'contoso' });
    expect(result).toMatchObject(READ);
    expect(result.secrets).toContain(VAULT_TOKEN);
    // The shell of Windows shows the quotes, too.
    expect(readFileSync(calls, 'utf8').replaceAll('"', '').trim()).toBe(
      `account get-access-token --output json --resource ${RESOURCE} --tenant contoso`,
    );
  });

  it('that fails is in the list of what was tried, without its output', async () => {
    const { failure } = await read({ PATH: installAz('ERROR: sesame. Please run az login', 1).PATH });
    expect(failure?.code).toBe('inventory-credentials-missing');
    expect(failure?.detail).toContain(`Azure CLI: \`az account get-access-token --resource ${RESOURCE}\` fails`);
    expect(failure?.detail).not.toContain('sesame');
  });

  it.each([
    ['in the checkout', () => directory, {}, '`az` is not run, as it is in the checkout or below the manifest'],
    [
      'for a pull request',
      process.cwd,
      { GITHUB_EVENT_NAME: 'pull_request' },
      'programs are not run for pull requests',
    ],
  ])('is not run %s', async (_, getRoot, env, problem) => {
    const { PATH, calls } = installAz(TOKEN);
    const { failure } = await read({ PATH, ...env }, {}, getRoot());
    expect(failure?.detail).toContain(`Azure CLI: ${problem}`);
    expect(() => readFileSync(calls)).toThrow('ENOENT');
  });
});
