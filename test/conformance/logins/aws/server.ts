/** The services of AWS on loopback: STS, ACM, IAM Identity Center, and those for containers and machines. They recompute each signature. */

import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../../../helpers/inventory/fake-api.ts';
import { computeSignature } from '../../../helpers/inventory/fakes/aws.ts';
import type { Environment } from '../environment.ts';
import { verifyToken } from '../tokens.ts';
import type { Sight } from '../vendor.ts';

/** An identity with keys. Its secret and its session token are those of its name. */
export type Keyed = 'environment' | 'default' | 'shop' | 'base' | 'command' | 'container' | 'machine' | 'sso';

const KEYED: readonly Keyed[] = ['environment', 'default', 'shop', 'base', 'command', 'container', 'machine', 'sso'];

export const formatKeyId = (name: Keyed) => `AKIA${name.toUpperCase().padEnd(16, '0')}`;
export const formatSecret = (name: Keyed) => `secret-of-${name}`;
export const formatSessionToken = (name: Keyed) => `token-of-${name}`;
export const EXPIRED_TOKEN = 'token-that-has-expired';
export const SSO_TOKEN = 'sso-token';
export const CONTAINER_TOKEN = 'container-token';

export const formatRole = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

/** The role that nobody may assume. */
export const CLOSED_ROLE = 'closed';

const FUTURE = '2100-01-01T00:00:00Z';
const PAST = '2020-01-01T00:00:00Z';

interface Session {
  identity: string;
  secret: string;
  token: string;
}

export interface AwsServer extends FakeApi {
  /** Begins a case. */
  begin: (services: Environment['services']) => void;
  /** What ACM saw since. */
  sights: Sight[];
}

export async function startAwsServer(): Promise<AwsServer> {
  const sights: Sight[] = [];
  const sessions = new Map<string, Session>();
  let services: Environment['services'] = {};

  const issue = (identity: string): Session & { id: string } => {
    const id = `ASIA${String(sessions.size).padStart(16, '0')}`;
    const session = { identity, secret: `secret-of-${id}`, token: `token-of-${id}` };
    sessions.set(id, session);
    return { ...session, id };
  };

  /** Finds who signed a request, and the error code if the signature or the token is not valid. */
  const authenticate = (call: ApiCall): { identity: string; code: string | null } => {
    const authorization = String(call.headers.authorization ?? '');
    const [, id = ''] = /Credential=([^/]+)\//.exec(authorization) ?? [];
    const token = call.headers['x-amz-security-token'];
    const keyed = KEYED.find((name) => formatKeyId(name) === id);
    const session = sessions.get(id);
    const { identity, secret } = session ?? { identity: keyed ?? 'nobody', secret: formatSecret(keyed ?? 'machine') };
    if (keyed === undefined && session === undefined) return { identity, code: 'UnrecognizedClientException' };
    if (token === EXPIRED_TOKEN) return { identity, code: 'ExpiredTokenException' };
    const own = session?.token ?? formatSessionToken(keyed ?? 'machine');
    if (token !== own && !(token === undefined && session === undefined))
      return { identity, code: 'UnrecognizedClientException' };
    const isSigned = authorization.endsWith(`Signature=${computeSignature(call, secret)}`);
    return { identity, code: isSigned ? null : 'InvalidSignatureException' };
  };

  const list = (call: ApiCall): ApiReply => {
    const { identity, code } = authenticate(call);
    sights.push({ identity, isAccepted: code === null });
    const type = { 'x-amzn-errortype': code ?? '' };
    return code === null
      ? { body: { CertificateSummaryList: [] } }
      : { status: 400, headers: type, body: { __type: code, message: 'refused' } };
  };

  const assume = (call: ApiCall): ApiReply => {
    const parameters = new URLSearchParams(call.body);
    const action = parameters.get('Action') ?? '';
    const [, role = ''] = parameters.get('RoleArn')?.split('/') ?? [];
    if (role === CLOSED_ROLE) return refuse('AccessDenied');
    if (action === 'AssumeRole') {
      const { identity, code } = authenticate(call);
      return code === null ? replyRole(action, issue(`${role} as ${identity}`)) : refuse('InvalidClientTokenId');
    }
    const claims = verifyToken(parameters.get('WebIdentityToken') ?? '');
    if (claims === 'expired') return refuse('ExpiredTokenException');
    return claims === 'forged' ? refuse('InvalidIdentityToken') : replyRole(action, issue(`${role} by ${claims.sub}`));
  };

  const server = await startFakeApi((call) => {
    const { pathname } = call.url;
    if (call.headers['x-amz-target'] !== undefined) return list(call);
    if (pathname.startsWith('/latest/')) return replyMachine(call, services.machine);
    if (pathname === '/container') return replyContainer(call, services.container);
    if (pathname === '/federation/credentials') return replySso(call);
    return pathname === '/' && call.method === 'POST' ? assume(call) : { status: 404, body: {} };
  });
  server.unref();
  const begin: AwsServer['begin'] = (next) => {
    services = next;
    sights.length = 0;
    server.calls.length = 0;
  };
  return { ...server, begin, sights };
}

const refuse = (code: string): ApiReply => ({
  status: code === 'AccessDenied' ? 403 : 400,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>refused</Message></Error></ErrorResponse>`,
});

function replyRole(action: string, { id, secret, token }: Session & { id: string }): ApiReply {
  const keys = `<AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey><SessionToken>${token}</SessionToken>`;
  const credentials = `<Credentials>${keys}<Expiration>${FUTURE}</Expiration></Credentials>`;
  const result = `<${action}Result>${credentials}</${action}Result>`;
  return {
    headers: { 'content-type': 'text/xml' },
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${result}</${action}Response>`,
  };
}

const issueKeys = (name: Keyed, Expiration = FUTURE) => ({
  ...{ Code: 'Success', Type: 'AWS-HMAC', LastUpdated: '2026-01-01T00:00:00Z' },
  ...{ AccessKeyId: formatKeyId(name), SecretAccessKey: formatSecret(name), Token: formatSessionToken(name) },
  Expiration,
});

/** The replies of a service for credentials, by what it does. */
function replyKeys(name: Keyed, state: string | undefined): ApiReply {
  switch (state) {
    case 'works':
      return { body: issueKeys(name) };
    case 'expired':
      return { body: { ...issueKeys(name, PAST), Token: EXPIRED_TOKEN } };
    case 'malformed':
      return { body: 'Sign in' };
    case 'partial':
      return { body: { ...issueKeys(name), SecretAccessKey: undefined } };
    default:
      return { status: state === 'error' ? 500 : 404, body: {} };
  }
}

function replyContainer({ headers }: ApiCall, state: string | undefined): ApiReply {
  const isRefused = headers.authorization !== undefined && headers.authorization !== CONTAINER_TOKEN;
  return isRefused ? { status: 401, body: {} } : replyKeys('container', state);
}

function replyMachine({ url, headers }: ApiCall, state: string | undefined): ApiReply {
  const plain = { 'content-type': 'text/plain' };
  if (state === undefined) return { status: 404, body: '' };
  if (url.pathname === '/latest/api/token')
    return { headers: { ...plain, 'x-aws-ec2-metadata-token-ttl-seconds': '60' }, body: 'session' };
  if (headers['x-aws-ec2-metadata-token'] !== 'session') return { status: 401, body: '' };
  if (url.pathname.endsWith('/security-credentials/'))
    return state === 'no role' ? { status: 404, body: '' } : { headers: plain, body: 'instance' };
  return replyKeys('machine', state);
}

function replySso({ headers }: ApiCall): ApiReply {
  if (headers['x-amz-sso_bearer_token'] !== SSO_TOKEN)
    return { status: 401, headers: { 'x-amzn-errortype': 'UnauthorizedException' }, body: { message: 'expired' } };
  const keys = { accessKeyId: formatKeyId('sso'), secretAccessKey: formatSecret('sso') };
  const roleCredentials = { ...keys, sessionToken: formatSessionToken('sso'), expiration: Date.parse(FUTURE) };
  return { body: { roleCredentials } };
}
