/** What deliveries, and the connections to receivers, need of the manifest. */

import { resolve } from 'node:path';
import type { Failure, Manifest, NetworkPolicy } from '../domain/index.ts';
import { readCaFile } from '../lib/files/ca-bundle.ts';
import { createFailure } from './failures.ts';

/** What a connection needs: a `ca_file` is relative to `root`. */
export interface ReceiverSettings extends Pick<Manifest, 'root'> {
  network: NetworkPolicy;
}

/** What deliveries need of the manifest: the receivers, the rules that send to them, and how to connect. */
export interface Receivers
  extends ReceiverSettings,
    Pick<Manifest, 'file' | 'rules' | 'webhooks' | 'emails' | 'issues' | 'delivery_timeout_seconds'> {}

/** Reads the only trusted CA certificates, as PEM; null for the default trust store. `path` is relative to `root`. */
export async function readCa(
  path: string | null,
  root: string,
): Promise<{ pem: string | null } | { failure: Failure }> {
  if (path === null) return { pem: null };
  const read = await readCaFile(resolve(root, path));
  return 'pem' in read ? read : { failure: createFailure('ca-file-unreadable', path, read.problem) };
}
