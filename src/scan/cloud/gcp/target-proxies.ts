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
  try {
    const users = new Map<string, string[]>();
    for await (const { name: user, certificates } of readProxies(api, project, name, io))
      for (const certificate of certificates) users.set(certificate, [...(users.get(certificate) ?? []), user]);
    return users;
  } catch (error) {
    if (error instanceof InventoryError && error.failure.code === 'inventory-forbidden' && !isRequired) return null;
    throw error;
  }
}

async function* readProxies(
  api: GoogleApi,
  project: string,
  name: string,
  { now }: Pick<Io, 'now'>,
): AsyncGenerator<TargetProxy> {
  const options = { name, limits: DEFAULT_LIMITS, now };
  const fetchHttps: FetchPage<AggregatedItem> = (next) =>
    fetchAggregatedPage(api, project, 'targetHttpsProxies', next, name);
  const fetchSsl: FetchPage<AggregatedItem> = async (next) => {
    const path = `projects/${project}/global/targetSslProxies`;
    const { items = [], nextPageToken } = toObject(await api.get(path, { maxResults: '500', pageToken: next }));
    const found = (Array.isArray(items) ? items : []).map((fields) => ({ scope: 'global', fields: toObject(fields) }));
    return { items: found, total: null, next: toId(nextPageToken) };
  };
  for await (const { items } of readPages(fetchHttps, options))
    yield* items.map((item) => toProxy(item, project, 'targetHttpsProxies'));
  for await (const { items } of readPages(fetchSsl, options))
    yield* items.map((item) => toProxy(item, project, 'targetSslProxies'));
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
