/** Limits the size of a manifest with all its included files, because parsing more takes minutes and gigabytes of memory. */
import { MAX_FILE_BYTES, type ReadResult } from './files.ts';
import { isEntryList } from './lists/list-format.ts';
import { countItems, countLines } from './yaml/source-file.ts';

const MAX_TOTAL_BYTES = 20 * 1024 * 1024;
const MAX_TOTAL_ITEMS = 1_000_000;

const MAX_LIST_BYTES = 64 * 1024 * 1024;
const MAX_LIST_LINES = 250_000;

/** The maximum size of one file in bytes. */
export function getMaxBytes(name: string): number {
  return isEntryList(name) ? MAX_LIST_BYTES : MAX_FILE_BYTES;
}

export interface SizeBudget {
  /** Counts a file. Returns the limit that is exceeded, for a message; null if there is room. A file that was not read is free. */
  spend: (read: ReadResult, isList: boolean) => string | null;
}

/** Entry lists have a budget of their own: an entry takes a tenth of the memory that it takes in YAML. */
export function createSizeBudget(): SizeBudget {
  const spent = { bytes: 0, items: 0, listBytes: 0, listLines: 0 };
  const spendList = (read: ReadResult) => {
    if ('failure' in read) return read.failure === 'too-large' ? '64 MB' : null;
    spent.listBytes += read.bytes.length;
    if (spent.listBytes > MAX_LIST_BYTES) return '64 MB';
    spent.listLines += countLines(read.bytes);
    return spent.listLines > MAX_LIST_LINES ? '250,000 lines' : null;
  };
  const spendFile = (read: ReadResult) => {
    if ('failure' in read) return null;
    spent.bytes += read.bytes.length;
    if (spent.bytes > MAX_TOTAL_BYTES) return '20 MB';
    spent.items += countItems(read.bytes);
    return spent.items > MAX_TOTAL_ITEMS ? '1,000,000 lines, items and backslashes' : null;
  };
  return { spend: (read, isList) => (isList ? spendList(read) : spendFile(read)) };
}
