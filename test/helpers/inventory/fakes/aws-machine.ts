/** The services of AWS that give credentials to machines (IMDSv2), containers and users of SSO, on loopback. */

import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../fake-api.ts';
import type { FakeAws } from './aws.ts';

export interface FakeAwsMachine extends FakeApi {
  settings: {
    /** Whether the machine has the first version of the service only, without tokens. */
    isOld: boolean;
    /** The role of the machine; null: none. */
    role: string | null;
    /** Whether users of SSO have no access to the role. */
    isForbidden: boolean;
  };
}

/** What the service for containers expects in `Authorization`. */
export const POD_TOKEN = 'pod-identity-token';

/** The token of an SSO session. */
export const SSO_TOKEN = 'sso-access-token';

export async function startFakeAwsMachine(aws: FakeAws): Promise<FakeAwsMachine> {
  const settings: FakeAwsMachine['settings'] = { isOld: false, role: 'certvigil-machine', isForbidden: false };
  const tokens = new Set<string>();
  const issue = () => ({ Code: 'Success', ...aws.issue() });

  const answerMachine = ({ method, url, headers }: ApiCall): ApiReply => {
    if (url.pathname === '/latest/api/token') {
      if (settings.isOld || method !== 'PUT') return { status: 405 };
      const token = `imds-token-${tokens.size}`;
      if (headers['x-aws-ec2-metadata-token-ttl-seconds'] === undefined) return { status: 400 };
      tokens.add(token);
      return { headers: { 'content-type': 'text/plain' }, body: token };
    }
    if (!settings.isOld && !tokens.has(String(headers['x-aws-ec2-metadata-token']))) return { status: 401 };
    const name = url.pathname.replace('/latest/meta-data/iam/security-credentials/', '');
    if (settings.role === null) return { status: 404 };
    if (name === '') return { headers: { 'content-type': 'text/plain' }, body: settings.role };
    return name === settings.role ? { body: issue() } : { status: 404 };
  };

  /** GetRoleCredentials of IAM Identity Center. */
  const answerSso = ({ headers }: ApiCall): ApiReply => {
    if (headers['x-amz-sso_bearer_token'] !== SSO_TOKEN)
      return { status: 401, headers: { 'x-amzn-errortype': 'UnauthorizedException' }, body: { message: 'invalid' } };
    if (settings.isForbidden)
      return { status: 403, headers: { 'x-amzn-errortype': 'ForbiddenException' }, body: { message: 'No access' } };
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken } = aws.issue();
    return {
      body: { roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: 1_893_456_000_000 } },
    };
  };

  const api = await startFakeApi((call) => {
    const { pathname } = call.url;
    if (pathname.startsWith('/latest/')) return answerMachine(call);
    if (pathname === '/federation/credentials') return answerSso(call);
    if (call.headers.authorization !== POD_TOKEN) return { status: 403, body: { Code: 'AccessDenied' } };
    return pathname === '/v1/credentials' ? { body: issue() } : { status: 404 };
  });
  return { ...api, settings };
}
