/** Maps a list with a limit on how many items are in progress. */

import type { MaybePromise } from './maybe-promise.ts';

/** The results in the order of the items, which start in order: the next one when one of `count` has finished. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  count: number,
  work: (item: Item) => MaybePromise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const pending = items.entries();
  const runLane = async () => {
    for (const [index, item] of pending) {
      const result = work(item);
      results[index] = result instanceof Promise ? await result : result;
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, runLane));
  return results;
}
