/** Reads all pages of a listing, with limits and checks. */

import { type Deadline, NO_DEADLINE } from '../../lib/deadline.ts';
import type { Io } from '../../lib/io.ts';
import { throwInventoryError } from './failures.ts';

/** One page of a listing. */
export interface Page<Item> {
  items: readonly Item[];
  /** The number of items of the listing, as this page says; null if unknown. */
  total: number | null;
  /** The URL, cursor or number that requests the next page; null for the last page. */
  next: string | null;
}

/**
 * Fetches a page. `next` is that of the page before, null for the first. Throws InventoryError, or RestartListing if the server does not
 * know the position any more (such as 410 of Kubernetes).
 */
export type FetchPage<Item> = (next: string | null) => Promise<Page<Item>>;

/**
 * Reads the cursor of the next page in a response, at `field`; null on the last page, where it is absent or empty. Throws InventoryError
 * for values other than strings: the items of further pages would seem removed.
 */
export function readCursor(value: unknown, field: string, name: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  return throwInventoryError('inventory-unexpected-format', name, `\`${field}\` is not a string`);
}

/** The error with which a `FetchPage` restarts the listing. */
export class RestartListing extends Error {}

export interface ListingLimits {
  pages: number;
  items: number;
}

export const DEFAULT_LIMITS: ListingLimits = { pages: 10_000, items: 250_000 };

/** The time limit for all pages of one listing. */
const MAX_MINUTES = 30;

export interface PageOptions {
  /** The kind of source. */
  kind: string;
  /** The name of the source in failures. */
  name: string;
  limits: ListingLimits;
  now: Io['now'];
  /** Default: none. */
  deadline?: Deadline;
}

/** The items of one page, with the number of the first one in the listing, counted from 1. */
export interface PageItems<Item> {
  page: number;
  first: number;
  items: readonly Item[];
  total: number | null;
}

/** Reads the pages, and requests the next one while the caller processes one, so that at most two are in memory. Throws InventoryError, or NotInTimeError. */
export async function* readPages<Item>(
  fetchPage: FetchPage<Item>,
  { kind, name, limits, now, deadline = NO_DEADLINE }: PageOptions,
): AsyncGenerator<PageItems<Item>> {
  const ends = now() + MAX_MINUTES * 60_000;
  const seen = new Set<string>();
  const request = (next: string | null) => deadline.limit(() => fetchPage(next));
  let pending = request(null);
  let first = 1;
  for (let page = 1; ; page += 1) {
    const { items, total, next } = await pending;
    if (first - 1 + items.length > limits.items)
      throwInventoryError('inventory-too-many-items', name, String(limits.items), kind);
    if (next !== null) {
      if (seen.has(next)) throwInventoryError('inventory-next-loop', name, '', kind);
      if (page >= limits.pages) throwInventoryError('inventory-too-many-pages', name, String(limits.pages), kind);
      if (now() > ends) throwInventoryError('inventory-too-slow', name, String(MAX_MINUTES), kind);
      seen.add(next);
      pending = request(next);
      // The caller may stop before the next page is awaited.
      pending.catch(() => undefined);
    }
    yield { page, first, items, total };
    if (next === null) return;
    first += items.length;
  }
}
