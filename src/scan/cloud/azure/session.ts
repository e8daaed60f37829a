/** Logs in to Microsoft Entra, for a vault of Azure Key Vault or for Microsoft Graph. */

import type { AzureLogin, Failure } from '../../../domain/index.ts';
import { trimEnd } from '../../../lib/text/trim.ts';
import type { InventoryClient, InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure, throwInventoryError } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import {
  createTokenHolder,
  parseServerUrl,
  readSecretVariable,
  readTokenFile,
  resolveSecret,
  resolveText,
  takeToken,
} from '../credentials.ts';
import { requestIdToken } from '../id-token.ts';
import type { OpenClient } from '../listing-job.ts';

const LOGIN = 'Microsoft Entra';

const MISSING =
  'Set `tenant_id` and `client_id`, or the variables AZURE_TENANT_ID and AZURE_CLIENT_ID. The job logs in with its ID token, or ' +
  'with AZURE_CLIENT_SECRET.';

/** The authority of the cloud that a vault is in, and the resource that tokens are for. */
const CLOUDS: Readonly<Record<string, { authority: string; resource: string }>> = {
  'vault.azure.cn': { authority: 'https://login.chinacloudapi.cn', resource: 'https://vault.azure.cn' },
  'vault.usgovcloudapi.net': {
    authority: 'https://login.microsoftonline.us',
    resource: 'https://vault.usgovcloudapi.net',
  },
};

const PUBLIC = { authority: 'https://login.microsoftonline.com', resource: 'https://vault.azure.net' };

export function resolveVaultUrl(vault: string): URL {
  return new URL(vault.startsWith('http') ? vault : `https://${vault}.vault.azure.net`);
}

/** Opens a client for a vault. Throws InventoryError. */
export async function openVault(
  login: AzureLogin,
  vault: string,
  name: string,
  context: ReadContext,
  open: OpenClient,
): Promise<InventoryClient> {
  const url = resolveVaultUrl(vault);
  const cloud = CLOUDS[url.hostname.replace(/^[^.]+\./, '')] ?? PUBLIC;
  return openService(login, { name, title: 'Azure Key Vault', origin: url.origin, ...cloud }, context, open);
}

interface Service {
  /** How failures name it, and what the credentials are for. */
  name: string;
  title: string;
  origin: string;
  authority: string;
  /** What tokens are for. */
  resource: string;
}

/** Opens a client for a service of Microsoft. Throws InventoryError. */
export async function openService(
  login: AzureLogin,
  { name, title, origin, authority, resource }: Service,
  context: ReadContext,
  open: OpenClient,
): Promise<InventoryClient> {
  const host = context.io.env.AZURE_AUTHORITY_HOST ?? '';
  const server = host === '' ? authority : trimEnd(parseServerUrl(host, 'AZURE_AUTHORITY_HOST').href, '/');
  const getToken = createTokenHolder(() => requestToken(login, { title, authority: server, resource }, context, open));
  return open({
    name,
    origins: [origin],
    authorize: async (_, refresh) => ({ authorization: `Bearer ${await getToken(refresh)}` }),
  });
}

/** Client credentials of OAuth 2.0, with a secret or with an ID token as the assertion. */
async function requestToken(
  login: AzureLogin,
  { title, authority, resource }: Pick<Service, 'title' | 'authority' | 'resource'>,
  context: ReadContext,
  open: OpenClient,
): Promise<string> {
  const { io } = context;
  const read = (text: string | null, variable: string) =>
    text === null ? (io.env[variable]?.trim() ?? '') : resolveText(text, context);
  const tenant = read(login.tenant_id, 'AZURE_TENANT_ID');
  const client_id = read(login.client_id, 'AZURE_CLIENT_ID');
  if (tenant === '' || client_id === '') throwInventoryError('inventory-credentials-missing', title, MISSING);
  const secret =
    login.client_secret === null
      ? readSecretVariable('AZURE_CLIENT_SECRET', io)
      : resolveSecret(login.client_secret, context);
  const parameters = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id,
    scope: `${resource}/.default`,
  });
  if (secret !== null) parameters.set('client_secret', secret);
  else {
    const file = io.env.AZURE_FEDERATED_TOKEN_FILE ?? '';
    const assertion =
      file === '' ? await requestIdToken(login.audience, context, open) : await readTokenFile(file, context);
    parameters.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    parameters.set('client_assertion', assertion);
  }
  const url = new URL(`${authority}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`);
  const client = await open({
    name: LOGIN,
    origins: [url.origin],
    classify: (response) => classifyLogin(response, login.audience),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await client.sendJson({ method: 'POST', url, headers, body: parameters.toString() });
  return takeToken(toObject(response).access_token, LOGIN, io);
}

/** Error codes of Microsoft Entra: the audience, and the times of an assertion. */
const AUDIENCE_ERROR = /AADSTS700212\b/;
const TIME_ERROR = /AADSTS700024\b/;
const ASSERTION_ERROR = /AADSTS50013\b/;
const TIME_PROBLEM = /expired|not yet valid/i;

function classifyLogin({ status, body }: InventoryResponse, audience: string): Failure {
  const text = body.toString();
  if (AUDIENCE_ERROR.test(text)) return createInventoryFailure('inventory-wrong-audience', LOGIN, audience);
  if (TIME_ERROR.test(text) || (ASSERTION_ERROR.test(text) && TIME_PROBLEM.test(text)))
    return createInventoryFailure('inventory-clock-skew', LOGIN);
  const [code] = /AADSTS\d{4,9}\b/.exec(text) ?? [];
  return createInventoryFailure(
    'inventory-login-refused',
    LOGIN,
    code === undefined ? String(status) : `${status}, ${code}`,
  );
}
