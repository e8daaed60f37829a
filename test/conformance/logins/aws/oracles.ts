/** The clients of AWS that are asked: botocore, botocore with the option for a profile, and the SDK for JavaScript. */

import path from 'node:path';
import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import type { Session } from '../../suite.ts';
import type { Environment } from '../environment.ts';
import { startLineProgram } from '../line-program.ts';

/** Logs in with the variables, and returns the name of the login that failed, if one did. */
type LogIn = (env: Record<string, string>) => Promise<string>;

/** Runs a login in an environment, and answers by what the server saw. */
export type Run = (one: Environment, logIn: LogIn) => Promise<string>;

/** The logins by the names of botocore's providers. */
const METHODS: Readonly<Record<string, string>> = {
  ...{ env: 'environment', 'container-role': 'container', 'iam-role': 'machine', identity: 'identity' },
  ...{ profile: 'profile', 'assume-role': 'profile', 'assume-role-with-web-identity': 'profile', sso: 'profile' },
  ...{ 'shared-credentials-file': 'profile', 'config-file': 'profile', 'custom-process': 'profile' },
};

export async function openOracles(python: string, run: Run): Promise<Session<Environment>> {
  const boto = startLineProgram(python, [path.join(import.meta.dirname, 'log-in.py')]);
  const { version } = (await boto.ask({})) as { version: string };
  const askBoto = (one: Environment, profile: string | null) =>
    run(one, async (env) => {
      const { method, error } = (await boto.ask({ env, profile })) as { method: string; error: string };
      return METHODS[method] ?? (error === 'none' ? 'everything' : `unknown ${method} ${error}`);
    });
  const oracles = [
    { name: `botocore ${version}`, ask: each((one) => askBoto(one, null)) },
    {
      name: `botocore ${version} with --profile`,
      ask: each(async (one) => (one.env.AWS_PROFILE ? askBoto(one, one.env.AWS_PROFILE) : null)),
    },
    // The SDK waits a second between the requests to a container that fails.
    { name: SDK, ask: each(async (one) => (isSlow(one) ? null : run(one, logInWithSdk))) },
  ];
  return { oracles, close: boto.close };
}

export const SDK = 'the AWS SDK for JavaScript';

const isSlow = ({ services }: Environment) => !['works', 'expired', undefined].includes(services.container);

function each(answer: (one: Environment) => Promise<string | null>) {
  return async (cases: readonly Environment[]) => {
    const answers: (string | null)[] = [];
    for (const one of cases) answers.push(await answer(one));
    return answers;
  };
}

/** Its chain does not say which login failed. */
async function logInWithSdk(): Promise<string> {
  const client = new ACMClient({ region: 'eu-west-1', maxAttempts: 1, logger: SILENT });
  try {
    await client.send(new ListCertificatesCommand({}));
  } catch {
    // The server saw the credentials, or there are none.
  } finally {
    client.destroy();
  }
  return 'something';
}

const ignore = () => undefined;
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };
