import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOfflineGit, type Git } from '../../src/lib/git.ts';

const directories: string[] = [];
let checkout: string;
let git: Git;

function createDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'certvigil-git-'));
  directories.push(directory);
  return directory;
}

beforeAll(async () => {
  checkout = createDirectory();
  execFileSync('git', ['init', '--quiet', checkout]);
  for (let index = 100; index < 200; index += 1) writeFileSync(join(checkout, `file-${index}`), '');
  git = await createOfflineGit(checkout, createDirectory(), {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
  });
});
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

it('returns all of the output', async () => {
  const output = await git(['ls-files', '--others', '-z']);
  expect(String(output).split('\0').filter(Boolean)).toHaveLength(100);
});

it('gets the input', async () => {
  const hash = await git(['hash-object', '--stdin'], 'a\n');
  expect(String(hash)).toBe('78981922613b2afb6025042ff6bd878ac1994e85\n');
  expect(String(await git(['hash-object', '--stdin']))).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n');
});

it('returns null if git fails, even if it does not read its input', async () => {
  expect(await git(['no-such-command'], 'x'.repeat(1_000_000))).toBeNull();
});

it('may not fetch, and reads repositories of any owner', async () => {
  expect(await git(['ls-remote', checkout])).toBeNull();
  expect(String(await git(['config', '--get', 'safe.directory']))).toBe('*\n');
});

it('may not fetch, even if the configuration of the repository allows it', async () => {
  for (const key of ['protocol.allow', 'protocol.file.allow']) {
    execFileSync('git', ['-C', checkout, 'config', key, 'always']);
    expect(await git(['ls-remote', checkout])).toBeNull();
  }
});

it('ends a command that is aborted', async () => {
  const controller = new AbortController();
  const limited = await createOfflineGit(checkout, createDirectory(), process.env, controller.signal);
  const output = limited(['ls-files', '--others']);
  controller.abort();
  expect(await output).toBeNull();
  expect(await limited(['ls-files', '--others'])).toBeNull();
});
