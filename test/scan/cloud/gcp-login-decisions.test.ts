import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Compute, GoogleAuth } from 'google-auth-library';
import { describe, expect, it, vi } from 'vitest';
import { directory, files, gcp, read, startBeforeEach, writeFile } from '../../helpers/inventory/gcp-login.ts';

// Which login is used, and which failure ends it: as in Google's own client, for all combinations.

startBeforeEach();

const CONTENTS = {
  'a key': () => JSON.stringify(files.createKeyFile()),
  'half a key': () => JSON.stringify({ ...files.createKeyFile(), client_email: undefined }),
  'an unknown type': () => JSON.stringify({ type: 'unknown' }),
  'a file that is not JSON': () => 'Sign in',
  'an empty file': () => '',
};
type Content = keyof typeof CONTENTS;
const FILES: readonly (Content | 'nothing' | 'a directory')[] = [
  'nothing',
  'a directory',
  ...(Object.keys(CONTENTS) as Content[]),
];

function install(file: string, content: (typeof FILES)[number]): void {
  if (content === 'nothing') return;
  if (content === 'a directory') mkdirSync(file);
  else writeFileSync(file, CONTENTS[content]());
}

/** The login of Google's client: `file`, `machine`, `none`, or `fails`. */
async function askGoogle(): Promise<string> {
  try {
    const client = await new GoogleAuth({ scopes: ['https://www.googleapis.com/auth/cloud-platform'] }).getClient();
    return client instanceof Compute ? 'machine' : 'file';
  } catch (error) {
    return /Could not load the default credentials/.test(String(error)) ? 'none' : 'fails';
  }
}

async function askCertvigil(env: Record<string, string>): Promise<string> {
  gcp.calls.length = 0;
  const { failure } = await read({}, env);
  if (failure?.code === 'inventory-credentials-missing') return 'none';
  if (failure !== null) return 'fails';
  return gcp.calls.some(({ url }) => url.pathname.startsWith('/computeMetadata/')) ? 'machine' : 'file';
}

describe.each(['not set', ...FILES] as const)('GOOGLE_APPLICATION_CREDENTIALS, with %s', (named) => {
  it('is used, or ends the login, where it does for Google', async () => {
    for (const usual of FILES)
      for (const detection of ['assume-present', 'none']) {
        const home = path.join(directory, `${FILES.indexOf(usual)}-${detection}`);
        mkdirSync(path.join(home, 'gcloud'), { recursive: true });
        install(path.join(home, 'gcloud/application_default_credentials.json'), usual);
        if (named !== 'not set') install(path.join(home, 'named.json'), named);
        const env = {
          ...{ HOME: home, CLOUDSDK_CONFIG: path.join(home, 'gcloud'), GOOGLE_CLOUD_PROJECT: 'example-project' },
          ...{ GCE_METADATA_HOST: new URL(gcp.origin).host, METADATA_SERVER_DETECTION: detection },
          GOOGLE_APPLICATION_CREDENTIALS: named === 'not set' ? '' : path.join(home, 'named.json'),
        };
        for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
        const google = await askGoogle();
        vi.unstubAllEnvs();
        expect([usual, detection, await askCertvigil(env)]).toEqual([usual, detection, google]);
      }
  });
});

it('NO_GCE_CHECK disables the metadata server, as in the client for Python', async () => {
  const env = {
    GCE_METADATA_HOST: new URL(gcp.origin).host,
    NO_GCE_CHECK: 'true',
    CLOUDSDK_CONFIG: writeFile('a', ''),
  };
  const { failure } = await read({}, env);
  expect(failure?.detail).toContain('metadata server: disabled by NO_GCE_CHECK');
});
