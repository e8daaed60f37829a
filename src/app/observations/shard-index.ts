/** Assigns entries to shards. */

import { createHash } from 'node:crypto';

/** The index of the shard that an entry is in. It depends only on the name, so that other entries can be added and removed. */
export function computeShardIndex(name: string, count: number): number {
  const hash = createHash('sha256').update(name).digest();
  return (hash.readUIntBE(0, 6) % count) + 1;
}
