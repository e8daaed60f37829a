/** The services of Google on loopback: OAuth, STS, impersonation, the metadata server, and Certificate Manager. They verify each signature. */

import { encodeBasic } from '../../../../src/lib/http/headers.ts';
import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../../../helpers/inventory/fake-api.ts';
import type { Environment } from '../environment.ts';
import { verifyToken } from '../tokens.ts';
import type { Sight } from '../vendor.ts';

export const PROVIDER =
  '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider';

export const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:jwt';

export const formatAccount = (name: string) => `${name}@example.iam.gserviceaccount.com`;
export const formatRefreshToken = (name: string) => `refresh-token-of-${name}`;
export const CLIENT = { client_id: 'client-of-gcloud', client_secret: 'client-secret' };

/** A token of a variable. */
export const STATIC_TOKEN = 'static-token';

export interface GoogleServer extends FakeApi {
  /** Begins a case. */
  begin: (services: Environment['services']) => void;
  /** What Certificate Manager saw since. */
  sights: Sight[];
}

const refuse = (error: string, status = 400): ApiReply => ({ status, body: { error, error_description: 'refused' } });

export async function startGoogleServer(): Promise<GoogleServer> {
  const sights: Sight[] = [];
  const tokens = new Map([[STATIC_TOKEN, 'static']]);
  let services: Environment['services'] = {};

  const issue = (identity: string): string => {
    const token = `token-${tokens.size}`;
    tokens.set(token, identity);
    return token;
  };
  const reply = (identity: string, more: object = {}): ApiReply => ({
    body: { access_token: issue(identity), expires_in: 3599, token_type: 'Bearer', ...more },
  });

  const authorize = ({ body }: ApiCall): ApiReply => {
    const parameters = new URLSearchParams(body);
    if (parameters.get('grant_type') === 'refresh_token') return refresh(parameters.get('refresh_token'));
    const claims = verifyToken(parameters.get('assertion') ?? '');
    return typeof claims === 'string' ? refuse('invalid_grant') : reply(String(claims.iss).split('@')[0] ?? '');
  };
  const refresh = (token: string | null): ApiReply => {
    const [, name] = /^refresh-token-of-(\w+)$/.exec(token ?? '') ?? [];
    return name === undefined ? refuse('invalid_grant') : reply(`user ${name}`);
  };
  const exchange = ({ body }: ApiCall): ApiReply => {
    const parameters = new URLSearchParams(body);
    const isWhole = parameters.get('audience') === PROVIDER && parameters.get('subject_token_type') === TOKEN_TYPE;
    const claims = isWhole ? verifyToken(parameters.get('subject_token') ?? '') : 'forged';
    const issued_token_type = 'urn:ietf:params:oauth:token-type:access_token';
    return typeof claims === 'string' ? refuse('invalid_grant') : reply(`pool ${claims.sub}`, { issued_token_type });
  };
  const findBearer = ({ headers }: ApiCall) => String(headers.authorization ?? '').replace('Bearer ', '');
  const impersonate = (call: ApiCall): ApiReply => {
    const identity = tokens.get(findBearer(call));
    const [, account = ''] = /serviceAccounts\/(\w+)(?:%40|@)/.exec(call.url.pathname) ?? [];
    if (identity === undefined || account === 'closed') return { status: 403, body: { error: { message: 'refused' } } };
    return { body: { accessToken: issue(`${account} as ${identity}`), expireTime: '2100-01-01T00:00:00Z' } };
  };
  const list = (call: ApiCall): ApiReply => {
    const identity = tokens.get(findBearer(call));
    sights.push({ identity: identity ?? 'nobody', isAccepted: identity !== undefined });
    return identity === undefined ? { status: 401, body: {} } : { body: { certificates: [] } };
  };
  const replyMachine = ({ headers, url }: ApiCall): ApiReply => {
    const flavored = { 'metadata-flavor': 'Google' };
    if (services.machine === undefined || headers['metadata-flavor'] !== 'Google') return { status: 404, body: '' };
    if (!url.pathname.includes('/service-accounts/')) return { headers: flavored, body: 'example-project' };
    if (!url.pathname.endsWith('/token'))
      return { headers: flavored, body: { aliases: ['default'], email: formatAccount('machine'), scopes: [] } };
    if (services.machine === 'no account') return { status: 404, headers: flavored, body: '' };
    if (services.machine === 'malformed') return { headers: flavored, body: 'Sign in' };
    return { ...reply('machine'), headers: flavored };
  };

  const server = await startFakeApi((call) => {
    const { pathname } = call.url;
    if (pathname.startsWith('/computeMetadata/')) return replyMachine(call);
    if (pathname === '/subject') return { body: { value: call.url.searchParams.get('token') } };
    if (pathname.endsWith(':generateAccessToken')) return impersonate(call);
    if (pathname === '/token') return authorize(call);
    if (pathname === '/v1/oauthtoken') {
      const isKnown =
        call.headers.authorization === encodeBasic({ user: CLIENT.client_id, password: CLIENT.client_secret });
      return isKnown ? refresh(new URLSearchParams(call.body).get('refresh_token')) : refuse('invalid_client', 401);
    }
    if (pathname === '/v1/token') return exchange(call);
    // The metadata server's root, for the clients that look for it.
    if (pathname === '/')
      return services.machine === undefined ? { status: 404 } : { headers: { 'metadata-flavor': 'Google' } };
    return pathname.endsWith('/certificates') ? list(call) : { status: 404, body: {} };
  });
  server.unref();
  const begin: GoogleServer['begin'] = (next) => {
    services = next;
    sights.length = 0;
    server.calls.length = 0;
  };
  return { ...server, begin, sights };
}
