/**
 * What issuers said of certificates, in the cache of GitHub Actions: all of it is one entry. It is restored where the
 * first is asked for, and saved anew where an answer is another than before. A cache that cannot be reached, or not in
 * time, costs nothing but the asking.
 */

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Io } from '../../lib/io.ts';
import { restoreEntry, saveEntry } from '../actions-cache-client.ts';
import { isCacheable, limitCacheSize, NO_CACHE, openFileResponseCache, type ResponseCache } from './file.ts';

/** All together: a repository has 10 GB, which belong to its builds. */
const MAX_CACHE_MEBIBYTES = 100;

/** For either way. */
const TRANSFER_TIMEOUT_MS = 10_000;

/** `name` tells the logs of several manifests apart. `readonly`: nothing is saved. */
export function openActionsResponseCache(
  name: string,
  { readonly }: { readonly: boolean },
  io: Pick<Io, 'env' | 'now' | 'sleep'>,
): ResponseCache {
  const { RUNNER_TEMP, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT } = io.env;
  const id = createHash('sha256').update(name.split(path.sep).join('/')).digest('hex').slice(0, 12);
  const prefix = `certvigil-revocation-${id}-`;
  const runKey = `${prefix}${GITHUB_RUN_ID || '0'}-${GITHUB_RUN_ATTEMPT || '1'}`;
  const folder = path.join(RUNNER_TEMP || tmpdir(), `certvigil-revocation-${id}`);
  const inTime = <Result>(work: Promise<Result>) => withinLimit(work, io.sleep);
  const restore = async (): Promise<ResponseCache> => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const restored = await inTime(restoreEntry(folder, runKey, prefix));
    return restored === 'found' || restored === 'none' ? openFileResponseCache(folder, io.now) : NO_CACHE;
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
      const kept = await open();
      const before = await kept.get(url);
      // That it was asked for again, and is the same, is not worth an entry.
      if (isCacheable(answer.body) && !before?.body.equals(answer.body)) changed = true;
      await kept.put(url, answer);
    },
    drop: async (url) => (await open()).drop(url),
    close: async () => {
      if (opened === null) return;
      const isThere = (await opened) !== NO_CACHE;
      const save = async () => {
        await limitCacheSize(folder, MAX_CACHE_MEBIBYTES);
        await inTime(saveEntry(folder, `${runKey}-${randomUUID().slice(0, 8)}`));
      };
      if (isThere && changed && !readonly) await save().catch(() => undefined);
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

/** Null where it takes too long; it is then left to itself. */
async function withinLimit<Result>(work: Promise<Result>, sleep: Io['sleep']): Promise<Result | null> {
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
