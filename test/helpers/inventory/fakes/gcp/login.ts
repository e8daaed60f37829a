/** The logins of Google: token exchange, impersonation, signed assertions, refresh tokens, and the metadata server. */

import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { ApiCall, ApiReply } from '../../fake-api.ts';
import { AWS_KEYS, computeSignature } from '../aws.ts';
import { readAudience } from '../id-tokens.ts';
import { failGoogle, failLogin, GCP_ACCOUNT, GCP_PROVIDER, type GcpState, issueToken } from './state.ts';

/** One for all tests, because it takes time to create. */
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const GCP_PRIVATE_KEY = KEY.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export const GCP_USER = {
  client_id: 'client-of-gcloud',
  client_secret: 'client-secret',
  refresh_token: 'refresh-token',
};

const AUDIENCES = [`https://iam.googleapis.com/${GCP_PROVIDER}`, `//iam.googleapis.com/${GCP_PROVIDER}`];
const MAX_LIFETIME = 3600;
const MAX_SKEW = 300;

/** Null if the request is not for one of these services. */
export function respondToLogin(state: GcpState, call: ApiCall): ApiReply | null {
  const { method, url, body, headers } = call;
  if (method === 'POST' && url.pathname === '/v1/token') return exchange(state, new URLSearchParams(body));
  if (method === 'POST' && url.pathname === '/token') return authorize(state, call);
  if (method === 'POST' && url.pathname === '/v1/oauthtoken') return refreshWorkforce(state, call);
  if (method === 'POST' && url.pathname.endsWith(':generateAccessToken')) return impersonate(state, call);
  if (!url.pathname.startsWith('/computeMetadata/')) return null;
  if (headers['metadata-flavor'] !== 'Google') return { status: 403, body: 'Missing Metadata-Flavor:Google header.' };
  const token = { access_token: issueToken(state, ALL_SCOPES), expires_in: 3599, token_type: 'Bearer' };
  return { headers: { 'metadata-flavor': 'Google' }, body: token };
}

const ALL_SCOPES = 'https://www.googleapis.com/auth/cloud-platform';

function exchange(state: GcpState, parameters: URLSearchParams): ApiReply {
  if (parameters.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:token-exchange')
    return failLogin('unsupported_grant_type', 'Invalid grant type.');
  if (parameters.get('audience') !== `//iam.googleapis.com/${GCP_PROVIDER}`)
    return failLogin(
      'invalid_target',
      'The target service indicated by the "audience" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn\'t exist.',
    );
  const token = parameters.get('subject_token') ?? '';
  if (parameters.get('subject_token_type') === 'urn:ietf:params:aws:token-type:aws4_request')
    return isAwsIdentity(token) ? issueExchanged(state, parameters) : failLogin('invalid_grant', 'Invalid AWS token.');
  const audience = readAudience(token);
  if (audience === null) return failLogin('invalid_request', 'Invalid JWT format.');
  if (!AUDIENCES.includes(audience))
    return failLogin(
      'invalid_grant',
      `The audience in ID Token [${audience}] does not match the expected audience ${AUDIENCES[0]}.`,
    );
  if (state.settings.isStale) return failLogin('invalid_grant', 'ID Token issued at 1700000000 is stale to sign-in.');
  if (readSubject(token) !== state.settings.subject)
    return failLogin('unauthorized_client', 'The given credential is rejected by the attribute condition.');
  return issueExchanged(state, parameters);
}

/** What Google would have AWS check: the request, its signature, and that it is meant for this provider. */
function isAwsIdentity(token: string): boolean {
  const { url, method, headers } = JSON.parse(decodeURIComponent(token)) as AwsIdentity;
  const sent = Object.fromEntries(headers.map(({ key, value }) => [key.toLowerCase(), value]));
  const call = { method, url: new URL(url), headers: sent, body: '' };
  const isMeant = sent['x-goog-cloud-target-resource'] === `//iam.googleapis.com/${GCP_PROVIDER}`;
  const isSigned = sent.authorization?.endsWith(computeSignature(call, AWS_KEYS.AWS_SECRET_ACCESS_KEY)) ?? false;
  const isStatement = /^https:\/\/sts\.[a-z0-9-]+\.amazonaws\.com\/?\?Action=GetCallerIdentity&/.test(url);
  return isMeant && isSigned && isStatement;
}

interface AwsIdentity {
  url: string;
  method: string;
  headers: { key: string; value: string }[];
}

function issueExchanged(state: GcpState, parameters: URLSearchParams): ApiReply {
  const access_token = issueToken(state, parameters.get('scope') ?? '');
  const issued_token_type = 'urn:ietf:params:oauth:token-type:access_token';
  return { body: { access_token, issued_token_type, token_type: 'Bearer', expires_in: 3599 } };
}

function readSubject(token: string): unknown {
  return decode(token.split('.')[1] ?? '').sub;
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

function impersonate(state: GcpState, { url, headers, body }: ApiCall): ApiReply {
  const token = state.tokens.get(String(headers.authorization).replace('Bearer ', ''));
  if (token?.scope !== ALL_SCOPES)
    return failGoogle(403, 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'Request had insufficient authentication scopes.');
  if (decodeURIComponent(url.pathname) !== `/v1/projects/-/serviceAccounts/${GCP_ACCOUNT}:generateAccessToken`)
    return failGoogle(403, 'IAM_PERMISSION_DENIED', "Permission 'iam.serviceAccounts.getAccessToken' denied.");
  const { scope } = JSON.parse(body) as { scope: string[] };
  return { body: { accessToken: issueToken(state, scope.join(' ')), expireTime: '2030-01-01T00:00:00Z' } };
}

/** The refresh token of a user of a workforce pool: the client authenticates itself by HTTP. */
function refreshWorkforce(state: GcpState, { body, headers }: ApiCall): ApiReply {
  const { client_id, client_secret, refresh_token } = GCP_USER;
  const client = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
  if (headers.authorization !== client) return failLogin('invalid_client', 'The OAuth client is invalid.');
  const parameters = new URLSearchParams(body);
  if (parameters.get('grant_type') !== 'refresh_token' || parameters.get('refresh_token') !== refresh_token)
    return failLogin('invalid_grant', 'Token has been expired or revoked.');
  return { body: { access_token: issueToken(state, ALL_SCOPES), token_type: 'Bearer', expires_in: 3599 } };
}

function authorize(state: GcpState, { body, url }: ApiCall): ApiReply {
  const parameters = new URLSearchParams(body);
  const succeed = (scope: string): ApiReply => ({
    body: { access_token: issueToken(state, scope), token_type: 'Bearer', expires_in: 3599 },
  });
  if (parameters.get('grant_type') === 'refresh_token') {
    const isKnown = Object.entries(GCP_USER).every(([key, value]) => parameters.get(key) === value);
    return isKnown ? succeed(ALL_SCOPES) : failLogin('invalid_grant', 'Token has been expired or revoked.');
  }
  const [header = '', payload = '', signature = ''] = (parameters.get('assertion') ?? '').split('.');
  const claims = decode(payload) as { iss: string; aud: string; scope: string; iat: number; exp: number };
  const key = createPublicKey(KEY.publicKey.export({ type: 'spki', format: 'pem' }));
  const isSigned = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
  if (claims.iss !== GCP_ACCOUNT) return failLogin('invalid_grant', 'Invalid grant: account not found');
  if (!isSigned || decode(header).alg !== 'RS256') return failLogin('invalid_grant', 'Invalid JWT Signature.');
  const now = (Date.now() + state.settings.clock_ms) / 1000;
  if (claims.exp < now || claims.exp - now > MAX_LIFETIME + MAX_SKEW)
    return failLogin(
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    );
  if (new URL(claims.aud).pathname !== url.pathname)
    return failLogin('invalid_grant', 'Invalid JWT: Failed audience check.');
  return succeed(claims.scope);
}
