/** Google's own clients: for Node, in this process, and for Python. Their requests to Google are sent to the server of the suite. */

import path from 'node:path';
import { GoogleAuth } from 'google-auth-library';
import type { Session } from '../../suite.ts';
import type { Environment } from '../environment.ts';
import { startLineProgram } from '../line-program.ts';

type LogIn = (env: Record<string, string>) => Promise<string>;
type Run = (one: Environment, logIn: LogIn) => Promise<string>;

const SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];
const LISTING = 'https://certificatemanager.googleapis.com/v1/projects/p/locations/global/certificates';

/** `origin`: of the server. */
export async function openOracles(python: string, origin: string, run: Run): Promise<Session<Environment>> {
  // The library reads the address of the metadata server when it is loaded.
  const metadata = { GCE_METADATA_HOST: new URL(origin).host, GCE_METADATA_IP: new URL(origin).host };
  const script = path.join(import.meta.dirname, 'log-in.py');
  const library = startLineProgram(python, [script, origin], metadata);
  const { version } = (await library.ask({})) as { version: string };
  const logInWithPython: LogIn = async (env) => ((await library.ask({ env })) as { login: string }).login;
  const oracles = [
    { name: NODE, ask: each(async (one) => (isImpersonated(one) ? null : run(one, () => logInWithNode(origin)))) },
    { name: `google-auth ${version} for Python`, ask: each((one) => run(one, logInWithPython)) },
  ];
  return { oracles, close: library.close };
}

export const NODE = 'google-auth-library for Node';

/** The library sends the request for the source of an impersonation to Google itself, whatever its options are. */
const isImpersonated = ({ files }: Environment) =>
  Object.values(files).some((text) => text.includes('impersonated_service_account'));

function each(answer: (one: Environment) => Promise<string | null>) {
  return async (cases: readonly Environment[]) => {
    const answers: (string | null)[] = [];
    for (const one of cases) answers.push(await answer(one));
    return answers;
  };
}

/** Tells which login was tried last. */
class WatchedAuth extends GoogleAuth {
  tried = 'everything';
  override _tryGetApplicationCredentialsFromEnvironmentVariable(
    ...options: Parameters<GoogleAuth['_tryGetApplicationCredentialsFromEnvironmentVariable']>
  ) {
    this.tried = 'named';
    return super._tryGetApplicationCredentialsFromEnvironmentVariable(...options);
  }
  override _tryGetApplicationCredentialsFromWellKnownFile(
    ...options: Parameters<GoogleAuth['_tryGetApplicationCredentialsFromWellKnownFile']>
  ) {
    this.tried = 'gcloud';
    return super._tryGetApplicationCredentialsFromWellKnownFile(...options);
  }
  override _checkIsGCE() {
    this.tried = 'everything';
    return super._checkIsGCE();
  }
}

async function logInWithNode(origin: string): Promise<string> {
  const fetchImplementation: typeof fetch = (input, init) => {
    const { href, hostname, pathname, search } = new URL(input instanceof Request ? input.url : input);
    return fetch(hostname.endsWith('.googleapis.com') ? new URL(pathname + search, origin) : href, init);
  };
  const transporterOptions = { fetchImplementation, retry: false };
  const auth = new WatchedAuth({ scopes: SCOPES, projectId: 'p', clientOptions: { transporterOptions } });
  try {
    const client = await auth.getClient();
    await client.request({ url: LISTING, retry: false });
  } catch {
    // The server saw the credentials, or there are none.
  }
  return auth.tried;
}
