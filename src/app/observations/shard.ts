/** Parses and formats shards: parts of the entries of a manifest, each of which another process reads. */

export interface Shard {
  /** The number of the shard, from 1 to `count`. */
  index: number;
  count: number;
}

const MAX_SHARDS = 1000;

/** Parses `3/16`; null if it is not the index and the number of shards. */
export function parseShard(text: string): Shard | null {
  const [, index, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index <= shard.count && shard.count <= MAX_SHARDS ? shard : null;
}

export function formatShard({ index, count }: Shard): string {
  return `${index}/${count}`;
}
