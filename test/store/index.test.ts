import { describe, expect, it } from 'vitest';
import type { StoreKind } from '../../src/domain/index.ts';
import type { GitHubAccess } from '../../src/lib/io.ts';
import { openStore, resolveStoreKind, type StoreRequest } from '../../src/store/index.ts';
import { createTestIo } from '../manifest/io.ts';

const DIRECTORY = import.meta.dirname;
const WORKFLOW = { GITHUB_ACTIONS: 'true' };
const GITHUB: GitHubAccess = { token: 'x', repository: 'example/certificates', api_url: 'http://127.0.0.1:9' };

function home(store: StoreKind | null = null) {
  return { root: DIRECTORY, event_log: { store, path: 'log.json', branch: 'certvigil-state', retention_days: 90 } };
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
    ['file', {}, `${DIRECTORY}/log.json`],
    ['commit', {}, 'test/store/log.json on the branch certvigil-state of example/certificates'],
    [
      'cache',
      { ACTIONS_RUNTIME_TOKEN: 'x', ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' },
      'in the Actions cache (certvigil-',
    ],
  ])('%s is opened without any access', async (kind, env, name) => {
    const io = { ...createTestIo(DIRECTORY), env, github: GITHUB };
    expect((await openStore(home(kind), request(), io)).description).toContain(name);
  });

  it.each<[string, Record<string, string>, string]>([
    ['in an action', { INPUT_TOKEN: '', GITHUB_REPOSITORY: 'a/b' }, 'Remove it to use the token of the run'],
    ['in a shell', { GITHUB_REPOSITORY: 'a/b' }, 'Set GITHUB_TOKEN'],
    ['without a repository', { INPUT_TOKEN: 'x' }, 'Runners set it'],
  ])('explains what the store commit needs, %s', async (_, env, hint) => {
    const opening = openStore(home('commit'), request(), { ...createTestIo(DIRECTORY), env });
    await expect(opening).rejects.toMatchObject({ code: 'github-access-missing', hint: expect.stringContaining(hint) });
  });
});
