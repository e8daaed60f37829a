/** Reads the lists of Compute Engine: aggregated lists of all regions, and global ones. */

import { throwInventoryError } from '../../inventory/failures.ts';
import { type Page, readCursor } from '../../inventory/read-pages.ts';
import { isObject, toObject } from '../../inventory/values.ts';
import type { GoogleApi } from './client.ts';
import { rejectUnreachable } from './unreachable-regions.ts';

export interface ComputeItem {
  /** `global`, or the name of a region. */
  scope: string;
  fields: Readonly<Record<string, unknown>>;
}

const PAGE_SIZE = '500';

/** The warning of a complete list. Any other warning, such as UNREACHABLE, means that a region is missing. */
const COMPLETE = 'NO_RESULTS_ON_PAGE';

/** Fetches a page of `collection`, such as `sslCertificates`. Throws InventoryError, also if a region could not be reached. */
export async function fetchAggregatedPage(
  api: GoogleApi,
  project: string,
  collection: string,
  next: string | null,
  name: string,
): Promise<Page<ComputeItem>> {
  const path = `projects/${project}/aggregated/${collection}`;
  // Partial success is turned off explicitly, because Google recommends it to its clients: a list without a region must fail.
  const parameters = { maxResults: PAGE_SIZE, returnPartialSuccess: 'false', pageToken: next };
  const { kind, items = {}, nextPageToken, unreachables, warning } = toObject(await api.get(path, parameters));
  if (!String(kind).endsWith('AggregatedList') || !isObject(items) || !Object.values(items).every(isObject))
    throwInventoryError('inventory-unexpected-format', name, 'no list for all regions');
  const scopes = Object.entries(items).map(([key, value]) => ({ key, list: toObject(value) }));
  const incomplete = scopes.filter(({ list }) => isIncomplete(list.warning)).map(({ key }) => key);
  rejectUnreachable([unreachables ?? [], incomplete].flat(), name);
  if (isIncomplete(warning)) rejectUnreachable([project], name);
  const found = scopes.flatMap(({ key, list }) => {
    const all = list[collection] ?? [];
    if (!Array.isArray(all)) throwInventoryError('inventory-unexpected-format', name, `no list of \`${collection}\``);
    return all.map((fields) => ({ scope: key.replace(/^regions\//, ''), fields: toObject(fields) }));
  });
  return { items: found, total: null, next: readCursor(nextPageToken, 'nextPageToken', name) };
}

/** Fetches a page of a global `collection`. Throws InventoryError, also if it is not complete. */
export async function fetchGlobalPage(
  api: GoogleApi,
  project: string,
  collection: string,
  next: string | null,
  name: string,
): Promise<Page<ComputeItem>> {
  const parameters = { maxResults: PAGE_SIZE, pageToken: next };
  const response = toObject(await api.get(`projects/${project}/global/${collection}`, parameters));
  const { kind, items = [], nextPageToken, warning } = response;
  if (!String(kind).endsWith('List') || !Array.isArray(items))
    throwInventoryError('inventory-unexpected-format', name, `no list of \`${collection}\``);
  if (isIncomplete(warning)) rejectUnreachable([project], name);
  const found = items.map((fields) => ({ scope: 'global', fields: toObject(fields) }));
  return { items: found, total: null, next: readCursor(nextPageToken, 'nextPageToken', name) };
}

function isIncomplete(warning: unknown): boolean {
  return warning !== undefined && warning !== null && toObject(warning).code !== COMPLETE;
}
