/** Environments with logins to AWS: keys in variables, profiles of every kind, a web identity, a container and a machine. */

import fc from 'fast-check';
import { combine, drawRarely, type Part, type Settings, weigh } from '../arbitraries.ts';
import type { Environment } from '../environment.ts';
import {
  CLOSED_ROLE,
  CONTAINER_TOKEN,
  EXPIRED_TOKEN,
  formatKeyId,
  formatRole,
  formatSecret,
  formatSessionToken,
  type Keyed,
} from './server.ts';

const keys = { AWS_ACCESS_KEY_ID: formatKeyId('environment'), AWS_SECRET_ACCESS_KEY: formatSecret('environment') };

const variables: fc.Arbitrary<Settings> = weigh<Settings>(
  [12, {}],
  [4, keys],
  [1, { ...keys, AWS_SESSION_TOKEN: formatSessionToken('environment') }],
  [1, { ...keys, AWS_SESSION_TOKEN: EXPIRED_TOKEN }],
  [1, { ...keys, AWS_SESSION_TOKEN: '' }],
  [1, { ...keys, AWS_SECRET_ACCESS_KEY: 'another' }],
  [1, { ...keys, AWS_SECRET_ACCESS_KEY: '' }],
  [1, { ...keys, AWS_ACCESS_KEY_ID: '' }],
  [1, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' }],
  [1, { AWS_ACCESS_KEY_ID: keys.AWS_ACCESS_KEY_ID }],
  [1, { AWS_SECRET_ACCESS_KEY: keys.AWS_SECRET_ACCESS_KEY }],
  [1, { AWS_SESSION_TOKEN: formatSessionToken('environment') }],
);

const selection: fc.Arbitrary<Settings> = weigh<Settings>(
  [8, {}],
  [8, { AWS_PROFILE: 'shop' }],
  [1, { AWS_PROFILE: '' }],
  [1, { AWS_PROFILE: 'default' }],
  [1, { AWS_PROFILE: 'missing' }],
  [1, { AWS_DEFAULT_PROFILE: 'shop' }],
  [1, { AWS_DEFAULT_PROFILE: '' }],
  [1, { AWS_DEFAULT_PROFILE: 'base', AWS_PROFILE: 'shop' }],
);

/** Tokens by their placeholders, which the vendor fills. The last two are no file. */
const TOKENS = ['works', 'expired', 'forged', 'empty', 'missing', 'directory'] as const;
const formatTokenFile = (state: (typeof TOKENS)[number]) =>
  state === 'directory' ? '{home}' : `{home}/token-${state}`;

const identity: fc.Arbitrary<Settings> = weigh<Settings>(
  [10, {}],
  [3, { AWS_ROLE_ARN: formatRole('pod'), AWS_WEB_IDENTITY_TOKEN_FILE: formatTokenFile('works') }],
  ...TOKENS.map((state): [number, Settings] => [
    1,
    { AWS_ROLE_ARN: formatRole('pod'), AWS_WEB_IDENTITY_TOKEN_FILE: formatTokenFile(state) },
  ]),
  [1, { AWS_ROLE_ARN: formatRole(CLOSED_ROLE), AWS_WEB_IDENTITY_TOKEN_FILE: formatTokenFile('works') }],
  [1, { AWS_ROLE_ARN: formatRole('pod') }],
  [1, { AWS_WEB_IDENTITY_TOKEN_FILE: formatTokenFile('works') }],
  [1, { AWS_ROLE_ARN: '', AWS_WEB_IDENTITY_TOKEN_FILE: '' }],
);

const STATES = ['works', 'works', 'works', 'expired', 'malformed', 'partial', 'missing'] as const;

const containerUri = '{origin}/container';
const container: fc.Arbitrary<Part> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Part>({}) },
  {
    weight: 3,
    arbitrary: fc.record({ state: fc.constantFrom(...STATES), token: containerTokens() }).map(
      ({ state, token }): Part => ({
        env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: containerUri, ...token },
        services: { container: state },
      }),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Part>({ env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '' } }) },
);

function containerTokens(): fc.Arbitrary<Settings> {
  return weigh<Settings>(
    [3, {}],
    [1, { AWS_CONTAINER_AUTHORIZATION_TOKEN: CONTAINER_TOKEN }],
    [1, { AWS_CONTAINER_AUTHORIZATION_TOKEN: 'another' }],
    [1, { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '{home}/container-token' }],
    [1, { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '{home}/missing' }],
  );
}

const endpoint = { AWS_EC2_METADATA_SERVICE_ENDPOINT: '{origin}' };
const machine: fc.Arbitrary<Part> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Part>({ env: { ...endpoint, AWS_EC2_METADATA_DISABLED: 'true' } }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...STATES, 'no role')
      .map((state): Part => ({ env: endpoint, services: { machine: state } })),
  },
);

const SOURCES = ['base', 'base', 'base', 'shop', 'default', 'hub', 'missing'];

const program = (name: string) => `{home}/bin/${name}`;

/** The settings of a profile. `name`: whose keys they have. */
function drawSettings(name: Keyed): fc.Arbitrary<Settings> {
  const own = { aws_access_key_id: formatKeyId(name), aws_secret_access_key: formatSecret(name) };
  const assume = fc
    .record({ role: fc.constantFrom('reader', 'reader', 'reader', CLOSED_ROLE), source: fc.constantFrom(...SOURCES) })
    .map(({ role, source }): Settings => ({ role_arn: formatRole(role), source_profile: source }));
  const borrow = fc
    .constantFrom('Environment', 'EcsContainer', 'Ec2InstanceMetadata', 'Elsewhere')
    .map((source): Settings => ({ role_arn: formatRole('reader'), credential_source: source }));
  const federate = fc.constantFrom(...TOKENS, 'works' as const).map(
    (state): Settings => ({
      role_arn: formatRole('reader'),
      web_identity_token_file: formatTokenFile(state),
    }),
  );
  const run = fc
    .constantFrom('works', 'works', 'fails', 'text', 'partial', 'expired', 'version', 'missing')
    .map((file): Settings => ({ credential_process: program(file) }));
  const sso = fc.constantFrom('works', 'works', 'expired', 'refused', 'missing').map(
    (session): Settings => ({
      ...{ sso_start_url: `https://${session}.example`, sso_region: 'eu-west-1' },
      ...{ sso_account_id: '123456789012', sso_role_name: 'reader' },
    }),
  );
  const plain = weigh<Settings>(
    [6, own],
    [1, { region: 'eu-west-1' }],
    [1, {}],
    [1, { ...own, aws_session_token: formatSessionToken(name) }],
    [1, { ...own, aws_session_token: EXPIRED_TOKEN }],
    [1, { ...own, aws_secret_access_key: 'another' }],
    [1, { aws_access_key_id: own.aws_access_key_id }],
    [1, { aws_secret_access_key: own.aws_secret_access_key }],
    [1, { role_arn: formatRole('reader') }],
    [1, { source_profile: 'base' }],
  );
  const one = fc.oneof(
    { weight: 4, arbitrary: plain },
    { weight: 3, arbitrary: assume },
    { weight: 1, arbitrary: borrow },
    { weight: 2, arbitrary: federate },
    { weight: 2, arbitrary: run },
    { weight: 1, arbitrary: sso },
  );
  const settings = fc
    .record({ first: one, second: drawRarely(one, {}) })
    .map(({ first, second }): Settings => ({ ...first, ...second }));
  return fc.record({ settings, emptied: drawRarely(fc.nat({ max: 9 }), 99) }).map(({ settings: all, emptied }) => {
    const name = Object.keys(all)[emptied];
    return name === undefined ? all : { ...all, [name]: '' };
  });
}

type ProfileFile = 'config' | 'credentials';

interface DrawnProfile {
  file: ProfileFile;
  settings: Settings;
}

const drawProfile = (name: Keyed): fc.Arbitrary<DrawnProfile> =>
  fc.record({ file: fc.constantFrom<ProfileFile>('config', 'config', 'credentials'), settings: drawSettings(name) });

const files: fc.Arbitrary<Part> = fc
  .record({
    default: drawRarely<DrawnProfile | null>(drawProfile('default'), null),
    shop: fc.option(drawProfile('shop'), { freq: 4 }),
    base: fc.option(drawProfile('base'), { freq: 4 }),
    hub: drawRarely<DrawnProfile | null>(drawProfile('base'), null),
  })
  .map((profiles): Part => {
    const format = (file: ProfileFile) =>
      Object.entries(profiles)
        .filter(([, profile]) => profile?.file === file)
        .map(([name, profile]) => formatSection(name, profile?.settings ?? {}, file))
        .join('\n');
    const texts = { '.aws/config': format('config'), '.aws/credentials': format('credentials') };
    return { files: Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')) };
  });

function formatSection(name: string, settings: Settings, file: ProfileFile): string {
  const heading = file === 'config' && name !== 'default' ? `profile ${name}` : name;
  const lines = Object.entries(settings).map(([setting, value]) => `${setting} = ${value}\n`);
  return `[${heading}]\n${lines.join('')}`;
}

export const cases: fc.Arbitrary<Environment> = fc
  .tuple(
    files,
    fc.tuple(variables, selection, identity).map((env): Part => ({ env: Object.assign({}, ...env) })),
    container,
    machine,
  )
  .map(combine);
