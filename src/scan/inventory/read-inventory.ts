/**
 * Reads an inventory completely, or not at all: a page that fails, or a listing that changes while it is read, fails the source, and its
 * known locations keep their state. An unreadable item fails alone. If a failure concerns all items, the source fails, and only the items
 * that were read before are evaluated.
 */

import type { Failure, RawLocation, RawSource } from '../../domain/index.ts';
import { NOT_READ_IN_TIME } from '../../domain/index.ts';
import { formatItemLocation } from '../../domain/sources/item-location.ts';
import type { Io } from '../../lib/io.ts';
import { createLateFailure } from '../failures.ts';
import type { ReadContext } from '../sources/reader.ts';
import { findSuperseded } from './current-items.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from './failures.ts';
import type { Listing } from './listing.ts';
import { DEFAULT_LIMITS, RestartListing, readPages } from './read-pages.ts';
import { type Pass, readPass, readRawItem } from './read-pass.ts';

export type { ListedItem, Listing } from './listing.ts';

/** The maximum of passes: a listing that changes while it is read is read again. */
const MAX_PASSES = 3;

/** The result of reading a listing, as `scan/` returns it. */
export type ListingSource = RawSource & { locations: RawLocation[] };

/** Reads a listing. Failures of the inventory are part of the result, and are not thrown. */
export async function readInventory<Item>(listing: Listing<Item>, context: ReadContext): Promise<ListingSource> {
  const { source } = listing;
  const result = { entry: context.entry.name, source };
  try {
    if (context.onSample !== undefined) {
      await readSample(listing, context.io, context.onSample);
      return { ...result, failure: null, locations: [] };
    }
    const pass = await confirmRemovals(listing, context);
    const { items, interruption } = pass;
    const outdated = findOutdated(items, listing, context, interruption !== null);
    const read = [...items].filter(
      ([location, { isRead }]) => (isRead || interruption === null) && !outdated.has(location),
    );
    const locations = read.flatMap(([, { raw }]) => raw ?? []);
    const unmonitored = listUnmonitored(items, locations, context.listKnownLocations(source));
    return {
      ...result,
      failure: interruption,
      locations: [...locations, ...listLateItems(pass, listing, context)],
      ...(unmonitored.length > 0 && { unmonitored }),
    };
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    return createFailedListing(source, error.failure, context);
  }
}

/** Lists the known locations of items that are listed, but not monitored any more. */
function listUnmonitored(
  items: Pass['items'],
  locations: readonly RawLocation[],
  known: readonly string[],
): readonly string[] {
  const monitored = new Set(locations.map(({ location }) => location));
  return known.filter((location) => items.get(location)?.isRead === true && !monitored.has(location));
}

/**
 * Lists the new items for which there was no time, so that they are known from now on. The known ones have the failure of the inventory. It is
 * unknown whether an item that another one may supersede is monitored.
 */
function listLateItems(
  { items, interruption }: Pass,
  { source, superseded = true }: Pick<Listing<never>, 'source' | 'superseded'>,
  { listKnownLocations }: Pick<ReadContext, 'listKnownLocations'>,
): RawLocation[] {
  if (interruption?.code !== NOT_READ_IN_TIME || !superseded) return [];
  const known = new Set(listKnownLocations(source));
  const late = [...items].filter(([location, { raw, isRead }]) => !isRead && raw === null && !known.has(location));
  return late.map(([location]) => ({ location, observed: {}, failure: createLateFailure(location) }));
}

/** Creates the result of a listing that cannot be read, for example because a variable is missing. */
export function createFailedListing(
  source: string,
  failure: Failure,
  { entry }: Pick<ReadContext, 'entry'>,
): ListingSource {
  return { entry: entry.name, source, failure, locations: [] };
}

/** Finds the locations that are not monitored because of others. If some could not be read, they may supersede an unknown one. */
function findOutdated(
  items: Pass['items'],
  { source, superseded = true }: Pick<Listing<never>, 'source' | 'superseded'>,
  context: Pick<ReadContext, 'listKnownLocations'>,
  isPartial: boolean,
): Set<string> {
  if (superseded) return new Set();
  const summaries = [...items].flatMap(([location, { summary }]) =>
    summary === null ? [] : [[location, summary] as const],
  );
  const outdated = findSuperseded(new Map(summaries));
  if (!isPartial) return outdated;
  const known = new Set(context.listKnownLocations(source));
  return new Set([...outdated, ...[...items.keys()].filter((location) => !known.has(location))]);
}

const SAMPLE_SIZE = 3;

/** Reads the first items only, to show what an inventory returns and how it is mapped. */
async function readSample<Item>(
  { kind, name, limits = DEFAULT_LIMITS, fetchPage, getId, mapItem }: Listing<Item>,
  { now }: Io,
  onSample: NonNullable<ReadContext['onSample']>,
): Promise<void> {
  let missing = SAMPLE_SIZE;
  for await (const { items, total } of readPages(fetchPage, { kind, name, limits, now })) {
    for (const raw of items.slice(0, missing)) {
      const id = getId(raw);
      const location = id === null || id === '' ? null : formatItemLocation(kind, id);
      onSample({ raw, location, mapped: await readRawItem(location ?? kind, name, async () => mapItem(raw)), total });
      missing -= 1;
    }
    // The first pages may be empty, such as those of a kind of object that a cluster does not have.
    if (missing === 0) return;
  }
}

/**
 * Reads the listing again before known locations are removed. An item can be missing from all pages because another one was removed while
 * they were read, which moved it to a page that was read before. Two passes must have the same items; if their order differs, items may
 * have come back at another position, so a third pass has to agree. An item that was listed but did not exist when it was read also needs
 * another pass: it was removed meanwhile, or the account may not read it.
 */
async function confirmRemovals<Item>(listing: Listing<Item>, context: ReadContext): Promise<Pass> {
  const { source, allow_empty, name } = listing;
  const known = context.listKnownLocations(source);
  const isComplete = ({ pages, items, hasVanished }: Pass) =>
    !hasVanished && (pages === 1 || known.every((location) => items.has(location)));
  let pass = await readConsistently(listing, context, new Map());
  let agreements = 0;
  for (let passes = 1; pass.interruption === null && !isComplete(pass); passes += 1) {
    if (passes > MAX_PASSES) throwInventoryError('inventory-changed', name, 'items were added or removed');
    const next = await readConsistently(listing, context, pass.items);
    // The items that earlier passes have read are still used.
    if (next.interruption !== null) return { ...next, items: new Map([...pass.items, ...next.items]) };
    agreements = isSameSet(pass.ids, next.ids) ? agreements + 1 : 0;
    const isConfirmed = agreements === 2 || (agreements === 1 && isSameOrder(pass.ids, next.ids));
    pass = next;
    if (isConfirmed) break;
  }
  if (pass.interruption === null && pass.ids.size === 0 && known.length > 0 && !allow_empty)
    throwInventoryError('inventory-empty', name, String(known.length));
  return pass;
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((value) => b.has(value));
}

/** Whether two sets have the same order, which is that of the listing. */
function isSameOrder(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const others = b.values();
  return [...a].every((value) => value === others.next().value);
}

/** Reads all pages until the listing does not change meanwhile. */
async function readConsistently<Item>(
  listing: Listing<Item>,
  context: ReadContext,
  before: Pass['items'],
): Promise<Pass> {
  let failure: Failure | null = null;
  for (let passes = 0; passes < MAX_PASSES; passes += 1) {
    try {
      const pass = await readPass(listing, context, before);
      if (!('code' in pass)) return pass;
      failure = pass;
    } catch (error) {
      if (!(error instanceof RestartListing)) throw error;
      failure = createInventoryFailure('inventory-changed', listing.name, 'its snapshot expired');
    }
  }
  throw new InventoryError(failure as Failure);
}
