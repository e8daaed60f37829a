import { hash } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readKeyBlocklists } from '../../src/app/key-blocklists.ts';
import type { Policy } from '../../src/domain/index.ts';
import { resolveWorkspace } from '../../src/lib/files/workspace-boundary.ts';
import { policy } from '../assess/policy-fixtures.ts';
import { directory, useDirectory, writeFiles } from '../manifest/temporary-manifest.ts';

const KEY = hash('sha256', 'key', 'hex');

useDirectory();

beforeEach(async () => {
  await writeFiles({ 'repo/.git/HEAD': '', 'repo/keys.txt': KEY, 'outside.txt': KEY, 'repo/empty.txt': '# none\n' });
  await symlink(path.join(directory, 'outside.txt'), path.join(directory, 'repo/link.txt'));
});

async function readLists(policies: readonly Policy[], env: Record<string, string> = {}): Promise<string[]> {
  const root = path.join(directory, 'repo');
  return [...(await readKeyBlocklists(policies, root, resolveWorkspace(root, env))).keys()];
}

const list = (key_blocklist: string, over: Partial<Policy> = {}) => policy({ key_blocklist }, over);
const ALL = ['keys.txt', '../outside.txt', 'link.txt', 'empty.txt', 'missing.txt', '.'];

describe('the lists of keys that policies name', () => {
  it('are read if they have a key', async () => {
    expect(await readLists(ALL.map((file) => list(file)))).toEqual(['keys.txt', '../outside.txt']);
  });

  it('are not read outside the workspace for a pull request', async () => {
    const env = { GITHUB_EVENT_NAME: 'pull_request' };
    expect(
      await readLists(
        ALL.map((file) => list(file)),
        env,
      ),
    ).toEqual(['keys.txt']);
  });

  it('are not read for a disabled policy', async () => {
    expect(await readLists([list('keys.txt', { enabled: false }), policy({ san_required: true })])).toEqual([]);
  });
});
