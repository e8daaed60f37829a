/** Reads a `ca_file`: a PEM file with CA certificates. */

import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readLimited, readLimitedSync } from './read-limited.ts';
import type { Workspace } from './workspace-boundary.ts';

const MAX_MEBIBYTES = 10;
const MAX_BYTES = MAX_MEBIBYTES * 1024 * 1024;

/** `problem` continues a sentence that starts with the file name, such as `does not exist`. */
export type CaFileResult = { pem: string } | { problem: string };

/**
 * Reads the file, unless it is too large or not a regular file. `isOutside`: whether the path is a
 * link that leaves the workspace.
 */
export async function readCaFile(
  absolute: string,
  isOutside: (path: string) => boolean = () => false,
): Promise<CaFileResult> {
  try {
    if (isOutside(absolute)) return { problem: 'is a symbolic link to a file outside the workspace' };
    const stats = await stat(absolute);
    if (!stats.isFile()) return { problem: 'is not a file' };
  } catch (error) {
    return { problem: hasErrorCode(error, 'ENOENT', 'ENOTDIR') ? 'does not exist' : 'cannot be read' };
  }
  const read = await readLimited(absolute, MAX_BYTES);
  // Removes the byte order mark that Windows adds, which OpenSSL does not accept.
  if ('bytes' in read) return { pem: read.bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '') };
  if (read.failure === 'too-large') return { problem: `is larger than ${MAX_MEBIBYTES} MiB` };
  return { problem: read.failure === 'not-found' ? 'does not exist' : 'cannot be read' };
}

/**
 * Checks the file before a scan: `missing`, `without-certificate` (no PEM certificate in it), or null. `root` (absolute): the
 * directory that the path is relative to. Only the existence of a file outside the workspace is checked, because the manifest
 * may be untrusted.
 */
export function findCaFileProblem(
  path: string,
  root: string,
  { isOutside }: Workspace,
): 'missing' | 'without-certificate' | null {
  const absolute = resolve(root, path);
  try {
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined) return 'missing';
    if (!stats.isFile()) return 'without-certificate';
    if (isOutside(absolute)) return null;
  } catch (error) {
    return hasErrorCode(error, 'ENAMETOOLONG', 'ENOTDIR') ? 'missing' : null;
  }
  const read = readLimitedSync(absolute, MAX_BYTES);
  if ('failure' in read) return null;
  const isPem = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(read.bytes.toString('latin1'));
  return isPem ? null : 'without-certificate';
}

function hasErrorCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}
