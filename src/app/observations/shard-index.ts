/** Distributes the entries of a manifest over shards. */

import { createHash } from 'node:crypto';

/** Computes the index of the shard of an entry. It depends only on the name, so that other entries can be added and removed. */
export function computeShardIndex(name: string, count: number): number {
  const hash = createHash('sha256').update(name).digest();
  return (hash.readUIntBE(0, 6) % count) + 1;
}
