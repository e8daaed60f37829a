/**
 * Finds the manifest, and limits its size and that of its included files: parsing larger files takes minutes and gigabytes of memory.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../lib/app-error.ts';
import type { ReadResult } from '../lib/files/read-limited.ts';
import type { Io } from '../lib/io.ts';
import { isEntryList } from './lists/entry-list.ts';
import { countItems, countLines } from './yaml/source-file.ts';

/** Default paths of the manifest, in order of precedence. */
export const MANIFEST_NAMES = [
  'certvigil.yaml',
  'certvigil.yml',
  '.github/certvigil.yaml',
  '.github/certvigil.yml',
] as const;

/** Maximum size of one file. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
export const MAX_FILE_SIZE_TEXT = '5 MB';

/** Maximum number of lines, items and backslashes of one file. */
export const MAX_ITEMS = 500_000;
export const MAX_ITEMS_TEXT = '500,000 lines, items and backslashes';

/** Finds the manifest that is used if no path is given. */
export function findDefaultManifest({ cwd }: Pick<Io, 'cwd'>): string | null {
  return MANIFEST_NAMES.find((name) => existsSync(path.resolve(cwd, name))) ?? null;
}

/** Returns the path of the manifest as given by the user, or the first default path that exists. @throws AppError `manifest-not-found`. */
export function findManifest(file: string | null, io: Io): string {
  const found = file ?? findDefaultManifest(io);
  if (found !== null) return found;
  throw new AppError('manifest-not-found', `No manifest found in ${io.cwd}. Looked for ${MANIFEST_NAMES.join(', ')}.`, {
    hint: 'Specify one with --manifest FILE or the input manifest of the action, or create one with certvigil init.',
  });
}

/** Returns the directory that a manifest's paths are relative to: the manifest's, or the parent of `.github`. */
export function resolveRoot(absolute: string): string {
  const directory = path.dirname(absolute);
  return path.basename(directory) === '.github' ? path.dirname(directory) : directory;
}

const MAX_TOTAL_BYTES = 20 * 1024 * 1024;
const MAX_TOTAL_ITEMS = 1_000_000;

const MAX_LIST_BYTES = 64 * 1024 * 1024;
const MAX_LIST_LINES = 250_000;

/** Returns the maximum size of one file in bytes. */
export function getMaxBytes(name: string): number {
  return isEntryList(name) ? MAX_LIST_BYTES : MAX_FILE_BYTES;
}

export interface SizeBudget {
  /**
   * Counts a file. Returns the limit that is exceeded, for a message; null if the file is within the limits. A file that was not read does
   * not count.
   */
  spend: (read: ReadResult, isList: boolean) => string | null;
}

/** Entry lists have a separate budget, because they take less time and memory than YAML. */
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

/** Creates the error for a manifest that does not exist or cannot be read. */
export function createReadError(
  file: string,
  read: Exclude<ReadResult, { bytes: Uint8Array } | { failure: 'too-large' }>,
): AppError {
  if (read.failure === 'not-found') {
    return new AppError('manifest-not-found', `Manifest ${file} not found.`, {
      hint: `Check the path. If none is specified, certvigil looks for ${MANIFEST_NAMES.join(', ')}.`,
    });
  }
  return new AppError('manifest-unreadable', `Cannot read the manifest ${file}: ${read.why}.`, {
    hint: 'Check that it is a regular file and that this user has permission to read it.',
  });
}

/** Creates the error for a manifest that is not a file of the checkout, in a run that may check out a pull request. */
export function createNotAllowedError(file: string): AppError {
  return new AppError(
    'manifest-outside-workspace',
    `The manifest ${file} is a symlink that points outside the checkout, or into its .git directory.`,
    {
      hint: 'In a pull request, the manifest must be a file of the repository, because error messages show lines of it.',
    },
  );
}
