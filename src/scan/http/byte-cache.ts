/** A cache of bytes between scans, which the store of responses implements. */

/** An error is a miss. Times in milliseconds. */
export interface ByteCache {
  get: (key: string) => Promise<Omit<CacheEntry, 'until'> | null>;
  put: (key: string, entry: CacheEntry) => Promise<void>;
}

interface CacheEntry {
  body: Buffer;
  /** `ETag` and `Last-Modified`. */
  etag: string | null;
  modified: string | null;
  asked_at: number;
  until: number;
}
