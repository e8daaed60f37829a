import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoreKind } from '../../src/domain/index.ts';
import type { GitHubAccess } from '../../src/lib/io.ts';
import { openResponseCache, openStore, resolveStoreKind, type StoreRequest } from '../../src/store/index.ts';
import { createTestIo } from '../manifest/io.ts';

const DIRECTORY = import.meta.dirname;
const WORKFLOW = { GITHUB_ACTIONS: 'true' };
const GITHUB: GitHubAccess = { token: 'x', repository: 'example/certificates', api_url: 'http://127.0.0.1:9' };

function home(store: StoreKind | null = null) {
  return {
    root: DIRECTORY,
    proxy: null,
    event_log: {
      store,
      path: 'log.json',
      branch: 'certvigil-state',
      max_commits: null,
      partitions: 1,
      retention_days: 90,
    },
  };
}

const request = (changes: Partial<StoreRequest> = {}): StoreRequest => ({ file: null, store: null, ...changes });

describe('the store', () => {
  it.each<[string, StoreKind, StoreKind | null, Partial<StoreRequest>, Record<string, string>]>([
    ['is a file outside of workflows', 'file', null, {}, {}],
    ['is a branch in a workflow', 'commit', null, {}, WORKFLOW],
    ['is the one in the manifest, in a workflow', 'file', 'file', {}, WORKFLOW],
    ['is the one in the manifest, outside of workflows', 'commit', 'commit', {}, {}],
    ['is the input of the action, which overrides the manifest', 'cache', 'file', { store: 'cache' }, WORKFLOW],
    ['is a file if one is named, which overrides everything', 'file', 'commit', { file: '/log.json' }, WORKFLOW],
  ])('%s', (_, kind, written, changes, env) => {
    expect(resolveStoreKind(home(written), request(changes), { env })).toBe(kind);
  });

  it.each<[StoreKind, Record<string, string>, string]>([
    ['file', {}, path.join(DIRECTORY, 'log.json')],
    ['commit', {}, 'log.json on the branch certvigil-state of example/certificates'],
    [
      'cache',
      { ACTIONS_RUNTIME_TOKEN: 'x', ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' },
      'in the Actions cache (certvigil-',
    ],
  ])('%s is opened without any access', async (kind, env, name) => {
    const io = { ...createTestIo(DIRECTORY), env, github: GITHUB };
    expect((await openStore(home(kind), request(), io)).description).toContain(name);
  });

  it.each<[string, Record<string, string>, message: string, hint: string]>([
    [
      ...(['in an action', { INPUT_TOKEN: '', GITHUB_REPOSITORY: 'a/b' }, 'a token'] as const),
      'The input `token` is empty. Remove it to use the token of the run, or check the name of the secret that it comes from.',
    ],
    [
      ...(['in a shell', { GITHUB_REPOSITORY: 'a/b' }, 'a token'] as const),
      'Set GITHUB_TOKEN (in a workflow, to github.token), or use a file with --event-log.',
    ],
    [
      ...(['without a repository', { INPUT_TOKEN: 'x' }, 'the repository in GITHUB_REPOSITORY (owner/name)'] as const),
      'Runners set it. In a shell, set it and GITHUB_TOKEN, or use a file with --event-log.',
    ],
    [
      ...(['for a repository without an owner', { GITHUB_REPOSITORY: 'b' }, 'a repository'] as const),
      'GITHUB_REPOSITORY is "b". Use owner/name.',
    ],
  ])('explains what the store commit needs, %s', async (_, env, needed, hint) => {
    const opening = openStore(home('commit'), request(), { ...createTestIo(DIRECTORY), env });
    await expect(opening).rejects.toMatchObject({
      ...{ code: 'github-access-missing', message: `store: commit needs ${needed}`, hint },
    });
  });
});

it('explains where the Actions cache is available', async () => {
  const opening = openStore(home('cache'), request(), createTestIo(DIRECTORY));
  await expect(opening.then((store) => store.read())).rejects.toMatchObject({
    ...{ code: 'cache-unavailable', exitCode: 3, message: 'the Actions cache is not available' },
    hint: 'It is only available in steps with `uses:`, on servers that have a cache. Use the action, or set `store: commit`.',
  });
});

describe('a log in the workspace', () => {
  let top: string;
  beforeEach(() => {
    top = mkdtempSync(path.join(tmpdir(), 'certvigil-store-'));
    for (const name of ['repo/.git', 'repo/team', 'outside']) mkdirSync(path.join(top, name), { recursive: true });
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  const link = (target: string, name: string) => symlinkSync(target, path.join(top, name));
  const open = (log: string, file: string | null = null) => {
    const root = path.join(top, 'repo/team');
    const event_log = { ...home('file').event_log, path: log };
    return openStore({ root, event_log, proxy: null }, request({ file }), createTestIo(root));
  };
  const outside = { code: 'event-log-outside-workspace', exitCode: 3 };

  it.each([
    ['a link to a directory outside', () => link('../../outside', 'repo/team/logs'), 'logs/log.json'],
    ['a directory below such a link', () => link('../../outside', 'repo/team/logs'), 'logs/new/deep/log.json'],
    ['a link to a file outside', () => link('../../outside/log.json', 'repo/team/log.json'), 'log.json'],
    ['a chain of links', () => [link('b', 'repo/team/a'), link('../../outside', 'repo/team/b')], 'a/log.json'],
    ['a link to a directory that does not exist yet', () => link('../../new', 'repo/team/logs'), 'logs/log.json'],
  ])('is rejected behind %s', async (_, make, log) => {
    make();
    await expect(open(log)).rejects.toMatchObject(outside);
    await expect(open('other.json', path.join(top, 'repo/team', log))).rejects.toMatchObject(outside);
  });

  it.each([
    ['a new directory', () => {}, 'logs/deep/log.json'],
    ['a link within the repository', () => link('../state', 'repo/team/logs'), 'logs/log.json'],
    ['a path that names another directory', () => {}, '../../outside/log.json'],
  ])('is opened behind %s', async (_, make, log) => {
    make();
    expect((await open(log)).description).toBe(path.join(top, 'repo/team', log));
  });

  it('is opened if the whole repository is behind a link', async () => {
    link('repo', 'alias');
    const root = path.join(top, 'alias/team');
    expect((await openStore({ ...home('file'), root }, request(), createTestIo(root))).description).toContain('alias');
  });

  it('reports a loop of links when it is read', async () => {
    link('loop', 'repo/team/loop');
    const store = await open('loop/log.json');
    await expect(store.read()).rejects.toMatchObject({ code: 'event-log-unreadable' });
  });

  const answer = { body: Buffer.from('x'), etag: null, modified: null, kept_ms: 1 };
  const openCache = (kind: StoreKind, readonly = false, env = {}) => {
    const root = path.join(top, 'repo/team');
    return openResponseCache({ ...home(kind), root }, { ...request(), readonly }, { ...createTestIo(root), env });
  };

  it('has a response cache beside it, which some commands only read', async () => {
    const url = 'https://ca.example/crl';
    await openCache('file', true).put(url, answer);
    expect(await openCache('file').get(url)).toBeNull();
    await openCache('file').put(url, answer);
    expect(existsSync(path.join(top, 'repo/team/revocation'))).toBe(true);
    expect((await openCache('file', true).get(url))?.body.toString()).toBe('x');
    await openCache('file', true).drop(url);
    expect(await openCache('file').get(url)).not.toBeNull();
  });

  it('has no response cache if it is on a branch, and there is no Actions cache', async () => {
    const cache = openCache('commit');
    await cache.put('https://ca.example/crl', answer);
    expect(await cache.get('https://ca.example/crl')).toBeNull();
    expect(existsSync(path.join(top, 'repo/team/revocation'))).toBe(false);
  });

  it('has no response cache behind a link that leads out', async () => {
    link('../../outside', 'repo/team/revocation');
    const root = path.join(top, 'repo/team');
    const cache = openResponseCache({ ...home('file'), root }, { ...request(), readonly: false }, createTestIo(root));
    await cache.put('https://ca.example/crl', answer);
    expect(await cache.get('https://ca.example/crl')).toBeNull();
  });
});
