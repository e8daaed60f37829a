/** Where we differ from AWS's clients, and why. */

import type { Difference, Disagreement } from '../../suite.ts';
import type { Environment } from '../environment.ts';
import { SDK } from './oracles.ts';

const GUIDE = 'docs/guides/aws-acm.md#the-order-of-logins';

type Found = Disagreement<Environment>;

const isSdk = ({ oracle }: Found) => oracle === SDK;
const isPlain = ({ oracle }: Found) => !isSdk({ oracle } as Found) && !oracle.endsWith('--profile');
const isSet = (one: Environment, name: string) => Boolean(one.env[name]?.trim());

/** Variables that botocore also reads if they are empty. */
const READ_IF_EMPTY = [
  ...['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
  ...['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_AUTHORIZATION_TOKEN'],
];

type Settings = Readonly<Record<string, string>>;

/** The settings of the selected profile, and of those that it leads to (`source_profile`), as the cases write them. */
function listProfiles({ env, files }: Environment): Settings[] {
  const all = readProfiles(Object.values(files));
  const profiles: Settings[] = [];
  let name: string | undefined = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || 'default';
  while (name !== undefined && profiles.length < MAX_PROFILES) {
    const profile: Settings = all.get(name) ?? {};
    profiles.push(profile);
    name = profile.source_profile;
  }
  return profiles;
}

function readProfiles(texts: readonly string[]): Map<string, Settings> {
  const profiles = new Map<string, Settings>();
  for (const section of texts.flatMap((text) => text.split(/^\[(?:profile )?/m).slice(1))) {
    const [name = '', ...lines] = section.trim().split(/\]?\n/);
    profiles.set(name.replace(']', ''), Object.fromEntries(lines.map((line) => line.split(/ = ?/))));
  }
  return profiles;
}

const MAX_PROFILES = 5;

/** The settings of which each is a login of its own. */
const LOGINS = ['aws_access_key_id', 'aws_secret_access_key', 'role_arn', 'credential_process', 'sso_start_url'];

/** The ways to assume a role. */
const SOURCES = ['source_profile', 'credential_source', 'web_identity_token_file'];

function countLogins(profile: Settings): number {
  const logins = LOGINS.filter(
    (setting) => setting in profile && !['role_arn', 'aws_secret_access_key'].includes(setting),
  );
  return logins.length + ('role_arn' in profile ? SOURCES.filter((setting) => setting in profile).length : 0);
}

/** The settings that a login needs, too. */
const COMPANIONS = ['web_identity_token_file', 'sso_region', 'sso_account_id', 'sso_role_name'];

export const differences: readonly Difference<Environment>[] = [
  {
    name: 'the SDK for JavaScript goes on',
    reason:
      'A login that is set up and does not work is the end, as in botocore: another one could be that of another account.',
    source: GUIDE,
    covers: (found) => isSdk(found) && found.ours.startsWith('failed '),
  },
  {
    name: 'AWS_DEFAULT_PROFILE',
    reason: 'The SDK for JavaScript does not read it. The AWS CLI and the SDK for Go do.',
    source: 'env_config.go of the AWS SDK for Go 2; configprovider.py of botocore',
    covers: (found) => isSdk(found) && !isSet(found.one, 'AWS_PROFILE') && isSet(found.one, 'AWS_DEFAULT_PROFILE'),
  },
  {
    name: 'two names of profiles',
    reason: 'AWS_PROFILE takes precedence over AWS_DEFAULT_PROFILE, as in the SDK for Go.',
    source: 'env_config.go of the AWS SDK for Go 2',
    covers: (found) =>
      isPlain(found) &&
      isSet(found.one, 'AWS_PROFILE') &&
      isSet(found.one, 'AWS_DEFAULT_PROFILE') &&
      found.one.env.AWS_PROFILE !== found.one.env.AWS_DEFAULT_PROFILE,
  },
  {
    name: 'AWS_PROFILE takes precedence',
    reason:
      'AWS_PROFILE takes precedence over keys and a web identity in variables, as in the SDK for JavaScript, and as --profile does. The other oracles answer these cases, too.',
    source: GUIDE,
    covers: (found) =>
      isPlain(found) &&
      isSet(found.one, 'AWS_PROFILE') &&
      ['AWS_ACCESS_KEY_ID', 'AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'].some((name) => isSet(found.one, name)),
  },
  {
    name: 'a profile takes precedence over a web identity',
    reason: 'A profile takes precedence over a web identity in variables, as in the SDK for JavaScript.',
    source: GUIDE,
    covers: (found) =>
      isPlain(found) &&
      !isSet(found.one, 'AWS_PROFILE') &&
      ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'].some((name) => isSet(found.one, name)) &&
      /^\w+ (?:identity|pod by pod)$/.test(found.theirs) &&
      !/^\w+ (?:environment|identity|container|machine|everything|pod by pod)$/.test(found.ours),
  },
  {
    name: 'a secret without an ID',
    reason: 'It is half a login, which botocore ignores, and which is an error as an ID without a secret is.',
    source: GUIDE,
    covers: (found) =>
      !isSdk(found) &&
      found.ours === 'failed environment' &&
      !isSet(found.one, 'AWS_ACCESS_KEY_ID') &&
      isSet(found.one, 'AWS_SECRET_ACCESS_KEY'),
  },
  {
    name: 'a secret without an ID in a profile',
    reason: 'It is half a login, which botocore ignores, and which is an error as an ID without a secret is.',
    source: GUIDE,
    covers: (found) =>
      !isSdk(found) &&
      found.ours === 'failed profile' &&
      listProfiles(found.one).some((one) => 'aws_secret_access_key' in one && !('aws_access_key_id' in one)),
  },
  {
    name: 'keys and a profile of AWS_DEFAULT_PROFILE that does not exist',
    reason:
      'The keys take precedence over the profile, so the profile is not read. botocore reads it for its other settings.',
    source: GUIDE,
    covers: (found) =>
      isPlain(found) &&
      isSet(found.one, 'AWS_DEFAULT_PROFILE') &&
      found.theirs === 'failed profile' &&
      found.ours.endsWith(' environment'),
  },
  {
    name: 'a profile without a login beside a web identity',
    reason: 'The web identity of variables is the next login. The option --profile excludes it.',
    source: 'botocore/credentials.py, ProfileProviderBuilder (disable_env_vars)',
    covers: ({ one, oracle, ours }) =>
      oracle.endsWith('--profile') &&
      /^\w+ (?:identity|pod by pod)$/.test(ours) &&
      !LOGINS.some((setting) => listProfiles(one)[0]?.[setting]),
  },
  {
    name: 'a profile with several logins',
    reason:
      'AWS does not say which one counts. We follow the SDKs for JavaScript and Go: keys before SSO, and SSO before a command.',
    source:
      'resolveCredProfileData of @aws-sdk/credential-provider-ini; resolve_credentials.go of the AWS SDK for Go 2',
    covers: (found) => !isSdk(found) && listProfiles(found.one).some((one) => countLogins(one) > 1),
  },
  {
    name: 'an empty setting in a profile',
    reason: 'It is a mistake, such as a variable of a script that was not set. AWS does not say what it means.',
    source: GUIDE,
    covers: (found) =>
      !isSdk(found) &&
      found.ours === 'failed profile' &&
      listProfiles(found.one).some((one) => [...LOGINS, ...COMPANIONS].some((setting) => one[setting] === '')),
  },
  {
    name: 'an empty variable',
    reason: 'An empty variable is not set, as in the SDK for JavaScript and in the AWS SDK for Go.',
    source: 'defaultProvider.js of @aws-sdk/credential-provider-node',
    covers: (found) => !isSdk(found) && READ_IF_EMPTY.some((name) => found.one.env[name] === ''),
  },
  {
    name: 'a container whose credentials have expired',
    reason: 'The server decides, as for the SDK for JavaScript. botocore refuses them itself.',
    source: 'botocore/credentials.py, RefreshableCredentials',
    covers: ({ one, ours, theirs }) =>
      one.services.container === 'expired' && ours === 'refused container' && theirs === 'failed container',
  },
];
