/** A Vault on loopback: tokens, the logins by AppRole, JWT and Kubernetes, which verify signatures, and a PKI mount. */

import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../../../helpers/inventory/fake-api.ts';
import { verifyToken } from '../tokens.ts';
import type { Sight } from '../vendor.ts';

/** The tokens by where they are from. */
export const TOKENS = {
  ...{
    environment: 'hvs.of-the-environment',
    bao: 'hvs.of-openbao',
    file: 'hvs.of-the-file',
    entry: 'hvs.of-the-entry',
  },
};
export const ROLE = 'certvigil';
export const ROLE_ID = 'role-id';
export const SECRET_ID = 'secret-id';

export interface VaultServer extends FakeApi {
  /** Begins a case. */
  begin: () => void;
  /** What the PKI mount saw since. */
  sights: Sight[];
}

const fail = (status: number, ...errors: string[]): ApiReply => ({ status, body: { errors } });

export async function startVaultServer(): Promise<VaultServer> {
  const sights: Sight[] = [];
  const tokens = new Map<unknown, string>(Object.entries(TOKENS).map(([name, token]) => [token, name]));

  const issue = (identity: string): ApiReply => {
    const client_token = `hvs.token-${tokens.size}`;
    tokens.set(client_token, identity);
    return { body: { auth: { client_token, lease_duration: 600, renewable: true, policies: [] } } };
  };
  const logInByToken = (method: string, { role, jwt }: Record<string, string>): ApiReply => {
    if (role !== ROLE) return fail(400, `role "${role}" could not be found`);
    const claims = verifyToken(jwt ?? '');
    return typeof claims === 'string'
      ? fail(method === 'jwt' ? 400 : 403, 'permission denied')
      : issue(`${method} ${claims.sub}`);
  };
  const logIn = (method: string, body: string): ApiReply => {
    const fields: Record<string, string> = JSON.parse(body);
    if (method !== 'approle') return logInByToken(method, fields);
    const isKnown = fields.role_id === ROLE_ID && fields.secret_id === SECRET_ID;
    return isKnown ? issue('approle') : fail(400, 'invalid role or secret ID');
  };
  const list = ({ headers }: ApiCall): ApiReply => {
    const identity = tokens.get(headers['x-vault-token']);
    sights.push({ identity: identity ?? 'nobody', isAccepted: identity !== undefined });
    return identity === undefined ? fail(403, 'permission denied', 'invalid token') : fail(404);
  };

  const server = await startFakeApi((call) => {
    const [, method] = /^\/v1\/auth\/(approle|jwt|kubernetes)\/login$/.exec(call.url.pathname) ?? [];
    if (method !== undefined) return logIn(method, call.body);
    return call.url.pathname.startsWith('/v1/pki/') ? list(call) : fail(404, 'no handler for route');
  });
  server.unref();
  const begin = () => void sights.splice(0);
  return { ...server, begin, sights };
}
