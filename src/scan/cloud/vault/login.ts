/** Logs in to HashiCorp Vault or OpenBao: developer.hashicorp.com/vault/docs/auth. */

import { join, resolve } from 'node:path';
import type { Failure, VaultPkiSource } from '../../../domain/index.ts';
import { isUntrustedCheckout } from '../../../lib/files/workspace-boundary.ts';
import type { InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { readCredentialFile, readSecretVariable, resolveSecret, resolveText, takeToken } from '../credentials.ts';
import { requestIdToken } from '../id-token.ts';
import type { OpenClient } from '../listing-job.ts';
import { failWithAttempts } from '../login-chain.ts';

type VaultLogin = VaultPkiSource['login'];
type LoginWith<Method extends VaultLogin['method']> = Extract<VaultLogin, { method: Method }>;

/** A request for a token, and the description of its content in failures. */
export interface LoginRequest {
  path: string;
  body: Record<string, string>;
  /** The description, without values of variables. */
  description: string;
  /** The audience of the JWT; null: unknown or absent. */
  audience: string | null;
}

/** The variables that a client of OpenBao and one of Vault read, in this order. */
const TOKEN_VARIABLES = ['BAO_TOKEN', 'VAULT_TOKEN'];

/** The file in which `vault login` and `bao login` keep the token. */
const TOKEN_FILE = '.vault-token';

const OTHER_LOGINS =
  'Set one of them, or `role_id` for AppRole, or `role` for the ID token of a job, or `role` with `auth_method: kubernetes` in a pod.';

/** Finds the token of the entry, of the environment, or of `vault login`. Throws InventoryError. */
export async function findToken({ token }: LoginWith<'token'>, name: string, context: ReadContext): Promise<string> {
  const { io } = context;
  if (token !== null) return resolveSecret(token, context);
  for (const variable of TOKEN_VARIABLES) {
    const value = readSecretVariable(variable, io);
    if (value !== null) return value;
  }
  const home = io.env.HOME ?? io.env.USERPROFILE ?? '';
  const file = home === '' ? { problem: 'no home directory' } : await readOwnFile(join(home, TOKEN_FILE), context);
  if ('text' in file) return takeToken(file.text, `~/${TOKEN_FILE}`, io);
  const tried = ['`token`: not set', ...TOKEN_VARIABLES.map((variable) => `${variable}: not set`)];
  return failWithAttempts(name, [...tried, `~/${TOKEN_FILE}: ${file.problem}`], OTHER_LOGINS);
}

/** Prepares a login. `origin`: of the server, which is the default audience. Throws InventoryError. */
export async function prepareLogin(
  login: Exclude<VaultLogin, { method: 'token' }>,
  { origin, name }: { origin: string; name: string },
  context: ReadContext,
  open: OpenClient,
): Promise<LoginRequest> {
  const path = `auth/${resolveText(login.mount, context)}/login`;
  if (login.method === 'approle') {
    const body: Record<string, string> = { role_id: resolveSecret(login.role_id, context) };
    if (login.secret_id !== null) body.secret_id = resolveSecret(login.secret_id, context);
    const what = login.secret_id === null ? '`role_id` without a `secret_id`' : '`role_id` and `secret_id`';
    return { path, body, audience: null, description: `AppRole at auth/${login.mount}, ${what}` };
  }
  const { jwt, audience, from } = await findJwt(login, { origin, name }, context, open);
  const title = login.method === 'jwt' ? 'JWT' : 'Kubernetes';
  const description = `${title} at auth/${login.mount}, role ${login.role}, ${from}`;
  return { path, body: { role: resolveText(login.role, context), jwt }, audience, description };
}

/** Finds the JWT of the entry, of a file, or of the job. `from`: its name in failures. */
async function findJwt(
  { method, jwt, jwt_file, ...login }: LoginWith<'jwt' | 'kubernetes'>,
  { origin, name }: { origin: string; name: string },
  context: ReadContext,
  open: OpenClient,
): Promise<{ jwt: string; audience: string | null; from: string }> {
  if (jwt !== null) return { jwt: resolveSecret(jwt, context), audience: null, from: 'the token of `jwt`' };
  if (jwt_file !== null) {
    // The token is rotated, so it is read again for each login.
    const file = await readOwnFile(resolve(context.root, jwt_file), context);
    if ('text' in file)
      return { jwt: takeToken(file.text, jwt_file, context.io), audience: null, from: `the token of ${jwt_file}` };
    const advice =
      method === 'kubernetes'
        ? 'Run it in a pod that mounts the token of its service account, or set `jwt_file` to where it is mounted.'
        : 'Check the path, which is relative to the directory of the manifest, and its permissions.';
    return failWithAttempts(name, ['`jwt`: not set', `${jwt_file}: ${file.problem}`], advice);
  }
  const audience = login.audience === null ? origin : resolveText(login.audience, context);
  const isJob = context.io.env.GITHUB_ACTIONS === 'true' || context.io.env.ACTIONS_ID_TOKEN_REQUEST_URL;
  if (!isJob) {
    const tried = [
      '`jwt`: not set',
      '`jwt_file`: not set',
      'the ID token of a job: this is not a job of GitHub Actions',
    ];
    const advice = 'Set one of them, or `auth_method: kubernetes` in a pod, or `role_id` instead of `role`.';
    return failWithAttempts(name, tried, advice);
  }
  return { jwt: await requestIdToken(audience, context, open), audience, from: "the job's ID token" };
}

/** Reads a token of this machine, but not for a pull request, whose manifest could send it to any server. */
async function readOwnFile(path: string, { io }: ReadContext): Promise<{ text: string } | { problem: string }> {
  return isUntrustedCheckout(io.env) ? { problem: 'not read for pull requests' } : readCredentialFile(path);
}

/**
 * Classifies the response to a login. Vault responds to most mistakes with 400 and a text, the Kubernetes method with 403, and both with
 * 404 if the auth method is not enabled at the path.
 */
export function classifyLogin(
  { status, body }: InventoryResponse,
  { description, audience, path }: LoginRequest,
  name: string,
): Failure | null {
  if (status === 404)
    return createInventoryFailure('inventory-not-found', `the auth method at ${path} of ${name}`, '404');
  if (status !== 400 && status !== 401 && status !== 403) return null;
  const text = body.toString();
  if (/audience/i.test(text)) {
    return createInventoryFailure('inventory-wrong-audience', name, audience ?? 'that of the token');
  }
  if (/issued in the future|not valid yet|\biat\b|\bnbf\b/i.test(text))
    return createInventoryFailure('inventory-clock-skew', name);
  return createInventoryFailure('inventory-login-refused', name, `${status}; ${description}`);
}
