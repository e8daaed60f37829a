/** Reads all pages of a listing and their items, once. */

import type { Failure, RawLocation } from '../../domain/index.ts';
import { formatItemLocation } from '../../domain/sources/item-location.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import type { ReadContext } from '../sources/reader.ts';
import { type CertificateSummary, summarizeItem } from './current-items.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from './failures.ts';
import { createItemFailure, createItemFailures } from './item-failures.ts';
import type { ListedItem, Listing } from './listing.ts';
import { DEFAULT_LIMITS, readPages } from './read-pages.ts';

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

/**
 * Reads one pass. Returns a failure if the pages are inconsistent. An interruption ends it early. `before`: the items of an earlier pass,
 * which are not read again.
 */
export async function readPass<Item>(
  { kind, name, limits = DEFAULT_LIMITS, superseded = true, fetchPage, getId, mapItem }: Listing<Item>,
  { io }: Pick<ReadContext, 'io'>,
  before: Pass['items'],
): Promise<Pass | Failure> {
  const acquire = createSemaphore(MAX_CONCURRENT_ITEMS);
  const failures = createItemFailures();
  const pass: Pass = { pages: 0, ids: new Set(), items: new Map(), hasVanished: false, interruption: null };
  const totals = new Set<number>();

  const readItem = async (location: string, item: Item): Promise<ReadItem> => {
    if (pass.interruption !== null) return NOT_READ;
    try {
      const mapped = await mapItem(item);
      failures.addSuccess();
      if (mapped === null) return { raw: null, isRead: true, summary: null };
      const summary = superseded || mapped.item === undefined ? null : summarizeItem(mapped.item);
      return { raw: createRawLocation(location, mapped), isRead: true, summary };
    } catch (error) {
      if (!(error instanceof InventoryError)) throw error;
      const { failure } = error;
      if (failure.code === 'inventory-not-found') pass.hasVanished = true;
      if (!failures.addFailure(failure)) pass.interruption ??= createItemFailure(failure, name);
      return { raw: createFailedLocation(location, failure, name), isRead: false, summary: null };
    }
  };

  for await (const { page, first, items, total } of readPages(fetchPage, { kind, name, limits, now: io.now })) {
    pass.pages = page;
    if (total !== null) totals.add(total);
    const found: [location: string, item: Item][] = [];
    for (const [index, item] of items.entries()) {
      const id = getId(item);
      const position = `item ${first + index}${page === 1 ? '' : `, page ${page}`}`;
      if (id === null || id === '') throwInventoryError('inventory-item-without-id', name, position, kind);
      if (pass.ids.has(id)) return createInventoryFailure('inventory-duplicate-id', name, position, kind);
      pass.ids.add(id);
      found.push([formatItemLocation(kind, id), item]);
    }
    const read = found.map(([location, item]) => {
      const known = before.get(location);
      if (!known?.isRead) return acquire(() => readItem(location, item));
      failures.addSuccess();
      return known;
    });
    for (const [index, result] of (await Promise.all(read)).entries()) pass.items.set(found[index]?.[0] ?? '', result);
    if (pass.interruption !== null) return pass;
  }
  pass.interruption = failures.findCommon(name);
  const problem = findTotalProblem(totals, pass.ids.size);
  return problem === null ? pass : createInventoryFailure('inventory-changed', name, problem);
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
