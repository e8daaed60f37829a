/** Writes files so that they survive a power failure. */

import { closeSync, fchmodSync, fsyncSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ChunkedText, encodeText } from '../lib/files/chunked-text.ts';
import { catchErrorCode } from './failures.ts';
import { nullIfMissing } from './file-snapshot.ts';

/** Creates a file with a mode, or with the default mode, and waits until it is on the disk. Fails if it exists. */
export function writeSynced(file: string, text: ChunkedText, mode: number | null): void {
  const descriptor = openSync(file, 'wx');
  try {
    if (mode !== null) fchmodSync(descriptor, mode);
    for (const part of encodeText(text)) writeAll(descriptor, part);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The system may write less than requested. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
}

/** Makes the rename survive a power failure, on systems that can sync a directory. */
export function syncDirectory(directory: string): void {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(directory, 'r');
    fsyncSync(descriptor);
  } catch {
    // Not supported on every system.
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Creates a directory and its parents. Node's `recursive` option never returns if a parent is a broken link. */
export function createDirectory(directory: string): void {
  const found = nullIfMissing(() => statSync(directory));
  if (found !== null) return;
  createDirectory(dirname(directory));
  // If something exists there that is not a directory, opening a file in it fails later.
  catchErrorCode('EEXIST', () => mkdirSync(directory));
}

/** The permissions of a file; null if it does not exist. */
export function getMode(target: string): number | null {
  const found = nullIfMissing(() => statSync(target));
  return found === null ? null : found.mode & 0o7777;
}
