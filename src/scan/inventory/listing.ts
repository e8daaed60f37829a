/** The interface of a source that is read as an inventory. */

import type { Failure, InventoryItem, Observed } from '../../domain/index.ts';
import type { FetchPage, ListingLimits } from './read-pages.ts';

/** An item as its source maps it. `failure`: the item is listed, but cannot be read. */
export type ListedItem = { observed: Observed } & (
  | { item: InventoryItem; notice?: Failure; failure?: never }
  | { failure: Failure; item?: never }
);

export interface Listing<Item> {
  /** The kind of source, with which its locations begin. */
  kind: string;
  /** The name of this listing among those of the entry, such as `aws_acm:eu-west-1`; for only one, the kind. */
  source: string;
  /** The name in failures. */
  name: string;
  /** Whether a listing without items is accepted although there were some before. */
  allow_empty: boolean;
  limits?: ListingLimits;
  /** Whether an item is monitored although another one with the same issuer and names expires later. Default: true. */
  superseded?: boolean;
  fetchPage: FetchPage<Item>;
  /** The stable ID of an item; null or empty if it has none, which fails the source. */
  getId: (item: Item) => string | null;
  /**
   * Maps an item, with further requests if needed; null: it is not monitored. InventoryError only fails this item, unless its reason
   * concerns all of them (item-failures.ts).
   */
  mapItem: (item: Item) => ListedItem | null | Promise<ListedItem | null>;
}
