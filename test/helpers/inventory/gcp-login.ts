/** What the tests of the logins to Google Cloud share: fakes of its APIs and of GitHub's identity tokens. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { readInventorySource } from './context.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { createTestCertificate } from './fakes/fake.ts';
import { type CredentialFiles, createCredentialFiles } from './fakes/gcp/credential-files.ts';
import { type FakeGcp, GCP_PROVIDER, startFakeGcp } from './fakes/gcp/index.ts';
import { type FakeIdTokens, startFakeIdTokens } from './fakes/id-tokens.ts';

export type Login = FakeGcp['manager']['login'];
export type Environment = Record<string, string>;

export const PROVIDER: Login = { workload_identity_provider: GCP_PROVIDER, service_account: null, audience: null };

export let gcp: FakeGcp;
export let tokens: FakeIdTokens;
export let other: FakeApi;
export let directory: string;
export let files: CredentialFiles;

/** Each file calls this, because the files of a worker load this module once. */
export function startBeforeEach(): void {
  beforeEach(async () => {
    [gcp, tokens, other] = await Promise.all([
      startFakeGcp(),
      startFakeIdTokens(),
      startFakeApi(() => ({ status: 500 })),
    ]);
    files = createCredentialFiles(gcp.origin, tokens);
    directory = mkdtempSync(path.join(tmpdir(), 'certvigil-gcp-'));
    gcp.add('shop', (await createTestCertificate({ name: 'shop.example' })).certificate);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
    await Promise.all([gcp.close(), tokens.close(), other.close()]);
  });
}

export const read = (login: Partial<Login>, env: Environment = {}, timeout_seconds = 20) =>
  readInventorySource({
    timeout_seconds,
    source: { ...gcp.manager, login: { ...gcp.manager.login, ...login } },
    env: { ...gcp.endpoints, ...env },
    root: directory,
  });

export function writeFile(name: string, content: object | string): string {
  const file = path.join(directory, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

export const useFile = (content: object | string): Environment => ({
  GOOGLE_APPLICATION_CREDENTIALS: writeFile('credentials.json', content),
});
