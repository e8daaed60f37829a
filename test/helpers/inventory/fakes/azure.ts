/** A fake Azure Key Vault, with the challenge and the login of Microsoft Entra. */

import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import type { AzureKeyVaultSource } from '../../../../src/domain/index.ts';
import type { ApiCall, ApiReply } from '../fake-api.ts';
import { type InventoryFake, startFaultyApi } from './fake.ts';
import { readAudience } from './id-tokens.ts';

interface StoredVaultCertificate {
  der: Uint8Array;
  enabled: boolean;
  tags: Record<string, string>;
  policy: object;
  /** The last operation; null if there is none. */
  operation: object | null;
}

export interface FakeKeyVault extends InventoryFake {
  source: AzureKeyVaultSource;
  certificates: Map<string, StoredVaultCertificate>;
  /** `age_days`: how long ago the certificates were issued, for 91 days. */
  settings: {
    canGet: boolean;
    canList: boolean;
    uses: number;
    pageSize: number;
    nextOrigin: string | null;
    age_days: number;
    /** PEM of the certificate that the application may log in with; null: none. */
    certificate: string | null;
  };
  add: (name: string, der: Uint8Array, changes?: Partial<StoredVaultCertificate>) => void;
}

/** A token that a vault accepts from the start. */
export const VAULT_TOKEN = 'static-token-of-the-fake';

export const AZURE_SECRET = 'client-secret-of-the-fake';
/**
 * No service for managed identities, wherever tests run. Microsoft's library keeps the address of the first one for the whole process, so
 * that all tests in a process have the same.
 */
export const NO_IDENTITY = { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:1' };

export const AZURE_ENV = { AZURE_TENANT_ID: 'contoso', AZURE_CLIENT_ID: '00000000-0000-0000-0000-000000000001' };
const AUDIENCE = 'api://AzureADTokenExchange';

const fail = (status: number, code: string, message = ''): ApiReply => ({ status, body: { error: { code, message } } });

const failLogin = (description: string): ApiReply => ({
  status: 401,
  body: { error: 'invalid_client', error_description: `${description} Trace ID: 1` },
});

const OPENID_CONFIGURATION = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/;

/** The login of Microsoft Entra. `tokens`: how many requests each is good for; `getUses`: a new one. Null: not a request to it. */
export function createEntraLogin(
  getUses: () => number,
  tokens: Map<string, number>,
  getCertificate: () => string | null = () => null,
) {
  return ({ method, url, body }: ApiCall): ApiReply | null => {
    const [, tenant] = OPENID_CONFIGURATION.exec(url.pathname) ?? [];
    // Clients of Microsoft only use https.
    const server = url.origin.replace('http:', 'https:');
    if (tenant !== undefined)
      return {
        body: {
          token_endpoint: `${server}/${tenant}/oauth2/v2.0/token`,
          authorization_endpoint: `${server}/${tenant}/oauth2/v2.0/authorize`,
          issuer: `${server}/${tenant}/v2.0`,
          jwks_uri: `${server}/${tenant}/discovery/v2.0/keys`,
        },
      };
    if (method !== 'POST') return null;
    const parameters = new URLSearchParams(body);
    const assertion = parameters.get('client_assertion');
    if (parameters.get('client_id') !== AZURE_ENV.AZURE_CLIENT_ID)
      return failLogin('AADSTS700016: Application was not found in the directory.');
    if (assertion === null && parameters.get('client_secret') !== AZURE_SECRET)
      return failLogin('AADSTS7000215: Invalid client secret provided.');
    const endpoint = `${server}${url.pathname}`;
    if (assertion !== null && readAudience(assertion) === endpoint) {
      if (!isSignedBy(assertion, getCertificate()))
        return failLogin(
          'AADSTS700027: The certificate with identifier used to sign the client assertion is not registered.',
        );
    } else if (assertion !== null && readAudience(assertion) !== AUDIENCE)
      return failLogin('AADSTS700212: No matching federated identity record found for presented assertion audience.');
    const access_token = `entra-token-${tokens.size}`;
    tokens.set(access_token, getUses());
    return { body: { token_type: 'Bearer', expires_in: 3599, access_token } };
  };
}

/** Whether a client assertion is signed with the key of this certificate (learn.microsoft.com/entra/identity-platform/certificate-credentials). */
export function isSignedBy(assertion: string, pem: string | null): boolean {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const { alg, 'x5t#S256': thumbprint } = JSON.parse(Buffer.from(header, 'base64url').toString());
  if (pem === null || alg !== 'PS256') return false;
  const certificate = new X509Certificate(pem);
  const expected = createHash('sha256').update(certificate.raw).digest('base64url');
  const key = { key: certificate.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const isValid = verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'));
  return thumbprint === expected && isValid;
}

/** `tokens`: those that it accepts, with how many requests each is good for. */
export async function startFakeKeyVault(
  tokens = new Map<string, number>([[VAULT_TOKEN, Number.POSITIVE_INFINITY]]),
): Promise<FakeKeyVault> {
  const certificates: FakeKeyVault['certificates'] = new Map();
  const settings: FakeKeyVault['settings'] = {
    canGet: true,
    canList: true,
    uses: Number.POSITIVE_INFINITY,
    pageSize: 3,
    nextOrigin: null,
    age_days: 1,
    certificate: null,
  };

  const login = createEntraLogin(
    () => settings.uses,
    tokens,
    () => settings.certificate,
  );

  const createItem = (origin: string, name: string, { enabled, tags }: StoredVaultCertificate) => {
    const now = Math.floor(Date.now() / 1000);
    const nbf = now - settings.age_days * 86_400;
    const attributes = { enabled, nbf, exp: nbf + 91 * 86_400, created: now, updated: now };
    return { id: `${origin}/certificates/${name}`, x5t: 'AAAA', attributes, tags, subject: '' };
  };

  const list = ({ url }: ApiCall): ApiReply => {
    const start = Number(url.searchParams.get('$skiptoken') ?? 0);
    const all = [...certificates];
    const end = start + settings.pageSize;
    const value = all.slice(start, end).map(([name, one]) => createItem(url.origin, name, one));
    const origin = settings.nextOrigin ?? url.origin;
    const nextLink = end < all.length ? `${origin}/certificates?api-version=7.4&$skiptoken=${end}` : null;
    return { body: { value, nextLink } };
  };

  const api = await startFaultyApi((call) => {
    const { url, headers } = call;
    const reply = login(call);
    if (reply !== null) return reply;
    const token = String(headers.authorization ?? '').replace('Bearer ', '');
    const uses = tokens.get(token) ?? 0;
    tokens.set(token, uses - 1);
    if (uses <= 0) {
      const challenge = `Bearer authorization="https://login.microsoftonline.com/contoso", resource="https://vault.azure.net"`;
      return {
        ...fail(401, 'Unauthorized', 'Request is missing a Bearer or PoP token.'),
        headers: { 'www-authenticate': challenge },
      };
    }
    const [, name, rest = ''] = /^\/certificates\/([^/]+)(?:\/(.*))?$/.exec(url.pathname) ?? [];
    if (name === undefined)
      return settings.canList
        ? list(call)
        : fail(403, 'Forbidden', 'The user does not have certificates list permission.');
    if (!settings.canGet) return fail(403, 'Forbidden', 'The user does not have certificates get permission.');
    const found = certificates.get(name);
    if (found === undefined) return fail(404, 'CertificateNotFound');
    if (rest === 'pending')
      return found.operation === null ? fail(404, 'PendingCertificateNotFound') : { body: found.operation };
    const item = createItem(url.origin, name, found);
    const version = {
      ...item,
      id: `${item.id}/0123456789abcdef`,
      kid: `${url.origin}/keys/${name}/1`,
      sid: `${url.origin}/secrets/${name}/1`,
    };
    return { body: { ...version, cer: Buffer.from(found.der).toString('base64'), policy: found.policy } };
  });

  const source: AzureKeyVaultSource = {
    kind: 'azure_key_vault',
    vaults: [api.origin],
    subscriptions: [],
    exclude_vaults: [],
    cloud: 'public',
    tenant_id: null,
    client_id: null,
    client_secret: null,
    audience: AUDIENCE,
    allow_empty: false,
  };
  const add: FakeKeyVault['add'] = (name, der, changes = {}) =>
    void certificates.set(name, { der, enabled: true, tags: {}, policy: {}, operation: null, ...changes });
  const env = { ...AZURE_ENV, AZURE_CLIENT_SECRET: AZURE_SECRET, AZURE_AUTHORITY_HOST: api.origin };
  return { ...api, certificates, settings, source, env, add };
}
