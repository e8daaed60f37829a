import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSource } from '../../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../../src/generated/manifest.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { type FakeApi, startFakeApi } from '../../helpers/inventory/fake-api.ts';
import { type FakeIdTokens, startFakeIdTokens } from '../../helpers/inventory/fakes/id-tokens.ts';

// A status that says something about the service at this time means the same for all logins: it is never about the credentials.

let status = 200;
let login: FakeApi;
let tokens: FakeIdTokens;
beforeEach(async () => {
  login = await startFakeApi(() => ({ status, body: { error: 'invalid_grant', errors: ['invalid role'] } }));
  tokens = await startFakeIdTokens();
});
afterEach(async () => {
  await login.close();
  await tokens.close();
});

const AWS: Partial<EntrySpec> = {
  aws_acm: { regions: ['eu-west-1'], role_arn: 'arn:aws:iam::123456789012:role/certvigil' },
};
const GCP: Partial<EntrySpec> = { gcp_certificate_manager: { projects: ['example-project'] } };
const USER = { type: 'authorized_user', client_id: 'client', client_secret: 'secret-1', refresh_token: 'refresh-1' };

/** How each service becomes the one that responds. */
const LOGINS: Record<string, { entry: () => Partial<EntrySpec>; env: () => Record<string, string> }> = {
  'the service for ID tokens': {
    entry: () => AWS,
    env: () => ({ ...tokens.env, ACTIONS_ID_TOKEN_REQUEST_URL: login.origin }),
  },
  'AWS STS': { entry: () => AWS, env: () => ({ ...tokens.env, AWS_ENDPOINT_URL: login.origin }) },
  'Microsoft Entra': {
    entry: () => ({ azure_key_vault: { vaults: ['example'], tenant_id: 'tenant', client_id: 'client' } }),
    env: () => ({ ...tokens.env, AZURE_AUTHORITY_HOST: login.origin }),
  },
  'Google STS': {
    entry: () => ({
      gcp_certificate_manager: {
        projects: ['example-project'],
        workload_identity_provider: 'projects/123/locations/global/workloadIdentityPools/github/providers/github',
      },
    }),
    env: () => ({ ...tokens.env, CLOUDSDK_API_ENDPOINT_OVERRIDES_STS: login.origin }),
  },
  'Google OAuth': {
    entry: () => GCP,
    env: () => ({
      GOOGLE_APPLICATION_CREDENTIALS: JSON.stringify(USER),
      CLOUDSDK_API_ENDPOINT_OVERRIDES_OAUTH2: login.origin,
    }),
  },
  'the service accounts of Google': {
    entry: () => ({
      gcp_certificate_manager: {
        projects: ['example-project'],
        service_account: 'reader@example.iam.gserviceaccount.com',
      },
    }),
    env: () => ({
      GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.access-token',
      CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS: login.origin,
    }),
  },
  Vault: {
    entry: () => ({ vault_pki: { url: login.origin, role_id: 'role-id-1', secret_id: 'secret-id-1' } }),
    env: () => ({}),
  },
};

const read = (name: string) =>
  readInventorySource({
    source: createSource({ name: 'inventory', ...LOGINS[name]?.entry() } as EntrySpec, {}),
    env: LOGINS[name]?.env() ?? {},
  });

describe.each(Object.keys(LOGINS))('a login with %s', (name) => {
  it.each([408, 425, 429, 500, 502, 503, 504])('is tried five times after %d', async (temporary) => {
    status = temporary;
    const { failure } = await read(name);
    expect(failure?.code).toBe(temporary < 500 ? 'inventory-throttled' : 'inventory-server-error');
    expect(login.calls).toHaveLength(5);
  });

  it.each([501, 505])('is not tried again after %d, which is an error of the server', async (permanent) => {
    status = permanent;
    const { failure } = await read(name);
    expect(failure?.code).toBe('inventory-server-error');
    expect(login.calls).toHaveLength(1);
  });

  it('that is refused is not tried again', async () => {
    status = 403;
    const { failure } = await read(name);
    expect(failure?.code).toMatch(/^inventory-(?:login|id-token)-refused$/);
    expect(login.calls.length).toBeLessThanOrEqual(2);
  });
});
