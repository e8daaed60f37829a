import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/app/check-manifest.ts';
import { createTestIo } from './io.ts';
import { directory, useDirectory, writeFiles } from './temporary-manifest.ts';

useDirectory();

const PULL_REQUEST = ['pull_request', 'pull_request_target', 'merge_group', 'issue_comment', 'workflow_run'];

/** The manifest is in `repo`. Files next to that directory belong to others. */
async function check(text: string, event = 'pull_request', env: Record<string, string> = {}) {
  await writeFiles({ 'repo/ops/certvigil.yaml': `version: 1\n${text}` });
  const io = { ...createTestIo(path.join(directory, 'repo/ops')), env: { GITHUB_EVENT_NAME: event, ...env } };
  const { diagnostics, manifest } = await checkManifest(null, io);
  expect(JSON.stringify(diagnostics)).not.toContain('hidden');
  return { manifest, codes: diagnostics.map(({ code, line, column }) => `${line}:${column} ${code}`) };
}

beforeEach(async () => {
  await writeFiles({
    'secret/hidden.pem': 'hidden',
    'repo/.git/HEAD': '',
    'repo/certs/a.pem': 'not a certificate',
    'repo/ops/b.pem': 'not a certificate',
  });
});

describe('in a run that may check out a pull request, a path outside the checkout is rejected by its text alone', () => {
  it.each([
    '../../secret/*.pem',
    '../../secret/missing.pem',
    '../../**/*.pem',
    'x/../../../secret/*.pem',
    '*/../../../secret/*.pem',
    '**/../../secret/*.pem',
    '{b.pem,../../secret/*.pem}',
    '\\.\\./\\.\\./secret/*.pem',
    '/etc/passwd',
    '/home/*/.ssh/*',
    'C:/windows/win.ini',
    'c:\\windows\\win.ini',
    '{b.pem,C:/windows/*}',
    '\\\\server\\share\\a.pem',
    '//server/share/a.pem',
  ])('in file: %s', async (pattern) => {
    const entries = `certificates:\n  - name: a\n    file: [b.pem, ${JSON.stringify(pattern)}]\n`;
    const { manifest, codes } = await check(entries);
    expect(manifest).toBeNull();
    expect(codes.filter((code) => code.endsWith('path-outside-checkout'))).toEqual(['4:19 path-outside-checkout']);
  });

  it.each(PULL_REQUEST)('for the event %s', async (event) => {
    const { codes } = await check('certificates: [{ name: a, file: ../../secret/* }]\n', event);
    expect(codes).toContain('2:33 path-outside-checkout');
  });

  it('in ca_file of entries, of defaults once, and of receivers; and in client certificates', async () => {
    const text = `certificates:
  - { name: a, endpoint: a.example, ca_file: /etc/ssl/ca.pem }
  - { name: b, endpoint: a.example, client_certificate: { cert: ../../secret/c.pem, key: ../../secret/k.pem } }
webhooks: { hook: { url: "https://hook.example/", ca_file: ../../secret/ca.pem } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: hook }] }]
`;
    expect((await check(text)).codes).toEqual([
      '3:46 path-outside-checkout',
      '4:65 path-outside-checkout',
      '4:90 path-outside-checkout',
      '5:60 path-outside-checkout',
    ]);
  });

  it('in the key_blocklist of a policy', async () => {
    const text = `certificates: [{ name: a, endpoint: a.example }]
policies: [{ name: keys, key_blocklist: ../../secret/keys.txt }, { name: own, key_blocklist: /etc/passwd, enabled: false }]
`;
    expect((await check(text)).codes.filter((code) => code.startsWith('3:'))).toEqual(['3:41 path-outside-checkout']);
  });

  it('in the token file of a login to Vault', async () => {
    const login = '{ url: "https://vault.example", role: a, jwt_file: /run/secrets/token }';
    const { codes } = await check(`certificates: [{ name: a, vault_pki: ${login} }]\n`);
    expect(codes).toEqual(['2:89 path-outside-checkout']);
  });

  it('but not elsewhere in the repository, above the manifest', async () => {
    const { manifest } = await check('certificates: [{ name: a, file: [../certs/*.pem, "**/*.pem"] }]\n');
    expect(manifest).not.toBeNull();
  });

  it('without a repository, the checkout is the workspace of the runner', async () => {
    await writeFiles({ 'workspace/ops/certvigil.yaml': '' });
    const text = 'version: 1\ncertificates: [{ name: a, file: ../certs/*.pem }, { name: b, file: ../../secret/* }]\n';
    await writeFiles({ 'workspace/ops/certvigil.yaml': text });
    const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_WORKSPACE: path.join(directory, 'workspace') };
    const io = { ...createTestIo(path.join(directory, 'workspace/ops')), env };
    const { diagnostics } = await checkManifest(null, io);
    const outside = diagnostics.filter(({ code }) => code === 'path-outside-checkout');
    expect(outside).toMatchObject([{ line: 2, column: 68 }]);
  });

  it('and links that lead out of it are not followed', async () => {
    await symlink('../../secret', path.join(directory, 'repo/ops/out'));
    const { codes } = await check('certificates: [{ name: a, file: ["out/*.pem", "*/*.pem"] }]\n');
    expect(codes.filter((code) => !code.endsWith('glob-no-match'))).toEqual([]);
  });
});

it('on other events, paths outside the checkout are read', async () => {
  const { manifest, codes } = await check('certificates: [{ name: a, file: ../../secret/*.pem }]\n', 'schedule');
  expect(codes).toEqual([]);
  expect(manifest).not.toBeNull();
});

it('disabled entries are not checked', async () => {
  const { codes } = await check('certificates: [{ name: a, file: /etc/a.pem, enabled: false }]\n');
  expect(codes).toEqual([]);
});
