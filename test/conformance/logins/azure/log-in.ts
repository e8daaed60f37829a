/**
 * Logs in with DefaultAzureCredential of Microsoft's library for each line of variables, and lists the certificates of the vault at the origin
 * in the argument. Prints a line for each: the credential that failed. It runs in a process of its own, because the library keeps the client
 * of the first managed identity.
 */

import { createInterface } from 'node:readline';
import { DefaultAzureCredential } from '@azure/identity';

const [, , origin = ''] = process.argv;
const secure = origin.replace('http:', 'https:');

type Options = NonNullable<ConstructorParameters<typeof DefaultAzureCredential>[0]>;
type HttpClient = NonNullable<Options['httpClient']>;

/** The library requires https for a login server. */
const httpClient: HttpClient = {
  sendRequest: async (request) => {
    const response = await fetch(request.url.replace(secure, origin), {
      method: request.method,
      headers: request.headers.toJSON(),
      body: typeof request.body === 'string' ? request.body : null,
    });
    const headers = Object.assign(new Map(response.headers), { toJSON: () => Object.fromEntries(response.headers) });
    return { request, status: response.status, headers, bodyAsText: await response.text() };
  },
};

const NAMES = [
  'EnvironmentCredential',
  'WorkloadIdentityCredential',
  'ManagedIdentityCredential',
  'AzureCliCredential',
];

async function logIn(env: Record<string, string>): Promise<{ failed: string; error?: string }> {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env, { AZURE_AUTHORITY_HOST: secure });
  try {
    const credential = new DefaultAzureCredential({
      ...{ authorityHost: secure, disableInstanceDiscovery: true, httpClient, retryOptions: { maxRetries: 0 } },
    });
    const { token } = await credential.getToken('https://vault.azure.net/.default');
    await fetch(`${origin}/certificates`, { headers: { authorization: `Bearer ${token}` } });
    return { failed: 'nothing' };
  } catch (error) {
    const { name, message } = error as Error;
    if (message.startsWith('Invalid value for AZURE_TOKEN_CREDENTIALS')) return { failed: 'settings' };
    const failed = name === 'AggregateAuthenticationError' ? 'everything' : NAMES.find((one) => message.includes(one));
    return { failed: failed ?? name, error: message };
  }
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await logIn(JSON.parse(line)))}\n`);
