/**
 * Logs in to Microsoft Entra, with Microsoft's library: a client secret, a certificate, a token of Kubernetes, the ID token of a job, the
 * managed identity of this machine, or the Azure CLI.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import { resolve } from 'node:path';
import type { TokenCredential } from '@azure/identity';
import type { AzureLogin, Failure } from '../../../domain/index.ts';
import { isUntrustedCheckout } from '../../../lib/files/workspace-boundary.ts';
import { getRealClock } from '../../../lib/io.ts';
import { limitTime } from '../../../lib/process/end-programs.ts';
import { isInCheckout, listPrograms } from '../../../lib/process/find-program.ts';
import type { InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { readCredentialFile, readSecretVariable, resolveSecret, resolveText, takeToken } from '../credentials.ts';
import { JOB_TOKEN, requestIdToken } from '../id-token.ts';
import type { OpenClient } from '../listing-job.ts';
import { type LoginMethod, parseMetadataUrl, tryLogins } from '../login-chain.ts';
import type { SentToken } from '../token-times.ts';
import { classifyLogin, LOGIN } from './login-response.ts';
import { createTransport, type HttpClient, isForLibrary, type Transport } from './transport.ts';

/** The service that a token is for. */
export interface EntraService {
  /** The name in failures. */
  title: string;
  /** The login server, such as `https://login.microsoftonline.com`. */
  authority: URL;
  /** The resource, such as `https://vault.azure.net`. */
  resource: string;
}

interface LoginUse extends EntraService {
  login: AzureLogin;
  /** The tenant; empty: not set. */
  tenant: string;
  client: string;
  context: ReadContext;
  open: OpenClient;
  library: typeof import('./identity.ts');
}

/** The first major version of Node that Microsoft's library supports. */
const MIN_NODE = 22;

const ADVICE =
  'On your machine, run `az login`. In a job of GitHub Actions, set `tenant_id` and `client_id`. Elsewhere, use a managed identity, or ' +
  'AZURE_TENANT_ID and AZURE_CLIENT_ID with AZURE_CLIENT_SECRET.';

/** Requests an access token. Throws InventoryError. */
export async function requestEntraToken(
  login: AzureLogin,
  service: EntraService,
  context: ReadContext,
  open: OpenClient,
): Promise<string> {
  const { env } = context.io;
  if (Number.parseInt(process.versions.node, 10) < MIN_NODE)
    throwInventoryError('inventory-node-version', `The login to ${service.title}`, String(MIN_NODE));
  const library = await import('./identity.ts');
  const read = (text: string | null, variable: string) =>
    text === null ? (env[variable]?.trim() ?? '') : resolveText(text, context);
  const tenant = read(login.tenant_id, 'AZURE_TENANT_ID');
  const client = read(login.client_id, 'AZURE_CLIENT_ID');
  if (!/^[\w.-]*$/.test(tenant))
    throwInventoryError(
      'inventory-credentials-invalid',
      '`tenant_id` or AZURE_TENANT_ID',
      'it is not that of a tenant',
    );
  const use = { ...service, login, tenant, client, context, open, library };
  return tryLogins(
    selectMethods(use).map((method) => method(use)),
    { name: service.title, advice: ADVICE },
  );
}

type Method = (use: LoginUse) => LoginMethod<string>;

/** Selects the methods, in their order: all, or those of AZURE_TOKEN_CREDENTIALS, as Microsoft's library. Throws InventoryError. */
function selectMethods({ login, context }: LoginUse): readonly Method[] {
  const environment = [useSecret, useCertificate, usePassword];
  const deployed = [...environment, useTokenFile, useIdToken, useManagedIdentity];
  const selections = new Map<string, readonly Method[]>([
    ['', [...deployed, useCli]],
    ['prod', deployed],
    ['dev', [useCli]],
    ['environmentcredential', environment],
    ['workloadidentitycredential', [useTokenFile]],
    ['managedidentitycredential', [useManagedIdentity]],
    ['azureclicredential', [useCli]],
  ]);
  const selected = selections.get(context.io.env.AZURE_TOKEN_CREDENTIALS?.trim().toLowerCase() ?? '');
  if (selected === undefined)
    return throwInventoryError('inventory-credentials-invalid', 'AZURE_TOKEN_CREDENTIALS', UNKNOWN_SELECTION);
  // The entry takes precedence over the environment.
  return login.client_secret === null ? selected : [useSecret];
}

const UNKNOWN_SELECTION =
  'it must be prod, dev, EnvironmentCredential, WorkloadIdentityCredential, ManagedIdentityCredential or AzureCliCredential';

const NO_CLIENT = 'neither `tenant_id` and `client_id` nor AZURE_TENANT_ID and AZURE_CLIENT_ID are set';

function hasClient({ tenant, client }: LoginUse): boolean {
  return tenant !== '' && client !== '';
}

function useSecret(use: LoginUse): LoginMethod<string> {
  const { login, tenant, client, context, library } = use;
  return {
    name: 'client secret',
    login: async () => {
      const secret =
        login.client_secret === null
          ? readSecretVariable('AZURE_CLIENT_SECRET', context.io)
          : resolveSecret(login.client_secret, context);
      if (secret === null) return { problem: '`client_secret` and AZURE_CLIENT_SECRET are not set' };
      if (!hasClient(use)) return { problem: NO_CLIENT, isFinal: true };
      const { options, transport } = openLogin(use);
      return getToken(new library.ClientSecretCredential(tenant, client, secret, options), use, transport);
    },
  };
}

function useCertificate(use: LoginUse): LoginMethod<string> {
  const { tenant, client, context, library } = use;
  const { AZURE_CLIENT_CERTIFICATE_PATH: file = '', AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: chain = '' } = context.io.env;
  return {
    name: 'certificate',
    login: async () => {
      if (file === '') return { problem: 'AZURE_CLIENT_CERTIFICATE_PATH is not set' };
      if (!hasClient(use)) return { problem: NO_CLIENT, isFinal: true };
      const read = await readCredentialFile(resolve(context.io.cwd, file));
      if ('problem' in read)
        return { problem: `the file of AZURE_CLIENT_CERTIFICATE_PATH ${read.problem}`, isFinal: true };
      context.io.addSecrets([read.text]);
      const password = readSecretVariable('AZURE_CLIENT_CERTIFICATE_PASSWORD', context.io);
      const { options, transport } = openLogin(use);
      const pem = { certificate: read.text, ...(password !== null && { certificatePassword: password }) };
      const sendCertificateChain = chain === '1' || chain.toLowerCase() === 'true';
      const credential = new library.ClientCertificateCredential(tenant, client, pem, {
        ...options,
        sendCertificateChain,
      });
      const invalid = createInventoryFailure('inventory-credentials-invalid', file, INVALID_CERTIFICATE);
      return getToken(credential, use, transport, invalid);
    },
  };
}

const INVALID_CERTIFICATE =
  'it needs a certificate and its key in PEM, and AZURE_CLIENT_CERTIFICATE_PASSWORD if the key is encrypted';

/** Fails for a login that Microsoft's library has and that is not supported: another login could be that of another account. */
function usePassword(use: LoginUse): LoginMethod<string> {
  const { AZURE_USERNAME: user, AZURE_PASSWORD: password } = use.context.io.env;
  const isSet = hasClient(use) && Boolean(user && password);
  return {
    name: 'AZURE_USERNAME and AZURE_PASSWORD',
    login: async () =>
      isSet ? { problem: 'not supported, because Microsoft has deprecated it', isFinal: true } : { problem: 'not set' },
  };
}

/** Logs in with the workload identity of AKS, whose token is rotated, so it is read for each login. */
function useTokenFile(use: LoginUse): LoginMethod<string> {
  const { context } = use;
  const file = context.io.env.AZURE_FEDERATED_TOKEN_FILE ?? '';
  return {
    name: 'workload identity',
    login: async () => {
      if (file === '') return { problem: 'AZURE_FEDERATED_TOKEN_FILE is not set' };
      if (!hasClient(use)) return { problem: NO_CLIENT, isFinal: true };
      const read = await readCredentialFile(resolve(context.root, file));
      if ('problem' in read)
        return { problem: `the file of AZURE_FEDERATED_TOKEN_FILE ${read.problem}`, isFinal: true };
      const name = `the token of ${file}`;
      return getTokenByAssertion({ token: takeToken(read.text, file, context.io), name }, use);
    },
  };
}

function useIdToken(use: LoginUse): LoginMethod<string> {
  const { login, context, open } = use;
  const { GITHUB_ACTIONS, ACTIONS_ID_TOKEN_REQUEST_URL } = context.io.env;
  return {
    name: 'ID token of the job',
    login: async () => {
      if (GITHUB_ACTIONS !== 'true' && !ACTIONS_ID_TOKEN_REQUEST_URL)
        return { problem: 'this is not a job of GitHub Actions' };
      if (!hasClient(use)) return { problem: NO_CLIENT };
      const token = await requestIdToken(login.audience, context, open);
      return getTokenByAssertion({ token, name: JOB_TOKEN }, use);
    },
  };
}

function getTokenByAssertion(sent: SentToken, use: LoginUse) {
  const { options, transport } = openLogin(use, sent);
  const { tenant, client, library } = use;
  const credential = new library.ClientAssertionCredential(tenant, client, async () => sent.token, options);
  return getToken(credential, use, transport);
}

/** Logs in with the identity of a machine, an App Service, a container or a pod. `client_id` selects one of several. */
function useManagedIdentity(use: LoginUse): LoginMethod<string> {
  const { client, context, open, library, resource } = use;
  return {
    name: 'managed identity',
    login: async () => {
      // With that variable, the library logs in with the token file instead.
      if (context.io.env.AZURE_FEDERATED_TOKEN_FILE)
        return { problem: 'not tried, as AZURE_FEDERATED_TOKEN_FILE is set' };
      context.io.addSecrets([context.io.env.IDENTITY_HEADER ?? '', context.io.env.MSI_SECRET ?? ''].filter(Boolean));
      let asked = IMDS;
      let refused: string | null = null;
      const transport = createTransport(open, (url) => {
        asked = url.host;
        const parsed = parseMetadataUrl(url.href);
        if ('problem' in parsed) {
          refused = `${url.host} is ${parsed.problem}`;
          throw new Error(refused);
        }
        // Other connections to link-local addresses are denied. Proxies cannot reach this machine.
        const address = { origins: [url.origin], address: url.hostname };
        return { url, options: { name: METADATA, ...address, isAccepted: isForLibrary, classify: () => 'retry' } };
      });
      const options = {
        ...createOptions(use, SHARED_CLIENT),
        sendProbeRequest: true,
        ...(client !== '' && { clientId: client }),
      };
      try {
        const credential = new library.ManagedIdentityCredential(options);
        const token = await CURRENT.run(transport.httpClient, () => credential.getToken(`${resource}/.default`));
        return { credentials: takeToken(token.token, METADATA, context.io) };
      } catch {
        const failure = transport.getFailure();
        if (failure !== null && TEMPORARY.has(failure.code)) throw new InventoryError(failure);
        return { problem: refused ?? describeMetadata(asked, transport) };
      }
    },
  };
}

/**
 * The client of the present login: the library keeps the client of the first managed identity for all others, but each login has its own
 * limits and failures.
 */
const CURRENT = new AsyncLocalStorage<HttpClient>();
const SHARED_CLIENT: HttpClient = {
  sendRequest: (request) => (CURRENT.getStore() as HttpClient).sendRequest(request),
};

const METADATA = 'the service for managed identities of this machine';

/** The metadata service of virtual machines. Other environments have its address in a variable. */
const IMDS = '169.254.169.254';

/** The failures of an existing service, so that another scan may succeed. */
const TEMPORARY: ReadonlySet<string> = new Set(['inventory-server-error', 'inventory-throttled']);

function describeMetadata(asked: string, { getStatus, getFailure }: Transport): string {
  const status = getStatus();
  if (status === 400) return `this machine has none, or not that of \`client_id\` (400 of ${asked})`;
  if (status !== null) return `${asked} responded with ${status}`;
  return getFailure() === null ? 'not supported here' : `nothing responds at ${asked}`;
}

function useCli(use: LoginUse): LoginMethod<string> {
  const { tenant, context, library, resource } = use;
  const { io, root } = context;
  return {
    name: 'Azure CLI',
    login: async () => {
      if (isUntrustedCheckout(io.env)) return { problem: 'programs are not run for pull requests' };
      // The library runs the first one.
      const programs = listPrograms('az', io.env);
      if (programs.length === 0) return { problem: '`az` is not installed, or not in PATH' };
      if (programs.some((program) => isInCheckout(program, root, io.env)))
        return { problem: '`az` is not run, as it is in the checkout or below the manifest' };
      const credential = new library.AzureCliCredential(tenant === '' ? {} : { tenantId: tenant });
      try {
        const { token } = await limitTime(() => credential.getToken(`${resource}/.default`), CLI_TIMEOUT_MS);
        return { credentials: takeToken(token, 'az', io) };
      } catch {
        // The output may contain secrets.
        return {
          problem: `\`az account get-access-token --resource ${resource}\` fails; run it to see why, or \`az login\``,
        };
      }
    },
  };
}

const CLI_TIMEOUT_MS = 60_000;

/** Converts a URL to https, which the library requires. A server on this machine may have http. */
function toHttps({ href }: URL): URL {
  return new URL(href.replace(/^http:/, 'https:'));
}

/** Creates the options. The library also reads the variable that names the login server, so its value is always overridden. */
function createOptions({ authority }: LoginUse, httpClient: HttpClient) {
  // The client of inventories retries.
  const retryOptions = { maxRetries: 0 };
  // Discovery would send the name of the login server to Microsoft.
  return { retryOptions, httpClient, authorityHost: toHttps(authority).href, disableInstanceDiscovery: true };
}

/** Creates the options for a login at the server of Microsoft, or another one of AZURE_AUTHORITY_HOST. `sent`: the ID token. */
function openLogin(use: LoginUse, sent: SentToken | null = null) {
  const { authority, login, open, context } = use;
  const request = { audience: login.audience, sent, now: getRealClock(context.io) };
  const secure = toHttps(authority).origin;
  const transport = createTransport(open, (url) => ({
    url: url.origin === secure ? new URL(url.href.replace(secure, authority.origin)) : url,
    options: {
      name: LOGIN,
      origins: [authority.origin],
      classify: (response: InventoryResponse) => classifyLogin(response, request),
    },
  }));
  return { transport, options: createOptions(use, transport.httpClient) };
}

/** Requests a token with a configured login, whose failure is that of the listing. `invalid`: the reason of a failure before a request. */
async function getToken(
  credential: TokenCredential,
  { resource, context }: LoginUse,
  transport: Transport,
  invalid: Failure | null = null,
): Promise<{ credentials: string }> {
  const token = await credential.getToken(`${resource}/.default`).catch(() => null);
  const failure = transport.getFailure() ?? (token === null ? invalid : null);
  if (failure !== null) throw new InventoryError(failure);
  return { credentials: takeToken(token?.token, LOGIN, context.io) };
}
