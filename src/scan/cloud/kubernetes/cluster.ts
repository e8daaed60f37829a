/** Sends requests to the API server of a cluster. */

import type { ProxyServer } from '../../../lib/network/proxy.ts';
import { trimEnd } from '../../../lib/text/trim.ts';
import type { InventoryClient } from '../../inventory/client.ts';
import { createInventoryFailure } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import { createTokenHolder } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';

export interface ClusterAccess {
  /** The name of the cluster in failures. */
  name: string;
  server: URL;
  /** The CAs as PEM; null for the trust store of Node. */
  ca: string | null;
  verify: boolean;
  /** The name in the certificate of the API server; null: that of the URL. */
  server_name: string | null;
  /** The proxy that overrides that of the entry; null: the entry's. */
  proxy: ProxyServer | null;
  /** PEM of a client certificate and its key. */
  identity: { cert: string; key: string } | null;
  /**
   * Reads the token; null: only the client certificate is used. It is called again if the token was rejected, because files of tokens are
   * rotated.
   */
  readToken: (() => Promise<string>) | null;
  /** Whether the token must be read again. Default: only if it was rejected. */
  isExpired?: () => boolean;
}

/**
 * Requests a list. `plural`: its name in failures. `accept`: the representation. Throws InventoryError; `inventory-changed` if `continue`
 * has expired.
 */
export type OpenCluster = (
  plural: string,
  path: string,
  parameters: Readonly<Record<string, string>>,
  accept?: string,
) => Promise<Readonly<Record<string, unknown>>>;

/** Opens the cluster. Each kind of object has its own client, so that failures name the kind, which permissions are for. */
export function openCluster(
  { name, server, ca, verify, server_name, proxy, identity, readToken, isExpired = () => false }: ClusterAccess,
  open: OpenClient,
): OpenCluster {
  const clients = new Map<string, Promise<InventoryClient>>();
  const getToken = readToken === null ? null : createTokenHolder(readToken);
  const openFor = (plural: string) => {
    const named = `${name} (${plural})`;
    return open({
      name: named,
      origins: [server.origin],
      ca,
      verify,
      server_name,
      proxy,
      identity,
      ...(getToken !== null && {
        authorize: async (_: unknown, refresh: boolean) => ({
          authorization: `Bearer ${await getToken(refresh || isExpired())}`,
        }),
      }),
      classify: ({ status }) =>
        status === 410 ? createInventoryFailure('inventory-changed', named, 'its snapshot expired') : null,
    });
  };
  return async (plural, path, parameters, accept = 'application/json') => {
    const client = clients.get(plural) ?? openFor(plural);
    clients.set(plural, client);
    const url = new URL(`${trimEnd(server.href, '/')}${path}`);
    for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
    return toObject(await (await client).sendJson({ url, headers: { accept } }));
  };
}
