/**
 * Caches responses of CAs in the GitHub Actions cache, all in one entry. The entry is restored at the first request and
 * saved again if a response has changed. An unavailable or slow cache is treated as empty.
 */

import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Io } from '../../lib/io.ts';
import { createCacheKeys, restoreEntry, saveEntry } from '../actions-cache-client.ts';
import { isCacheable, limitCacheSize, NO_CACHE, openFileResponseCache, type ResponseCache } from './file.ts';

/** A repository has 10 GB of cache, which its builds need. */
const MAX_CACHE_MEBIBYTES = 100;

/** The limit for restoring, and for saving. */
const TRANSFER_TIMEOUT_MS = 10_000;

/** `name` separates the logs of several manifests. A `readonly` cache is never saved. */
export function openActionsResponseCache(
  name: string,
  { readonly }: { readonly: boolean },
  io: Pick<Io, 'env' | 'now' | 'sleep'>,
): ResponseCache {
  const keys = createCacheKeys('certvigil-revocation', name.split(path.sep).join('/'), io.env);
  const directory = path.join(io.env.RUNNER_TEMP || tmpdir(), keys.prefix.replace(/-$/, ''));
  const withTimeout = <Result>(work: Promise<Result>) => raceTimeout(work, io.sleep);
  const restore = async (): Promise<ResponseCache> => {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    const restored = await withTimeout(restoreEntry(directory, keys));
    return restored === 'found' || restored === 'none' ? openFileResponseCache(directory, io.now) : NO_CACHE;
  };
  let opened: Promise<ResponseCache> | null = null;
  const open = () => {
    opened ??= restore().catch(() => NO_CACHE);
    return opened;
  };
  let changed = false;
  return {
    get: async (url) => (await open()).get(url),
    put: async (url, answer) => {
      const cache = await open();
      const before = await cache.get(url);
      // A new expiry of the same response does not justify a new entry.
      if (isCacheable(answer.body) && !before?.body.equals(answer.body)) changed = true;
      await cache.put(url, answer);
    },
    drop: async (url) => (await open()).drop(url),
    close: async () => {
      if (opened === null) return;
      const isAvailable = (await opened) !== NO_CACHE;
      const save = async () => {
        await limitCacheSize(directory, MAX_CACHE_MEBIBYTES);
        await withTimeout(saveEntry(directory, keys.createSaveKey()));
      };
      if (isAvailable && changed && !readonly) await save().catch(() => undefined);
      await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

/** Returns null if it takes too long. The work continues in the background. */
async function raceTimeout<Result>(work: Promise<Result>, sleep: Io['sleep']): Promise<Result | null> {
  const done = new AbortController();
  const late = sleep(TRANSFER_TIMEOUT_MS, done.signal).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
