/** Reads the `ca_file` of a receiver. */

import { resolve } from 'node:path';
import type { Failure } from '../domain/index.ts';
import { readCaFile } from '../lib/files/ca-bundle.ts';
import { createFailure } from './failures.ts';

/** The only trusted CA certificates, as PEM; null for the default trust store. `path` is relative to `root`. */
export async function readCa(
  path: string | null,
  root: string,
): Promise<{ pem: string | null } | { failure: Failure }> {
  if (path === null) return { pem: null };
  const read = await readCaFile(resolve(root, path));
  return 'pem' in read ? read : { failure: createFailure('ca-file-unreadable', path, read.problem) };
}
