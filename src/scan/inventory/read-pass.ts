/** Reads all pages of a listing and their items, once. */

import type { Failure, RawLocation } from '../../domain/index.ts';
import { formatItemLocation } from '../../domain/sources/item-location.ts';
import { HOUR } from '../../domain/thresholds.ts';
import { NotInTimeError } from '../../lib/deadline.ts';
import { lazy } from '../../lib/memoize.ts';
import { createRankedSemaphore } from '../../lib/semaphore.ts';
import { createLateFailure } from '../failures.ts';
import type { ReadContext } from '../sources/reader.ts';
import { type CertificateSummary, summarizeItem } from './current-items.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from './failures.ts';
import { createItemFailure, createItemFailures, type ItemFailures } from './item-failures.ts';
import type { ListedItem, Listing } from './listing.ts';
import { DEFAULT_LIMITS, type PageItems, readPages } from './read-pages.ts';

export interface Pass {
  pages: number;
  /** The IDs of all items. */
  ids: Set<string>;
  /** The items that were read, by location, in the order of the listing. */
  items: Map<string, ReadItem>;
  /** Whether an item was listed, but did not exist when it was read. */
  hasVanished: boolean;
  /** The failure that concerns all items, after which they were not read; null if there is none. */
  interruption: Failure | null;
}

interface ReadItem {
  /** The location; null if it is not monitored, or was not read. */
  raw: RawLocation | null;
  isRead: boolean;
  /** The summary; null if superseded items are monitored, or if the certificate cannot be identified. */
  summary: CertificateSummary | null;
}

/** The number of items whose details are requested at once. */
const MAX_CONCURRENT_ITEMS = 8;

type PassContext = Pick<ReadContext, 'io' | 'deadline' | 'rankItems'>;

/**
 * Reads one pass. Returns a failure if the pages are inconsistent. An interruption, also by the deadline, ends it early. `before`: the items
 * of an earlier pass, which are not read again.
 */
export async function readPass<Item>(
  listing: Listing<Item>,
  context: PassContext,
  before: Pass['items'],
): Promise<Pass | Failure> {
  const { kind, name, limits = DEFAULT_LIMITS, fetchPage } = listing;
  const { io, deadline } = context;
  const isOrdered = context.rankItems(listing.source) !== null;
  const pass: Pass = { pages: 0, ids: new Set(), items: new Map(), hasVanished: false, interruption: null };
  const failures = createItemFailures();
  const totals = new Set<number>();
  const { readPage, begin } = createPageReader(listing, context, { pass, before, failures });
  // The items that have waited longest may be on the last page. If the pages take too long, those of the first ones are read meanwhile.
  const timer = isOrdered ? setTimeout(begin, Math.min(deadline.remaining() / 2, HOUR)) : undefined;
  if (!isOrdered) begin();
  const reading: Promise<Failure | null>[] = [];
  try {
    for await (const page of readPages(fetchPage, { kind, name, limits, now: io.now, deadline })) {
      pass.pages = page.page;
      if (page.total !== null) totals.add(page.total);
      const read = readPage(page);
      reading.push(read);
      // The loop may end without it, so that its error is thrown below.
      read.catch(() => undefined);
      if (!isOrdered && (await read) !== null) break;
      if (pass.interruption !== null) break;
    }
  } catch (error) {
    if (!(error instanceof NotInTimeError)) throw error;
    pass.interruption ??= createLateFailure(name);
  } finally {
    clearTimeout(timer);
    begin();
  }
  const inconsistency = (await Promise.all(reading)).find((one) => one !== null);
  if (inconsistency !== undefined) return inconsistency;
  if (pass.interruption !== null) return pass;
  pass.interruption = failures.findCommon(name);
  const problem = findTotalProblem(totals, pass.ids.size);
  return problem === null ? pass : createInventoryFailure('inventory-changed', name, problem);
}

interface PassState {
  pass: Pass;
  before: Pass['items'];
  failures: ItemFailures;
}

interface PageReader<Item> {
  /** Reads the items of a page. Returns the failure of inconsistent pages. */
  readPage: (page: PageItems<Item>) => Promise<Failure | null>;
  /** Begins to read items. Until then, they are only collected. */
  begin: () => void;
}

function createPageReader<Item>(
  listing: Listing<Item>,
  { deadline, rankItems }: PassContext,
  { pass, before, failures }: PassState,
): PageReader<Item> {
  const { name, superseded = true, mapItem } = listing;
  const rank = rankItems(listing.source) ?? (() => 0);
  const { acquire, allow } = createRankedSemaphore();
  const begin = lazy(() => allow(MAX_CONCURRENT_ITEMS));

  const readItem = async (item: Item, location: string): Promise<ReadItem> => {
    if (pass.interruption !== null) return NOT_READ;
    try {
      const mapped = await deadline.limit(async () => mapItem(item));
      failures.addSuccess();
      if (mapped === null) return { raw: null, isRead: true, summary: null };
      const summary = superseded || mapped.item === undefined ? null : summarizeItem(mapped.item);
      return { raw: createRawLocation(location, mapped), isRead: true, summary };
    } catch (error) {
      if (error instanceof NotInTimeError) {
        pass.interruption ??= createLateFailure(name);
        return NOT_READ;
      }
      if (!(error instanceof InventoryError)) throw error;
      const { failure } = error;
      if (failure.code === 'inventory-not-found') pass.hasVanished = true;
      if (!failures.addFailure(failure)) pass.interruption ??= createItemFailure(failure, name);
      return { raw: createFailedLocation(location, failure, name), isRead: false, summary: null };
    }
  };

  const readPage = async (page: PageItems<Item>): Promise<Failure | null> => {
    const found = identifyItems(page, listing, pass.ids);
    if ('code' in found) return found;
    // The items keep the order of the listing, whichever is read first.
    for (const { location } of found) pass.items.set(location, before.get(location) ?? NOT_READ);
    const read = found.map(async ({ location, item }) => {
      if (before.get(location)?.isRead) failures.addSuccess();
      else pass.items.set(location, await acquire(rank(location), () => readItem(item, location)));
    });
    await Promise.all(read);
    return null;
  };
  return { readPage, begin };
}

/** Finds the location of each item, and adds its ID. Returns the failure of an ID that is there already. Throws InventoryError. */
function identifyItems<Item>(
  { page, first, items }: PageItems<Item>,
  { kind, name, getId }: Listing<Item>,
  ids: Set<string>,
): { location: string; item: Item }[] | Failure {
  const found: { location: string; item: Item }[] = [];
  for (const [index, item] of items.entries()) {
    const id = getId(item);
    const position = `item ${first + index}${page === 1 ? '' : `, page ${page}`}`;
    if (id === null || id === '') throwInventoryError('inventory-item-without-id', name, position, kind);
    if (ids.has(id)) return createInventoryFailure('inventory-duplicate-id', name, position, kind);
    ids.add(id);
    found.push({ location: formatItemLocation(kind, id), item });
  }
  return found;
}

const NOT_READ: ReadItem = { raw: null, isRead: false, summary: null };

/** Reads a single item, as `readPass` does; null if it is not monitored. */
export async function readRawItem(
  location: string,
  name: string,
  map: () => Promise<ListedItem | null>,
): Promise<RawLocation | null> {
  try {
    const mapped = await map();
    return mapped === null ? null : createRawLocation(location, mapped);
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    return createFailedLocation(location, error.failure, name);
  }
}

function createRawLocation(location: string, mapped: ListedItem): RawLocation {
  return { location, ...mapped };
}

function createFailedLocation(location: string, failure: Failure, name: string): RawLocation {
  return { location, observed: {}, failure: createItemFailure(failure, name) };
}

function findTotalProblem(totals: ReadonlySet<number>, received: number): string | null {
  if (totals.size > 1) return 'its total changed from page to page';
  const [total = received] = totals;
  return total === received ? null : `its total is ${total}, but it returned ${received}`;
}
