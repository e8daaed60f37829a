/** Microsoft Entra, managed identities and a Key Vault on loopback. They verify secrets, and the signatures of assertions. */

import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../../../helpers/inventory/fake-api.ts';
import { isSignedBy } from '../../../helpers/inventory/fakes/azure.ts';
import type { Environment } from '../environment.ts';
import { verifyToken } from '../tokens.ts';
import type { Sight } from '../vendor.ts';

export const TENANT = 'contoso';
export const CLIENT = '00000000-0000-0000-0000-000000000001';
export const SECRET = 'client-secret';
export const FEDERATION_AUDIENCE = 'api://AzureADTokenExchange';

/** The token of the Azure CLI. */
export const CLI_TOKEN = 'token-of-the-cli';

/** The path of the metadata service of App Service, and its header. */
export const APP_SERVICE = { path: '/msi/token', header: 'identity-header' };

export interface AzureServer extends FakeApi {
  /** Begins a case. `certificate`: PEM of the one that the application may log in with. */
  begin: (services: Environment['services']) => void;
  /** What the vault saw since. */
  sights: Sight[];
}

const fail = (description: string): ApiReply => ({
  status: 401,
  body: { error: 'invalid_client', error_description: `${description} Trace ID: 1` },
});

export async function startAzureServer(certificate: string): Promise<AzureServer> {
  const sights: Sight[] = [];
  const tokens = new Map([[CLI_TOKEN, 'cli']]);
  let services: Environment['services'] = {};

  const issue = (identity: string): string => {
    const token = `token-${tokens.size}`;
    tokens.set(token, identity);
    return token;
  };

  const logIn = ({ url, body }: ApiCall): ApiReply => {
    const parameters = new URLSearchParams(body);
    const assertion = parameters.get('client_assertion');
    if (!url.pathname.startsWith(`/${TENANT}/`)) return fail('AADSTS90002: Tenant not found.');
    if (parameters.get('client_id') !== CLIENT) return fail('AADSTS700016: Application was not found.');
    const reply = (identity: string): ApiReply => ({
      body: { token_type: 'Bearer', expires_in: 3599, access_token: issue(identity) },
    });
    if (assertion === null)
      return parameters.get('client_secret') === SECRET ? reply('secret') : fail('AADSTS7000215: Invalid secret.');
    if (readAlgorithm(assertion) === 'PS256')
      return isSignedBy(assertion, certificate) ? reply('certificate') : fail('AADSTS700027: Not registered.');
    const claims = verifyToken(assertion);
    if (claims === 'expired') return fail('AADSTS700024: The assertion has expired.');
    return claims === 'forged' || claims.aud !== FEDERATION_AUDIENCE
      ? fail('AADSTS700211: No matching identity.')
      : reply('federated');
  };

  const replyIdentity = ({ url, headers }: ApiCall): ApiReply => {
    const isApp = url.pathname === APP_SERVICE.path;
    if (isApp && headers['x-identity-header'] !== APP_SERVICE.header) return { status: 401, body: {} };
    const state = isApp ? services.app : services.machine;
    if (state === undefined) return { status: 404, body: {} };
    if (state === 'none')
      return { status: 400, body: { error: 'invalid_request', error_description: 'Identity not found' } };
    // A machine has its own identity, and that of the client.
    const client = url.searchParams.get('client_id') ?? '';
    if (client !== '' && client !== CLIENT)
      return { status: 400, body: { error: 'invalid_request', error_description: 'Identity not found' } };
    const name = `${isApp ? 'app' : 'machine'}${client === '' ? '' : ' of the client'}`;
    // The library keeps tokens that are valid for longer than five minutes.
    const expires_on = String(Math.floor(Date.now() / 1000) + 60);
    const resource = url.searchParams.get('resource');
    return { body: { access_token: issue(name), expires_on, expires_in: '60', resource, token_type: 'Bearer' } };
  };

  const list = ({ headers }: ApiCall): ApiReply => {
    const identity = tokens.get(String(headers.authorization ?? '').replace('Bearer ', ''));
    sights.push({ identity: identity ?? 'nobody', isAccepted: identity !== undefined });
    return identity === undefined ? { status: 401, body: {} } : { body: { value: [], nextLink: null } };
  };

  const server = await startFakeApi((call) => {
    const { pathname } = call.url;
    if (pathname.endsWith('/.well-known/openid-configuration')) return describeTenant(call);
    if (pathname.endsWith('/oauth2/v2.0/token')) return logIn(call);
    if (pathname === '/certificates') return list(call);
    return pathname.startsWith('/metadata/') || pathname === APP_SERVICE.path
      ? replyIdentity(call)
      : { status: 404, body: {} };
  });
  server.unref();
  const begin: AzureServer['begin'] = (next) => {
    services = next;
    sights.length = 0;
    server.calls.length = 0;
  };
  return { ...server, begin, sights };
}

function readAlgorithm(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).alg;
}

/** Clients of Microsoft only use https. */
function describeTenant({ url }: ApiCall): ApiReply {
  const base = `${url.origin.replace('http:', 'https:')}/${url.pathname.split('/')[1]}`;
  return {
    body: {
      ...{ issuer: `${base}/v2.0`, token_endpoint: `${base}/oauth2/v2.0/token` },
      ...{ authorization_endpoint: `${base}/oauth2/v2.0/authorize`, jwks_uri: `${base}/discovery/v2.0/keys` },
    },
  };
}
