/** Limits the size of a manifest with all its included files, because parsing more takes minutes and gigabytes of memory. */
import type { ReadResult } from './files.ts';
import { countItems } from './yaml/source-file.ts';

const MAX_TOTAL_BYTES = 20 * 1024 * 1024;
const MAX_TOTAL_ITEMS = 1_000_000;

export interface SizeBudget {
  /** Counts a file. Returns the limit that is exceeded, for a message; null if there is room. A file that was not read is free. */
  spend: (read: ReadResult) => string | null;
}

export function createSizeBudget(): SizeBudget {
  let bytes = 0;
  let items = 0;
  return {
    spend: (read) => {
      if ('failure' in read) return null;
      bytes += read.bytes.length;
      if (bytes > MAX_TOTAL_BYTES) return '20 MB';
      // Items are ASCII characters, so the text need not be decoded.
      items += countItems(Buffer.from(read.bytes).toString('latin1'));
      return items > MAX_TOTAL_ITEMS ? '1,000,000 lines, items and backslashes' : null;
    },
  };
}
