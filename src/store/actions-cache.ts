/**
 * Stores the event log in the GitHub Actions cache: entries can be evicted, and there is no compare-and-swap. Entries are
 * immutable, so that each save creates one; the newest with the prefix of this log is current.
 */

import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../lib/app-error.ts';
import type { FileSet } from '../lib/files/file-set.ts';
import { leadsOutside, resolveWorkspace } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { type CacheKeys, createCacheKeys, isCacheAvailable, restoreEntry, saveEntry } from './actions-cache-client.ts';
import { createStoreError } from './failures.ts';
import type { Store } from './store.ts';

/** The temporary directory of the file. Entries are found by key and path, so this must not change. */
const DIRECTORY = '.certvigil-cache';
const FILE = `${DIRECTORY}/event-log.json`;

/** `logPath` is relative to the repository. It separates the logs of several manifests. */
export function createActionsCacheStore(logPath: string, { cwd, env }: Pick<Io, 'cwd' | 'env'>): Store {
  const keys = createCacheKeys('certvigil', logPath, env);
  const description = `in the Actions cache (${keys.prefix}*)`;
  if (!isCacheAvailable(env)) throw unavailable();
  const workspace = path.resolve(cwd, env.GITHUB_WORKSPACE || '.');
  const file = path.join(workspace, FILE);
  if (leadsOutside(file, resolveWorkspace(workspace, env)))
    throw createStoreError('event-log-outside-workspace', file, 'a symbolic link leads out of the workspace');
  const read = async (): Promise<FileSet> => {
    const main = await withDirectory(file, () => restore(file, keys, description));
    return { main, parts: new Map() };
  };
  return {
    description,
    hasParts: false,
    read,
    save: async (merge) => {
      const current = await read();
      const { main } = merge(current);
      if (main === current.main) return 'unchanged';
      await withDirectory(file, () => saveText(file, main, keys.createSaveKey(), description));
      return 'saved';
    },
  };
}

function unavailable(): AppError {
  return new AppError('cache-unavailable', 'the Actions cache is not available', {
    hint: 'It is only available in steps with `uses:`, on servers that have a cache. Use the action, or set `store: commit`.',
    exitCode: 3,
  });
}

async function restore(file: string, keys: CacheKeys, description: string): Promise<string | null> {
  const restored = await restoreEntry(FILE, keys);
  if (restored === 'found') return readFile(file, 'utf8');
  if (restored === 'denied')
    throw createStoreError('cache-denied', description, 'this run has no permission to read it');
  if (restored === 'failed') throw createStoreError('cache-failed', description, 'it could not be read');
  return null;
}

async function saveText(file: string, text: string, key: string, description: string): Promise<void> {
  await writeFile(file, text);
  const saved = await saveEntry(FILE, key);
  if (saved === 'denied') throw createStoreError('cache-denied', description, 'this run has no permission to write it');
  if (saved === 'failed') throw createStoreError('cache-failed', description, 'it could not be written');
}

/** Removes the file and its directory afterwards, because they are in the user's workspace. */
async function withDirectory<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const directory = path.dirname(file);
  await mkdir(directory, { recursive: true });
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
    // Fails if it contains other files.
    await rmdir(directory).catch(() => undefined);
  }
}
