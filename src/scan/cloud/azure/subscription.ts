/** Lists the vaults of a subscription, with Azure Resource Manager: learn.microsoft.com/rest/api/keyvault/keyvault/vaults/list-by-subscription */

import { throwInventoryError } from '../../inventory/failures.ts';
import { DEFAULT_LIMITS, type Page, readCursor, readPages } from '../../inventory/read-pages.ts';
import { toId, toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import type { OpenClient } from '../listing-job.ts';
import { type GetToken, isPublicVault, openService } from './session.ts';

type Fields = Readonly<Record<string, unknown>>;

const API_VERSION = '2023-07-01';

export interface FoundVault {
  /** The name of the resource, in lower case. */
  name: string;
  /** The vault as in the manifest: the name in the public cloud, otherwise the URL. */
  vault: string;
}

/** Lists the vaults. `resource_manager`: its URL. Throws InventoryError, also if there are no vaults. */
export async function listVaults(
  subscription: string,
  resource_manager: string,
  getToken: GetToken,
  { io }: ReadContext,
  open: OpenClient,
): Promise<FoundVault[]> {
  const name = `the subscription ${subscription}`;
  const client = await openService(name, resource_manager, getToken, open);
  const first = new URL(`/subscriptions/${subscription}/providers/Microsoft.KeyVault/vaults`, resource_manager);
  first.searchParams.set('api-version', API_VERSION);
  const fetchPage = async (next: string | null) =>
    readLinkedPage(await client.sendJson({ url: next === null ? first : new URL(next) }), name);
  const found = new Map<string, FoundVault>();
  for await (const { items } of readPages(fetchPage, {
    kind: 'azure_key_vault',
    name,
    limits: DEFAULT_LIMITS,
    now: io.now,
  }))
    for (const vault of items.map((item) => toVault(item, name))) found.set(vault.name, vault);
  return [...found.values()];
}

function toVault({ name: id, properties }: Fields, name: string): FoundVault {
  const [found, uri] = [toId(id), toId(toObject(properties).vaultUri)];
  if (found === null || uri === null || !/^https?:/.test(uri) || !URL.canParse(uri))
    throwInventoryError('inventory-unexpected-format', name, 'a vault without a name or `vaultUri`');
  const url = new URL(uri);
  return { name: found.toLowerCase(), vault: isPublicVault(url) ? (url.hostname.split('.')[0] ?? '') : url.origin };
}

/** Reads a page of Azure, with `value` and the URL of the next page, whose origin the client checks. Throws InventoryError. */
export function readLinkedPage(response: unknown, name: string, link = 'nextLink'): Page<Fields> {
  const { value, [link]: nextLink } = toObject(response);
  if (!Array.isArray(value)) throwInventoryError('inventory-unexpected-format', name, 'no `value`');
  const next = readCursor(nextLink, link, name);
  if (next !== null && !URL.canParse(next))
    throwInventoryError('inventory-unexpected-format', name, `\`${link}\` is not a URL`);
  return { items: value.map(toObject), total: null, next };
}
