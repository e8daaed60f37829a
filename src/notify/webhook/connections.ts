/** The HTTP clients of a run. Webhooks with the same settings for TLS and proxies share one. */

import type { Failure, Webhook } from '../../domain/index.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { type HttpClient, openHttpClient } from '../../lib/http/client.ts';
import type { Io } from '../../lib/io.ts';
import { createNetworkAccess } from '../../lib/network/access.ts';
import type { ReceiverSettings } from '../receiver-settings.ts';
import { readCa } from '../receiver-settings.ts';

type ConnectionSettings = Pick<Webhook, 'ssl_verification' | 'ca_file' | 'proxy' | 'timeout_seconds'>;

export interface ConnectionPool {
  open: (settings: ConnectionSettings) => Promise<{ client: HttpClient } | { failure: Failure }>;
  close: () => Promise<void>;
}

/** A `ca_file` is relative to `root`. `network` of the manifest restricts the addresses of connections. */
export function createConnectionPool(settings: ReceiverSettings, io: Pick<Io, 'env'>): ConnectionPool {
  const clients = new Map<string, ReturnType<ConnectionPool['open']>>();
  return {
    open: ({ ssl_verification, ca_file, proxy, timeout_seconds }) => {
      const shared = { ssl_verification, ca_file, proxy, timeout_seconds };
      return getOrCreate(clients, JSON.stringify(shared), () => openClient(shared, settings, io));
    },
    close: async () => {
      const opened = await Promise.all(clients.values());
      await Promise.all(opened.map((one) => ('client' in one ? one.client.close() : undefined)));
    },
  };
}

async function openClient(
  { ssl_verification: verify, ca_file, proxy, timeout_seconds }: ConnectionSettings,
  { root, network: policy }: ReceiverSettings,
  { env }: Pick<Io, 'env'>,
) {
  const ca = await readCa(ca_file, root);
  if ('failure' in ca) return ca;
  const network = createNetworkAccess(policy, { kind: 'receivers', env, proxy });
  return { client: openHttpClient({ timeout_ms: timeout_seconds * 1000, verify, ca: ca.pem, network }) };
}
