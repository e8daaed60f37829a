/** A fake Microsoft Graph with app registrations and enterprise applications, and the login of Microsoft Entra. */

import type { EntraAppCredentialsSource } from '../../../../src/domain/index.ts';
import type { ApiCall, ApiReply } from '../fake-api.ts';
import { AZURE_ENV, AZURE_SECRET, createEntraLogin } from './azure.ts';
import { type InventoryFake, startFaultyApi } from './fake.ts';

type GraphObject = Record<string, unknown> & { appId: string };

export interface FakeEntra extends InventoryFake {
  source: EntraAppCredentialsSource;
  applications: GraphObject[];
  servicePrincipals: GraphObject[];
  settings: { pageSize: number; canRead: boolean; nextOrigin: string | null };
  /** An app registration with one client secret. `days`: until it expires. */
  addSecret: (appId: string, days?: number, more?: object) => void;
}

/** As a credential is listed: without its value, which is only in the response that creates it. */
export const createPassword = (keyId: string, days: number, more: object = {}) => ({
  customKeyIdentifier: null,
  displayName: null,
  endDateTime: new Date(Date.now() + days * 86_400_000).toISOString(),
  hint: 'a1Q',
  keyId,
  secretText: null,
  startDateTime: '2026-01-01T00:00:00.1234567Z',
  ...more,
});

const PATHS: Readonly<Record<string, 'applications' | 'servicePrincipals'>> = {
  '/v1.0/applications': 'applications',
  '/v1.0/servicePrincipals': 'servicePrincipals',
};

const fail = (status: number, code: string): ApiReply => ({
  status,
  body: { error: { code, message: 'Insufficient privileges to complete the operation.' } },
});

export async function startFakeEntra(): Promise<FakeEntra> {
  const settings: FakeEntra['settings'] = { pageSize: 3, canRead: true, nextOrigin: null };
  const tokens = new Map<string, number>();
  const login = createEntraLogin(() => Number.POSITIVE_INFINITY, tokens);
  const objects: Pick<FakeEntra, 'applications' | 'servicePrincipals'> = { applications: [], servicePrincipals: [] };

  /** Only the selected properties: `keyCredentials` is not among the others. */
  const list = (name: 'applications' | 'servicePrincipals', { url }: ApiCall): ApiReply => {
    const select = (url.searchParams.get('$select') ?? '').split(',');
    if (Number(url.searchParams.get('$top')) > 999) return fail(400, 'Request_UnsupportedQuery');
    const start = Number(url.searchParams.get('$skiptoken') ?? 0);
    const end = start + settings.pageSize;
    const value = objects[name]
      .slice(start, end)
      .map((one) => Object.fromEntries(select.map((property) => [property, one[property] ?? null])));
    const next = new URL(url);
    next.searchParams.set('$skiptoken', String(end));
    const link = settings.nextOrigin === null ? next.href : next.href.replace(url.origin, settings.nextOrigin);
    const more = end < objects[name].length ? { '@odata.nextLink': link } : {};
    return { body: { '@odata.context': `${url.origin}/v1.0/$metadata#${name}`, ...more, value } };
  };

  const api = await startFaultyApi((call) => {
    const reply = login(call);
    if (reply !== null) return reply;
    if (!tokens.has(String(call.headers.authorization ?? '').replace('Bearer ', '')))
      return fail(401, 'InvalidAuthenticationToken');
    const name = PATHS[call.url.pathname];
    if (name === undefined) return fail(404, 'Request_ResourceNotFound');
    return settings.canRead ? list(name, call) : fail(403, 'Authorization_RequestDenied');
  });

  const source: EntraAppCredentialsSource = {
    kind: 'entra_app_credentials',
    cloud: 'public',
    tenant_id: null,
    client_id: null,
    client_secret: null,
    audience: 'api://AzureADTokenExchange',
    allow_empty: false,
  };
  const addSecret: FakeEntra['addSecret'] = (appId, days = 90, more = {}) =>
    void objects.applications.push({
      id: `object-of-${appId}`,
      appId,
      displayName: `App ${appId}`,
      passwordCredentials: [createPassword(`${appId}-key`, days, more)],
      keyCredentials: [],
    });
  const env = {
    ...AZURE_ENV,
    AZURE_CLIENT_SECRET: AZURE_SECRET,
    AZURE_AUTHORITY_HOST: api.origin,
    MICROSOFT_GRAPH_URL: api.origin,
  };
  return { ...api, ...objects, settings, source, env, addSecret };
}
