/** The HTTP clients of a run. Webhooks with the same TLS settings share one. */

import type { Failure, Webhook } from '../../domain/index.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { type HttpClient, openHttpClient } from '../../lib/http/client.ts';
import { createReceiverAccess, type NetworkAccess } from '../../lib/network/guarded-access.ts';
import type { ReceiverSettings } from '../receiver-settings.ts';
import { readCa } from '../receiver-settings.ts';

type TlsSettings = Pick<Webhook, 'ssl_verification' | 'ca_file' | 'timeout_seconds'>;

export interface ConnectionPool {
  open: (settings: TlsSettings) => Promise<{ client: HttpClient } | { failure: Failure }>;
  close: () => Promise<void>;
}

/** A `ca_file` is relative to `root`. `network` of the manifest decides which addresses may be connected to. */
export function createConnectionPool({ root, scan }: ReceiverSettings): ConnectionPool {
  const network = createReceiverAccess(scan.network);
  const clients = new Map<string, ReturnType<ConnectionPool['open']>>();
  return {
    open: ({ ssl_verification, ca_file, timeout_seconds }) => {
      const key = JSON.stringify([ssl_verification, ca_file, timeout_seconds]);
      return getOrCreate(clients, key, () => openClient({ ssl_verification, ca_file, timeout_seconds }, root, network));
    },
    close: async () => {
      const opened = await Promise.all(clients.values());
      await Promise.all(opened.map((one) => ('client' in one ? one.client.close() : undefined)));
    },
  };
}

async function openClient(
  { ssl_verification: verify, ca_file, timeout_seconds }: TlsSettings,
  root: string,
  network: NetworkAccess,
) {
  const ca = await readCa(ca_file, root);
  if ('failure' in ca) return ca;
  return { client: openHttpClient({ timeout_ms: timeout_seconds * 1000, verify, ca: ca.pem, network }) };
}
