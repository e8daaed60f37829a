/** A fake Azure Resource Manager that lists the vaults of a subscription, with a login and the vaults themselves. */

import type { ApiCall, ApiReply } from '../fake-api.ts';
import { startFakeApi } from '../fake-api.ts';
import { AZURE_ENV, AZURE_SECRET, type FakeKeyVault, startFakeKeyVault, VAULT_TOKEN } from './azure.ts';

export interface FakeSubscription {
  id: string;
  /** By name. */
  vaults: Map<string, FakeKeyVault>;
  /** The login server, which is a vault that is not in the list. */
  login: FakeKeyVault;
  /** Starts a vault. */
  addVault: (name: string) => Promise<FakeKeyVault>;
  /** Of Resource Manager. */
  calls: ApiCall[];
  settings: { pageSize: number; canList: boolean; throttled: number };
  env: Record<string, string>;
  close: () => Promise<void>;
}

export async function startFakeSubscription(): Promise<FakeSubscription> {
  const id = '33333333-3333-4333-8333-333333333333';
  const path = `/subscriptions/${id}/providers/Microsoft.KeyVault/vaults`;
  const settings = { pageSize: 2, canList: true, throttled: 0 };
  const tokens = new Map<string, number>([[VAULT_TOKEN, Number.POSITIVE_INFINITY]]);
  const login = await startFakeKeyVault(tokens);
  const vaults: FakeSubscription['vaults'] = new Map();

  const list = ({ url }: ApiCall): ApiReply => {
    const all = [...vaults];
    const start = Number(url.searchParams.get('$skiptoken') ?? 0);
    const end = start + settings.pageSize;
    const value = all.slice(start, end).map(([name, { origin }]) => ({
      id: `/subscriptions/${id}/resourceGroups/web/providers/Microsoft.KeyVault/vaults/${name}`,
      name,
      type: 'Microsoft.KeyVault/vaults',
      location: 'westeurope',
      properties: { vaultUri: `${origin}/`, enableRbacAuthorization: true, provisioningState: 'Succeeded' },
    }));
    const next = new URL(url);
    next.searchParams.set('$skiptoken', String(end));
    return { body: { value, ...(end < all.length && { nextLink: next.href }) } };
  };

  const fail = (status: number, code: string): ApiReply => ({ status, body: { error: { code, message: code } } });
  const api = await startFakeApi((call) => {
    const { url, headers } = call;
    if (!tokens.has(String(headers.authorization).replace('Bearer ', ''))) return fail(401, 'AuthenticationFailed');
    if (url.pathname !== path) return fail(404, 'SubscriptionNotFound');
    if (url.searchParams.get('api-version') === null) return fail(400, 'MissingApiVersionParameter');
    if (settings.throttled-- > 0)
      return { ...fail(429, 'SubscriptionRequestsThrottled'), headers: { 'retry-after': '0' } };
    return settings.canList ? list(call) : fail(403, 'AuthorizationFailed');
  });

  const started: FakeKeyVault[] = [];
  return {
    id,
    login,
    vaults,
    addVault: async (name) => {
      const vault = await startFakeKeyVault(tokens);
      started.push(vault);
      vaults.set(name, vault);
      return vault;
    },
    calls: api.calls,
    settings,
    env: {
      ...AZURE_ENV,
      AZURE_CLIENT_SECRET: AZURE_SECRET,
      AZURE_AUTHORITY_HOST: login.origin,
      AZURE_RESOURCE_MANAGER_URL: api.origin,
    },
    close: async () => void (await Promise.all([...started, login, api].map((one) => one.close()))),
  };
}
