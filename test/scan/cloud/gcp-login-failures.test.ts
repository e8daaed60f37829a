import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInventoryClient } from '../../../src/scan/inventory/client.ts';
import { createReadContext } from '../../helpers/inventory/context.ts';
import { FAULTS, type FaultName, startFakeApi } from '../../helpers/inventory/fake-api.ts';
import {
  COMPUTE_READONLY,
  GCP_ACCOUNT,
  GCP_PRIVATE_KEY,
  GCP_PROVIDER,
} from '../../helpers/inventory/fakes/gcp/index.ts';
import {
  type Environment,
  files,
  gcp,
  type Login,
  other,
  PROVIDER,
  read,
  startBeforeEach,
  tokens,
  useFile,
} from '../../helpers/inventory/gcp-login.ts';

startBeforeEach();

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
      'inventory-login-failed',
    ],
    ['a file that is not JSON', {}, () => useFile('key: value'), 'inventory-credentials-invalid'],
    [
      'a variable with damaged JSON',
      {},
      () => ({ GOOGLE_APPLICATION_CREDENTIALS: '{"private_key": "sesame' }),
      'inventory-credentials-invalid',
    ],
    ['a file of an unknown type', {}, () => useFile({ type: 'gdch_service_account' }), 'inventory-credentials-invalid'],
    [
      'a file without a key',
      {},
      () => useFile({ ...files.createKeyFile(), private_key: '' }),
      'inventory-credentials-invalid',
    ],
    [
      'a key that is damaged',
      {},
      () => useFile({ ...files.createKeyFile(), private_key: GCP_PRIVATE_KEY.slice(0, 400) }),
      'inventory-credentials-invalid',
    ],
    [
      'the key of a deleted account',
      {},
      () => useFile({ ...files.createKeyFile(), client_email: `gone-${GCP_ACCOUNT}` }),
      'inventory-login-refused',
    ],
    [
      'a revoked refresh token',
      {},
      () => useFile({ ...files.createUserFile(), refresh_token: 'revoked-token' }),
      'inventory-login-refused',
    ],
    [
      'a program in the file, which is not run',
      {},
      () => useFile(files.createExternalFile({ credential_source: { executable: { command: '/bin/true' } } })),
      'inventory-credentials-invalid',
    ],
    [
      'a provider for AWS without credentials of AWS',
      {},
      () => ({
        ...{ HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' },
        ...useFile(files.createExternalFile({ credential_source: { environment_id: 'aws1' } })),
      }),
      'inventory-credentials-missing',
    ],
    [
      'a token file that is missing',
      {},
      () => useFile(files.createExternalFile({ credential_source: { file: 'missing' } })),
      'inventory-login-failed',
    ],
    [
      'an impersonation of an impersonation',
      {},
      () =>
        useFile({
          type: 'impersonated_service_account',
          service_account_impersonation_url: files.toImpersonationUrl(),
          source_credentials: { type: 'impersonated_service_account' },
        }),
      'inventory-credentials-invalid',
    ],
  ])('explains %s', async (_, login, prepare, code) => {
    const { failure, locations, secrets } = await read(login, prepare());
    expect(locations).toEqual([]);
    expect(failure?.code).toBe(code);
    for (const secret of secrets) expect(failure?.detail).not.toContain(secret);
  });

  it('explains an ID token that GitHub does not issue', async () => {
    const env = { ...tokens.env, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong-request-token' };
    expect((await read(PROVIDER, env)).failure?.code).toBe('inventory-id-token-refused');
    const file = files.createExternalFile({
      credential_source: {
        ...files.createExternalFile().credential_source,
        headers: { Authorization: 'Bearer wrong-token' },
      },
    });
    expect((await read({}, useFile(file))).failure?.code).toBe('inventory-id-token-refused');
  });

  it.each([
    ['CLOUDSDK_API_ENDPOINT_OVERRIDES_CERTIFICATEMANAGER', 'certificatemanager.example'],
    ['CLOUDSDK_API_ENDPOINT_OVERRIDES_STS', 'ftp://sts.example'],
    ['GOOGLE_CLOUD_UNIVERSE_DOMAIN', 'https://apis.example'],
  ])('rejects the address in %s', async (name, value) => {
    const env = { ...tokens.env, CLOUDSDK_API_ENDPOINT_OVERRIDES_CERTIFICATEMANAGER: '', [name]: value };
    const { failure } = await read(PROVIDER, env);
    expect(failure).toMatchObject({ code: 'url-invalid', detail: expect.stringContaining(name) });
  });

  it('lists what was tried, in order', async () => {
    const { failure } = await read({}, { CLOUDSDK_CONFIG: '/nonexistent' });
    expect(failure?.detail).toBe(
      'No credentials for Google Cloud. Tried, in this order: `workload_identity_provider`: not set; GOOGLE_OAUTH_ACCESS_TOKEN: not set; ' +
        'CLOUDSDK_AUTH_ACCESS_TOKEN: not set; GOOGLE_APPLICATION_CREDENTIALS: not set; gcloud: ' +
        `${path.join('/nonexistent', 'application_default_credentials.json')} does not exist; metadata server: no token at 127.0.0.1:1: this is not a ` +
        'machine of Google Cloud, or it has no service account. On your machine, run `gcloud auth application-default login`. In a job of GitHub ' +
        'Actions, set `workload_identity_provider`, or use google-github-actions/auth before this step. Certificates that were not read ' +
        'keep their state.',
    );
  });

  it.each([
    [
      'the credential file',
      () => ({ GOOGLE_APPLICATION_CREDENTIALS: 'missing.json' }),
      'GOOGLE_APPLICATION_CREDENTIALS: missing.json does not exist',
    ],
    [
      'the token file',
      () => useFile(files.createExternalFile({ credential_source: { file: '/nonexistent/token' } })),
      /the token file \S*[\\/]nonexistent[\\/]token of \S+ does not exist/,
    ],
    [
      'the token file, with JSON',
      () =>
        useFile(
          files.createExternalFile({ credential_source: { file: '/nonexistent/token', format: { type: 'json' } } }),
        ),
      /the token file \S*[\\/]nonexistent[\\/]token of \S+ does not exist/,
    ],
  ])('tries nothing else if %s is missing', async (_, prepare, problem) => {
    const { failure } = await read({}, prepare());
    expect(failure?.code).toBe('inventory-login-failed');
    expect(failure?.detail).toMatch(problem);
    expect(gcp.calls).toEqual([]);
  });

  it.each(['a b', 'metadata.example', '10.0.0.1', '169.254.169.254@metadata.example'])(
    'does not ask %s for a token, although GCE_METADATA_HOST says so',
    async (host) => {
      const { failure } = await read({}, { GCE_METADATA_HOST: host });
      expect(failure?.detail).toContain('metadata server: GCE_METADATA_HOST is not the URL of a metadata service');
    },
  );

  it('names what comes from a variable by the variable', async () => {
    const env = {
      ...tokens.env,
      PROVIDER: `${GCP_PROVIDER}-2`,
      ACCOUNT: `other-${GCP_ACCOUNT}`,
      AUDIENCE: 'https://x.example',
    };
    for (const login of [
      { workload_identity_provider: '$' + '{PROVIDER}' },
      { ...PROVIDER, audience: '$' + '{AUDIENCE}' },
      { ...PROVIDER, service_account: '$' + '{ACCOUNT}' },
    ]) {
      const { failure } = await read(login, env);
      expect(failure?.detail).toMatch(/\$\{[A-Z]+\}/);
      for (const value of [env.PROVIDER, env.ACCOUNT, env.AUDIENCE]) expect(failure?.detail).not.toContain(value);
    }
  });

  it('explains an attribute condition that does not match the job', async () => {
    gcp.settings.subject = 'repo:example/other';
    const { failure } = await read(PROVIDER, tokens.env);
    expect(failure).toMatchObject({
      code: 'inventory-login-refused',
      detail: expect.stringContaining('(400, unauthorized_client)'),
    });
  });

  it('explains an ID token that is too old', async () => {
    gcp.settings.isStale = true;
    expect((await read(PROVIDER, tokens.env)).failure?.code).toBe('inventory-id-token-expired');
  });

  it.each([7_200_000, -7_200_000])('explains a clock that is wrong by %i ms', async (clock_ms) => {
    gcp.settings.clock_ms = clock_ms;
    expect((await read({}, useFile(files.createKeyFile()))).failure?.code).toBe('inventory-clock-skew');
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
    ['`token_uri`', () => ({ ...files.createKeyFile(), token_uri: `${other.origin}/token` })],
    ['`token_url`', () => files.createExternalFile({ token_url: `${other.origin}/v1/token` })],
    ['`token_url`', () => files.createExternalFile({ token_url: 'http://sts.googleapis.com/v1/token' })],
    ['`token_url`', () => files.createExternalFile({ token_url: 'https://sts.googleapis.com.example.com/v1/token' })],
    [
      '`service_account_impersonation_url`',
      () => files.createExternalFile({ service_account_impersonation_url: files.toImpersonationUrl(other.origin) }),
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

describe('the services of Google for logins', () => {
  const LOGIN: Login = { ...PROVIDER, service_account: GCP_ACCOUNT };
  const paths = [/\/v1\/token$/, /:generateAccessToken$/];

  it.each(Object.keys(FAULTS) as FaultName[])(
    'fail the listing as a whole if they fail for good: %s',
    async (fault) => {
      for (const path of paths) {
        gcp.inject(({ url }) => (path.test(url.pathname) ? fault : null));
        const { failure, locations, secrets } = await read(LOGIN, tokens.env, fault === 'timeout' ? 0.3 : 20);
        expect(locations).toEqual([]);
        expect(failure?.code).toMatch(/^(inventory|url)-/);
        for (const secret of secrets) expect(failure?.detail).not.toContain(secret);
      }
    },
  );

  it.each(['throttled', 'server error', 'closed connection'] as const)('are tried again after: %s', async (fault) => {
    for (const path of paths) {
      let requests = 0;
      gcp.inject(({ url }) => (path.test(url.pathname) && requests++ === 0 ? fault : null));
      expect(await read(LOGIN, tokens.env)).toMatchObject({ failure: null, locations: [{ failure: null }] });
    }
  });

  it('may be at an address that scans do not connect to otherwise', async () => {
    const { context } = createReadContext({ source: gcp.manager, env: {}, denied: ['127.0.0.0/8'] });
    const url = new URL('/compute/v1/', gcp.origin);
    for (const [address, code] of [
      ['127.0.0.1', 'inventory-unauthorized'],
      ['127.0.0.2', 'url-denied'],
    ] as const) {
      const client = await openInventoryClient(context, { name: 'the server', origins: [gcp.origin], address });
      const failure = await client.send({ url }).catch((error) => error.failure);
      await client.close();
      expect(failure.code).toBe(code);
    }
  });
});
