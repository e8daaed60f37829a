/** Logs in to HashiCorp Vault or OpenBao: developer.hashicorp.com/vault/docs/auth. */

import { join, resolve } from 'node:path';
import type { VaultPkiSource } from '../../../domain/index.ts';
import { isUntrustedCheckout } from '../../../lib/files/workspace-boundary.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { readCredentialFile, readSecretVariable, resolveSecret, resolveText, takeToken } from '../credentials.ts';
import { JOB_TOKEN, requestIdToken } from '../id-token.ts';
import type { OpenClient } from '../listing-job.ts';
import { failWithAttempts } from '../login-chain.ts';
import type { SentToken } from '../token-times.ts';
import type { SentLogin } from './responses.ts';

type VaultLogin = VaultPkiSource['login'];
type LoginWith<Method extends VaultLogin['method']> = Extract<VaultLogin, { method: Method }>;

/** A request for a token. */
export interface LoginRequest extends SentLogin {
  body: Record<string, string>;
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
    const secrets = [body.secret_id ?? ''];
    return { path, body, secrets, audience: null, sent: null, description: `AppRole at auth/${login.mount}, ${what}` };
  }
  const { sent, audience } = await findJwt(login, { origin, name }, context, open);
  const title = login.method === 'jwt' ? 'JWT' : 'Kubernetes';
  const description = `${title} at auth/${login.mount}, role ${login.role}, ${sent.name}`;
  const body = { role: resolveText(login.role, context), jwt: sent.token };
  return { path, body, secrets: [sent.token], audience, sent, description };
}

/** Finds the JWT of the entry, of a file, or of the job. */
async function findJwt(
  { method, jwt, jwt_file, ...login }: LoginWith<'jwt' | 'kubernetes'>,
  { origin, name }: { origin: string; name: string },
  context: ReadContext,
  open: OpenClient,
): Promise<{ sent: SentToken; audience: string | null }> {
  if (jwt !== null) return { sent: { token: resolveSecret(jwt, context), name: 'the token of `jwt`' }, audience: null };
  if (jwt_file !== null) {
    // The token is rotated, so it is read again for each login.
    const file = await readOwnFile(resolve(context.root, jwt_file), context);
    if ('text' in file) {
      const token = takeToken(file.text, jwt_file, context.io);
      return { sent: { token, name: `the token of ${jwt_file}` }, audience: null };
    }
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
  return { sent: { token: await requestIdToken(audience, context, open), name: JOB_TOKEN }, audience };
}

/** Reads a token of this machine, but not for a pull request, whose manifest could send it to any server. */
async function readOwnFile(path: string, { io }: ReadContext): Promise<{ text: string } | { problem: string }> {
  return isUntrustedCheckout(io.env) ? { problem: 'not read for pull requests' } : readCredentialFile(path);
}
