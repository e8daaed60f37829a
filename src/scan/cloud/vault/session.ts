/** Logs in to HashiCorp Vault or OpenBao, and requests JSON from it. */

import type { Failure, VaultPkiSource } from '../../../domain/index.ts';
import { trimEnd } from '../../../lib/text/trim.ts';
import { type InventoryResponse, parseJson } from '../../inventory/client.ts';
import { createInventoryFailure, throwInventoryError } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import {
  createTokenHolder,
  parseServerUrl,
  readSecretVariable,
  readServerCa,
  resolveSecret,
  resolveText,
  takeToken,
} from '../credentials.ts';
import { requestIdToken } from '../id-token.ts';
import type { OpenClient } from '../listing-job.ts';

export interface VaultSession {
  /** Lists keys (`?list=true`), as the LIST operation does. Null: this version of the server does not have the path. */
  list: (path: string) => Promise<string[] | null>;
  /** The `data` of a path. Throws InventoryError. */
  read: (path: string) => Promise<Record<string, unknown>>;
}

const ENVIRONMENT =
  'Set `role` for a login with the ID token of the job, `role_id` for an AppRole login, or the variable VAULT_TOKEN.';

/** `name`: how failures name the server. */
export async function openVaultSession(
  source: VaultPkiSource,
  name: string,
  context: ReadContext,
  open: OpenClient,
): Promise<VaultSession> {
  const base = parseServerUrl(resolveText(source.url, context), name);
  const ca = await readServerCa(source.ca_file, context.root, name);
  const namespace = source.namespace === null ? null : resolveText(source.namespace, context);
  const server = { name, origins: [base.origin], ca, verify: source.ssl_verification };
  const headers = { 'x-vault-request': 'true', ...(namespace !== null && { 'x-vault-namespace': namespace }) };
  const toUrl = (path: string) => new URL(`${trimEnd(base.href, '/')}/v1/${path}`);
  const getToken = createTokenHolder(async () => {
    if (source.login.method === 'token') return resolveToken(source.login.token, name, context);
    const { path, body, audience } = await prepareLogin(source, base, context, open);
    const client = await open({ ...server, classify: (response) => classifyLogin(response, name, audience) });
    const response = await client.sendJson({ method: 'POST', url: toUrl(path), headers, body: JSON.stringify(body) });
    return takeToken(toObject(toObject(response).auth).client_token, name, context.io);
  });
  const client = await open({
    ...server,
    authorize: async (_, refresh) => ({ ...headers, 'x-vault-token': await getToken(refresh) }),
    // An expired token and a missing permission have the same status.
    classify: ({ status }) => (status === 403 ? 'unauthorized' : null),
    isAccepted: (response) => classifyMissing(response) !== null,
  });
  const readData = async (response: InventoryResponse) => {
    const { data } = toObject(parseJson(response.body, name));
    if (typeof data !== 'object' || data === null)
      throwInventoryError('inventory-unexpected-format', name, 'no `data`');
    return toObject(data);
  };
  const send = async (path: string, parameters: Record<string, string> = {}) => {
    const url = toUrl(path);
    for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
    const response = await client.send({ url });
    return { response, missing: classifyMissing(response) };
  };
  return {
    list: async (path) => {
      const { response, missing } = await send(path, { list: 'true' });
      if (missing !== null) return missing === 'empty' ? [] : null;
      const { keys } = await readData(response);
      if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string'))
        throwInventoryError('inventory-unexpected-format', name, 'no list of `keys`');
      return keys;
    },
    read: async (path) => {
      const { response, missing } = await send(path);
      if (missing !== null) throwInventoryError('inventory-not-found', name, '404');
      return readData(response);
    },
  };
}

/**
 * Vault responds with 404 and no errors to the listing of an empty path, with `unsupported path` if the version of the engine does not
 * have it, and with other errors if there is no such mount. Returns null for any other response.
 */
function classifyMissing({ status, body }: InventoryResponse): 'empty' | 'unsupported' | null {
  if (status !== 404) return null;
  const text = body.toString();
  if (/^\s*\{\s*"errors"\s*:\s*\[\s*\]/.test(text)) return 'empty';
  return text.includes('unsupported path') ? 'unsupported' : null;
}

function resolveToken(token: string | null, name: string, context: ReadContext): string {
  if (token !== null) return resolveSecret(token, context);
  const value = readSecretVariable('VAULT_TOKEN', context.io);
  return value ?? throwInventoryError('inventory-credentials-missing', name, ENVIRONMENT);
}

interface Login {
  path: string;
  body: Record<string, string>;
  /** Of the ID token; null: it is not ours. */
  audience: string | null;
}

async function prepareLogin(
  { login }: VaultPkiSource,
  base: URL,
  context: ReadContext,
  open: OpenClient,
): Promise<Login> {
  if (login.method === 'token') throw new Error('a token needs no login');
  const path = `auth/${resolveText(login.mount, context)}/login`;
  if (login.method === 'approle') {
    const role_id = resolveSecret(login.role_id, context);
    const body: Record<string, string> = { role_id };
    if (login.secret_id !== null) body.secret_id = resolveSecret(login.secret_id, context);
    return { path, body, audience: null };
  }
  const role = resolveText(login.role, context);
  if (login.jwt !== null) return { path, body: { role, jwt: resolveSecret(login.jwt, context) }, audience: null };
  const audience = login.audience === null ? base.origin : resolveText(login.audience, context);
  return { path, body: { role, jwt: await requestIdToken(audience, context, open) }, audience };
}

/** Vault responds with 400 and a text to most of what is wrong with a login. */
function classifyLogin({ status, body }: InventoryResponse, name: string, audience: string | null): Failure | null {
  if (status !== 400 && status !== 401 && status !== 403) return null;
  const text = body.toString();
  if (/audience/i.test(text)) {
    return createInventoryFailure('inventory-wrong-audience', name, audience ?? 'that of `jwt`');
  }
  if (/issued in the future|not valid yet|\biat\b|\bnbf\b/i.test(text))
    return createInventoryFailure('inventory-clock-skew', name);
  return createInventoryFailure('inventory-login-refused', name, String(status));
}
