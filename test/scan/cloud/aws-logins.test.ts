import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { AWS_KEYS, AWS_ROLE, type FakeAws, startFakeAws } from '../../helpers/inventory/fakes/aws.ts';
import {
  type FakeAwsMachine,
  POD_TOKEN,
  SSO_TOKEN,
  startFakeAwsMachine,
} from '../../helpers/inventory/fakes/aws-machine.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import { type FakeIdTokens, startFakeIdTokens } from '../../helpers/inventory/fakes/id-tokens.ts';
import { startHttpProxy } from '../../helpers/proxy.ts';

let aws: FakeAws;
let machine: FakeAwsMachine;
let tokens: FakeIdTokens;
/** The home directory, and beside it the checkout. */
let directory: string;

beforeEach(async () => {
  [aws, tokens] = await Promise.all([startFakeAws(), startFakeIdTokens()]);
  machine = await startFakeAwsMachine(aws);
  aws.add('shop.example', (await createTestCertificate({ name: 'shop.example' })).certificate);
  directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'certvigil-aws-')));
  mkdirSync(path.join(directory, 'checkout/.git'), { recursive: true });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([aws, machine, tokens].map((one) => one.close()));
  rmSync(directory, { recursive: true });
});

function write(file: string, text: string, mode = 0o600): string {
  const target = path.join(directory, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  chmodSync(target, mode);
  return target;
}

interface Login {
  timeout_seconds?: number;
  role_arn?: string;
  env?: Record<string, string>;
  denied?: string[];
}

/** Reads with this environment, which is also that of the process: the SDK reads it there. */
async function read({ role_arn, env = {}, denied, timeout_seconds }: Login = {}) {
  const base = { HOME: directory, AWS_EC2_METADATA_DISABLED: 'true', AWS_ENDPOINT_URL: aws.origin };
  const all: Record<string, string> = { ...base, ...env };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  const source = { ...aws.source, login: { ...aws.source.login, role_arn: role_arn ?? null } };
  const root = path.join(directory, 'checkout');
  const limits = { ...(denied && { denied }), ...(timeout_seconds && { timeout_seconds }) };
  return readInventorySource({ source, env: all, root, ...limits });
}

const isRead = { failure: null, locations: [{ failure: null }] };

/** The reason why one of the ways to log in that are not configured is not used. */
function explainAttempt({ failure }: Awaited<ReturnType<typeof read>>, method: string): string | undefined {
  expect(failure?.code).toBe('inventory-credentials-missing');
  const tried = /Tried, in this order: (.*?)\. (?:In GitHub|Certificates)/.exec(failure?.detail ?? '')?.[1] ?? '';
  return tried
    .split('; ')
    .find((one) => one.startsWith(`${method}: `))
    ?.slice(method.length + 2);
}

/** The reason why a login that is configured does not work. */
function explain({ failure }: Awaited<ReturnType<typeof read>>, method: string): string | undefined {
  expect(failure?.code).toBe('inventory-login-failed');
  const [, problem] = / does not work: (.*?)\. Fix it/.exec(failure?.detail ?? '') ?? [];
  expect(problem?.startsWith(`${method}: `)).toBe(true);
  return problem?.slice(method.length + 2);
}

const KEYS = `aws_access_key_id = ${AWS_KEYS.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${AWS_KEYS.AWS_SECRET_ACCESS_KEY}\n`;

describe('the login to AWS without `role_arn`', () => {
  it('says in which order it looked for credentials, and why there are none', async () => {
    const { failure } = await read();
    expect(failure).toMatchObject({
      code: 'inventory-credentials-missing',
      detail: expect.stringContaining(
        'Tried, in this order: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: not set; ' +
          'the profile default: not in ~/.aws/config or ~/.aws/credentials; ' +
          'AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE: not set; ' +
          'the service for containers (ECS, EKS Pod Identity): not in a container of AWS; ' +
          'the metadata service of the machine (EC2): disabled by AWS_EC2_METADATA_DISABLED. ',
      ),
    });
    expect(aws.calls).toEqual([]);
  });

  it.each([
    [
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' },
      'AWS_SECRET_ACCESS_KEY is not set',
    ],
    [
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      { AWS_SECRET_ACCESS_KEY: 'secret-access-key' },
      'AWS_ACCESS_KEY_ID is not set',
    ],
    [
      'AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE',
      { AWS_WEB_IDENTITY_TOKEN_FILE: '/nonexistent/token' },
      'AWS_ROLE_ARN is not set',
    ],
  ])('says which half of %s is missing: %j', async (method, env, problem) => {
    expect(explain(await read({ env: env as Record<string, string> }), method)).toBe(problem);
  });

  it('ignores a role without a token, which workflows have for other steps', async () => {
    const method = 'AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE';
    const result = await read({ env: { AWS_ROLE_ARN: AWS_ROLE } });
    expect(explainAttempt(result, method)).toBe('AWS_WEB_IDENTITY_TOKEN_FILE is not set');
  });

  it('uses a token of a pod (IRSA)', async () => {
    const value = tokens.issue('sts.amazonaws.com');
    const env = { AWS_ROLE_ARN: AWS_ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: write('token', `${value}\n`) };
    expect(await read({ env })).toMatchObject(isRead);
  });
});

describe('keys of AWS in variables', () => {
  it.each([
    ['AWS_SESSION_TOKEN', 'first\nsecond'],
    ['AWS_SESSION_TOKEN', '“quoted”'],
    ['AWS_ACCESS_KEY_ID', 'AKIA EXAMPLE'],
  ])('that cannot be sent are named: %s=%j', async (name, value) => {
    const { failure } = await read({ env: { ...AWS_KEYS, [name]: value } });
    expect(failure).toMatchObject({ code: 'inventory-credentials-invalid', detail: expect.stringContaining(name) });
    expect(failure?.detail).not.toContain(value);
    expect(aws.calls).toEqual([]);
  });
});

/** A service that never answers, or whose answer never ends. */
async function startEndlessService(kind: 'silent' | 'endless'): Promise<{ origin: string; close: () => void }> {
  const server = createServer((_, response) => {
    if (kind === 'silent') return;
    const more = () => void response.write(' ', () => setTimeout(more, 10));
    response.writeHead(200, { 'content-type': 'application/json' });
    more();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

describe.each(['silent', 'endless'] as const)('a service for credentials that is %s', (kind) => {
  it.each<[string, string, typeof explain, (origin: string) => Record<string, string>]>([
    [
      'of containers',
      'the service for containers (ECS, EKS Pod Identity)',
      explain,
      (origin) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${origin}/v1/credentials` }),
    ],
    [
      'of a machine',
      'the metadata service of the machine (EC2)',
      explainAttempt,
      (origin) => ({ AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: origin }),
    ],
  ])('%s does not stop the scan', async (_, method, explainEnd, getEnv) => {
    const service = await startEndlessService(kind);
    try {
      const result = await read({ env: getEnv(service.origin), timeout_seconds: 0.3 });
      expect(explainEnd(result, method)).toMatch(/^127\.0\.0\.1:\d+ returned no credentials/);
    } finally {
      service.close();
    }
  });
});

describe('a profile of AWS', () => {
  it('has keys', async () => {
    write('.aws/credentials', `[default]\n${KEYS}`);
    expect(await read()).toMatchObject(isRead);
  });

  it('is used instead of keys in variables if AWS_PROFILE names it', async () => {
    write('.aws/credentials', `[shop]\n${KEYS}`);
    const env = { AWS_PROFILE: 'shop', AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'other-secret-key' };
    expect(await read({ env })).toMatchObject(isRead);
  });

  it('assumes a role', async () => {
    write('.aws/config', `[profile shop]\nrole_arn = ${AWS_ROLE}\nsource_profile = base\n[profile base]\n${KEYS}`);
    const result = await read({ env: { AWS_PROFILE: 'shop' } });
    expect(result).toMatchObject(isRead);
    expect([...result.secrets]).toContainEqual(expect.stringMatching(/^session-token/));
  });

  it('sends no request around the address rules, whatever it is configured for', async () => {
    write('token', 'e30.e30.e30');
    for (const settings of [
      `role_arn = ${AWS_ROLE}\nsource_profile = base`,
      `role_arn = ${AWS_ROLE}\nweb_identity_token_file = ${directory}/token`,
      'sso_start_url = https://sso.example\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = a',
    ]) {
      write(`.aws/config-${settings.length}`, `[profile shop]\n${settings}\n[profile base]\n${KEYS}`);
      writeSession('https://sso.example', Date.now() + 3_600_000);
      const AWS_CONFIG_FILE = path.join(directory, `.aws/config-${settings.length}`);
      const { failure } = await read({ env: { AWS_PROFILE: 'shop', AWS_CONFIG_FILE }, denied: ['127.0.0.1'] });
      expect(failure?.code).toBe('url-denied');
    }
    expect(aws.calls).toEqual([]);
  });

  it.each([
    ['a role of another profile', () => 'source_profile = base'],
    ['a token', () => `web_identity_token_file = ${write('token', tokens.issue('sts.amazonaws.com'))}`],
  ])('sends all requests through the proxy, with %s', async (_, describeSource) => {
    write('.aws/config', `[profile shop]\nrole_arn = ${AWS_ROLE}\n${describeSource()}\n[profile base]\n${KEYS}`);
    const proxy = await startHttpProxy({ to: Number(new URL(aws.origin).port) });
    // Only the proxy finds this host.
    const env = { AWS_PROFILE: 'shop', AWS_ENDPOINT_URL: 'http://aws.example', http_proxy: `127.0.0.1:${proxy.port}` };
    const result = await read({ env });
    await proxy.close();
    expect(result).toMatchObject(isRead);
    expect([...new Set(proxy.asked)]).toEqual(['http://aws.example/']);
  });

  /** As `aws sso login` writes it. */
  function writeSession(name: string, expires: number, accessToken = SSO_TOKEN) {
    const file = createHash('sha1').update(name).digest('hex');
    const session = { accessToken, expiresAt: new Date(expires).toISOString(), startUrl: 'https://sso.example' };
    write(`.aws/sso/cache/${file}.json`, JSON.stringify(session));
  }

  const SSO =
    '[profile shop]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = reader\n' +
    '[sso-session corp]\nsso_start_url = https://sso.example/start\nsso_region = eu-central-1\n';

  it('uses the session of `aws sso login`', async () => {
    write('.aws/config', SSO);
    writeSession('corp', Date.now() + 3_600_000);
    const env = { AWS_PROFILE: 'shop', AWS_ENDPOINT_URL_SSO: machine.origin };
    expect(await read({ env })).toMatchObject(isRead);
    expect(machine.calls.map(({ url }) => url.pathname + url.search)).toEqual([
      '/federation/credentials?role_name=reader&account_id=123456789012',
    ]);
  });

  it('asks IAM Identity Center in the region of the session', async () => {
    write('.aws/config', SSO);
    writeSession('corp', Date.now() + 3_600_000);
    const proxy = await startHttpProxy({ to: Number(new URL(machine.origin).port) });
    const env = { AWS_PROFILE: 'shop', AWS_ENDPOINT_URL: '', https_proxy: `127.0.0.1:${proxy.port}` };
    // The server does not speak TLS.
    const { failure } = await read({ env });
    await proxy.close();
    expect(failure?.code).toMatch(/^url-/);
    expect([...new Set(proxy.asked)]).toEqual(['portal.sso.eu-central-1.amazonaws.com:443']);
  });

  it('says that the session is for no such role', async () => {
    write('.aws/config', SSO);
    writeSession('corp', Date.now() + 3_600_000);
    machine.settings.isForbidden = true;
    const { failure } = await read({ env: { AWS_PROFILE: 'shop', AWS_ENDPOINT_URL_SSO: machine.origin } });
    expect(failure).toMatchObject({
      code: 'inventory-login-refused',
      detail: expect.stringMatching(
        /^AWS IAM Identity Center .*\(403, ForbiddenException\): "No access"\. .*`sso_role_name`/,
      ),
    });
  });

  it.each([
    ['has expired', () => writeSession('corp', Date.now() - 1000)],
    ['does not exist', () => undefined],
    ['has been revoked', () => writeSession('corp', Date.now() + 3_600_000, 'revoked-token')],
  ])('says how to log in if that session %s', async (_, prepare) => {
    write('.aws/config', SSO);
    prepare();
    const result = await read({ env: { AWS_PROFILE: 'shop', AWS_ENDPOINT_URL_SSO: machine.origin } });
    expect(explain(result, 'the profile shop')).toBe(
      'its SSO session has expired or is missing (run `aws sso login --profile shop`)',
    );
  });

  it.each([
    ['that does not exist', '', 'not in ~/.aws/config or ~/.aws/credentials'],
    [
      'that asks for a code',
      `[profile shop]\nrole_arn = ${AWS_ROLE}\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/a\n[profile base]\n${KEYS}`,
      'it asks for a code of multi-factor authentication',
    ],
    [
      'whose source is missing',
      `[profile shop]\nrole_arn = ${AWS_ROLE}\nsource_profile = other\n`,
      '`source_profile` of the profile shop does not exist (other)',
    ],
    [
      'with a metadata service that is not one',
      '[profile shop]\nec2_metadata_service_endpoint = http://metadata.example.com\n',
      '`ec2_metadata_service_endpoint` of the profile shop is not the URL of a metadata service (only loopback and link-local addresses are asked)',
    ],
  ])('is explained: one %s', async (_, text, problem) => {
    write('.aws/config', text);
    expect(explain(await read({ env: { AWS_PROFILE: 'shop' } }), 'the profile shop')).toBe(problem);
  });

  it('may have no credentials, but a region', async () => {
    write('.aws/config', '[profile shop]\nregion = eu-west-1\n');
    const result = await read({ env: { AWS_PROFILE: 'shop' } });
    expect(explainAttempt(result, 'the profile shop')).toBe('it has no credentials');
  });

  it.each<[string, () => Record<string, string>]>([
    ['Ec2InstanceMetadata', () => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: machine.origin })],
    [
      'EcsContainer',
      () => ({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${machine.origin}/v1/credentials`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: POD_TOKEN,
      }),
    ],
    ['Environment', () => AWS_KEYS],
  ])('assumes a role with the credentials of %s', async (source, getEnv) => {
    write('.aws/config', `[profile shop]\nrole_arn = ${AWS_ROLE}\ncredential_source = ${source}\n`);
    expect(await read({ env: { AWS_PROFILE: 'shop', ...getEnv() } })).toMatchObject(isRead);
  });

  it.each([
    ['Ec2InstanceMetadata', 'AWS_EC2_METADATA_SERVICE_ENDPOINT'],
    ['EcsContainer', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
  ])('does not ask for the credentials of %s at another host', async (source, variable) => {
    write('.aws/config', `[profile shop]\nrole_arn = ${AWS_ROLE}\ncredential_source = ${source}\n`);
    const result = await read({ env: { AWS_PROFILE: 'shop', [variable]: 'https://metadata.example.com/' } });
    expect(explain(result, 'the profile shop')).toMatch(
      new RegExp(`^${variable} is not the URL of a metadata service`),
    );
  });

  it('whose role does not trust it is refused by AWS, which says more than what was tried', async () => {
    write('.aws/config', `[profile shop]\nrole_arn = ${AWS_ROLE}-2\nsource_profile = base\n[profile base]\n${KEYS}`);
    const { failure } = await read({ env: { AWS_PROFILE: 'shop' } });
    expect(failure).toMatchObject({ code: 'inventory-login-refused', detail: expect.stringMatching(/^AWS STS /) });
  });
});

describe('the command of a profile (`credential_process`)', () => {
  const writeProgram = (file: string) =>
    write(
      file,
      `#!/bin/sh\necho '${JSON.stringify({
        Version: 1,
        AccessKeyId: AWS_KEYS.AWS_ACCESS_KEY_ID,
        SecretAccessKey: AWS_KEYS.AWS_SECRET_ACCESS_KEY,
      })}'\necho run >> ${directory}/runs\n`,
      0o700,
    );
  const writeProfile = (file: string, program: string) =>
    write(file, `[profile shop]\ncredential_process = ${program}\n`);

  it('logs in', async () => {
    writeProfile('.aws/config', writeProgram('bin/login'));
    expect(await read({ env: { AWS_PROFILE: 'shop' } })).toMatchObject(isRead);
  });

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'from a configuration in the checkout',
      () => ({ AWS_CONFIG_FILE: writeProfile('checkout/aws-config', writeProgram('bin/login')) }),
      /^`credential_process` of the profile shop is not run, because \S+ is in the checkout$/,
    ],
    [
      'in the checkout',
      () => ({ AWS_CONFIG_FILE: writeProfile('.aws/config', writeProgram('checkout/login')) }),
      /^`credential_process` of the profile shop is not run, because its program is in the checkout$/,
    ],
    [
      'from a directory of the checkout in PATH',
      () => {
        writeProgram('checkout/bin/log-in.exe');
        return {
          AWS_CONFIG_FILE: writeProfile('.aws/config', 'log-in.exe --quiet'),
          PATH: ['checkout/bin', path.join(directory, 'checkout/bin'), process.env.PATH].join(path.delimiter),
        };
      },
      /^`credential_process` of the profile shop is not run, because its program is in the checkout$/,
    ],
    [
      'with a path that is relative to the checkout',
      () => {
        writeProgram('checkout/login');
        return { AWS_CONFIG_FILE: writeProfile('.aws/config', './login') };
      },
      /^`credential_process` of the profile shop is not run, because its program is in the checkout$/,
    ],
    [
      'for a pull request',
      () => ({
        AWS_CONFIG_FILE: writeProfile('.aws/config', writeProgram('bin/login')),
        GITHUB_EVENT_NAME: 'pull_request',
      }),
      /^`credential_process` of the profile shop is not run for pull requests$/,
    ],
  ])('is not run %s', async (_, prepare, problem) => {
    const result = await read({ env: { AWS_PROFILE: 'shop', ...prepare() } });
    expect(explain(result, 'the profile shop')).toMatch(problem);
    expect(() => rmSync(path.join(directory, 'runs'))).toThrow('ENOENT');
  });

  it('that fails is not quoted, because it may print secrets', async () => {
    const program = write('bin/login', '#!/bin/sh\necho top-secret-value >&2\nexit 3\n', 0o700);
    writeProfile('.aws/config', program);
    const result = await read({ env: { AWS_PROFILE: 'shop' } });
    expect(explain(result, 'the profile shop')).toBe(
      '`credential_process` of the profile shop failed (run the command yourself to see why)',
    );
    expect(JSON.stringify(result)).not.toContain('top-secret-value');
  });
});

describe('a token file that nobody renews', () => {
  it.each([
    ['of variables', (file: string) => ({ AWS_ROLE_ARN: AWS_ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: file })],
    [
      'of a profile',
      (file: string) => {
        write('.aws/config', `[profile shop]\nrole_arn = ${AWS_ROLE}\nweb_identity_token_file = ${file}\n`);
        return { AWS_PROFILE: 'shop' };
      },
    ],
  ])('%s is named with the time at which its token expired', async (_, prepare) => {
    const claims = Buffer.from(JSON.stringify({ exp: 1_700_000_000 })).toString('base64url');
    const file = write('token', `eyJhbGciOiJSUzI1NiJ9.${claims}.c2ln\n`);
    aws.onRequest(() => ({
      status: 400,
      headers: { 'content-type': 'text/xml' },
      body: '<ErrorResponse><Error><Code>ExpiredTokenException</Code><Message>Token expired</Message></Error></ErrorResponse>',
    }));
    const { failure, secrets } = await read({ env: prepare(file) });
    expect(failure).toMatchObject({
      code: 'inventory-id-token-expired',
      detail: expect.stringContaining(`the token of ${file} expired at 2023-11-14T22:13:20Z`),
    });
    expect([...secrets]).toContain(`eyJhbGciOiJSUzI1NiJ9.${claims}.c2ln`);
  });
});

describe('what AWS STS says about a login', () => {
  const error = (code: string, message = '') =>
    `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  const reply = (code: string, message?: string) => ({
    status: 400,
    headers: { 'content-type': 'text/xml' },
    body: error(code, message),
  });

  it.each(['Throttling', 'IDPCommunicationError'])('is tried again for %s', async (code) => {
    let left = 2;
    aws.onRequest((good) => (left-- > 0 ? reply(code) : good()));
    expect(await read({ role_arn: AWS_ROLE, env: AWS_KEYS })).toMatchObject(isRead);
  });

  it.each([
    ['SignatureDoesNotMatch', 'Signature expired: 20310101T000000Z is now earlier than', 'inventory-clock-skew'],
    ['SignatureDoesNotMatch', 'The request signature we calculated does not match', 'inventory-unauthorized'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.', 'inventory-unauthorized'],
    ['ExpiredToken', 'The security token included in the request is expired', 'inventory-unauthorized'],
    ['Throttling', 'Rate exceeded', 'inventory-throttled'],
    ['RegionDisabledException', '', 'inventory-login-refused'],
  ])('is reported as what it is: %s %j', async (code, message, expected) => {
    aws.onRequest(() => reply(code, message));
    expect((await read({ role_arn: AWS_ROLE, env: AWS_KEYS })).failure?.code).toBe(expected);
  });
});

describe('a configuration of AWS in the checkout of a pull request', () => {
  it('is not used at all', async () => {
    const env = {
      AWS_CONFIG_FILE: write('checkout/config', `[profile shop]\n${KEYS}`),
      AWS_PROFILE: 'shop',
      GITHUB_EVENT_NAME: 'pull_request',
    };
    expect(explain(await read({ env }), 'the profile shop')).toMatch(/is part of a pull request$/);
    expect(await read({ env: { ...env, GITHUB_EVENT_NAME: 'push' } })).toMatchObject(isRead);
  });
});

describe('the service for containers', () => {
  const method = 'the service for containers (ECS, EKS Pod Identity)';

  it('gives the credentials of a pod (EKS Pod Identity)', async () => {
    const env = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${machine.origin}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: write('pod-token', POD_TOKEN),
    };
    expect(await read({ env })).toMatchObject(isRead);
  });

  it.each([
    ['FULL', 'https://metadata.example.com/v1/credentials'],
    ['RELATIVE', '@metadata.example.com/'],
  ])('is not asked at another host: AWS_CONTAINER_CREDENTIALS_%s_URI=%s', async (kind, url) => {
    const result = await read({ env: { [`AWS_CONTAINER_CREDENTIALS_${kind}_URI`]: url } });
    expect(explain(result, method)).toMatch(
      new RegExp(`^AWS_CONTAINER_CREDENTIALS_${kind}_URI is not the URL of a metadata service`),
    );
  });
});

describe('the metadata service of a machine', () => {
  const method = 'the metadata service of the machine (EC2)';
  const readOnMachine = () =>
    read({ env: { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: machine.origin } });

  it('gives the credentials of its role', async () => {
    expect(await readOnMachine()).toMatchObject(isRead);
    expect(machine.calls.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'PUT /latest/api/token',
      'GET /latest/meta-data/iam/security-credentials/',
      'GET /latest/meta-data/iam/security-credentials/certvigil-machine',
    ]);
  });

  it('is not asked for credentials without a token (IMDSv1)', async () => {
    machine.settings.isOld = true;
    expect(explainAttempt(await readOnMachine(), method)).toMatch(/returned no credentials of a role$/);
    expect(machine.calls.map(({ url }) => url.pathname)).toEqual(['/latest/api/token']);
  });

  it('may have no role', async () => {
    machine.settings.role = null;
    expect(explainAttempt(await readOnMachine(), method)).toMatch(/returned no credentials of a role$/);
  });

  it('is not asked at another host', async () => {
    const endpoint = 'http://metadata.example.com';
    const env = { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint };
    expect(explain(await read({ env }), method)).toMatch(/^AWS_EC2_METADATA_SERVICE_ENDPOINT is not the URL/);
  });
});

describe('`role_arn`', () => {
  it.each([
    ['keys', () => AWS_KEYS],
    ['a profile', () => ({ AWS_CONFIG_FILE: write('.aws/config', `[default]\n${KEYS}`) })],
    ['a machine', () => ({ AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: machine.origin })],
  ])('is assumed with the credentials of %s', async (_, prepare) => {
    expect(await read({ role_arn: AWS_ROLE, env: prepare() })).toMatchObject(isRead);
    const assumed = aws.calls.map(({ body }) => new URLSearchParams(body).get('Action'));
    expect(assumed).toContain('AssumeRole');
  });

  it('names the role if it may not be assumed', async () => {
    const { failure } = await read({ role_arn: `${AWS_ROLE}-2`, env: AWS_KEYS });
    expect(failure).toMatchObject({
      code: 'inventory-login-refused',
      detail: expect.stringContaining(`${AWS_ROLE}-2`),
    });
  });

  it('lists what was tried in a job without `id-token: write`', async () => {
    const { failure } = await read({ role_arn: AWS_ROLE, env: { GITHUB_ACTIONS: 'true' } });
    expect(failure).toMatchObject({
      code: 'inventory-id-token-permission',
      detail: expect.stringMatching(/`permissions: id-token: write`.*Tried, in this order: AWS_ACCESS_KEY_ID/),
    });
  });
});
