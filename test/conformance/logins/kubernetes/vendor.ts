/** Logins to clusters with a kubeconfig, compared with those of kubectl. */

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { KubernetesSource } from '../../../../src/domain/index.ts';
import { lazy } from '../../../../src/lib/memoize.ts';
import { runProgram } from '../../../real/harness.ts';
import { type Environment, type Placeholders, useEnvironment } from '../environment.ts';
import { findFailedLogin } from '../our-login.ts';
import { formatAnswer, type Vendor } from '../vendor.ts';
import { cases } from './cases.ts';
import { createCertificateFiles } from './certificates.ts';
import { differences } from './differences.ts';
import { formatToken, startKubernetesServer } from './server.ts';

const start = lazy(async () => {
  const { tls, files } = await createCertificateFiles();
  const data = Object.entries(files).map(([name, text]) => [`{data ${name}}`, Buffer.from(text).toString('base64')]);
  const server = await startKubernetesServer(tls);
  const placeholders: Placeholders = {
    ...Object.fromEntries(data),
    '{data missing.pem}': '',
    '{origin}': server.origin,
  };
  return { server, files, placeholders };
});

type World = Awaited<ReturnType<typeof start>>;

const run = promisify(execFile);

/** kubectl does not say what of a login failed. */
const FAILED = 'login';

export const KUBERNETES: Vendor<'kubernetes'> = {
  vendor: 'kubernetes',
  programs: ['kubectl'],
  cases,
  answer: async (one) =>
    logIn(one, await start(), (env, root) =>
      findFailedLogin({ source: createSource(one), env, root }, 'the cluster', {}),
    ),
  open: async ([kubectl = '']) => {
    const world = await start();
    const { clientVersion } = JSON.parse((await runProgram(kubectl, ['version', '--client', '-o', 'json'])).toString());
    const ask = async (all: readonly Environment[]) => {
      const answers: string[] = [];
      for (const one of all) answers.push(await logIn(one, world, (env) => askKubectl(kubectl, one, env)));
      return answers;
    };
    return { oracles: [{ name: `kubectl ${clientVersion.gitVersion}`, ask }], close: world.server.close };
  },
  differences,
};

async function askKubectl(kubectl: string, { entry }: Environment, env: Record<string, string>): Promise<void> {
  const options = entry.context === undefined ? [] : ['--context', entry.context];
  // Its exit code says less than what the server saw.
  const running = run(kubectl, ['get', '--raw', '/api/v1/secrets', ...options], { env, timeout: 20_000 });
  // It asks for a user and a password if it has no login.
  running.child.stdin?.end();
  await running.catch(() => undefined);
}

function createSource({ entry }: Environment): KubernetesSource {
  return {
    ...{
      kind: 'kubernetes',
      exec: true,
      resources: ['secrets'],
      secret_types: ['kubernetes.io/tls'],
      label_selector: null,
      ca_file: null,
    },
    access:
      entry.context === undefined
        ? { method: 'environment' }
        : { method: 'kubeconfig', kubeconfig: null, context: entry.context },
    ...{ namespaces: [], exclude_namespaces: [], ssl_verification: true, allow_empty: true },
  };
}

/** Logs in, and answers by what the server saw. */
function logIn(
  { env, files }: Environment,
  world: World,
  work: (env: Record<string, string>, root: string) => Promise<unknown>,
) {
  const all = { ...world.files, ...FILES, ...files };
  return useEnvironment({ env, files: all }, world.placeholders, async (installed) => {
    world.server.begin();
    await work(installed.env, path.join(installed.home, 'checkout'));
    return formatAnswer(world.server.sights, FAILED);
  });
}

const print = (credential: object) => {
  const version = 'client.authentication.k8s.io/VERSION';
  const output = JSON.stringify({ apiVersion: version, kind: 'ExecCredential', ...credential });
  return `#!/bin/sh\necho '${output}' | sed "s/VERSION/$1/"\n`;
};

const FILES: Readonly<Record<string, string>> = {
  ...{ token: `${formatToken('file')}\n`, empty: '', 'checkout/.git/HEAD': '' },
  'bin/works': print({ status: { token: formatToken('command') } }),
  'bin/nothing': print({ status: {} }),
  'bin/fails': '#!/bin/sh\nexit 3\n',
  'bin/text': '#!/bin/sh\necho Sign in\n',
  'bin/old': `#!/bin/sh\necho '{"apiVersion":"client.authentication.k8s.io/v1alpha1","kind":"ExecCredential","status":{"token":"a"}}'\n`,
};
