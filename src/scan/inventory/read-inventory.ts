/**
 * Reads an inventory completely, or not at all: a page that fails, or a listing that changes while it is read, fails the source, and
 * its known places keep their state. A single item that cannot be read fails alone.
 */

import type { Failure, InventoryFacts, InventoryItem, RawPlace } from '../../domain/index.ts';
import { formatItemPlace } from '../../domain/sources/item-place.ts';
import type { MaybePromise } from '../../lib/maybe-promise.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import type { ReadContext, ReadResult } from '../sources/reader.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from './failures.ts';
import {
  DEFAULT_LIMITS,
  type FetchPage,
  type ListingLimits,
  type PageOptions,
  RestartListing,
  readPages,
} from './pages.ts';

/** An item as its source maps it. `failure`: it is listed, but cannot be read. */
export type ListedItem = InventoryFacts &
  ({ item: InventoryItem; notice?: Failure; failure?: never } | { failure: Failure; item?: never });

export interface Listing<Item> {
  /** The kind of source, with which its places begin. */
  kind: string;
  /** The name of this listing among those of the entry, such as `aws_acm:eu-west-1`; for only one, the kind. */
  source: string;
  /** How failures name it. */
  name: string;
  /** Whether a listing without items is accepted although there were some before. */
  allow_empty: boolean;
  limits?: ListingLimits;
  fetchPage: FetchPage<Item>;
  /** The stable ID of an item; null or empty if it has none, which fails the source. */
  getId: (item: Item) => string | null;
  /** Maps an item, with further requests if need be; null: it is not to be monitored. InventoryError fails this item alone. */
  mapItem: (item: Item) => MaybePromise<ListedItem | null>;
}

/** A listing that changes while it is read is read again. */
const MAX_PASSES = 3;

/** Items whose details are requested at once. */
const MAX_CONCURRENT_ITEMS = 8;

/** Reads a listing. Never throws for what the inventory does. */
export async function readInventory<Item, Place>(
  listing: Listing<Item>,
  context: ReadContext<Place>,
): Promise<ReadResult<Place>> {
  const { source } = listing;
  const result = { entry: context.entry.name, source };
  try {
    if (context.onSample !== undefined) {
      await readSample(listing, context.onSample);
      return { ...result, failure: null, places: [] };
    }
    const { places } = await confirmRemovals(await readConsistently(listing, context), listing, context);
    return { ...result, failure: null, places: [...places.values()].flat() };
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    return createFailedListing(source, error.failure, context);
  }
}

/** The result of a listing that cannot be read, for example because a variable is missing. */
export function createFailedListing<Place>(
  source: string,
  failure: Failure,
  { entry }: Pick<ReadContext<Place>, 'entry'>,
): ReadResult<Place> {
  return { entry: entry.name, source, failure, places: [] };
}

const SAMPLE_SIZE = 3;

/** Reads the first items only, to show what an inventory returns and how it is mapped. */
async function readSample<Item>(
  { kind, name, fetchPage, getId, mapItem }: Listing<Item>,
  onSample: NonNullable<ReadContext<unknown>['onSample']>,
): Promise<void> {
  const { items, total } = await fetchPage(null);
  for (const raw of items.slice(0, SAMPLE_SIZE)) {
    const id = getId(raw);
    const place = id === null || id === '' ? null : formatItemPlace(kind, id);
    onSample({ raw, place, mapped: await readItem(place ?? kind, name, async () => mapItem(raw)), total });
  }
}

/**
 * An item can be missing from all pages because another one was removed while they were read, which moved it to a page that was read
 * before. So known places only count as removed if the listing was read twice with the same items: otherwise what was removed
 * is in the first and not in the second.
 */
async function confirmRemovals<Item, Place>(
  first: Pass<Place>,
  listing: Listing<Item>,
  context: ReadContext<Place>,
): Promise<Pass<Place>> {
  const { source, allow_empty, name } = listing;
  const known = context.listKnownPlaces(source);
  const isComplete = ({ pages, listed }: Pass<Place>) => pages === 1 || known.every((place) => listed.has(place));
  let pass = first;
  for (let passes = 1; !isComplete(pass); passes += 1) {
    if (passes > MAX_PASSES) throwInventoryError('inventory-changed', name, 'items were added or removed');
    const next = await readConsistently(listing, context);
    const isConfirmed = isSameSet(pass.ids, next.ids);
    pass = next;
    if (isConfirmed) break;
  }
  if (pass.ids.size === 0 && known.length > 0 && !allow_empty)
    throwInventoryError('inventory-empty', name, String(known.length));
  return pass;
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((value) => b.has(value));
}

interface Pass<Place> {
  pages: number;
  /** IDs of all items. */
  ids: Set<string>;
  /** Names of the places of all items, also of those that are not monitored. */
  listed: Set<string>;
  places: Map<string, Place[]>;
}

/** Reads all pages until nothing changes meanwhile. */
async function readConsistently<Item, Place>(
  listing: Listing<Item>,
  context: ReadContext<Place>,
): Promise<Pass<Place>> {
  let failure: Failure | null = null;
  for (let passes = 0; passes < MAX_PASSES; passes += 1) {
    try {
      const pass = await readOnce(listing, context);
      if (!('code' in pass)) return pass;
      failure = pass;
    } catch (error) {
      if (!(error instanceof RestartListing)) throw error;
      failure = createInventoryFailure('inventory-changed', listing.name, 'its snapshot expired');
    }
  }
  throw new InventoryError(failure as Failure);
}

/** Reads all pages once. Returns a failure if the pages do not fit together. */
async function readOnce<Item, Place>(
  { kind, name, limits = DEFAULT_LIMITS, fetchPage, getId, mapItem }: Listing<Item>,
  { io, decode }: ReadContext<Place>,
): Promise<Pass<Place> | Failure> {
  const acquire = createSemaphore(MAX_CONCURRENT_ITEMS);
  const pass: Pass<Place> = { pages: 0, ids: new Set(), listed: new Set(), places: new Map() };
  const totals = new Set<number>();
  const options: PageOptions = { name, limits, now: io.now };
  for await (const { page, first, items, total } of readPages(fetchPage, options)) {
    pass.pages = page;
    if (total !== null) totals.add(total);
    const found: [place: string, item: Item][] = [];
    for (const [index, item] of items.entries()) {
      const id = getId(item);
      const position = `item ${first + index}, page ${page}`;
      if (id === null || id === '') throwInventoryError('inventory-item-without-id', name, position);
      if (pass.ids.has(id)) return createInventoryFailure('inventory-duplicate-id', name, position);
      pass.ids.add(id);
      const place = formatItemPlace(kind, id);
      pass.listed.add(place);
      found.push([place, item]);
    }
    const decoded = await Promise.all(
      found.map(async ([place, item]) => {
        const raw = await readItem(place, name, () => acquire(async () => mapItem(item)));
        return raw === null ? null : await decode(raw);
      }),
    );
    for (const [index, places] of decoded.entries())
      if (places !== null) pass.places.set(found[index]?.[0] ?? '', places);
  }
  const problem = findTotalProblem(totals, pass.ids.size);
  return problem === null ? pass : createInventoryFailure('inventory-changed', name, problem);
}

async function readItem(place: string, name: string, map: () => Promise<ListedItem | null>): Promise<RawPlace | null> {
  try {
    const mapped = await map();
    return mapped === null ? null : ({ place, address: null, ...mapped } as RawPlace);
  } catch (error) {
    if (!(error instanceof InventoryError) || !isAboutItem(error.failure)) throw error;
    const { code } = error.failure;
    const isDenied = code === 'inventory-forbidden' || code === 'inventory-not-found';
    const failure = isDenied
      ? createInventoryFailure('inventory-item-unreadable', name, STATUSES[code])
      : error.failure;
    return { place, address: null, failure };
  }
}

const STATUSES = { 'inventory-forbidden': '403', 'inventory-not-found': '404' } as const;

/** Whether a failure concerns one item: what the network or the credentials cause would concern all of them. */
function isAboutItem({ code }: Failure): boolean {
  return code !== 'inventory-unauthorized' && code !== 'inventory-throttled' && !code.startsWith('url-');
}

function findTotalProblem(totals: ReadonlySet<number>, received: number): string | null {
  if (totals.size > 1) return 'its total changed from page to page';
  const [total = received] = totals;
  return total === received ? null : `its total is ${total}, but it returned ${received}`;
}
