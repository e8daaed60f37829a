import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { AZURE_SECRET, NO_IDENTITY } from '../../helpers/inventory/fakes/azure.ts';
import { createPassword, type FakeEntra, startFakeEntra } from '../../helpers/inventory/fakes/entra.ts';
import { type FakeIdTokens, startFakeIdTokens } from '../../helpers/inventory/fakes/id-tokens.ts';
import { describeFaults } from '../../helpers/inventory/fault-suite.ts';

let entra: FakeEntra;
let tokens: FakeIdTokens;

beforeEach(async () => {
  for (const [name, value] of Object.entries(NO_IDENTITY)) vi.stubEnv(name, value);
  [entra, tokens] = await Promise.all([startFakeEntra(), startFakeIdTokens()]);
});
afterEach(() => {
  vi.unstubAllEnvs();
  return Promise.all([entra.close(), tokens.close()]);
});

const read = (env: Record<string, string> = entra.env) => readInventorySource({ source: entra.source, env });

const list = ({ locations }: Awaited<ReturnType<typeof read>>) =>
  locations.map(({ location, certificate }) => [location, certificate?.facts.common_name]);

/** Base64 of a thumbprint, as Microsoft Graph has it. */
const encode = (thumbprint: string) => Buffer.from(thumbprint, 'hex').toString('base64');

const createKey = (keyId: string, days: number, more: object = {}) => ({
  ...createPassword(keyId, days, { hint: undefined, ...more }),
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
  key: null,
});

describe('entra_app_credentials', () => {
  it('reads the client secrets and certificates of all pages, by dates and names alone', async () => {
    for (const id of ['a', 'b', 'c', 'd'])
      entra.addSecret(id, 90, id === 'a' ? { displayName: 'ci', hint: 'xyz' } : {});
    const [first] = entra.applications;
    if (first) first.keyCredentials = [createKey('k1', 60, { displayName: 'CN=app' })];
    const result = await read();
    expect(result.failure).toBeNull();
    expect(list(result)).toEqual([
      ['entra_app_credentials:a/a-key', 'App a: client secret "ci"'],
      ['entra_app_credentials:a/k1', 'App a: certificate "CN=app"'],
      ['entra_app_credentials:b/b-key', 'App b: client secret "a1Q"'],
      ['entra_app_credentials:c/c-key', 'App c: client secret "a1Q"'],
      ['entra_app_credentials:d/d-key', 'App d: client secret "a1Q"'],
    ]);
    const [secret] = result.locations;
    expect(secret?.certificate).toMatchObject({ from_fields: true, facts: { issuer: null, fingerprint_sha256: null } });
    expect(secret?.observed.ownership?.labels).toEqual({ kind: 'client_secret', app_id: 'a' });
  });

  it('leaves out what expired long ago, and what a later one with the same name supersedes', async () => {
    entra.addSecret('old', -30);
    entra.addSecret('recent', -3);
    entra.applications.push({
      id: 'object',
      appId: 'rotated',
      displayName: 'Rotated',
      keyCredentials: [],
      passwordCredentials: [
        createPassword('before', 10, { displayName: 'ci' }),
        createPassword('after', 300, { displayName: 'ci' }),
        createPassword('other', 20, { displayName: 'backup' }),
      ],
    });
    expect(list(await read()).map(([location]) => location)).toEqual([
      'entra_app_credentials:recent/recent-key',
      'entra_app_credentials:rotated/after',
      'entra_app_credentials:rotated/other',
    ]);
  });

  it('reads the active SAML signing certificate of enterprise applications, at a location that stays the same', async () => {
    const [active, old] = ['AB'.repeat(20), 'CD'.repeat(20)];
    const sign = (thumbprint: string, keyId: string, days: number) => [
      { ...createKey(`${keyId}-sign`, days, { customKeyIdentifier: encode(thumbprint) }), usage: 'Sign' },
      createKey(`${keyId}-verify`, days, { customKeyIdentifier: encode(thumbprint), displayName: 'CN=SSO' }),
    ];
    const create = (appId: string, more: object) =>
      entra.servicePrincipals.push({ id: `object-${appId}`, appId, displayName: `App ${appId}`, ...more });
    const saml = {
      preferredSingleSignOnMode: 'saml',
      keyCredentials: [...sign(old, 'old', 5), ...sign(active, 'new', 90)],
    };
    create('wiki', { ...saml, preferredTokenSigningKeyThumbprint: active });
    create('shop', { ...saml, preferredTokenSigningKeyThumbprint: null });
    create('oidc', { ...saml, preferredSingleSignOnMode: 'oidc' });
    create('none', { preferredSingleSignOnMode: null, keyCredentials: [] });
    const result = await read();
    expect(list(result)).toEqual([
      ['entra_app_credentials:wiki/saml', 'App wiki: SAML signing certificate "CN=SSO"'],
      ['entra_app_credentials:shop/saml/new-verify', 'App shop: SAML signing certificate "CN=SSO"'],
    ]);
    expect(result.locations[0]?.observed.ownership?.labels).toEqual({
      kind: 'saml_signing_certificate',
      app_id: 'wiki',
    });
  });

  it('does not follow a link to another server', async () => {
    for (const id of ['a', 'b', 'c', 'd']) entra.addSecret(id);
    entra.settings.nextOrigin = 'https://graph.example';
    expect(await read()).toMatchObject({ locations: [], failure: { code: 'inventory-next-refused' } });
  });

  it('names what the application may not do', async () => {
    entra.settings.canRead = false;
    expect((await read()).failure).toMatchObject({
      code: 'inventory-forbidden',
      detail: expect.stringMatching(/^Microsoft Graph denies access/),
    });
  });

  it('logs in with the ID token of a GitHub job, for the Graph of its cloud', async () => {
    entra.addSecret('a');
    const { AZURE_CLIENT_SECRET: _, ...env } = entra.env;
    const { failure, secrets } = await readInventorySource({
      source: { ...entra.source, cloud: 'china' },
      env: { ...tokens.env, ...env },
    });
    expect(failure).toBeNull();
    expect([...secrets]).toEqual(expect.arrayContaining([expect.stringMatching(/^entra-token/)]));
    const [login] = entra.calls.filter(({ method }) => method === 'POST');
    expect(new URLSearchParams(login?.body).get('scope')).toBe('https://microsoftgraph.chinacloudapi.cn/.default');
  });

  it.each([
    ['no client', { AZURE_TENANT_ID: '', AZURE_CLIENT_ID: '' }, 'inventory-login-failed'],
    ['a wrong secret', { AZURE_CLIENT_SECRET: 'wrong-client-secret' }, 'inventory-login-refused'],
    ['a server that is not a URL', { MICROSOFT_GRAPH_URL: 'graph.example.com' }, 'url-invalid'],
  ])('explains %s', async (_, env, code) => {
    const { failure, locations } = await read({ ...entra.env, ...env });
    expect(locations).toEqual([]);
    expect(failure?.code).toBe(code);
    expect(JSON.stringify(failure)).not.toContain(AZURE_SECRET);
  });
});

describeFaults('entra_app_credentials', {
  start: async () => {
    const fake = await startFakeEntra();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) fake.addSecret(id);
    return fake;
  },
  isListing: ({ method }) => method === 'GET',
  cursor: { field: '@odata.nextLink', items: 'value' },
});
