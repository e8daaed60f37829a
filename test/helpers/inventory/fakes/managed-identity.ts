/**
 * A fake of the services that give the managed identity of a machine (IMDS) or of an App Service a token:
 * learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token and
 * learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */

import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../fake-api.ts';

export interface FakeManagedIdentity extends FakeApi {
  settings: {
    /** The client IDs of user-assigned identities; an empty text: the system-assigned one. */
    identities: string[];
    /** How many requests get the status 410 before one is served. */
    upgrading: number;
  };
  /** The variables of a virtual machine whose IMDS is this server. */
  imds: Record<string, string>;
  /** The variables of an App Service. */
  appService: Record<string, string>;
}

const HEADER = 'identity-header-of-the-service';

const fail = (status: number, error: string, error_description: string): ApiReply => ({
  status,
  body: { error, error_description },
});

/** `token`: what it returns. */
export async function startFakeManagedIdentity(token: string): Promise<FakeManagedIdentity> {
  const settings = { identities: [''], upgrading: 0 };

  const issue = ({ url }: ApiCall): ApiReply => {
    const resource = url.searchParams.get('resource');
    const client = url.searchParams.get('client_id') ?? '';
    if (!settings.identities.includes(client)) return fail(400, 'invalid_request', 'Identity not found');
    const expires = Math.floor(Date.now() / 1000) + 86_000;
    return {
      body: { access_token: token, expires_on: String(expires), expires_in: '86000', resource, token_type: 'Bearer' },
    };
  };

  const api = await startFakeApi((call) => {
    const { url, headers } = call;
    if (settings.upgrading-- > 0) return { status: 410, headers: { 'retry-after': '0' }, body: {} };
    if (url.pathname === '/msi/token')
      return headers['x-identity-header'] === HEADER ? issue(call) : fail(401, 'unauthorized', 'wrong header');
    if (!/^\/metadata\/identity\/oauth2\/token\/?$/.test(url.pathname)) return { status: 404, body: '' };
    if (headers.metadata !== 'true') return fail(400, 'invalid_request', 'Required metadata header not specified');
    if (headers['x-forwarded-for'] !== undefined) return { status: 403, body: '' };
    return issue(call);
  });
  return {
    ...api,
    settings,
    imds: { AZURE_POD_IDENTITY_AUTHORITY_HOST: api.origin },
    appService: { IDENTITY_ENDPOINT: `${api.origin}/msi/token`, IDENTITY_HEADER: HEADER },
  };
}
