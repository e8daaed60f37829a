import { describe, expect, it } from 'vitest';
import type { StoreKind } from '../../src/domain/index.ts';
import type { GitHubAccess } from '../../src/lib/io.ts';
import { openStore, resolveStoreKind, type StoreRequest } from '../../src/store/index.ts';
import { createTestIo } from '../manifest/io.ts';

const FOLDER = import.meta.dirname;
const WORKFLOW = { GITHUB_ACTIONS: 'true' };
const GITHUB: GitHubAccess = { token: 'x', repository: 'example/certificates', api_url: 'http://127.0.0.1:9' };

function home(store: StoreKind | null = null) {
  return { root: FOLDER, event_log: { store, path: 'log.json', branch: 'certvigil-state', retention_days: 90 } };
}

const request = (changes: Partial<StoreRequest> = {}): StoreRequest => ({ file: null, store: null, ...changes });

describe('the store of a log', () => {
  it.each<[string, StoreKind, StoreKind | null, Partial<StoreRequest>, Record<string, string>]>([
    ['is a file on a machine of your own', 'file', null, {}, {}],
    ['is a branch in a workflow', 'commit', null, {}, WORKFLOW],
    ['is what the manifest says, in a workflow', 'file', 'file', {}, WORKFLOW],
    ['is what the manifest says, elsewhere', 'commit', 'commit', {}, {}],
    ['is what the action is told, whatever the manifest says', 'cache', 'file', { store: 'cache' }, WORKFLOW],
    ['is the file that is named, whatever else is said', 'file', 'commit', { file: '/log.json' }, WORKFLOW],
  ])('%s', (_, kind, written, changes, env) => {
    expect(resolveStoreKind(home(written), request(changes), { env })).toBe(kind);
  });

  it.each<[StoreKind, Record<string, string>, string]>([
    ['file', {}, `${FOLDER}/log.json`],
    ['commit', {}, 'test/store/log.json on the branch certvigil-state of example/certificates'],
    [
      'cache',
      { ACTIONS_RUNTIME_TOKEN: 'x', ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' },
      'in the Actions cache (certvigil-',
    ],
  ])('%s is opened without reaching for anything', async (kind, env, name) => {
    const io = { ...createTestIo(FOLDER), env, github: GITHUB };
    expect((await openStore(home(kind), request(), io)).describe).toContain(name);
  });

  it.each<[string, Record<string, string>, string]>([
    ['in an action', { INPUT_TOKEN: '', GITHUB_REPOSITORY: 'a/b' }, 'Leave it out'],
    ['in a shell', { GITHUB_REPOSITORY: 'a/b' }, 'Set GITHUB_TOKEN'],
    ['where the repository is not known', { INPUT_TOKEN: 'x' }, 'Every runner sets it'],
  ])('says what a branch needs, %s', async (_, env, hint) => {
    const opening = openStore(home('commit'), request(), { ...createTestIo(FOLDER), env });
    await expect(opening).rejects.toMatchObject({ code: 'github-access-missing', hint: expect.stringContaining(hint) });
  });
});
