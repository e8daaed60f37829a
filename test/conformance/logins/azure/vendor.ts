/** Logins to Azure, compared with those of DefaultAzureCredential of Microsoft's library, whose single credentials we use. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { AzureKeyVaultSource } from '../../../../src/domain/index.ts';
import { lazy } from '../../../../src/lib/memoize.ts';
import { type Environment, useEnvironment } from '../environment.ts';
import { startLineProgram } from '../line-program.ts';
import { findFailedLogin } from '../our-login.ts';
import { createToken, type TokenState } from '../tokens.ts';
import { formatAnswer, type Vendor } from '../vendor.ts';
import { cases } from './cases.ts';
import { createCertificateFiles } from './certificates.ts';
import { differences } from './differences.ts';
import { type AzureServer, CLI_TOKEN, FEDERATION_AUDIENCE, startAzureServer } from './server.ts';

const { version } = JSON.parse(readFileSync('node_modules/@azure/identity/package.json', 'utf8'));

const start = lazy(async () => {
  const { known, files } = await createCertificateFiles();
  return { server: await startAzureServer(known), files: { ...files, ...TOKEN_FILES } };
});

type World = Awaited<ReturnType<typeof start>>;

/** The logins by their names in the trace. */
const METHODS: Readonly<Record<string, string>> = {
  ...{ 'client secret': 'environment', certificate: 'environment', AZURE_USERNAME: 'environment' },
  ...{ 'workload identity': 'workload', 'managed identity': 'identity', 'Azure CLI': 'cli' },
};

/** The logins by the names of Microsoft's credentials. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  ...{ EnvironmentCredential: 'environment', WorkloadIdentityCredential: 'workload' },
  ...{ ManagedIdentityCredential: 'identity', AzureCliCredential: 'cli' },
};

export const AZURE: Vendor<'azure'> = {
  vendor: 'azure',
  programs: [],
  cases,
  answer: async (one) => {
    const world = await start();
    return logIn(one, world, (env, root) =>
      findFailedLogin({ source: createSource(world.server), env, root }, VAULT_LOGIN, METHODS),
    );
  },
  open: async () => {
    const world = await start();
    const { server } = world;
    const library = startLineProgram(process.execPath, [path.join(import.meta.dirname, 'log-in.ts'), server.origin]);
    const ask = async (all: readonly Environment[]) => {
      const answers: string[] = [];
      for (const one of all)
        answers.push(
          await logIn(one, world, async (env) => {
            const { failed } = (await library.ask(env)) as { failed: string };
            return CREDENTIALS[failed] ?? failed;
          }),
        );
      return answers;
    };
    const close = async () => void (await Promise.all([library.close(), server.close()]));
    return { oracles: [{ name: `DefaultAzureCredential ${version}`, ask }], close };
  },
  differences,
};

/** The system of the login in the trace. */
const VAULT_LOGIN = 'Azure Key Vault';

function createSource({ origin }: AzureServer): AzureKeyVaultSource {
  return {
    ...{ kind: 'azure_key_vault', vaults: [origin], subscriptions: [], exclude_vaults: [], cloud: 'public' },
    ...{ tenant_id: null, client_id: null, client_secret: null, audience: FEDERATION_AUDIENCE, allow_empty: true },
  };
}

/** Logs in, and answers by what the server saw. `work` returns the login that failed, if one did. */
function logIn(
  { env, files, services }: Environment,
  world: World,
  work: (env: Record<string, string>, root: string) => Promise<string>,
) {
  const { origin } = world.server;
  const base = {
    PATH: '{home}/bin:/usr/bin:/bin',
    AZURE_AUTHORITY_HOST: origin,
    AZURE_POD_IDENTITY_AUTHORITY_HOST: origin,
  };
  const one = { env: { ...base, ...env }, files: { ...world.files, ...files } };
  return useEnvironment(one, { ...CLIS, '{origin}': origin }, async (installed) => {
    world.server.begin(services);
    const failed = await work(installed.env, path.join(installed.home, 'checkout'));
    return formatAnswer(world.server.sights, failed);
  });
}

const print = (text: string, status = 0) => `#!/bin/sh\necho '${text}'\nexit ${status}\n`;
const formatCliToken = (accessToken: string) =>
  JSON.stringify({
    accessToken,
    expires_on: 4_102_444_800,
    expiresOn: '2100-01-01 00:00:00.000000',
    tokenType: 'Bearer',
  });

/** What `az account get-access-token` does. */
const CLIS: Readonly<Record<string, string>> = {
  '{az works}': print(formatCliToken(CLI_TOKEN)),
  '{az other}': print(formatCliToken('another-token')),
  '{az fails}': print('', 1),
  '{az text}': print('Sign in'),
};

const STATES = ['works', 'expired', 'forged'] satisfies TokenState[];
const TOKEN_FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    STATES.map((state) => [`token-${state}`, createToken(state, { sub: 'pod', aud: FEDERATION_AUDIENCE })]),
  ),
  ...{ 'token-empty': '', 'text.pem': 'Sign in', 'checkout/.git/HEAD': '' },
};
