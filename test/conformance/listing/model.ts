/**
 * An inventory as a set (docs/reference/inventories.md). A scan during which nothing happens knows exactly the items. Otherwise, it still knows
 * those that were known and listed all the time, and knows new ones or says that it failed. Only if items before them disappear or move, new
 * ones may be missed until the next scan: no page shows that.
 */

import type { ListingCase } from './cases.ts';

/** What a scan must know. */
export interface Duty {
  /** Everything, and nothing else; or `failed`. Null: something happens during the scan. */
  exact: string[] | 'failed' | null;
  /** Known before, and listed all the time. */
  kept: string[];
  /** New, and listed all the time: read, unless the scan says that it failed. */
  read: string[];
}

/** Of fewer known items, more than half may really be removed from one scan to the next. Of more, that is not believed at once. */
const FEW = 10;

/** Lists the duties of all scans. The first one and the last two are undisturbed. */
export function listDuties({ initial, scans, hidden }: ListingCase): Duty[] {
  let items = new Set(initial);
  let known = new Set<string>();
  /** Every item that a scan can have known since the last one that was undisturbed. */
  let possible = new Set<string>();
  let isCertain = true;
  const duties = [[], ...scans, []].map((incidents): Duty => {
    if (incidents.length === 0) {
      // A suddenly empty listing fails, and keeps what is known.
      if (items.size === 0) return { exact: 'failed', kept: [], read: [] };
      const kept = [...items].filter((item) => known.has(item)).sort();
      const lost = [...possible].filter((item) => !items.has(item));
      isCertain &&= possible.size < FEW || lost.length <= kept.length;
      if (!isCertain) return { exact: null, kept, read: [] };
      possible = new Set(items);
      known = new Set(items);
      return { exact: [...items].sort(), kept: [], read: [] };
    }
    const gone = new Set(incidents.map(({ removed }) => removed));
    const always = [...items].filter((item) => !gone.has(item)).sort();
    const shifts = incidents.some(({ removed, moved }) => removed !== null || moved !== null);
    for (const { removed, added, moved } of incidents.toSorted((a, b) => a.at - b.at)) {
      items = new Set([...items].filter((item) => item !== removed));
      if (added !== null) items.add(added);
      // It becomes the last one.
      if (moved !== null && items.delete(moved)) items.add(moved);
      possible = new Set([...possible, ...items]);
    }
    const kept = always.filter((item) => known.has(item));
    const read = shifts ? [] : always.filter((item) => !known.has(item));
    known = new Set(kept);
    return { exact: null, kept, read };
  });
  const seen = [...items].slice(hidden);
  if (!isCertain) return [...duties, { exact: null, kept: seen.filter((item) => known.has(item)).sort(), read: [] }];
  // The loss of more than half is not believed at once.
  const isBelieved = items.size < FEW || 2 * seen.length >= items.size;
  const exact = seen.length === 0 ? 'failed' : (isBelieved ? seen : [...items]).sort();
  return [...duties, { exact, kept: [], read: [] }];
}

/** Returns a line for each scan: what it must know. */
export function predict(one: ListingCase): string[] {
  return listDuties(one).map(({ exact, kept, read }) => {
    if (exact === null) return formatLine(kept, read);
    return exact === 'failed' ? exact : exact.join('');
  });
}

export const formatLine = (kept: readonly string[], read: readonly string[]) => `${kept.join('')}+${read.join('')}`;
