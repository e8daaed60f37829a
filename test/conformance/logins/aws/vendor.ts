/** Logins to AWS, compared with those of botocore, the library of the AWS CLI. */

import { createHash } from 'node:crypto';
import path from 'node:path';
import type { AwsAcmSource } from '../../../../src/domain/index.ts';
import { lazy } from '../../../../src/lib/memoize.ts';
import { type Environment, useEnvironment } from '../environment.ts';
import { findFailedLogin } from '../our-login.ts';
import { createToken, type TokenState } from '../tokens.ts';
import { formatAnswer, type Vendor } from '../vendor.ts';
import { cases } from './cases.ts';
import { differences } from './differences.ts';
import { openOracles } from './oracles.ts';
import {
  type AwsServer,
  CONTAINER_TOKEN,
  formatKeyId,
  formatSecret,
  formatSessionToken,
  SSO_TOKEN,
  startAwsServer,
} from './server.ts';

const SOURCE: AwsAcmSource = {
  ...{ kind: 'aws_acm', regions: ['eu-west-1'], exclude_regions: [], accounts: [], in_use: false, allow_empty: true },
  login: { role_arn: null, audience: 'sts.amazonaws.com' },
};

const start = lazy(startAwsServer);

export const AWS: Vendor<'aws'> = {
  vendor: 'aws',
  programs: ['/usr/bin/python3', '/usr/lib/python3/dist-packages/botocore'],
  cases,
  answer: async (one) => {
    const server = await start();
    return logIn(one, server, (env) =>
      findFailedLogin({ source: SOURCE, env, root: path.join(env.HOME ?? '', 'checkout') }, 'AWS', METHODS),
    );
  },
  open: async ([python = '']) => {
    const server = await start();
    const { oracles, close } = await openOracles(python, (one, work) => logIn(one, server, work));
    return { oracles, close: async () => void (await Promise.all([close(), server.close()])) };
  },
  differences,
};

/** Logs in, and answers by what the server saw. `work` returns the login that failed, if one did. */
function logIn(one: Environment, server: AwsServer, work: (env: Record<string, string>) => Promise<string>) {
  return useEnvironment(complete(one), { '{origin}': server.origin }, async ({ env }) => {
    server.begin(one.services);
    const failed = await work(env);
    return formatAnswer(server.sights, failed);
  });
}

/** The logins by their names in the trace. */
const METHODS: Readonly<Record<string, string>> = {
  'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY': 'environment',
  'the profile ': 'profile',
  'AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE': 'identity',
  'the service for containers': 'container',
  'the metadata service of the machine': 'machine',
};

/** Adds the files that do not differ: tokens, programs, and sessions of SSO. */
function complete({ env, files }: Environment): Pick<Environment, 'env' | 'files'> {
  const tokens = (['works', 'expired', 'forged'] satisfies TokenState[]).map((state) => [
    `token-${state}`,
    createToken(state, { sub: 'pod', aud: 'sts.amazonaws.com' }),
  ]);
  const base = {
    ...{ AWS_DEFAULT_REGION: 'eu-west-1', AWS_ENDPOINT_URL: '{origin}' },
    ...env,
  };
  const own = { ...Object.fromEntries(tokens), ...FILES };
  return { env: base, files: { ...own, ...files } };
}

const printed = {
  ...{ Version: 1, AccessKeyId: formatKeyId('command'), SecretAccessKey: formatSecret('command') },
  SessionToken: formatSessionToken('command'),
};
const print = (output: object | string, status = 0) =>
  `#!/bin/sh\necho '${typeof output === 'string' ? output : JSON.stringify(output)}'\nexit ${status}\n`;

function formatSession(name: string, accessToken: string, expiresAt: string): [string, string] {
  const startUrl = `https://${name}.example`;
  const file = `.aws/sso/cache/${createHash('sha1').update(startUrl).digest('hex')}.json`;
  return [file, JSON.stringify({ startUrl, region: 'eu-west-1', accessToken, expiresAt })];
}

const FILES: Readonly<Record<string, string>> = {
  'token-empty': '',
  'container-token': CONTAINER_TOKEN,
  'checkout/.git/HEAD': '',
  'bin/works': print(printed),
  'bin/fails': print(printed, 3),
  'bin/text': print('Sign in'),
  'bin/partial': print({ Version: 1, AccessKeyId: formatKeyId('command') }),
  'bin/expired': print({ ...printed, Expiration: '2020-01-01T00:00:00Z' }),
  'bin/version': print({ ...printed, Version: 2 }),
  ...Object.fromEntries([
    formatSession('works', SSO_TOKEN, '2100-01-01T00:00:00Z'),
    formatSession('expired', 'another', '2020-01-01T00:00:00Z'),
    formatSession('refused', 'another', '2100-01-01T00:00:00Z'),
  ]),
};
