/**
 * The event log in the cache of GitHub Actions: lossy, and without compare-and-swap. An entry cannot be changed, so
 * that each save makes one of its own, and the newest whose key begins with ours is the log.
 */

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { isCacheAvailable, restoreEntry, saveEntry } from './actions-cache-client.ts';
import { joinChunks } from './chunked-text.ts';
import { createStoreError } from './failures.ts';
import type { Store } from './store.ts';

/** Where the file stands while it is packed or unpacked. It is part of what entries are found by, so it must not change. */
const DIRECTORY = '.certvigil-cache';
const FILE = `${DIRECTORY}/event-log.json`;

/** `path` is the log's in the repository: it tells the logs of several manifests apart. */
export function createActionsCacheStore(logPath: string, { cwd, env }: Pick<Io, 'cwd' | 'env'>): Store {
  const prefix = `certvigil-${createHash('sha256').update(logPath).digest('hex').slice(0, 12)}-`;
  const describe = `in the Actions cache (${prefix}*)`;
  if (!isCacheAvailable(env)) throw unavailable();
  const runKey = `${prefix}${env.GITHUB_RUN_ID || '0'}-${env.GITHUB_RUN_ATTEMPT || '1'}`;
  const file = path.join(env.GITHUB_WORKSPACE || cwd, FILE);
  const load = () => withDirectory(file, () => restore(file, runKey, prefix, describe));
  return {
    describe,
    load,
    save: async (update) => {
      const current = await load();
      const next = joinChunks(update(current));
      if (next === current) return 'unchanged';
      await withDirectory(file, () => saveText(file, next, `${runKey}-${randomUUID().slice(0, 8)}`, describe));
      return 'saved';
    },
  };
}

function unavailable(): AppError {
  return new AppError('cache-unavailable', 'the Actions cache is not within reach', {
    hint: 'GitHub gives it to a step with `uses:` alone, and only where the server has one. Use the action, or the store commit.',
    exitCode: 3,
  });
}

async function restore(file: string, key: string, prefix: string, describe: string): Promise<string | null> {
  const restored = await restoreEntry(FILE, key, prefix);
  if (restored === 'found') return readFile(file, 'utf8');
  if (restored === 'denied') throw createStoreError('cache-denied', describe, 'this run may not read it');
  if (restored === 'failed') throw createStoreError('cache-failed', describe, 'it could not be read');
  return null;
}

async function saveText(file: string, text: string, key: string, describe: string): Promise<void> {
  await writeFile(file, text);
  const saved = await saveEntry(FILE, key);
  if (saved === 'denied') throw createStoreError('cache-denied', describe, 'this run may read it and not write to it');
  if (saved === 'failed') throw createStoreError('cache-failed', describe, 'it could not be written');
}

/** The file is there for a moment only: it lies in the user's workspace. */
async function withDirectory<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
    // It stays where the user has something in it.
    await rmdir(folder).catch(() => undefined);
  }
}
