/** The order in which a probe reads its entries. It has no event log, which would tell what earlier runs had no time for. */

import type { ReadingOrder } from '../../domain/reading-order.ts';

/** Creates an order that begins at one of the entries, and goes on with the first one after the last. `start`: from 0 to 1, without 1. */
export function createRotatedOrder(entries: readonly { name: string }[], start: number): ReadingOrder {
  const first = Math.floor(start * entries.length);
  const ranks = new Map(entries.map(({ name }, index) => [name, index < first ? -entries.length - index : -index]));
  return {
    rankEntry: (entry) => ranks.get(entry) ?? 0,
    rankSources: () => 0,
    rankLocation: () => 0,
    hasLate: () => false,
  };
}
