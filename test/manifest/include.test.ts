import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadManifest } from '../../src/manifest/load.ts';
import { createTestIo } from './io.ts';
import { directory, listCodes, loadText, useDirectory, writeFiles } from './temporary-manifest.ts';

useDirectory();

describe('included files', () => {
  const main = 'version: 1\ndefaults: { owner: alice }\ninclude: [ "teams/*.yaml", more.yaml ]\n';
  const entry = (name: string) => `certificates: [{ name: ${name}, endpoint: ${name}.example }]\n`;

  it('add to the manifest in order, with its defaults', async () => {
    const { manifest, files } = await loadText(main + entry('main'), {
      'teams/b.yaml': entry('b'),
      'teams/a.yaml': entry('a'),
      'more.yaml': `${entry('c')}webhooks: { chat: { url: https://chat.example/hook } }\n`,
    });
    expect(files).toEqual(['certvigil.yaml', 'teams/a.yaml', 'teams/b.yaml', 'more.yaml']);
    expect(manifest?.entries.map(({ name, owner, position }) => [name, owner, position.file])).toEqual([
      ['main', 'alice', 'certvigil.yaml'],
      ['a', 'alice', 'teams/a.yaml'],
      ['b', 'alice', 'teams/b.yaml'],
      ['c', 'alice', 'more.yaml'],
    ]);
    expect(manifest?.webhooks).toHaveLength(1);
  });

  it('are counted with their entries, by item and by file', async () => {
    const text = `version: 1
include: ['teams/*.yaml', { path: lists/a.csv, allow_empty: true }, 'none/*.csv']
certificates: [{ name: main, expires: 2099-01-01 }]
`;
    const shop = 'certificates: [{ name: shop, expires: 2099-01-01 }]';
    const files = { 'teams/a.yaml': shop, 'teams/b.yaml': 'rules: []', 'lists/a.csv': 'name,expires\n' };
    const { manifest, diagnostics, include } = await loadText(text, files);
    expect(manifest?.included).toEqual([
      {
        ...{ name: 'teams/*.yaml', entries: 1, allow_empty: false },
        files: [
          { name: 'teams/a.yaml', entries: 1 },
          { name: 'teams/b.yaml', entries: 0 },
        ],
      },
      { name: 'lists/a.csv', entries: 0, files: [{ name: 'lists/a.csv', entries: 0 }], allow_empty: true },
      { name: 'none/*.csv', entries: 0, files: [], allow_empty: false },
    ]);
    expect(include).toEqual(['teams/*.yaml', 'lists/a.csv', 'none/*.csv']);
    expect(diagnostics.map(({ code, line }) => `${line} ${code}`)).toEqual(['2 include-matches-nothing']);
  });

  it('may match nothing without a warning with allow_empty', async () => {
    const item = "{ path: 'none/*.csv', allow_empty: true }";
    const { diagnostics } = await loadText(
      `version: 1\ninclude: [${item}]\ncertificates: [{ name: main, expires: 2099-01-01 }]\n`,
    );
    expect(diagnostics).toEqual([]);
  });

  it('are read once each, without the manifest itself', async () => {
    const text = `version: 1\ninclude: ["*.yaml", a.yaml, ./a.yaml]\n${entry('main')}`;
    const { files, manifest } = await loadText(text, { 'a.yaml': entry('a') });
    expect(files).toEqual(['certvigil.yaml', 'a.yaml']);
    expect(manifest?.entries).toHaveLength(2);
  });

  it('are named in the diagnostics about them', async () => {
    const files = { 'teams/a.yaml': 'certificates:\n  - name: a\n    endpont: x\n', 'more.yaml': '- nothing\n' };
    expect(await listCodes(`${main}certificates:\n  - colour: blue\n`, files)).toEqual([
      'certvigil.yaml:5:5 missing-key',
      'certvigil.yaml:5:5 source-missing',
      'certvigil.yaml:5:5 unknown-key',
      'more.yaml:1:1 wrong-type',
      'teams/a.yaml:3:5 unknown-key',
    ]);
  });

  it('add settings that the manifest does not have, an earlier file before a later one', async () => {
    const shared = (days: number, hours: number) =>
      `settings: { expiry_warning_days: ${days}, expiry_critical_days: 5, expiry_scan_cooldown_hours: ${hours} }\n`;
    const { manifest } = await loadText(
      `version: 1\ninclude: [a.yaml, b.yaml]\nsettings: { expiry_critical_days: 9 }\n${entry('main')}`,
      { 'a.yaml': shared(40, 12), 'b.yaml': `settings: { stale_after_hours: 30, expiry_warning_days: 50 }\n` },
    );
    const [settings] = manifest?.entries.map((one) => one.settings) ?? [];
    expect(settings).toMatchObject({ warning: { raw: 40 }, critical: { raw: 9 }, cooldown_hours: 12 });
    expect(manifest?.stale_after_hours).toBe(30);
  });

  it('add settings whose errors and variables have their own position', async () => {
    const text = `version: 1\ninclude: [a.yaml]\n${entry('main')}`;
    const bad = { 'a.yaml': 'settings:\n  expiry_warning_days: 2\n  expiry_critical_days: 5\n  odd: 1\n' };
    expect(await listCodes(text, bad)).toEqual(['a.yaml:3:25 critical-over-warning', 'a.yaml:4:3 unknown-key']);
    const { variables } = await loadText(text, { 'a.yaml': `settings: { heartbeat_url: "\${BEAT}" }\n` });
    expect(variables).toEqual(['BEAT']);
  });

  it('can be absolute paths', async () => {
    await writeFiles({ 'elsewhere/a.yaml': entry('a') });
    const { manifest } = await loadText(`version: 1\ninclude: [ ${path.join(directory, 'elsewhere/a.yaml')} ]\n`);
    expect(manifest?.entries[0]?.position.file).toBe('elsewhere/a.yaml');
  });
});

describe('include, whose lines could be shown in messages, rejects', () => {
  /** The manifest is in `repo`. Files next to that directory belong to others. */
  async function codes(include: string[], event = 'push'): Promise<string[]> {
    const text = `version: 1\ninclude: ${JSON.stringify(include)}\ncertificates: [{ name: a, expires: 2030-01-01 }]\n`;
    await writeFiles({
      'repo/certvigil.yaml': text,
      'secret/token.yaml': 'a: b: hidden\n',
      'repo/.git/config': '[a]\nb: hidden\n',
    });
    const io = { ...createTestIo(path.join(directory, 'repo')), env: { GITHUB_EVENT_NAME: event } };
    const { diagnostics } = await loadManifest(null, io);
    if (diagnostics.every(({ file }) => file === 'certvigil.yaml')) {
      expect(JSON.stringify(diagnostics)).not.toContain('hidden');
    }
    return diagnostics.map(({ code }) => code);
  }

  async function link(target: string, name: string): Promise<void> {
    await mkdir(path.dirname(path.join(directory, 'repo', name)), { recursive: true });
    await symlink(target, path.join(directory, 'repo', name));
  }

  it.each([
    ['a symlink to a file', ['teams/token.yaml']],
    ['a symlink to a file, by a glob', ['teams/*.yaml']],
    ['a symlink to a directory', ['out/token.yaml']],
    ['a symlink to a directory, by globs', ['*/token.yaml']],
    ['a symlink to a directory, by **', ['**/token.yaml']],
  ])('%s outside the workspace', async (_, include) => {
    await link('../../secret/token.yaml', 'teams/token.yaml');
    await link('../secret', 'out');
    expect(new Set(await codes(include))).toEqual(new Set(['include-outside-workspace']));
  });

  it('paths with .. in all notations', async () => {
    const climbing = ['../secret/token.yaml', 'x/../../secret/*', '{a,../secret}/*.yaml', '\\.\\./secret/*.yaml'];
    expect(await codes(climbing)).toEqual(climbing.map(() => 'include-outside-root'));
  });

  it.each([
    ['push', 'needs-quotes'],
    ['schedule', 'needs-quotes'],
    ['pull_request', 'include-outside-workspace'],
    ['pull_request_target', 'include-outside-workspace'],
    ['merge_group', 'include-outside-workspace'],
    ['issue_comment', 'include-outside-workspace'],
    ['workflow_run', 'include-outside-workspace'],
  ])('absolute paths outside the repository only for untrusted events: %s gives %s', async (event, code) => {
    const absolute = path.join(directory, 'secret');
    expect(await codes([`${absolute}/token.yaml`], event)).toContain(code);
    expect(await codes([`${absolute}/*.yaml`], event)).toContain(code);
  });

  it('files in .git', async () => {
    await link('.git', 'conf');
    await link('../.git/config', 'teams/c.yaml');
    expect(await codes(['.git/config', '.git/*', 'conf/config', 'teams/c.yaml'])).toEqual(
      Array.from({ length: 4 }, () => 'include-outside-workspace'),
    );
  });

  it('no symlink to a file or directory within the workspace', async () => {
    await writeFiles({
      'repo/store/a.yaml': 'certificates: [{ name: b, expires: 2030-01-01 }]\n',
      'repo/store/.b.yaml': 'nothing',
    });
    await link('store', 'teams');
    expect(await codes(['*/a.yaml', 'store/a.yaml'])).toEqual([]);
    expect(await codes(['teams/*.yaml'])).toEqual([]);
    expect(await codes(['teams/*.yaml'], 'pull_request')).toEqual([]);
  });

  it('the manifest of a pull request itself, if it is a symlink', async () => {
    await codes([]);
    await link('../secret/token.yaml', 'linked.yaml');
    await link('.git/config', 'git.yaml');
    await link('certvigil.yaml', 'inner.yaml');
    const load = (name: string, event: string) =>
      loadManifest(name, { ...createTestIo(path.join(directory, 'repo')), env: { GITHUB_EVENT_NAME: event } });
    for (const name of ['linked.yaml', 'git.yaml']) {
      await expect(load(name, 'pull_request')).rejects.toMatchObject({
        code: 'manifest-outside-workspace',
        exitCode: 2,
      });
      expect((await load(name, 'push')).diagnostics).not.toEqual([]);
    }
    expect((await load('inner.yaml', 'pull_request')).manifest).not.toBeNull();
    await expect(load('none/at/all.yaml', 'pull_request')).rejects.toMatchObject({ code: 'manifest-not-found' });
  });

  it('pipes and devices with an error, without waiting for a writer', async () => {
    await writeFiles({ 'repo/teams/a.yaml': '' });
    execFileSync('mkfifo', [path.join(directory, 'repo/teams/pipe.yaml')]);
    expect(await codes(['teams/pipe.yaml'])).toEqual(['include-unreadable']);
    expect(await codes(['/dev/null'])).toContain('include-unreadable');
  });

  // root can read everything.
  it.skipIf(process.getuid?.() === 0)('unreadable directories with an error instead of skipping them', async () => {
    await writeFiles({ 'repo/teams/a/a.yaml': '', 'repo/teams/b/b.yaml': '' });
    await chmod(path.join(directory, 'repo/teams/b'), 0);
    const found = await codes(['teams/*/*.yaml']).finally(() => chmod(path.join(directory, 'repo/teams/b'), 0o700));
    expect(found).toContain('include-unreadable');
  });
});

describe('the total size of a manifest with its included files is limited', () => {
  const MEBIBYTE = 1024 * 1024;

  it.each([
    ['20 MB', 5, `# ${'x'.repeat(4.5 * MEBIBYTE)}\n`],
    ['1,000,000 lines, items and backslashes', 3, `certificates: []\n${'#\n'.repeat(400_000)}`],
  ])('to %s', async (limit, count, text) => {
    const files = Object.fromEntries(Array.from({ length: count }, (_, index) => [`teams/${index}.yaml`, text]));
    const { manifest, diagnostics } = await loadText('version: 1\ninclude: ["teams/*.yaml"]\n', files);
    expect(manifest).toBeNull();
    expect(diagnostics).toMatchObject([{ code: 'include-too-large', file: 'certvigil.yaml', line: 2, column: 11 }]);
    expect(diagnostics[0]?.message).toContain(limit);
  });
});
