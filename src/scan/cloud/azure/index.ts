/** Reads the certificates of Azure Key Vault, only their public part, so that access to secrets and keys is not needed. */

import type { AzureKeyVaultSource, IsoTime, RawSource, RenewalState } from '../../../domain/index.ts';
import { formatSubscription, formatVaultName } from '../../../domain/sources/cloud/azure-key-vault.ts';
import { DAY } from '../../../domain/thresholds.ts';
import { formatIsoTime } from '../../../lib/iso-time.ts';
import { memoize } from '../../../lib/memoize.ts';
import type { InventoryClient } from '../../inventory/client.ts';
import { InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import { type ListedItem, readInventory } from '../../inventory/read-inventory.ts';
import { toId, toObject, toTime } from '../../inventory/values.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { createOwnership, isOverdue, toReason, UNMANAGED } from '../facts.ts';
import { createCertificateItem } from '../items.ts';
import { createListingJob, type OpenClient, readListings } from '../listing-job.ts';
import {
  CLOUDS,
  type Cloud,
  createTokenSource,
  findVaultCloud,
  type GetToken,
  openService,
  resolveServiceUrl,
  resolveVaultUrl,
} from './session.ts';
import { listVaults, readLinkedPage } from './subscription.ts';

type Fields = Readonly<Record<string, unknown>>;

const API_VERSION = '7.4';

/** The maximum page size of Key Vault. */
const PAGE_SIZE = 25;

/** Lists one job for each vault, and one for each subscription, which reads the vaults in it. */
export function listAzureKeyVaultJobs(source: AzureKeyVaultSource, context: ReadContext): ReadJob[] {
  // All vaults of a cloud share a token, so that hundreds of them log in once.
  const getTokenSource = memoize(({ authority, vaults }: Cloud) =>
    createTokenSource(source, { title: TITLE, authority, resource: `https://${vaults}` }, context),
  );
  const read = (vault: string, listing: string, open: OpenClient) => {
    const [name, url] = [`the vault ${vault}`, resolveVaultUrl(vault)];
    const getToken = getTokenSource(findVaultCloud(url, name, context));
    return readVault({ name, url, vault, listing, getToken, allow_empty: source.allow_empty }, context, open);
  };
  const vaults = source.vaults.map((vault) => {
    const listing = formatVaultName(vault);
    return createListingJob(listing, context, (open) => read(vault, listing, open));
  });
  return [...vaults, ...source.subscriptions.map((id) => createSubscriptionJob(id, source, context, read))];
}

const TITLE = 'Azure Key Vault';

/** The limit for `certvigil inspect`, which shows some of the certificates. */
const MAX_SAMPLED_VAULTS = 3;

/** Lists the vaults of a subscription, and reads each. A failing vault does not affect the others. */
function createSubscriptionJob(
  subscription: string,
  { cloud, exclude_vaults, vaults: others, allow_empty, ...login }: AzureKeyVaultSource,
  context: ReadContext,
  read: (vault: string, listing: string, open: OpenClient) => Promise<RawSource>,
): ReadJob {
  const listing = formatSubscription(subscription);
  const { authority, resource_manager: resource } = CLOUDS[cloud];
  const readAll = async (open: OpenClient) => {
    const url = resolveServiceUrl(resource, 'AZURE_RESOURCE_MANAGER_URL', context);
    const getToken = createTokenSource(login, { title: 'Azure Resource Manager', authority, resource }, context);
    const found = await listVaults(subscription, url, getToken, context, open);
    if (found.length === 0 && !allow_empty)
      throwInventoryError('inventory-no-vaults', `the subscription ${subscription}`);
    const left = found.filter(({ name, vault }) => !exclude_vaults.includes(name) && !others.includes(vault));
    const reads = left.slice(0, context.onSample && MAX_SAMPLED_VAULTS).map(({ name, vault }) => {
      const own = `${listing}/${name}`;
      return readListings(own, context, async (open) => [await read(vault, own, open)]);
    });
    const unmonitored = exclude_vaults.flatMap((name) => context.listKnownLocations(`${listing}/${name}`));
    const self = { entry: context.entry.name, source: listing, failure: null, locations: [], unmonitored };
    return [self, ...(await Promise.all(reads)).flat()];
  };
  return { sources: [listing], read: () => readListings(listing, context, readAll) };
}

interface Vault {
  /** The name in failures. */
  name: string;
  url: URL;
  /** The vault as in the manifest. */
  vault: string;
  /** The name of the source of its locations. */
  listing: string;
  getToken: GetToken;
  allow_empty: boolean;
}

async function readVault(
  { name, url: base, vault, listing, getToken, allow_empty }: Vault,
  context: ReadContext,
  open: OpenClient,
): Promise<RawSource> {
  const client = await openService(name, base.origin, getToken, open);
  const first = createUrl(base, '/certificates', { maxresults: String(PAGE_SIZE) });
  const prefix = formatVaultName(vault).replace(/^[^:]*:/, '');
  return readInventory<Fields>(
    {
      kind: 'azure_key_vault',
      source: listing,
      name,
      allow_empty,
      fetchPage: async (next) =>
        readLinkedPage(await client.sendJson({ url: next === null ? first : new URL(next) }), name),
      getId: (item) => {
        const id = readName(item);
        return id === null ? null : `${prefix}/${id}`;
      },
      mapItem: (item) => readCertificate(item, base, name, client, context.io.now()),
    },
    context,
  );
}

function createUrl(base: URL, path: string, parameters: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(path, base);
  url.searchParams.set('api-version', API_VERSION);
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
  return url;
}

/** Reads the last part of the ID, such as `https://my-vault.vault.azure.net/certificates/shop`, which is the same for all versions. */
function readName({ id }: Fields): string | null {
  return /\/certificates\/([^/?]+)/.exec(toId(id) ?? '')?.[1] ?? null;
}

/** Reads the current version, as services use it. Null if it is disabled. */
async function readCertificate(
  item: Fields,
  base: URL,
  name: string,
  client: InventoryClient,
  now: number,
): Promise<ListedItem | null> {
  const { enabled, nbf, exp } = toObject(item.attributes);
  const period = { from: toTime(nbf), to: toTime(exp) };
  if (enabled === false || period.to === null) return null;
  const url = createUrl(base, `/certificates/${readName(item)}`);
  const { cer, policy } = toObject(await client.sendJson({ url }));
  if (typeof cer !== 'string') throwInventoryError('inventory-unexpected-format', name, 'no `cer`');
  const read = await readRenewalState(toObject(policy), base, item, client);
  const renewal_state = addOverdue(read, findRenewalTime(toObject(policy), period), period, now);
  const ownership = createOwnership(Object.entries(toObject(item.tags)), []);
  return createCertificateItem([cer], name, { ownership, renewal_state });
}

/**
 * Reads the renewal state. Key Vault renews certificates of integrated CAs and self-signed ones with `AutoRenew` in their policy. The last
 * operation says whether that worked; a certificate without operations was imported or its operation was deleted.
 */
async function readRenewalState(
  policy: Fields,
  base: URL,
  item: Fields,
  client: InventoryClient,
): Promise<RenewalState> {
  if (!isAutoRenewed(policy)) return UNMANAGED;
  try {
    const url = createUrl(base, `/certificates/${readName(item)}/pending`);
    return toRenewalState(toObject(await client.sendJson({ url })));
  } catch (error) {
    // Other failures than a missing operation leave the state unknown, and an alert about it must not resolve.
    if (!(error instanceof InventoryError) || error.failure.code !== 'inventory-not-found') throw error;
    return { managed: true, state: 'ok', reason: null, since: null };
  }
}

function isAutoRenewed({ issuer, lifetime_actions }: Fields): boolean {
  return toObject(issuer).name !== 'Unknown' && findAutoRenew(lifetime_actions) !== undefined;
}

function findAutoRenew(lifetime_actions: unknown): Fields | undefined {
  const actions = (Array.isArray(lifetime_actions) ? lifetime_actions : []).map(toObject);
  return actions.find(({ action }) => toObject(action).action_type === 'AutoRenew');
}

interface Period {
  from: IsoTime | null;
  to: IsoTime | null;
}

/** Finds the time at which Key Vault renews the certificate by its policy: days before the expiry, or after a part of the lifetime. */
export function findRenewalTime({ lifetime_actions }: Fields, { from, to }: Period): IsoTime | null {
  const { days_before_expiry, lifetime_percentage } = toObject(findAutoRenew(lifetime_actions)?.trigger);
  if (to === null) return null;
  const end = Date.parse(to);
  if (typeof days_before_expiry === 'number') return formatIsoTime(end - days_before_expiry * DAY);
  if (typeof lifetime_percentage !== 'number' || from === null) return null;
  const start = Date.parse(from);
  return formatIsoTime(Math.trunc(start + ((end - start) * lifetime_percentage) / 100));
}

/** Marks an overdue renewal. An operation has no start time: a hanging one is detected by the time at which the renewal was due. */
export function addOverdue(state: RenewalState, due: IsoTime | null, period: Period, now: number): RenewalState {
  if (!state.managed || state.state === 'failing' || !isOverdue(due, period, now)) return state;
  return {
    ...state,
    state: 'failing',
    reason: state.state === 'pending' ? 'IssuanceHangs' : 'RenewalOverdue',
    since: due,
  };
}

/** Converts an operation, the last request for a certificate, to a renewal state. */
export function toRenewalState({ status, error, cancellation_requested }: Fields): RenewalState {
  const { code } = toObject(error);
  const reason = toReason(code);
  if (reason !== null || status === 'failed')
    return { managed: true, state: 'failing', reason: reason ?? 'failed', since: null };
  if (status === 'inProgress' && cancellation_requested !== true)
    return { managed: true, state: 'pending', reason: null, since: null };
  return { managed: true, state: 'ok', reason: null, since: null };
}
