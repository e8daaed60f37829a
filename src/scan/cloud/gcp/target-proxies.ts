/** Finds the load balancers that use a classic SSL certificate. */

import { groupBy } from '../../../lib/collections.ts';
import type { Io } from '../../../lib/io.ts';
import { InventoryError } from '../../inventory/failures.ts';
import { DEFAULT_LIMITS, type FetchPage, readPages } from '../../inventory/read-pages.ts';
import { toId } from '../../inventory/values.ts';
import type { GoogleApi } from './client.ts';
import { type ComputeItem, fetchAggregatedPage, fetchGlobalPage } from './compute-lists.ts';

/** The purpose of reading the proxies. */
export interface ProxyOptions {
  /** The kind of source. */
  kind: string;
  project: string;
  /** The name of the source in failures. */
  name: string;
  /** Whether it is a failure if the account may not list the proxies. */
  isRequired: boolean;
  now: Io['now'];
}

/** A certificate, and a proxy that presents it. */
interface Use {
  certificate: string;
  proxy: string;
}

/**
 * Reads the proxies of each certificate, by `SCOPE/NAME`. Null if the account may not list them, unless they are required. Throws
 * InventoryError.
 */
export async function readCertificateUsers(
  api: GoogleApi,
  options: ProxyOptions,
): Promise<ReadonlyMap<string, string[]> | null> {
  const { project, name, isRequired } = options;
  try {
    const uses = [
      ...(await readUses('targetHttpsProxies', options, (next) =>
        fetchAggregatedPage(api, project, 'targetHttpsProxies', next, name),
      )),
      // Proxies for SSL are always global.
      ...(await readUses('targetSslProxies', options, (next) =>
        fetchGlobalPage(api, project, 'targetSslProxies', next, name),
      )),
    ];
    const byCertificate = groupBy(uses, ({ certificate }) => certificate);
    return new Map([...byCertificate].map(([certificate, users]) => [certificate, users.map(({ proxy }) => proxy)]));
  } catch (error) {
    if (error instanceof InventoryError && error.failure.code === 'inventory-forbidden' && !isRequired) return null;
    throw error;
  }
}

async function readUses(
  collection: string,
  { kind, project, name, now }: ProxyOptions,
  fetchPage: FetchPage<ComputeItem>,
): Promise<Use[]> {
  const uses: Use[] = [];
  for await (const { items } of readPages(fetchPage, { kind, name, limits: DEFAULT_LIMITS, now }))
    uses.push(...items.flatMap((item) => listUses(item, project, collection)));
  return uses;
}

function listUses({ scope, fields }: ComputeItem, project: string, collection: string): Use[] {
  const path = scope === 'global' ? 'global' : `regions/${scope}`;
  const proxy = `projects/${project}/${path}/${collection}/${toId(fields.name)}`;
  const certificates = [fields.sslCertificates].flat().flatMap((url) => toKey(String(url)) ?? []);
  return certificates.map((certificate) => ({ certificate, proxy }));
}

/** Returns the key of a URL such as `https://www.googleapis.com/compute/v1/projects/shop/regions/europe-west1/sslCertificates/web`. */
function toKey(url: string): string | null {
  const [, region, name] = /\/(?:global|regions\/([^/]+))\/sslCertificates\/([^/]+)$/.exec(url) ?? [];
  return name === undefined ? null : `${region ?? 'global'}/${name}`;
}
