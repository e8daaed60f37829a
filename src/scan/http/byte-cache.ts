/** A cache of bytes between scans, which the store of responses implements. */

/** The cache. Its clock is that of the run, so that its entries have an age. An error is a miss. */
export interface ByteCache {
  get: (key: string) => Promise<(CacheEntry & { age_ms: number }) | null>;
  /** Keeps an entry for `kept_ms`. */
  put: (key: string, entry: CacheEntry & { kept_ms: number }) => Promise<void>;
}

interface CacheEntry {
  body: Buffer;
  /** The headers `ETag` and `Last-Modified`. */
  etag: string | null;
  modified: string | null;
}
