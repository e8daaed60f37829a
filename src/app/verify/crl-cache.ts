/** Keeps the revocation lists that were used last in memory, and limits how many are loaded at once. */

import type { Failure, PathFields, RevocationList } from '../../domain/index.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { createGroupedSemaphore, type GroupedSemaphore } from '../../lib/semaphore.ts';
import { MAX_CRL_MEBIBYTES } from './fetch-or-reuse.ts';

/** The limit of memory: many large lists would not fit into it. */
const MAX_CACHED_BYTES = MAX_CRL_MEBIBYTES * 1024 * 1024;
const MAX_CONCURRENT_LOADS = 4;
/** The part of it for one server, so that the many lists of a CA whose server does not answer do not delay those of others. */
const MAX_LOADS_PER_HOST = 2;

type CrlResult = RevocationList | { problem: Failure };

export interface CrlCache {
  lists: Map<string, Promise<CrlResult>>;
  /** The bytes of the loaded lists, the list used last at the end. */
  sizes: Map<string, number>;
  acquire: GroupedSemaphore;
}

export function createCrlCache(): CrlCache {
  return {
    lists: new Map(),
    sizes: new Map(),
    acquire: createGroupedSemaphore(MAX_CONCURRENT_LOADS, MAX_LOADS_PER_HOST),
  };
}

/** Returns the list at a URL, which `load` fetches and verifies with the issuer. An evicted list is loaded again. */
export async function loadCrl(
  cache: CrlCache,
  url: string,
  issuer: PathFields,
  load: () => Promise<CrlResult>,
): Promise<CrlResult> {
  const key = `${issuer.key} ${url}`;
  const loading = getOrCreate(cache.lists, key, () => cache.acquire(readHost(url), load));
  const list = await loading;
  if (cache.lists.get(key) === loading) markUsed(cache, key, 'problem' in list ? 0 : list.bytes.length);
  return list;
}

/** Reads the host of an untrusted URL. */
function readHost(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

/** Moves a list to the end, and evicts others from the front until all of them fit. */
function markUsed({ lists, sizes }: CrlCache, key: string, size: number): void {
  sizes.delete(key);
  sizes.set(key, size);
  let total = [...sizes.values()].reduce((sum, one) => sum + one, 0);
  for (const [oldest, bytes] of sizes) {
    if (total <= MAX_CACHED_BYTES || oldest === key) break;
    if (bytes === 0) continue;
    total -= bytes;
    sizes.delete(oldest);
    lists.delete(oldest);
  }
}
