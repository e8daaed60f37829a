/** Logins to Google Cloud, compared with those of Google's own clients for Node and Python. */

import path from 'node:path';
import type { GcpCertificateManagerSource } from '../../../../src/domain/index.ts';
import { lazy } from '../../../../src/lib/memoize.ts';
import { type Environment, useEnvironment } from '../environment.ts';
import { findFailedLogin } from '../our-login.ts';
import { createToken, OTHER_PRIVATE_KEY, PRIVATE_KEY, type TokenState } from '../tokens.ts';
import { formatAnswer, type Vendor } from '../vendor.ts';
import { cases } from './cases.ts';
import { differences } from './differences.ts';
import { openOracles } from './oracles.ts';
import { type GoogleServer, startGoogleServer } from './server.ts';

const SOURCE: GcpCertificateManagerSource = {
  ...{ kind: 'gcp_certificate_manager', projects: ['p'], locations: ['global'], allow_empty: true },
  login: { workload_identity_provider: null, service_account: null, audience: null },
};

const SERVICES = ['CERTIFICATEMANAGER', 'STS', 'IAMCREDENTIALS', 'OAUTH2'];

const start = lazy(startGoogleServer);

/** The logins by their names in the trace. */
const METHODS = { GOOGLE_APPLICATION_CREDENTIALS: 'named', gcloud: 'gcloud', 'metadata server': 'everything' };

export const GOOGLE: Vendor<'google'> = {
  vendor: 'google',
  programs: ['/usr/bin/python3', '/usr/lib/python3/dist-packages/google/auth'],
  cases,
  answer: async (one) =>
    logIn(one, await start(), (env, root) => findFailedLogin({ source: SOURCE, env, root }, 'Google Cloud', METHODS)),
  open: async ([python = '']) => {
    const server = await start();
    const { oracles, close } = await openOracles(python, server.origin, (one, work) => logIn(one, server, work));
    return { oracles, close: async () => void (await Promise.all([close(), server.close()])) };
  },
  differences,
};

/** Logs in, and answers by what the server saw. `work` returns the login that failed, if one did. */
function logIn(
  { env, files, services }: Environment,
  server: GoogleServer,
  work: (env: Record<string, string>, root: string) => Promise<string>,
) {
  const endpoints = SERVICES.map((service) => [`CLOUDSDK_API_ENDPOINT_OVERRIDES_${service}`, '{origin}/']);
  const base = { ...Object.fromEntries(endpoints), GCE_METADATA_HOST: new URL(server.origin).host };
  const one = { env: { ...base, ...env }, files: { ...TOKEN_FILES, ...files } };
  return useEnvironment(one, { ...PLACEHOLDERS, '{origin}': server.origin }, async (installed) => {
    server.begin(services);
    const failed = await work(installed.env, path.join(installed.home, 'checkout'));
    return formatAnswer(server.sights, failed);
  });
}

const STATES = ['works', 'expired', 'forged'] satisfies TokenState[];
const tokens = STATES.map((state) => [state, createToken(state, { sub: 'pod', aud: 'pool' })] as const);

/** In files, which are JSON, line breaks of keys are escaped. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  '{key}': JSON.stringify(PRIVATE_KEY).slice(1, -1),
  '{other key}': JSON.stringify(OTHER_PRIVATE_KEY).slice(1, -1),
  ...Object.fromEntries(tokens.map(([state, token]) => [`{token ${state}}`, token])),
  '{token empty}': '',
};

const TOKEN_FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(tokens.map(([state, token]) => [`token-${state}`, token])),
  ...Object.fromEntries(tokens.map(([state, token]) => [`token-${state}.json`, JSON.stringify({ value: token })])),
  ...{ 'token-empty': '', 'token-empty.json': '{}', 'checkout/.git/HEAD': '' },
};
