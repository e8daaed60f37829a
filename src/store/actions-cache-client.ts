/** The cache of GitHub Actions, as its library reaches it: what the library prints is caught, and read for what went wrong. */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Io } from '../lib/io.ts';

/** Whether the runner gives it to this process: it does to a step with `uses:` alone, and only where the server has one. */
export function isCacheAvailable(env: Io['env']): boolean {
  return Boolean(env.ACTIONS_RUNTIME_TOKEN && (env.ACTIONS_RESULTS_URL || env.ACTIONS_CACHE_URL));
}

/** `denied`: this run may not do that; `failed`: the cache cannot be reached, or does not do it. */
export type CacheFailure = 'denied' | 'failed';

/** Unpacks the newest entry whose key begins with `prefix`. Entries are found only by the same path as they were saved by. */
export async function restoreEntry(at: string, key: string, prefix: string): Promise<'found' | 'none' | CacheFailure> {
  const { restoreCache } = await import('@actions/cache');
  const { result, printed } = await captureOutput(() => restoreCache([at], key, [prefix]));
  if (result !== undefined) return 'found';
  // The library answers a fault as it does a first run; what it prints tells them apart.
  if (/cache read denied|does not permit reads/.test(printed)) return 'denied';
  return /^::(warning|error)/m.test(printed) ? 'failed' : 'none';
}

/** Packs what is at a path, as an entry of its own: none can be changed. */
export async function saveEntry(at: string, key: string): Promise<'saved' | CacheFailure> {
  const { saveCache } = await import('@actions/cache');
  const { result, printed } = await captureOutput(() => saveCache([at], key));
  if (result !== -1) return 'saved';
  return /cache write denied|does not permit writes/.test(printed) ? 'denied' : 'failed';
}

type Catch = { printed: string };

const catching = new AsyncLocalStorage<Catch>();
let isWatched = false;

/**
 * The library prints what servers answer, addresses that are secrets, and workflow commands. None of it is let out; what
 * others print meanwhile is.
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
