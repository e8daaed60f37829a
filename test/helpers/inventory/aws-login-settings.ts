/**
 * Everything that can be set up for a login to AWS, by the five logins of its chain, with what must come of it. The services give
 * credentials whose IDs say where they are from.
 */

import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSessions } from '../../../src/scan/cloud/aws/credentials.ts';
import { InventoryError } from '../../../src/scan/inventory/failures.ts';
import { createReadContext } from './context.ts';
import { type ApiCall, type ApiReply, startFakeApi } from './fake-api.ts';
import { startFakeAws } from './fakes/aws.ts';

/** Where credentials are from. */
type Origin = 'variables' | 'profile' | 'command' | 'role' | 'container' | 'machine';

/** What a login comes to: `unset` if it is not set up, so that the next one is tried. */
type Outcome = Origin | 'fails' | 'unset';

export interface Setting {
  name: string;
  outcome: Outcome;
  env?: Record<string, string>;
  /** `~/.aws/config` and `~/.aws/credentials`. */
  config?: string;
  credentials?: string;
}

const KEY_IDS: Readonly<Record<Origin, string>> = {
  variables: 'AKIAVARIABLES0000000',
  profile: 'AKIAPROFILE000000000',
  command: 'AKIACOMMAND000000000',
  role: 'ASIAROLE000000000000',
  container: 'ASIACONTAINER0000000',
  machine: 'ASIAMACHINE000000000',
};

function findOrigin(id: string): Origin | undefined {
  return (Object.keys(KEY_IDS) as Origin[]).find((origin) => KEY_IDS[origin] === id);
}

const SECRET = 'secret-access-key';
const ROLE = 'arn:aws:iam::123456789012:role/certvigil';
const REFUSED = 'arn:aws:iam::123456789012:role/refused';
const EXPIRATION = '2039-01-01T00:00:00Z';

export interface LoginWorld {
  origin: string;
  calls: ApiCall[];
  directory: string;
  /** The settings of each login, in the order of the chain. */
  logins: Readonly<Record<'keys' | 'profile' | 'identity' | 'container' | 'machine', readonly Setting[]>>;
  /** Writes the files of settings into a new home directory, and returns the environment. */
  install: (settings: readonly Setting[]) => Record<string, string>;
  /** Logs in as a scan does. `vi.stubEnv` must have set the environment, which the SDK reads. */
  logIn: (env: Record<string, string>) => Promise<{ outcome: Origin | 'fails' | 'unset'; failure: string }>;
  close: () => Promise<void>;
}

/** Starts the services for roles, containers and machines on loopback. */
export async function startLoginWorld(): Promise<LoginWorld> {
  const api = await startFakeApi(answer);
  const aws = await startFakeAws();
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'certvigil-aws-chain-')));
  mkdirSync(path.join(directory, 'checkout/.git'), { recursive: true });
  let homes = 0;
  const install: LoginWorld['install'] = (settings) => {
    const home = path.join(directory, `home-${homes++}`);
    mkdirSync(path.join(home, '.aws'), { recursive: true });
    const join = (file: 'config' | 'credentials') => settings.flatMap((one) => one[file] ?? []).join('\n');
    for (const file of ['config', 'credentials'] as const)
      if (join(file) !== '') writeFileSync(path.join(home, '.aws', file), join(file));
    const base = { HOME: home, AWS_EC2_METADATA_DISABLED: 'true', AWS_ENDPOINT_URL: api.origin };
    return Object.assign({ AWS_DEFAULT_REGION: 'eu-west-1' }, base, ...settings.map(({ env }) => env ?? {}));
  };
  return {
    origin: api.origin,
    calls: api.calls,
    directory,
    logins: createSettings(directory, api.origin),
    install,
    logIn: async (env) => {
      const root = path.join(directory, 'checkout');
      const { context } = createReadContext({ source: aws.source, env, root, timeout_seconds: 5 });
      const accounts = { login: { role_arn: null, audience: 'sts.amazonaws.com' }, accounts: [] };
      try {
        const { accessKeyId } = await createSessions(accounts, 'eu-west-1', context)(null).getCredentials(false);
        return { outcome: findOrigin(accessKeyId) ?? 'unset', failure: '' };
      } catch (error) {
        if (!(error instanceof InventoryError)) throw error;
        const { code, detail } = error.failure;
        return { outcome: code === 'inventory-credentials-missing' ? 'unset' : 'fails', failure: `${code}: ${detail}` };
      }
    },
    close: async () => {
      rmSync(directory, { recursive: true });
      await Promise.all([api.close(), aws.close()]);
    },
  };
}

function answer({ url, method, headers, body }: ApiCall): ApiReply {
  const issue = (origin: Origin) => ({
    ...{ Code: 'Success', Type: 'AWS-HMAC', LastUpdated: '2030-01-01T00:00:00Z', Expiration: EXPIRATION },
    ...{ AccessKeyId: KEY_IDS[origin], SecretAccessKey: SECRET, Token: `token-of-${origin}` },
  });
  const plain = { 'content-type': 'text/plain' };
  switch (url.pathname) {
    case '/latest/api/token':
      return { headers: { ...plain, 'x-aws-ec2-metadata-token-ttl-seconds': '60' }, body: 'token' };
    case '/latest/meta-data/iam/security-credentials/':
      return { headers: plain, body: 'machine' };
    case '/latest/meta-data/iam/security-credentials/machine':
      return { body: issue('machine') };
    case '/v1/credentials':
      return headers.authorization === 'wrong' ? { status: 401, body: {} } : { body: issue('container') };
    case '/federation/credentials':
      return { status: 401, headers: { 'x-amzn-errortype': 'UnauthorizedException' }, body: { message: 'expired' } };
  }
  if (method !== 'POST' || url.pathname !== '/') return { status: 404, body: '' };
  return assumeRole(new URLSearchParams(body));
}

/** AssumeRole and AssumeRoleWithWebIdentity of STS. */
function assumeRole(parameters: URLSearchParams): ApiReply {
  const xml = { 'content-type': 'text/xml' };
  if (parameters.get('RoleArn') !== ROLE)
    return {
      status: 403,
      headers: xml,
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
    };
  const action = parameters.get('Action');
  const credentials = `<AccessKeyId>${KEY_IDS.role}</AccessKeyId><SecretAccessKey>${SECRET}</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${EXPIRATION}</Expiration>`;
  const result = `<${action}Result><Credentials>${credentials}</Credentials><AssumedRoleUser><Arn>${ROLE}</Arn><AssumedRoleId>a</AssumedRoleId></AssumedRoleUser></${action}Result>`;
  return {
    headers: xml,
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${result}</${action}Response>`,
  };
}

const UNSET: Setting = { name: 'nothing', outcome: 'unset' };

const PROFILE_KEYS = `aws_access_key_id = ${KEY_IDS.profile}\naws_secret_access_key = ${SECRET}\n`;

function createSettings(directory: string, origin: string): LoginWorld['logins'] {
  const write = (file: string, text: string, mode = 0o600) => {
    const target = path.join(directory, file);
    writeFileSync(target, text);
    chmodSync(target, mode);
    return target;
  };
  const token = write('token', 'e30.e30.signature');
  const missing = path.join(directory, 'missing');
  const printed = { Version: 1, AccessKeyId: KEY_IDS.command, SecretAccessKey: SECRET };
  const writeCommand = (name: string, output: unknown, status = 0) => {
    const text = typeof output === 'string' ? output : JSON.stringify(output);
    return write(name, `#!/bin/sh\necho '${text}'\nexit ${status}\n`, 0o700);
  };
  const AWS_CONTAINER_CREDENTIALS_FULL_URI = `${origin}/v1/credentials`;
  const variables = { AWS_ACCESS_KEY_ID: KEY_IDS.variables, AWS_SECRET_ACCESS_KEY: SECRET };
  const identity = { AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: token };
  const shop = (name: string, outcome: Outcome, settings: string, others = ''): Setting => ({
    ...{ name: `a profile ${name}`, outcome, env: { AWS_PROFILE: 'shop' } },
    config: `[profile shop]\n${settings}\n${others}`,
  });
  return {
    keys: [
      UNSET,
      { name: 'keys', outcome: 'variables', env: variables },
      { name: 'an ID without a secret', outcome: 'fails', env: { ...variables, AWS_SECRET_ACCESS_KEY: '' } },
      { name: 'a secret without an ID', outcome: 'fails', env: { ...variables, AWS_ACCESS_KEY_ID: '' } },
    ],
    profile: [
      UNSET,
      { name: 'another profile', outcome: 'unset', config: `[profile other]\n${PROFILE_KEYS}` },
      { name: 'a default profile with a region', outcome: 'unset', config: '[default]\nregion = eu-west-1\n' },
      { name: 'a default profile with keys', outcome: 'profile', credentials: `[default]\n${PROFILE_KEYS}` },
      {
        ...{ name: 'a default profile whose command fails', outcome: 'fails' },
        config: `[default]\ncredential_process = ${writeCommand('exit-3', '', 3)}\n`,
      },
      { name: 'a profile that does not exist', outcome: 'fails', env: { AWS_PROFILE: 'missing' } },
      { name: 'a default profile that does not exist', outcome: 'fails', env: { AWS_PROFILE: 'default' } },
      { name: 'a configuration that does not exist', outcome: 'unset', env: { AWS_CONFIG_FILE: missing } },
      { name: 'a configuration that is not one', outcome: 'fails', config: `default]\n${PROFILE_KEYS}` },
      {
        ...shop('in a configuration that does not exist', 'fails', ''),
        env: { AWS_PROFILE: 'shop', AWS_CONFIG_FILE: missing },
      },
      {
        ...shop('of the variable of the AWS CLI', 'profile', PROFILE_KEYS),
        env: { AWS_DEFAULT_PROFILE: 'shop' },
      },
      {
        ...shop('of the variable of all SDKs, which takes precedence', 'profile', PROFILE_KEYS),
        env: { AWS_DEFAULT_PROFILE: 'missing', AWS_PROFILE: 'shop' },
      },
      {
        name: 'a profile of the AWS CLI that does not exist',
        outcome: 'fails',
        env: { AWS_DEFAULT_PROFILE: 'missing' },
      },
      shop('with a region', 'unset', 'region = eu-west-1'),
      shop('with keys', 'profile', PROFILE_KEYS),
      shop('with a key ID', 'fails', `aws_access_key_id = ${KEY_IDS.profile}`),
      shop('with a secret', 'fails', `aws_secret_access_key = ${SECRET}`),
      shop('with a command', 'command', `credential_process = ${writeCommand('login', printed)}`),
      shop('whose command fails', 'fails', `credential_process = ${writeCommand('fail', printed, 3)}`),
      shop('whose command is missing', 'fails', `credential_process = ${missing}`),
      shop('whose command prints text', 'fails', `credential_process = ${writeCommand('text', 'Sign in')}`),
      shop(
        'whose command prints version 2',
        'fails',
        `credential_process = ${writeCommand('v2', { ...printed, Version: 2 })}`,
      ),
      shop(
        'whose command prints half',
        'fails',
        `credential_process = ${writeCommand('half', { Version: 1, AccessKeyId: 'A' })}`,
      ),
      shop(
        'whose command prints expired keys',
        'fails',
        `credential_process = ${writeCommand('old', { ...printed, Expiration: '2020-01-01T00:00:00Z' })}`,
      ),
      shop('with a role', 'role', `role_arn = ${ROLE}\nsource_profile = base`, `[profile base]\n${PROFILE_KEYS}`),
      shop('with a role and its own keys', 'role', `role_arn = ${ROLE}\nsource_profile = shop\n${PROFILE_KEYS}`),
      shop(
        'with a role that is refused',
        'fails',
        `role_arn = ${REFUSED}\nsource_profile = base`,
        `[profile base]\n${PROFILE_KEYS}`,
      ),
      shop('with a role of a missing profile', 'fails', `role_arn = ${ROLE}\nsource_profile = base`),
      shop(
        'with a role of an empty profile',
        'fails',
        `role_arn = ${ROLE}\nsource_profile = base`,
        '[profile base]\nregion = eu-west-1\n',
      ),
      shop(
        'with a role of half a profile',
        'fails',
        `role_arn = ${ROLE}\nsource_profile = base`,
        `[profile base]\naws_access_key_id = A\n`,
      ),
      shop(
        'with a role of a command that fails',
        'fails',
        `role_arn = ${ROLE}\nsource_profile = base`,
        `[profile base]\ncredential_process = ${path.join(directory, 'fail')}\n`,
      ),
      shop(
        'with a role in a circle',
        'fails',
        `role_arn = ${ROLE}\nsource_profile = base`,
        `[profile base]\nrole_arn = ${ROLE}\nsource_profile = shop\n`,
      ),
      shop('with a role of itself', 'fails', `role_arn = ${ROLE}\nsource_profile = shop`),
      shop('with a role alone', 'fails', `role_arn = ${ROLE}`),
      shop('with a role and keys', 'fails', `role_arn = ${ROLE}\n${PROFILE_KEYS}`),
      shop(
        'with a role of two sources',
        'fails',
        `role_arn = ${ROLE}\nsource_profile = base\ncredential_source = Environment`,
        `[profile base]\n${PROFILE_KEYS}`,
      ),
      shop('with a role of no variables', 'fails', `role_arn = ${ROLE}\ncredential_source = Environment`),
      shop('with a role of an unknown source', 'fails', `role_arn = ${ROLE}\ncredential_source = Elsewhere`),
      shop('with a role of no container', 'fails', `role_arn = ${ROLE}\ncredential_source = EcsContainer`),
      shop('with a source alone', 'unset', 'source_profile = base', `[profile base]\n${PROFILE_KEYS}`),
      shop('with a web identity', 'role', `role_arn = ${ROLE}\nweb_identity_token_file = ${token}`),
      shop('with a web identity that is refused', 'fails', `role_arn = ${REFUSED}\nweb_identity_token_file = ${token}`),
      shop('with a web identity without a file', 'fails', `role_arn = ${ROLE}\nweb_identity_token_file = ${missing}`),
      shop('with a web identity without a role', 'fails', `web_identity_token_file = ${token}`),
      shop(
        'with a session that does not exist',
        'fails',
        'sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = a',
      ),
      shop(
        'with SSO that is not logged in',
        'fails',
        'sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = a',
        '[sso-session corp]\nsso_start_url = https://sso.example\nsso_region = eu-west-1\n',
      ),
      shop('with half of SSO', 'fails', 'sso_account_id = 123456789012\nsso_role_name = a'),
    ],
    identity: [
      UNSET,
      { name: 'a web identity', outcome: 'role', env: identity },
      { name: 'a role alone', outcome: 'unset', env: { AWS_ROLE_ARN: ROLE } },
      { name: 'a token alone', outcome: 'fails', env: { AWS_WEB_IDENTITY_TOKEN_FILE: token } },
      { name: 'a missing token', outcome: 'fails', env: { ...identity, AWS_WEB_IDENTITY_TOKEN_FILE: missing } },
      {
        name: 'a token that is a directory',
        outcome: 'fails',
        env: { ...identity, AWS_WEB_IDENTITY_TOKEN_FILE: directory },
      },
      { name: 'a refused web identity', outcome: 'fails', env: { ...identity, AWS_ROLE_ARN: REFUSED } },
    ],
    container: [
      UNSET,
      { name: 'a container', outcome: 'container', env: { AWS_CONTAINER_CREDENTIALS_FULL_URI } },
      {
        ...{ name: 'a container whose service answers 401', outcome: 'fails' },
        env: { AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'wrong' },
      },
      {
        ...{ name: 'a container whose service answers 404', outcome: 'fails' },
        env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${origin}/v2` },
      },
      {
        ...{ name: 'a container whose service is not there', outcome: 'fails' },
        env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/v1/credentials' },
      },
      {
        ...{ name: 'a container whose token is missing', outcome: 'fails' },
        env: { AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: missing },
      },
      {
        ...{ name: 'a container at another host', outcome: 'fails' },
        env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://metadata.example.com/v1/credentials' },
      },
      { name: 'the token of a container', outcome: 'unset', env: { AWS_CONTAINER_AUTHORIZATION_TOKEN: 'wrong' } },
    ],
    machine: [
      UNSET,
      {
        ...{ name: 'a machine', outcome: 'machine' },
        env: { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: origin },
      },
      { name: 'a disabled machine', outcome: 'unset', env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: origin } },
    ],
  };
}
