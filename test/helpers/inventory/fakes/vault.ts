/** A fake Vault server: logins, the PKI endpoints that list and read certificates and issuers, and namespaces. */

import type { VaultPkiSource } from '../../../../src/domain/index.ts';
import type { ApiCall, ApiReply } from '../fake-api.ts';
import { type InventoryFake, startFaultyApi } from './fake.ts';
import { readAudience } from './id-tokens.ts';

interface StoredCertificate {
  certificate: string;
  revocation_time: number;
}

export interface FakeVault extends InventoryFake {
  source: VaultPkiSource;
  /** By serial number in hex with colons. */
  certs: Map<string, StoredCertificate>;
  issuers: Map<string, { certificate: string; issuer_name: string; revoked: boolean }>;
  /** Requests that the next token is good for. */
  settings: { uses: number; canRead: boolean; hasIssuers: boolean; namespace: string | null };
  /** Issues a token of a service account, as the cluster does; the tokens that it had before are no longer valid. */
  issuePodToken: (account?: { namespace: string; name: string }) => string;
}

export const VAULT_ROOT_TOKEN = 'hvs.root-token-of-the-fake';
export const VAULT_AUDIENCE = 'https://vault.example.com';
/** The Kubernetes role `certvigil` accepts the tokens that its cluster has issued to this service account. */
const VAULT_SERVICE_ACCOUNT = { namespace: 'monitoring', name: 'certvigil' };
export const VAULT_APPROLE = { role_id: 'role-id-1234', secret_id: 'secret-id-5678' };

const error = (status: number, ...errors: string[]): ApiReply => ({ status, body: { errors } });

export async function startFakeVault(): Promise<FakeVault> {
  const certs: FakeVault['certs'] = new Map();
  const issuers: FakeVault['issuers'] = new Map();
  const settings: FakeVault['settings'] = {
    uses: Number.POSITIVE_INFINITY,
    canRead: true,
    hasIssuers: true,
    namespace: null,
  };
  const tokens = new Map([[VAULT_ROOT_TOKEN, Number.POSITIVE_INFINITY]]);

  let podTokens = new Map<string, { namespace: string; name: string }>();
  let issued = 0;
  const issuePodToken = (account = VAULT_SERVICE_ACCOUNT) => {
    issued += 1;
    const claims = {
      'kubernetes.io': { namespace: account.namespace, serviceaccount: { name: account.name } },
      jti: issued,
    };
    const token = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
    podTokens = new Map([[token, account]]);
    return token;
  };

  /** The errors are those of vault-plugin-auth-kubernetes. */
  const logInPod = ({ role, jwt }: { role: string; jwt: string }): ApiReply => {
    if (role !== 'certvigil') return error(400, `invalid role name "${role}"`);
    const account = podTokens.get(jwt);
    if (account === undefined) return error(403, 'permission denied');
    if (account.name !== VAULT_SERVICE_ACCOUNT.name) return error(403, 'service account name not authorized');
    if (account.namespace !== VAULT_SERVICE_ACCOUNT.namespace) return error(403, 'namespace not authorized');
    return issueToken();
  };

  const issueToken = (): ApiReply => {
    const client_token = `hvs.token-number-${tokens.size}`;
    tokens.set(client_token, settings.uses);
    return { body: { auth: { client_token, lease_duration: 600, renewable: true, policies: ['certvigil'] } } };
  };

  const login = (path: string, body: string): ApiReply => {
    const fields = JSON.parse(body);
    if (path === 'auth/approle/login') {
      const isKnown = fields.role_id === VAULT_APPROLE.role_id && fields.secret_id === VAULT_APPROLE.secret_id;
      return isKnown ? issueToken() : error(400, 'invalid role or secret ID');
    }
    if (path === 'auth/kubernetes/login' || path === 'auth/clusters/eu/login') return logInPod(fields);
    if (path !== 'auth/jwt/login') return error(404, `no handler for route "${path}". route entry not found.`);
    if (fields.role !== 'certvigil') return error(400, `role "${fields.role}" could not be found`);
    const audience = readAudience(fields.jwt);
    if (audience === null) return error(400, 'error validating token: invalid signature');
    if (audience !== VAULT_AUDIENCE)
      return error(
        400,
        'error validating token: invalid audience (aud) claim: audience claim does not match any bound audience',
      );
    return issueToken();
  };

  const isAllowed = (token: string) => {
    const uses = tokens.get(token) ?? 0;
    tokens.set(token, uses - 1);
    return uses > 0;
  };

  const list = (keys: Iterable<string>): ApiReply => {
    const all = [...keys];
    return all.length === 0 ? error(404) : { body: { data: { keys: all } } };
  };

  const api = await startFaultyApi(({ method, url, headers, body }: ApiCall) => {
    const path = decodeURIComponent(url.pathname.replace(/^\/v1\//, ''));
    if (settings.namespace !== null && headers['x-vault-namespace'] !== settings.namespace)
      return error(404, `no handler for route "${path}". route entry not found.`);
    if (method === 'POST') return login(path, body);
    if (!isAllowed(String(headers['x-vault-token']))) return error(403, 'permission denied');
    const isList = method === 'LIST' || url.searchParams.get('list') === 'true';
    if (path === 'pki/certs/revoked' && isList)
      return list([...certs].flatMap(([serial, { revocation_time }]) => (revocation_time > 0 ? serial : [])));
    const [, kind = '', id = ''] = /^pki\/(certs|cert|issuers|issuer)\/?(.*)$/.exec(path) ?? [];
    if (kind.startsWith('issuer') && !settings.hasIssuers) return error(404, '1 error occurred: unsupported path');
    if (kind === 'certs' && isList) return list(certs.keys());
    if (kind === 'issuers' && isList) return list(issuers.keys());
    if (kind !== '' && !settings.canRead) return error(403, '1 error occurred:\n\t* permission denied\n\n');
    const found = kind === 'cert' ? certs.get(id) : issuers.get(id);
    return found === undefined
      ? error(404, ...(kind === '' ? ['no handler for route'] : []))
      : { body: { data: found } };
  });

  const source: VaultPkiSource = {
    kind: 'vault_pki',
    url: api.origin,
    mounts: ['pki'],
    namespace: null,
    login: { method: 'token', token: null },
    superseded: false,
    expired_days: 7,
    ca_file: null,
    ssl_verification: true,
    allow_empty: false,
  };
  return { ...api, certs, issuers, settings, issuePodToken, source, env: { VAULT_TOKEN: VAULT_ROOT_TOKEN } };
}

/** A serial number as Vault writes it. */
export function formatSerial(hex: string): string {
  return (hex.match(/../g) ?? []).join(':');
}
