/** Logins to Vault, compared with those of hvac, its client for Python. */

import path from 'node:path';
import type { VaultPkiSource } from '../../../../src/domain/index.ts';
import { lazy } from '../../../../src/lib/memoize.ts';
import { type Environment, useEnvironment } from '../environment.ts';
import { startLineProgram } from '../line-program.ts';
import { findFailedLogin } from '../our-login.ts';
import { createToken, type TokenState } from '../tokens.ts';
import { formatAnswer, type Vendor } from '../vendor.ts';
import { cases } from './cases.ts';
import { differences } from './differences.ts';
import { startVaultServer, type VaultServer } from './server.ts';

const start = lazy(startVaultServer);

/** The logins by their names in the trace. A token that cannot be sent is a login, too. */
const METHODS = { token: 'token', approle: 'login', jwt: 'login', kubernetes: 'login' };

export const VAULT: Vendor<'vault'> = {
  vendor: 'vault',
  programs: ['/usr/bin/python3', '/usr/lib/python3/dist-packages/hvac'],
  cases,
  answer: async (one) => {
    const server = await start();
    return logIn(one, server, async (env, root) => {
      const system = `the mount pki of ${server.origin}`;
      const failed = await findFailedLogin({ source: createSource(one, server), env, root }, system, METHODS);
      // A login by a file that is not there has no token either.
      return one.entry.method !== 'token' && failed === 'everything' ? 'login' : failed;
    });
  },
  open: async ([python = '']) => {
    const server = await start();
    const hvac = startLineProgram(python, [path.join(import.meta.dirname, 'log-in.py')]);
    const { version } = (await hvac.ask({})) as { version: string };
    const answer = (one: Environment) =>
      logIn(one, server, async (env) => {
        const { failed } = (await hvac.ask({ url: server.origin, env, entry: one.entry })) as { failed: string };
        return failed;
      });
    const ask = async (all: readonly Environment[]) => {
      const answers: string[] = [];
      for (const one of all) answers.push(await answer(one));
      return answers;
    };
    const close = async () => void (await Promise.all([hvac.close(), server.close()]));
    return { oracles: [{ name: `hvac ${version}`, ask }], close };
  },
  differences,
};

function createSource({ entry }: Environment, { origin }: VaultServer): VaultPkiSource {
  return {
    ...{ kind: 'vault_pki', url: origin, mounts: ['pki'], namespace: null, superseded: false, expired_days: 7 },
    ...{ ca_file: null, ssl_verification: true, allow_empty: true },
    login: createLogin(entry),
  };
}

function createLogin({
  method,
  token,
  role = '',
  role_id = '',
  secret_id = '',
  jwt_file = '',
}: Environment['entry']): VaultPkiSource['login'] {
  if (method === 'approle') return { method, mount: 'approle', role_id, secret_id };
  if (method === 'jwt' || method === 'kubernetes')
    return { method, mount: method, role, jwt: null, jwt_file, audience: null };
  return { method: 'token', token: token ?? null };
}

/** Logs in, and answers by what the server saw. `work` returns the login that failed, if one did. */
function logIn(
  { env, files }: Environment,
  server: VaultServer,
  work: (env: Record<string, string>, root: string) => Promise<string>,
) {
  return useEnvironment({ env, files: { ...TOKEN_FILES, ...files } }, {}, async (installed) => {
    server.begin();
    const failed = await work(installed.env, path.join(installed.home, 'checkout'));
    return formatAnswer(server.sights, failed);
  });
}

const STATES = ['works', 'expired', 'forged'] satisfies TokenState[];
const TOKEN_FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(STATES.map((state) => [`checkout/token-${state}`, createToken(state, { sub: 'pod' })])),
  ...{ 'checkout/token-empty': '', 'checkout/.git/HEAD': '' },
};
