/** A cache of bytes between scans, which the store of responses implements. */

/** The cache, with times in milliseconds. An error is a miss. */
export interface ByteCache {
  get: (key: string) => Promise<Omit<CacheEntry, 'until'> | null>;
  put: (key: string, entry: CacheEntry) => Promise<void>;
}

interface CacheEntry {
  body: Buffer;
  /** The headers `ETag` and `Last-Modified`. */
  etag: string | null;
  modified: string | null;
  asked_at: number;
  until: number;
}
