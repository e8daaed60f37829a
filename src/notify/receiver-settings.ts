/** The settings of the manifest for connections to receivers: the network, and the `ca_file`. */

import { resolve } from 'node:path';
import type { Failure, Manifest } from '../domain/index.ts';
import { readCaFile } from '../lib/files/ca-bundle.ts';
import { createFailure } from './failures.ts';

export interface ReceiverSettings extends Pick<Manifest, 'root'> {
  scan: Pick<Manifest['scan'], 'network'>;
}

/** Reads the CA certificates that replace the default trust store, as PEM; null: the default. `path` is relative to `root`. */
export async function readCa(
  path: string | null,
  root: string,
): Promise<{ pem: string | null } | { failure: Failure }> {
  if (path === null) return { pem: null };
  const read = await readCaFile(resolve(root, path));
  return 'pem' in read ? read : { failure: createFailure('ca-file-unreadable', path, read.problem) };
}
