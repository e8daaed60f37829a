import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSource } from '../../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../../src/generated/manifest.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';

// Nobody writes to the pipe, so a reader that opened it would wait forever.

let root: string;
let pipe: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'certvigil-pipes-')));
  pipe = path.join(root, 'pipe');
  if (process.platform !== 'win32') execFileSync('mkfifo', [pipe]);
  for (const [directory, file] of [
    ['aws/.aws', 'config'],
    ['vault', '.vault-token'],
    ['kube/.kube', 'config'],
    ['gcloud/.config/gcloud', 'application_default_credentials.json'],
  ] as const) {
    mkdirSync(path.join(root, directory), { recursive: true });
    if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(root, directory, file)]);
  }
});
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const ROLE = 'arn:aws:iam::123456789012:role/certvigil';
const AWS: Partial<EntrySpec> = { aws_acm: { regions: ['eu-west-1'] } };
const AZURE: Partial<EntrySpec> = { azure_key_vault: { vaults: ['example'] } };
const GCP: Partial<EntrySpec> = { gcp_certificate_manager: { projects: ['example-project'] } };
const KUBERNETES: Partial<EntrySpec> = { kubernetes: {} };
const CLIENT = { AZURE_TENANT_ID: 'tenant', AZURE_CLIENT_ID: 'client' };

const writeFile = (name: string, text: string) => {
  writeFileSync(path.join(root, name), text);
  return path.join(root, name);
};
const writeProfile = (name: string, settings: string) => ({
  ...{ AWS_PROFILE: 'shop', AWS_CONFIG_FILE: writeFile(name, `[profile shop]\n${settings}\n`) },
});
const writeKubeconfig = (user: object) =>
  writeFile(
    'kubeconfig',
    JSON.stringify({
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
      clusters: [{ name: 'a', cluster: { server: 'https://127.0.0.1:1' } }],
      users: [{ name: 'a', user }],
    }),
  );

const CASES: [string, Partial<EntrySpec>, () => Record<string, string>][] = [
  ['~/.aws/config', AWS, () => ({ HOME: path.join(root, 'aws') })],
  ['AWS_CONFIG_FILE', AWS, () => ({ AWS_CONFIG_FILE: pipe })],
  [
    'AWS_CONFIG_FILE, with keys in variables',
    AWS,
    () => ({ AWS_CONFIG_FILE: pipe, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-key' }),
  ],
  ['AWS_SHARED_CREDENTIALS_FILE', AWS, () => ({ AWS_SHARED_CREDENTIALS_FILE: pipe })],
  ['AWS_WEB_IDENTITY_TOKEN_FILE', AWS, () => ({ AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: pipe })],
  [
    'web_identity_token_file of a profile',
    AWS,
    () => writeProfile('identity', `role_arn = ${ROLE}\nweb_identity_token_file = ${pipe}`),
  ],
  [
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    AWS,
    () => ({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: pipe,
    }),
  ],
  [
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE of a profile',
    AWS,
    () => ({
      ...writeProfile('container', `role_arn = ${ROLE}\ncredential_source = EcsContainer`),
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: pipe,
    }),
  ],
  ['AZURE_CLIENT_CERTIFICATE_PATH', AZURE, () => ({ ...CLIENT, AZURE_CLIENT_CERTIFICATE_PATH: pipe })],
  ['AZURE_FEDERATED_TOKEN_FILE', AZURE, () => ({ ...CLIENT, AZURE_FEDERATED_TOKEN_FILE: pipe })],
  ['GOOGLE_APPLICATION_CREDENTIALS', GCP, () => ({ GOOGLE_APPLICATION_CREDENTIALS: pipe })],
  ['the file of gcloud', GCP, () => ({ HOME: path.join(root, 'gcloud') })],
  [
    'the token file in a file of Google',
    GCP,
    () => ({
      GOOGLE_APPLICATION_CREDENTIALS: JSON.stringify({
        ...{ type: 'external_account', audience: 'a', subject_token_type: 'b' },
        ...{ token_url: 'https://sts.googleapis.com/v1/token', credential_source: { file: pipe } },
      }),
    }),
  ],
  ['KUBECONFIG', KUBERNETES, () => ({ KUBECONFIG: pipe })],
  ['~/.kube/config', KUBERNETES, () => ({ HOME: path.join(root, 'kube') })],
  ['kubeconfig', { kubernetes: { kubeconfig: 'pipe' } }, () => ({})],
  ['tokenFile of a kubeconfig', KUBERNETES, () => ({ KUBECONFIG: writeKubeconfig({ tokenFile: pipe }) })],
  [
    'client-certificate of a kubeconfig',
    KUBERNETES,
    () => ({ KUBECONFIG: writeKubeconfig({ 'client-certificate': pipe, 'client-key': pipe }) }),
  ],
  ['~/.vault-token', { vault_pki: { url: 'https://127.0.0.1:1' } }, () => ({ HOME: path.join(root, 'vault') })],
  ['jwt_file', { vault_pki: { url: 'https://127.0.0.1:1', role: 'a', jwt_file: 'pipe' } }, () => ({})],
];

describe.skipIf(process.platform === 'win32')('a pipe instead of a file with credentials', () => {
  it.each(CASES)('is not opened: %s', async (_, entry, prepare) => {
    const env = { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', ...prepare() };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const source = createSource({ name: 'inventory', ...entry } as EntrySpec, {});
    const { failure } = await readInventorySource({ source, env, root, timeout_seconds: 2 });
    expect(failure?.code).toMatch(/^inventory-(?:login-failed|credentials-missing)$/);
    expect(failure?.detail).toContain('is a device, a pipe or a socket');
  });
});
