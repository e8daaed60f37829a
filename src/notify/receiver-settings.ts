/** The settings of the manifest for connections to receivers: the network, and the `ca_file`. */

import { resolve } from 'node:path';
import type { EventData, Failure, Manifest, NetworkPolicy } from '../domain/index.ts';
import { readCaFile } from '../lib/files/ca-bundle.ts';
import { createFailure } from './failures.ts';

/** The settings of a connection. A `ca_file` is relative to `root`. */
export interface ReceiverSettings extends Pick<Manifest, 'root'> {
  network: NetworkPolicy;
}

/** The part of the manifest that deliveries need: the receivers, the rules that send to them, and the network. */
export interface Receivers
  extends ReceiverSettings,
    Pick<Manifest, 'file' | 'rules' | 'webhooks' | 'emails' | 'issues' | 'delivery_timeout_seconds'> {
  /** Returns the owner who gets mail about a certificate with `to_owner`; null: none. Default: the owner in the data. */
  findOwner?: (data: Pick<EventData, 'certificate' | 'owner'>) => string | null;
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
