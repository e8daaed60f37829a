/** Wraps @actions/cache: captures what it prints, and finds out from that why it failed. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Io } from '../lib/io.ts';
import { trace } from '../lib/trace/trace.ts';

/** The runner gives access to the cache only to steps with `uses:`, and only if the server has one. */
export function isCacheAvailable(env: Io['env']): boolean {
  return Boolean(env.ACTIONS_RUNTIME_TOKEN && (env.ACTIONS_RESULTS_URL || env.ACTIONS_CACHE_URL));
}

export type CacheKeys = ReturnType<typeof createCacheKeys>;

/** The keys of the entries for one log. `log` is a path, which separates the logs of several manifests. */
export function createCacheKeys(kind: string, log: string, env: Io['env']) {
  const prefix = `${kind}-${createHash('sha256').update(log).digest('hex').slice(0, 12)}-`;
  const run = `${prefix}${env.GITHUB_RUN_ID || '0'}-${env.GITHUB_RUN_ATTEMPT || '1'}`;
  return { prefix, run, createSaveKey: () => `${run}-${randomUUID().slice(0, 8)}` };
}

/** `denied`: this run does not have permission; `failed`: the cache is unavailable or reports an error. */
export type CacheFailure = 'denied' | 'failed';

/** The time limit for one entry. The library limits only the time between two bytes: a slow server could keep it busy for ever. */
const MAX_TRANSFER_MS = 90_000;

/** Restores the newest entry of a log. The path must be the same as when it was saved. */
export async function restoreEntry(
  at: string,
  { run, prefix }: CacheKeys,
  max_ms = MAX_TRANSFER_MS,
): Promise<'found' | 'none' | CacheFailure> {
  const { restoreCache } = await import('@actions/cache');
  const started = performance.now();
  const done = await limitTime(max_ms, () => captureOutput(() => restoreCache([at], run, [prefix])));
  trace(
    'cache',
    () => [`restore ${prefix}* from the Actions cache`, done === 'late' ? 'no answer' : (done.result ?? 'none')],
    started,
  );
  if (done === 'late') return 'failed';
  const { result, printed } = done;
  if (result !== undefined) return 'found';
  // The result is the same for an error and for a first run, but the output differs.
  if (/cache read denied|does not permit reads/.test(printed)) return 'denied';
  return /^::(warning|error)/m.test(printed) ? 'failed' : 'none';
}

/** Saves a path as a new entry. Entries are immutable. */
export async function saveEntry(at: string, key: string, max_ms = MAX_TRANSFER_MS): Promise<'saved' | CacheFailure> {
  const { saveCache } = await import('@actions/cache');
  const started = performance.now();
  const done = await limitTime(max_ms, () => captureOutput(() => saveCache([at], key)));
  const isSaved = done !== 'late' && done.result !== -1;
  trace('cache', () => [`save ${key} in the Actions cache`, isSaved ? 'saved' : 'not saved'], started);
  if (done === 'late') return 'failed';
  const { result, printed } = done;
  if (result !== -1) return 'saved';
  return /cache write denied|does not permit writes/.test(printed) ? 'denied' : 'failed';
}

/** Returns the result of the work, or `late` after the time. The library cannot be stopped: its work continues in the background. */
async function limitTime<Result>(max_ms: number, work: () => Promise<Result>): Promise<Result | 'late'> {
  const done = new AbortController();
  const late = delay(max_ms, 'late' as const, { signal: done.signal }).catch(() => 'late' as const);
  try {
    return await Promise.race([work(), late]);
  } finally {
    done.abort();
  }
}

type Catch = { printed: string };

const catching = new AsyncLocalStorage<Catch>();
let isWatched = false;

/**
 * Keeps the output of the library out of the log: it contains server responses, signed URLs, and workflow commands. Other
 * output at the same time is not affected.
 */
async function captureOutput<Result>(work: () => Promise<Result>): Promise<{ result: Result; printed: string }> {
  if (!isWatched) interceptStdout();
  const caught: Catch = { printed: '' };
  const result = await catching.run(caught, work);
  return { result, printed: caught.printed };
}

function interceptStdout(): void {
  isWatched = true;
  const write = process.stdout.write.bind(process.stdout) as (...all: unknown[]) => boolean;
  process.stdout.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    const caught = catching.getStore();
    if (caught === undefined) return write(chunk, ...rest);
    caught.printed += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const done = rest.find((one) => typeof one === 'function');
    done?.();
    return true;
  };
}
