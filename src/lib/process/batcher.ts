/** Passes on items in batches, where each call costs more than an item. */

/** Returns a function that collects items until the event loop has handled all that is ready. */
export function createBatcher<Item>(passOn: (items: Item[]) => void): (item: Item) => void {
  let items: Item[] = [];
  const flush = () => {
    const batch = items;
    items = [];
    passOn(batch);
  };
  return (item) => {
    if (items.length === 0) setImmediate(flush);
    items.push(item);
  };
}
