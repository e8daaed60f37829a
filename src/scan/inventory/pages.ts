/** Reads all pages of a listing, with limits and checks. */

import type { Io } from '../../lib/io.ts';
import { throwInventoryError } from './failures.ts';

/** One page of a listing. */
export interface Page<Item> {
  items: readonly Item[];
  /** How many items the listing has, as this page says; null if it does not. */
  total: number | null;
  /** What the next page is requested by: a URL, a cursor, a number. Null for the last page. */
  next: string | null;
}

/**
 * Fetches a page. `next` is that of the page before, null for the first. Throws InventoryError, or RestartListing if the server has
 * forgotten where the listing was (such as 410 of Kubernetes).
 */
export type FetchPage<Item> = (next: string | null) => Promise<Page<Item>>;

/**
 * The cursor of the next page in a response, at `field`; null on the last page, where it is absent or empty. Throws InventoryError for
 * anything but a string: the items of further pages would look as if they had been removed.
 */
export function readCursor(value: unknown, field: string, name: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  return throwInventoryError('inventory-unexpected-format', name, `\`${field}\` is not a string`);
}

/** Thrown by a `FetchPage` to read the listing from the start. */
export class RestartListing extends Error {}

export interface ListingLimits {
  pages: number;
  items: number;
}

export const DEFAULT_LIMITS: ListingLimits = { pages: 10_000, items: 250_000 };

/** For one listing, however many pages it has. */
const MAX_MINUTES = 30;

export interface PageOptions {
  /** The kind of source. */
  kind: string;
  /** How failures name the source. */
  name: string;
  limits: ListingLimits;
  now: Io['now'];
}

/** The items of one page, with the number of the first one in the listing, counted from 1. */
export interface PageItems<Item> {
  page: number;
  first: number;
  items: readonly Item[];
  total: number | null;
}

/**
 * Reads page by page, and requests the next one while the caller works on one, so that two are in memory at most. Throws
 * InventoryError.
 */
export async function* readPages<Item>(
  fetchPage: FetchPage<Item>,
  { kind, name, limits, now }: PageOptions,
): AsyncGenerator<PageItems<Item>> {
  const deadline = now() + MAX_MINUTES * 60_000;
  const seen = new Set<string>();
  let pending = fetchPage(null);
  let first = 1;
  for (let page = 1; ; page += 1) {
    const { items, total, next } = await pending;
    if (first - 1 + items.length > limits.items)
      throwInventoryError('inventory-too-many-items', name, String(limits.items), kind);
    if (next !== null) {
      if (seen.has(next)) throwInventoryError('inventory-next-loop', name, '', kind);
      if (page >= limits.pages) throwInventoryError('inventory-too-many-pages', name, String(limits.pages), kind);
      if (now() > deadline) throwInventoryError('inventory-too-slow', name, String(MAX_MINUTES), kind);
      seen.add(next);
      pending = fetchPage(next);
      // The caller may stop before it gets here.
      pending.catch(() => undefined);
    }
    yield { page, first, items, total };
    if (next === null) return;
    first += items.length;
  }
}
