/** The manifest and what it includes, as bytes from the disk: the one part of this folder with effects. */
import { access, type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';

/** Looked for in this order where no manifest is named. */
export const MANIFEST_NAMES = [
  'certvigil.yaml',
  'certvigil.yml',
  '.github/certvigil.yaml',
  '.github/certvigil.yml',
] as const;

/** Bytes of one file. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
export const MAX_FILE_SIZE_TEXT = '5 MB';

/** Lines, items and backslashes that a file may have. A file that holds nothing else takes gigabytes once it is parsed. */
export const MAX_ITEMS = 500_000;
export const MAX_ITEMS_TEXT = '500,000 lines, items and backslashes';

const CHUNK_BYTES = 256 * 1024;

/** The manifest as named to the user. AppError `manifest-not-found` where there is none. */
export async function findManifest(file: string | null, io: Io): Promise<string> {
  if (file !== null) return file;
  for (const name of MANIFEST_NAMES) {
    const there = await access(path.resolve(io.cwd, name)).then(
      () => true,
      () => false,
    );
    if (there) return name;
  }
  throw new AppError('manifest-not-found', `No manifest found in ${io.cwd}. Looked for ${MANIFEST_NAMES.join(', ')}.`, {
    hint: 'Specify one with --manifest FILE, or create one with certvigil init.',
  });
}

/** The folder that a manifest's paths are relative to: its own, or the parent of `.github`. */
export function resolveRoot(absolute: string): string {
  const folder = path.dirname(absolute);
  return path.basename(folder) === '.github' ? path.dirname(folder) : folder;
}

export type ReadResult =
  | { bytes: Uint8Array }
  | { failure: 'not-found' }
  | { failure: 'too-large' }
  | { failure: 'unreadable'; why: string };

/** Reads a file, and never more than a manifest may have: the size that a file claims need not be true. */
export async function readLimited(absolute: string): Promise<ReadResult> {
  let file: FileHandle | undefined;
  try {
    file = await open(absolute, 'r');
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES);
      length += bytesRead;
      if (bytesRead === 0) return { bytes: Buffer.concat(chunks) };
      if (length > MAX_FILE_BYTES) return { failure: 'too-large' };
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { failure: 'not-found' };
    return { failure: 'unreadable', why: describeSystemError(code) };
  } finally {
    await file?.close();
  }
}

/** What a code of the system's means, within a sentence. */
export function describeSystemError(code: string): string {
  return REASONS[code] ?? `system error ${code}`;
}

const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ELOOP: 'symlink loop',
  ENAMETOOLONG: 'its name is too long',
};

/** AppError for a manifest that is not there or cannot be read. */
export function createReadError(
  file: string,
  read: Exclude<ReadResult, { bytes: Uint8Array } | { failure: 'too-large' }>,
) {
  if (read.failure === 'not-found') {
    return new AppError('manifest-not-found', `Manifest ${file} not found.`, {
      hint: `Without --manifest, certvigil looks for ${MANIFEST_NAMES.join(', ')}.`,
    });
  }
  return new AppError('manifest-unreadable', `Cannot read the manifest ${file}: ${read.why}.`, {
    hint: 'Check that it is a file and that this user has permission to read it.',
  });
}

/** AppError for a manifest of a pull request that is none of its files. */
export function createNotAllowedError(file: string) {
  return new AppError(
    'manifest-outside-workspace',
    `The manifest ${file} is a symlink that points outside the checkout, or into its .git directory.`,
    {
      hint: 'In a pull request, the manifest must be a file of the repository, because error messages show lines of it.',
    },
  );
}
