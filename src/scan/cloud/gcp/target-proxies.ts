/** Finds the load balancers that use a classic SSL certificate. */

import type { Io } from '../../../lib/io.ts';
import { InventoryError } from '../../inventory/failures.ts';
import { DEFAULT_LIMITS, type FetchPage, readPages } from '../../inventory/pages.ts';
import { toId, toObject } from '../../inventory/values.ts';
import { type AggregatedItem, fetchAggregatedPage } from './aggregated-list.ts';
import type { GoogleApi } from './client.ts';

/** A proxy, with the certificates that it presents. */
interface TargetProxy {
  name: string;
  certificates: string[];
}

/**
 * The proxies of each certificate, by `SCOPE/NAME`. Null if the account may not list them, unless they are required. Throws
 * InventoryError.
 */
export async function readCertificateUsers(
  api: GoogleApi,
  project: string,
  isRequired: boolean,
  name: string,
  io: Pick<Io, 'now'>,
): Promise<ReadonlyMap<string, string[]> | null> {
  const fetchHttps: FetchPage<AggregatedItem> = (next) =>
    fetchAggregatedPage(api, project, 'targetHttpsProxies', next, name);
  const fetchSsl: FetchPage<AggregatedItem> = async (next) => {
    const path = `projects/${project}/global/targetSslProxies`;
    const { items = [], nextPageToken } = toObject(await api.get(path, { maxResults: '500', pageToken: next }));
    const found = (Array.isArray(items) ? items : []).map((fields) => ({ scope: 'global', fields: toObject(fields) }));
    return { items: found, total: null, next: toId(nextPageToken) };
  };
  try {
    const users = new Map<string, string[]>();
    for (const [fetchPage, collection] of [
      [fetchHttps, 'targetHttpsProxies'],
      [fetchSsl, 'targetSslProxies'],
    ] as const)
      for await (const { items } of readPages(fetchPage, { name, limits: DEFAULT_LIMITS, now: io.now }))
        for (const { name: user, certificates } of items.map((item) => toProxy(item, project, collection)))
          for (const certificate of certificates) users.set(certificate, [...(users.get(certificate) ?? []), user]);
    return users;
  } catch (error) {
    if (error instanceof InventoryError && error.failure.code === 'inventory-forbidden' && !isRequired) return null;
    throw error;
  }
}

function toProxy({ scope, fields }: AggregatedItem, project: string, collection: string): TargetProxy {
  const path = scope === 'global' ? 'global' : `regions/${scope}`;
  return {
    name: `projects/${project}/${path}/${collection}/${toId(fields.name)}`,
    certificates: [fields.sslCertificates].flat().flatMap((url) => toKey(String(url)) ?? []),
  };
}

/** Of a URL such as `https://www.googleapis.com/compute/v1/projects/shop/regions/europe-west1/sslCertificates/web`. */
function toKey(url: string): string | null {
  const [, region, name] = /\/(?:global|regions\/([^/]+))\/sslCertificates\/([^/]+)$/.exec(url) ?? [];
  return name === undefined ? null : `${region ?? 'global'}/${name}`;
}
