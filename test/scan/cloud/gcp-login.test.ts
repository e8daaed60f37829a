import {
  type AuthClient,
  AwsClient,
  type AwsClientOptions,
  Compute,
  ExternalAccountAuthorizedUserClient,
  IdentityPoolClient,
  JWT,
  UserRefreshClient,
} from 'google-auth-library';
import { describe, expect, it, vi } from 'vitest';
import { listJobs } from '../../../src/scan/sources/index.ts';
import { createReadContext, readInventorySource } from '../../helpers/inventory/context.ts';
import { AWS_KEYS } from '../../helpers/inventory/fakes/aws.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import {
  CLOUD_PLATFORM,
  COMPUTE_READONLY,
  GCP_ACCESS_TOKEN,
  GCP_ACCOUNT,
  GCP_PRIVATE_KEY,
  GCP_PROVIDER,
  GCP_USER,
} from '../../helpers/inventory/fakes/gcp/index.ts';
import {
  directory,
  files,
  gcp,
  PROVIDER,
  read,
  startBeforeEach,
  tokens,
  useFile,
  writeFile,
} from '../../helpers/inventory/gcp-login.ts';

startBeforeEach();

/** As `gcloud iam workload-identity-pools create-cred-config --aws` writes it. `origin`: of AWS's STS. */
const createAwsFile = (origin: string): AwsClientOptions => ({
  ...files.createExternalFile(),
  subject_token_type: 'urn:ietf:params:aws:token-type:aws4_request',
  credential_source: {
    environment_id: 'aws1',
    region_url: 'http://169.254.169.254/latest/meta-data/placement/availability-zone',
    url: 'http://169.254.169.254/latest/meta-data/iam/security-credentials',
    regional_cred_verification_url: `${origin}?Action=GetCallerIdentity&Version=2011-06-15`,
  },
});

const requestIdToken = async (audience = `https://iam.googleapis.com/${GCP_PROVIDER}`) => {
  const url = `${tokens.env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent(audience)}`;
  const headers = { authorization: `Bearer ${tokens.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` };
  return String(((await (await fetch(url, { headers })).json()) as { value: string }).value);
};

describe('the login to Google Cloud', () => {
  it('exchanges the ID token of a GitHub job, and treats all tokens as secrets', async () => {
    const { failure, locations, secrets } = await read(PROVIDER, tokens.env);
    expect(failure).toBeNull();
    expect(locations).toHaveLength(1);
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
    expect(result).toMatchObject({ failure: null, locations: [{ failure: null }] });
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
    ['the key of a service account', () => useFile(files.createKeyFile())],
    ['a key in the variable itself', () => ({ GOOGLE_APPLICATION_CREDENTIALS: JSON.stringify(files.createKeyFile()) })],
    ['the file of google-github-actions/auth', () => useFile(files.createExternalFile())],
    [
      'that file with a service account',
      () => useFile(files.createExternalFile({ service_account_impersonation_url: files.toImpersonationUrl() })),
    ],
    ['a role of AWS', () => ({ ...AWS_KEYS, ...useFile(createAwsFile('https://sts.example.com')) })],
    ['a user of gcloud', () => useFile(files.createUserFile())],
    [
      'an impersonated service account',
      () =>
        useFile({
          type: 'impersonated_service_account',
          service_account_impersonation_url: files.toImpersonationUrl(),
          source_credentials: files.createUserFile(),
        }),
    ],
    [
      'the file that gcloud writes',
      () => {
        writeFile('application_default_credentials.json', files.createUserFile());
        return { CLOUDSDK_CONFIG: directory };
      },
    ],
    ['the metadata server', () => ({ GCE_METADATA_HOST: new URL(gcp.origin).host })],
  ])('uses %s', async (_, prepare) => {
    const { failure, locations } = await read({}, prepare());
    expect(failure).toBeNull();
    expect(locations).toHaveLength(1);
  });

  it.each([
    ['plain', (token: string) => `${token}\n`, undefined],
    ['in JSON', (token: string) => ({ access_token: token }), { type: 'json' }],
  ])('uses an ID token in a file: %s', async (_, toContent, format) => {
    const file = writeFile('token', toContent(await requestIdToken()));
    const env = useFile(files.createExternalFile({ credential_source: { file, format } }));
    expect((await read({}, env)).failure).toBeNull();
  });

  it('impersonates a service account with any credentials', async () => {
    const { failure } = await read({ service_account: GCP_ACCOUNT }, useFile(files.createUserFile()));
    expect(failure).toBeNull();
    expect(gcp.calls.some(({ url }) => url.pathname.endsWith(':generateAccessToken'))).toBe(true);
  });

  it('names the project whose quota counts, if the credentials do', async () => {
    await read({}, useFile(files.createUserFile()));
    expect(gcp.calls.at(-1)?.headers['x-goog-user-project']).toBe('quota-project');
    await read({}, { ...useFile(files.createUserFile()), GOOGLE_CLOUD_QUOTA_PROJECT: 'another' });
    expect(gcp.calls.at(-1)?.headers['x-goog-user-project']).toBe('another');
  });

  it('treats everything in a credential file as a secret', async () => {
    const { secrets } = await read({}, useFile(files.createUserFile()));
    expect([...secrets]).toEqual(expect.arrayContaining([GCP_USER.client_secret, GCP_USER.refresh_token]));
    expect([...(await read({}, useFile(files.createKeyFile()))).secrets]).toContain(GCP_PRIVATE_KEY);
    expect([...(await read({}, useFile(files.createExternalFile()))).secrets]).toContain(
      tokens.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
    );
  });

  it('logs in again if the token expires midway, and fails completely if that does not help', async () => {
    for (const id of ['a', 'b', 'c', 'd'])
      gcp.add(id, (await createTestCertificate({ name: 'a.example' })).certificate);
    gcp.settings.uses = 1;
    expect(await read(PROVIDER, tokens.env)).toMatchObject({ failure: null });
    gcp.settings.uses = 0;
    expect(await read(PROVIDER, tokens.env)).toMatchObject({
      failure: { code: 'inventory-unauthorized' },
      locations: [],
    });
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
    ['a user of gcloud', () => redirect(UserRefreshClient.fromJSON(files.createUserFile()) as UserRefreshClient)],
    ['a user of a workforce pool', () => new ExternalAccountAuthorizedUserClient(files.createWorkforceFile())],
    ['a file for workload identity federation', () => new IdentityPoolClient(files.createExternalFile())],
    [
      'such a file with a service account',
      () =>
        new IdentityPoolClient({
          ...files.createExternalFile(),
          service_account_impersonation_url: files.toImpersonationUrl(),
        }),
    ],
    ['a role of AWS', () => new AwsClient(createAwsFile('https://sts.{region}.amazonaws.com'))],
    ['the metadata server', () => new Compute()],
  ])('logs in to the fake with %s', async (_, create) => {
    vi.stubEnv('GCE_METADATA_HOST', new URL(gcp.origin).host);
    for (const [name, value] of Object.entries({ ...AWS_KEYS, AWS_REGION: 'eu-west-1' })) vi.stubEnv(name, value);
    const client = create();
    const { token } = (await client?.getAccessToken()) ?? {};
    expect(gcp.tokens.get(token ?? '')?.scope).toContain(CLOUD_PLATFORM);
  });
});

describe('a user of a workforce pool', () => {
  it('logs in with a refresh token, directly and for a service account', async () => {
    const source_credentials = files.createWorkforceFile();
    const impersonation = {
      type: 'impersonated_service_account',
      service_account_impersonation_url: files.toImpersonationUrl(),
      source_credentials,
    };
    for (const file of [source_credentials, { ...source_credentials, token_url: null }, impersonation]) {
      const { failure, secrets } = await read({}, useFile(file));
      expect(failure).toBeNull();
      expect([...secrets]).toEqual(expect.arrayContaining([GCP_USER.client_secret, GCP_USER.refresh_token]));
    }
  });

  it.each([
    [
      'a session that has ended',
      { refresh_token: 'revoked-token' },
      'Log in again with `gcloud auth application-default login`.',
    ],
    ['another client', { client_secret: 'other-secret' }, '(400, invalid_client)'],
  ])('is told about %s', async (_, changes, text) => {
    const { failure } = await read({}, useFile({ ...files.createWorkforceFile(), ...changes }));
    expect(failure).toMatchObject({ code: 'inventory-login-refused', detail: expect.stringContaining(text) });
    expect(failure?.detail).toMatch(/^Google STS /);
  });

  it('sends its refresh token only to Google', async () => {
    const { failure } = await read(
      {},
      useFile({ ...files.createWorkforceFile(), token_url: 'https://sts.example.com/' }),
    );
    expect(failure).toMatchObject({
      code: 'inventory-credentials-invalid',
      detail: expect.stringContaining('`token_url` is not a URL of Google'),
    });
  });
});

it.each([
  ['gdch_service_account', 'is gdch_service_account, but must be one of service_account, external_account, '],
  [undefined, 'is missing'],
  ['hunter2 is my password', 'is not valid'],
  [7, 'is not valid'],
])('the type %j of a credential file is refused by name', async (type, text) => {
  const { failure } = await read({}, useFile({ type }));
  expect(failure?.code).toBe('inventory-credentials-invalid');
  expect(failure?.detail).toContain(`its \`type\` ${text}`);
});

describe('several projects in one entry', () => {
  it('log in once, and one that the account may not read does not affect the others', async () => {
    const source = { ...gcp.manager, projects: [...gcp.manager.projects, 'other-project'], login: PROVIDER };
    const { context } = createReadContext({ source, env: { ...gcp.endpoints, ...tokens.env } });
    const jobs = await listJobs(source, context);
    const results = (await Promise.all(jobs.map((job) => job.read()))).flat();
    expect(results.map(({ failure, locations }) => [failure?.code, [...locations].length])).toEqual([
      [undefined, 1],
      ['inventory-forbidden', 0],
    ]);
    expect(tokens.calls).toHaveLength(1);
  });
});
