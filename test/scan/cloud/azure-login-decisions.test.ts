import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DefaultAzureCredential } from '@azure/identity';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import {
  AZURE_ENV,
  AZURE_SECRET,
  type FakeKeyVault,
  NO_IDENTITY,
  startFakeKeyVault,
  VAULT_TOKEN,
} from '../../helpers/inventory/fakes/azure.ts';

// Which login is used, and which failure ends it: as in Microsoft's DefaultAzureCredential. The Azure CLI, which is tried last, is logged in
// to another tenant.

let vault: FakeKeyVault;
let directory: string;
beforeAll(async () => {
  vault = await startFakeKeyVault();
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-azure-chain-'));
  const token = { accessToken: VAULT_TOKEN, expires_on: 2_082_758_400, expiresOn: '2036-01-01 00:00:00.000000' };
  write('az', `#!/bin/sh\necho '${JSON.stringify({ ...token, tokenType: 'Bearer' })}'\n`, 0o755);
  write('empty', '');
  write('text', 'Sign in');
  write(
    'token',
    `e30.${Buffer.from(JSON.stringify({ aud: 'api://AzureADTokenExchange' })).toString('base64url')}.signature`,
  );
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await vault.close();
});
afterEach(() => vi.unstubAllEnvs());

function write(name: string, text: string, mode = 0o600): void {
  writeFileSync(path.join(directory, name), text);
  chmodSync(path.join(directory, name), mode);
}

/** Microsoft's library requires https for a login server. */
const toHttps = (origin: string) => origin.replace('http:', 'https:');

const find = (name: string) => path.join(directory, name);

/** Logins, and what is wrong with them. */
const LOGINS: Readonly<Record<string, () => Record<string, string>>> = {
  nothing: () => ({}),
  'a secret': () => ({ AZURE_CLIENT_SECRET: AZURE_SECRET }),
  'a wrong secret': () => ({ AZURE_CLIENT_SECRET: 'wrong-client-secret' }),
  'a certificate that is missing': () => ({ AZURE_CLIENT_CERTIFICATE_PATH: find('missing') }),
  'a certificate that is none': () => ({ AZURE_CLIENT_CERTIFICATE_PATH: find('text') }),
  'a certificate that is a directory': () => ({ AZURE_CLIENT_CERTIFICATE_PATH: directory }),
  'a user and a password': () => ({ AZURE_USERNAME: 'user@example.com', AZURE_PASSWORD: 'password-of-the-user' }),
  'a user without a password': () => ({ AZURE_USERNAME: 'user@example.com' }),
  'a token': () => ({ AZURE_FEDERATED_TOKEN_FILE: find('token') }),
  'a token that is missing': () => ({ AZURE_FEDERATED_TOKEN_FILE: find('missing') }),
  'a token that is empty': () => ({ AZURE_FEDERATED_TOKEN_FILE: find('empty') }),
  'a token that is a directory': () => ({ AZURE_FEDERATED_TOKEN_FILE: directory }),
};

const CLIENTS: Readonly<Record<string, Record<string, string>>> = {
  'a client': AZURE_ENV,
  'a client without a tenant': { AZURE_CLIENT_ID: AZURE_ENV.AZURE_CLIENT_ID },
  'a tenant without a client': { AZURE_TENANT_ID: AZURE_ENV.AZURE_TENANT_ID },
};

/** Why certvigil fails where Microsoft's library goes on; null: it must not. */
function explainDifference(client: string, login: string): string | null {
  if (login.startsWith('a token that is')) return 'the library goes on if a token file cannot be read or is empty';
  const isHalf = client !== 'a client' && !/nothing|user/.test(login);
  return isHalf ? 'the library ignores a secret, a certificate or a token without a client or a tenant' : null;
}

/** The login of Microsoft's library: `entra`, `cli` or `fails`. */
async function askMicrosoft(): Promise<string> {
  let isAsked = false;
  const sendRequest = async (request: Parameters<typeof fetchFrom>[1]) => {
    isAsked ||= request.method === 'POST';
    return fetchFrom(vault.origin, request);
  };
  const options = {
    authorityHost: toHttps(vault.origin),
    disableInstanceDiscovery: true,
    httpClient: { sendRequest },
  };
  try {
    await new DefaultAzureCredential({ ...options, retryOptions: { maxRetries: 0 } }).getToken(
      'https://vault.azure.net/.default',
    );
    return isAsked ? 'entra' : 'cli';
  } catch {
    return 'fails';
  }
}

type HttpClient =
  NonNullable<ConstructorParameters<typeof DefaultAzureCredential>[0]> extends { httpClient?: infer Client }
    ? NonNullable<Client>
    : never;

async function fetchFrom(
  origin: string,
  request: Parameters<HttpClient['sendRequest']>[0],
): ReturnType<HttpClient['sendRequest']> {
  const url = new URL(request.url);
  if (url.origin !== toHttps(origin)) throw new Error('only the login server responds');
  const response = await fetch(new URL(url.pathname + url.search, origin), {
    method: request.method,
    headers: request.headers.toJSON(),
    body: typeof request.body === 'string' ? request.body : null,
  });
  const headers = Object.assign(new Map(response.headers), { toJSON: () => Object.fromEntries(response.headers) });
  return { request, status: response.status, headers, bodyAsText: await response.text() };
}

async function askCertvigil(env: Record<string, string>): Promise<string> {
  vault.calls.length = 0;
  const { failure } = await readInventorySource({ source: { ...vault.source, allow_empty: true }, env });
  if (failure !== null) return 'fails';
  return vault.calls.some(({ method }) => method === 'POST') ? 'entra' : 'cli';
}

describe.skipIf(process.platform === 'win32').each(Object.keys(CLIENTS))('a login to Azure, with %s', (client) => {
  it.each(Object.keys(LOGINS))('is used, or fails, where it does for Microsoft: %s', async (login) => {
    const base = { PATH: `${directory}:/bin:/usr/bin`, HOME: directory, ...NO_IDENTITY };
    const env = { ...base, AZURE_AUTHORITY_HOST: vault.origin, ...CLIENTS[client], ...LOGINS[login]?.() };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const certvigil = await askCertvigil(env);
    vi.stubEnv('AZURE_AUTHORITY_HOST', toHttps(vault.origin));
    const microsoft = await askMicrosoft();
    if (explainDifference(client, login) === null) expect(certvigil).toBe(microsoft);
    else expect({ certvigil, microsoft }).toEqual({ certvigil: 'fails', microsoft: 'cli' });
  });
});
