/** Requests JSON from HashiCorp Vault or OpenBao. */

import type { VaultPkiSource } from '../../../domain/index.ts';
import { getRealClock } from '../../../lib/io.ts';
import { trimEnd } from '../../../lib/text/trim.ts';
import { traceWork } from '../../../lib/trace/trace.ts';
import { type InventoryResponse, parseJson } from '../../inventory/client.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { createTokenHolder, parseServerUrl, readServerCa, resolveText, takeToken } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import { findToken, prepareLogin } from './login.ts';
import { classifyLogin, classifyRequest } from './responses.ts';

export interface VaultSession {
  /** Lists keys (`?list=true`), as the LIST operation does. Null: this version of the server does not have the path. */
  list: (path: string) => Promise<string[] | null>;
  /** Reads the `data` of a path. Throws InventoryError. */
  read: (path: string) => Promise<Record<string, unknown>>;
}

/** Resolves the namespace; null: the root namespace. The variable is that of Vault's own command line. */
export function resolveNamespace(
  { namespace }: Pick<VaultPkiSource, 'namespace'>,
  context: ReadContext,
): string | null {
  return namespace === null ? context.io.env.VAULT_NAMESPACE || null : resolveText(namespace, context);
}

/** Opens a session. `name`: the server in failures. */
export async function openVaultSession(
  source: VaultPkiSource,
  name: string,
  context: ReadContext,
  open: OpenClient,
): Promise<VaultSession> {
  const base = parseServerUrl(resolveText(source.url, context), name);
  const ca = await readServerCa(source.ca_file, context.root, name);
  const namespace = resolveNamespace(source, context);
  const server = { name, origins: [base.origin], ca, verify: source.ssl_verification };
  const headers = { 'x-vault-request': 'true', ...(namespace !== null && { 'x-vault-namespace': namespace }) };
  const toUrl = (path: string) => new URL(`${trimEnd(base.href, '/')}/v1/${path}`);
  const service = { name, now: getRealClock(context.io) };
  const logIn = async () => {
    if (source.login.method === 'token') return findToken(source.login, name, context);
    const login = await prepareLogin(source.login, { origin: base.origin, name }, context, open);
    const client = await open({ ...server, classify: (response) => classifyLogin(response, login, service) });
    const body = JSON.stringify(login.body);
    const response = await client.sendJson({ method: 'POST', url: toUrl(login.path), headers, body });
    return takeToken(toObject(toObject(response).auth).client_token, name, context.io);
  };
  const traced = { subject: () => `to ${name} with ${source.login.method}`, describe: () => 'has a token' };
  const getToken = createTokenHolder(() => traceWork('login', traced, logIn));
  const client = await open({
    ...server,
    authorize: async (_, refresh) => ({ ...headers, 'x-vault-token': await getToken(refresh) }),
    classify: (response) => classifyRequest(response, { name, description: `login with ${source.login.method}` }),
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
 * Classifies status 404. Vault returns it without errors for the listing of an empty path, with `unsupported path` if the version of the
 * engine does not have the path, and with other errors for a missing mount. Returns null for any other response.
 */
function classifyMissing({ status, body }: InventoryResponse): 'empty' | 'unsupported' | null {
  if (status !== 404) return null;
  const text = body.toString();
  if (/^\s*\{\s*"errors"\s*:\s*\[\s*\]/.test(text)) return 'empty';
  return text.includes('unsupported path') ? 'unsupported' : null;
}
