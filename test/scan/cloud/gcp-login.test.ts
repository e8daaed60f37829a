import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AuthClient, Compute, ExternalAccountClient, JWT, UserRefreshClient } from 'google-auth-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { type FakeApi, startFakeApi } from '../../helpers/inventory/fake-api.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import {
  CLOUD_PLATFORM,
  COMPUTE_READONLY,
  type FakeGcp,
  GCP_ACCESS_TOKEN,
  GCP_ACCOUNT,
  GCP_PRIVATE_KEY,
  GCP_PROVIDER,
  GCP_USER,
  startFakeGcp,
} from '../../helpers/inventory/fakes/gcp/index.ts';
import { type FakeIdTokens, startFakeIdTokens } from '../../helpers/inventory/fakes/id-tokens.ts';

type Login = FakeGcp['manager']['login'];
type Environment = Record<string, string>;

const PROVIDER: Login = { workload_identity_provider: GCP_PROVIDER, service_account: null, audience: null };

let gcp: FakeGcp;
let tokens: FakeIdTokens;
let other: FakeApi;
let directory: string;

beforeEach(async () => {
  [gcp, tokens, other] = await Promise.all([
    startFakeGcp(),
    startFakeIdTokens(),
    startFakeApi(() => ({ status: 500 })),
  ]);
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-gcp-'));
  gcp.add('shop', (await createTestCertificate({ name: 'shop.example' })).certificate);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
  await Promise.all([gcp.close(), tokens.close(), other.close()]);
});

const read = (login: Partial<Login>, env: Environment = {}) =>
  readInventorySource({
    source: { ...gcp.manager, login: { ...gcp.manager.login, ...login } },
    env: { ...gcp.endpoints, ...env },
    root: directory,
  });

function writeFile(name: string, content: object | string): string {
  const file = path.join(directory, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const useFile = (content: object | string): Environment => ({
  GOOGLE_APPLICATION_CREDENTIALS: writeFile('credentials.json', content),
});

const createKeyFile = () => ({
  type: 'service_account',
  project_id: 'shop-production',
  private_key_id: '0123',
  private_key: GCP_PRIVATE_KEY,
  client_email: GCP_ACCOUNT,
  token_uri: `${gcp.origin}/token`,
});

const createUserFile = () => ({ type: 'authorized_user', ...GCP_USER, quota_project_id: 'quota-project' });

/** As google-github-actions/auth writes it. */
const createExternalFile = (changes: object = {}) => ({
  type: 'external_account',
  audience: `//iam.googleapis.com/${GCP_PROVIDER}`,
  subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  token_url: `${gcp.origin}/v1/token`,
  credential_source: {
    url: `${tokens.env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent(`https://iam.googleapis.com/${GCP_PROVIDER}`)}`,
    headers: { Authorization: `Bearer ${tokens.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` },
    format: { type: 'json', subject_token_field_name: 'value' },
  },
  ...changes,
});

const toImpersonationUrl = (origin: string) =>
  `${origin}/v1/projects/-/serviceAccounts/${GCP_ACCOUNT}:generateAccessToken`;

const requestIdToken = async (audience = `https://iam.googleapis.com/${GCP_PROVIDER}`) => {
  const url = `${tokens.env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent(audience)}`;
  const headers = { authorization: `Bearer ${tokens.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` };
  return String(((await (await fetch(url, { headers })).json()) as { value: string }).value);
};

describe('the login to Google Cloud', () => {
  it('exchanges the ID token of a GitHub job, and treats all tokens as secrets', async () => {
    const { failure, places, secrets } = await read(PROVIDER, tokens.env);
    expect(failure).toBeNull();
    expect(places).toHaveLength(1);
    expect(tokens.calls[0]?.url.searchParams.get('audience')).toBe(`https://iam.googleapis.com/${GCP_PROVIDER}`);
    expect([...secrets]).toEqual(
      expect.arrayContaining([expect.stringMatching(/\.signature$/), 'ya29.token-of-the-fake-1']),
    );
  });

  it.each([`//iam.googleapis.com/${GCP_PROVIDER}`, '$' + '{PROVIDER}'])(
    'accepts the provider as %s',
    async (provider) => {
      const env = { ...tokens.env, PROVIDER: `//iam.googleapis.com/${GCP_PROVIDER}` };
      expect((await read({ workload_identity_provider: provider }, env)).failure).toBeNull();
    },
  );

  it('accepts an audience of its own', async () => {
    const audience = `//iam.googleapis.com/${GCP_PROVIDER}`;
    expect((await read({ ...PROVIDER, audience }, tokens.env)).failure).toBeNull();
    expect(tokens.calls[0]?.url.searchParams.get('audience')).toBe(audience);
  });

  it('impersonates a service account, with the least scope that the API accepts', async () => {
    const login = { ...PROVIDER, service_account: GCP_ACCOUNT };
    expect((await read(login, tokens.env)).failure).toBeNull();
    gcp.addSsl('web', (await createTestCertificate({ name: 'web.example' })).certificate);
    const source = { ...gcp.ssl, login };
    const result = await readInventorySource({ source, env: { ...gcp.endpoints, ...tokens.env } });
    expect(result).toMatchObject({ failure: null, places: [{ failure: null }] });
    expect([...gcp.tokens.values()].map(({ scope }) => scope)).toEqual([
      CLOUD_PLATFORM,
      CLOUD_PLATFORM,
      CLOUD_PLATFORM,
      CLOUD_PLATFORM,
      COMPUTE_READONLY,
    ]);
  });

  it.each([
    ['a token in a variable', () => ({ GOOGLE_OAUTH_ACCESS_TOKEN: GCP_ACCESS_TOKEN })],
    ['the token of gcloud', () => ({ CLOUDSDK_AUTH_ACCESS_TOKEN: GCP_ACCESS_TOKEN })],
    ['the key of a service account', () => useFile(createKeyFile())],
    ['the file of google-github-actions/auth', () => useFile(createExternalFile())],
    [
      'that file with a service account',
      () => useFile(createExternalFile({ service_account_impersonation_url: toImpersonationUrl(gcp.origin) })),
    ],
    ['a user of gcloud', () => useFile(createUserFile())],
    [
      'an impersonated service account',
      () =>
        useFile({
          type: 'impersonated_service_account',
          service_account_impersonation_url: toImpersonationUrl(gcp.origin),
          source_credentials: createUserFile(),
        }),
    ],
    [
      'the file that gcloud writes',
      () => {
        writeFile('application_default_credentials.json', createUserFile());
        return { CLOUDSDK_CONFIG: directory };
      },
    ],
    ['the metadata server', () => ({ GCE_METADATA_HOST: new URL(gcp.origin).host })],
  ])('uses %s', async (_, prepare) => {
    const { failure, places } = await read({}, prepare());
    expect(failure).toBeNull();
    expect(places).toHaveLength(1);
  });

  it.each([
    ['plain', (token: string) => `${token}\n`, undefined],
    ['in JSON', (token: string) => ({ access_token: token }), { type: 'json' }],
  ])('uses an ID token in a file: %s', async (_, toContent, format) => {
    const file = writeFile('token', toContent(await requestIdToken()));
    const env = useFile(createExternalFile({ credential_source: { file, format } }));
    expect((await read({}, env)).failure).toBeNull();
  });

  it('impersonates a service account with any credentials', async () => {
    const { failure } = await read({ service_account: GCP_ACCOUNT }, useFile(createUserFile()));
    expect(failure).toBeNull();
    expect(gcp.calls.some(({ url }) => url.pathname.endsWith(':generateAccessToken'))).toBe(true);
  });

  it('names the project whose quota counts, if the credentials do', async () => {
    await read({}, useFile(createUserFile()));
    expect(gcp.calls.at(-1)?.headers['x-goog-user-project']).toBe('quota-project');
    await read({}, { ...useFile(createUserFile()), GOOGLE_CLOUD_QUOTA_PROJECT: 'another' });
    expect(gcp.calls.at(-1)?.headers['x-goog-user-project']).toBe('another');
  });

  it('treats everything in a credential file as a secret', async () => {
    const { secrets } = await read({}, useFile(createUserFile()));
    expect([...secrets]).toEqual(expect.arrayContaining([GCP_USER.client_secret, GCP_USER.refresh_token]));
    expect([...(await read({}, useFile(createKeyFile()))).secrets]).toContain(GCP_PRIVATE_KEY);
    expect([...(await read({}, useFile(createExternalFile()))).secrets]).toContain(
      tokens.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
    );
  });

  it('logs in again if the token expires midway, and fails completely if that does not help', async () => {
    for (const id of ['a', 'b', 'c', 'd'])
      gcp.add(id, (await createTestCertificate({ name: 'a.example' })).certificate);
    gcp.settings.uses = 1;
    expect(await read(PROVIDER, tokens.env)).toMatchObject({ failure: null });
    gcp.settings.uses = 0;
    expect(await read(PROVIDER, tokens.env)).toMatchObject({ failure: { code: 'inventory-unauthorized' }, places: [] });
  });
});

describe('what goes wrong with the login to Google Cloud', () => {
  const GITHUB = (): Environment => tokens.env;
  it.each<[string, Partial<Login>, () => Environment, string]>([
    ['no credentials', {}, () => ({}), 'inventory-credentials-missing'],
    ['a job without `id-token: write`', PROVIDER, () => ({ GITHUB_ACTIONS: 'true' }), 'inventory-id-token-permission'],
    ['a provider outside of GitHub Actions', PROVIDER, () => ({}), 'inventory-id-token-unavailable'],
    ['a wrong audience', { ...PROVIDER, audience: 'https://other.example' }, GITHUB, 'inventory-wrong-audience'],
    [
      'an unknown provider',
      { workload_identity_provider: GCP_PROVIDER.replace('github', 'gone') },
      GITHUB,
      'inventory-provider-unknown',
    ],
    [
      'a service account that may not be impersonated',
      { ...PROVIDER, service_account: `other-${GCP_ACCOUNT}` },
      GITHUB,
      'inventory-login-refused',
    ],
    ['an unknown token', {}, () => ({ GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.unknown-token' }), 'inventory-unauthorized'],
    [
      'a file that is missing',
      {},
      () => ({ GOOGLE_APPLICATION_CREDENTIALS: 'missing.json' }),
      'inventory-credentials-missing',
    ],
    ['a file that is not JSON', {}, () => useFile('key: value'), 'inventory-credentials-invalid'],
    ['a file of an unknown type', {}, () => useFile({ type: 'gdch_service_account' }), 'inventory-credentials-invalid'],
    [
      'a file without a key',
      {},
      () => useFile({ ...createKeyFile(), private_key: '' }),
      'inventory-credentials-invalid',
    ],
    [
      'a key that is damaged',
      {},
      () => useFile({ ...createKeyFile(), private_key: GCP_PRIVATE_KEY.slice(0, 400) }),
      'inventory-credentials-invalid',
    ],
    [
      'the key of a deleted account',
      {},
      () => useFile({ ...createKeyFile(), client_email: `gone-${GCP_ACCOUNT}` }),
      'inventory-login-refused',
    ],
    [
      'a revoked refresh token',
      {},
      () => useFile({ ...createUserFile(), refresh_token: 'revoked-token' }),
      'inventory-login-refused',
    ],
    [
      'a program in the file, which is not run',
      {},
      () => useFile(createExternalFile({ credential_source: { executable: { command: '/bin/true' } } })),
      'inventory-credentials-invalid',
    ],
    [
      'a token file that is missing',
      {},
      () => useFile(createExternalFile({ credential_source: { file: 'missing' } })),
      'inventory-credentials-missing',
    ],
    [
      'an impersonation of an impersonation',
      {},
      () =>
        useFile({
          type: 'impersonated_service_account',
          service_account_impersonation_url: toImpersonationUrl(gcp.origin),
          source_credentials: { type: 'impersonated_service_account' },
        }),
      'inventory-credentials-invalid',
    ],
  ])('explains %s', async (_, login, prepare, code) => {
    const { failure, places, secrets } = await read(login, prepare());
    expect(places).toEqual([]);
    expect(failure?.code).toBe(code);
    for (const secret of secrets) expect(failure?.detail).not.toContain(secret);
  });

  it('explains an ID token that GitHub does not issue', async () => {
    const env = { ...tokens.env, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong-request-token' };
    expect((await read(PROVIDER, env)).failure?.code).toBe('inventory-id-token-refused');
    const file = createExternalFile({
      credential_source: {
        ...createExternalFile().credential_source,
        headers: { Authorization: 'Bearer wrong-token' },
      },
    });
    expect((await read({}, useFile(file))).failure?.code).toBe('inventory-id-token-refused');
  });

  it('explains an ID token that is too old', async () => {
    gcp.settings.isStale = true;
    expect((await read(PROVIDER, tokens.env)).failure?.code).toBe('inventory-id-token-expired');
  });

  it.each([7_200_000, -7_200_000])('explains a clock that is wrong by %i ms', async (clock_ms) => {
    gcp.settings.clock_ms = clock_ms;
    expect((await read({}, useFile(createKeyFile()))).failure?.code).toBe('inventory-clock-skew');
  });

  it('explains a token without the scope of the API', async () => {
    gcp.tokens.set('ya29.narrow-token', { scope: COMPUTE_READONLY, uses: 9 });
    const { failure } = await read({}, { GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.narrow-token' });
    expect(failure?.code).toBe('inventory-token-scope');
  });

  it('does not take the metadata server of another cloud for that of Google', async () => {
    for (const reply of [{ status: 404 }, { body: { access_token: 'other-token' } }]) {
      const server = await startFakeApi(() => reply);
      const { failure } = await read({}, { GCE_METADATA_HOST: new URL(server.origin).host });
      await server.close();
      expect(failure?.code).toBe('inventory-credentials-missing');
    }
  });

  it('waits for the metadata server if it is busy', async () => {
    const { failure, waits } = await read({}, { GCE_METADATA_HOST: new URL(other.origin).host });
    expect(failure?.code).toBe('inventory-server-error');
    expect(waits).toHaveLength(4);
  });

  it.each([
    ['`token_uri`', () => ({ ...createKeyFile(), token_uri: `${other.origin}/token` })],
    ['`token_url`', () => createExternalFile({ token_url: `${other.origin}/v1/token` })],
    ['`token_url`', () => createExternalFile({ token_url: 'http://sts.googleapis.com/v1/token' })],
    ['`token_url`', () => createExternalFile({ token_url: 'https://sts.googleapis.com.example.com/v1/token' })],
    [
      '`service_account_impersonation_url`',
      () => createExternalFile({ service_account_impersonation_url: toImpersonationUrl(other.origin) }),
    ],
  ])('sends credentials to Google only, whatever %s says', async (key, create) => {
    const { failure } = await read({}, useFile(create()));
    expect(failure).toMatchObject({ code: 'inventory-credentials-invalid', detail: expect.stringContaining(key) });
    expect(other.calls).toEqual([]);
  });

  it('sends each token only where it belongs', async () => {
    await read({ ...PROVIDER, service_account: GCP_ACCOUNT }, tokens.env);
    const requestToken = `Bearer ${tokens.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}`;
    expect(tokens.calls.map(({ headers }) => headers.authorization)).toEqual([requestToken]);
    expect(gcp.calls.map(({ url, headers }) => [url.pathname.split('/').at(-1), headers.authorization])).toEqual([
      ['token', undefined],
      [`${encodeURIComponent(GCP_ACCOUNT)}:generateAccessToken`, 'Bearer ya29.token-of-the-fake-1'],
      ['certificates', 'Bearer ya29.token-of-the-fake-2'],
    ]);
  });
});

describe('the client of Google', () => {
  /** It can replace some of its addresses only. */
  function redirect<Client extends AuthClient>(client: Client): Client {
    client.transporter.interceptors.request.add({
      resolved: async (config) => {
        const url = String(config.url).replace('https://oauth2.googleapis.com', gcp.origin);
        return Object.assign(config, { url: new URL(url) });
      },
    });
    return client;
  }

  it.each<[string, () => AuthClient | null]>([
    [
      'the key of a service account',
      () => redirect(new JWT({ email: GCP_ACCOUNT, key: GCP_PRIVATE_KEY, scopes: [CLOUD_PLATFORM] })),
    ],
    ['a user of gcloud', () => redirect(UserRefreshClient.fromJSON(createUserFile()) as UserRefreshClient)],
    ['a file for workload identity federation', () => ExternalAccountClient.fromJSON(createExternalFile() as never)],
    [
      'such a file with a service account',
      () =>
        ExternalAccountClient.fromJSON(
          createExternalFile({ service_account_impersonation_url: toImpersonationUrl(gcp.origin) }) as never,
        ),
    ],
    ['the metadata server', () => new Compute()],
  ])('logs in to the fake with %s', async (_, create) => {
    vi.stubEnv('GCE_METADATA_HOST', new URL(gcp.origin).host);
    const client = create();
    const { token } = (await client?.getAccessToken()) ?? {};
    expect(gcp.tokens.get(token ?? '')?.scope).toContain(CLOUD_PLATFORM);
  });
});
