/** Identifies certificates in links by their entry and location, so that a link is the same after a renewal. */

import type { DashboardData } from '../data.ts';

export interface Identifier {
  /** Returns the ID of an item in links: its entry and location, so that a link is the same after a renewal. */
  getId: (index: number) => string;
  /**
   * Finds a certificate. An old link with a fingerprint or a removed location finds another certificate of its entry; undefined if the
   * entry does not exist.
   */
  findById: (id: string) => number | undefined;
}

interface Ids {
  ids: string[];
  indexes: Map<string, number>;
}

/** Creates an identifier, whose IDs are computed at the first use. */
export function createIdentifier({ columns }: DashboardData, getEntry: (index: number) => string): Identifier {
  let known: Ids | undefined;
  const getIds = () => {
    known ??= createIds(columns, getEntry);
    return known;
  };
  return {
    getId: (index) => getIds().ids[index] ?? '',
    findById: (id) => getIds().indexes.get(id) ?? getIds().indexes.get(id.split(':')[0] ?? ''),
  };
}

/**
 * Creates the ID `shop` if the entry has one certificate, otherwise `shop:LOCATION`. Several certificates at one location, such as those of
 * a server with two keys, are numbered. Later names do not replace earlier ones: a name that is only an entry, or has a fingerprint, finds
 * the most urgent certificate.
 */
function createIds(columns: DashboardData['columns'], getEntry: (index: number) => string): Ids {
  const entries = new Map<number, number>();
  for (const entry of columns.entry) entries.set(entry, (entries.get(entry) ?? 0) + 1);
  const ids: string[] = [];
  const counts = new Map<string, number>();
  const indexes = new Map<string, number>();
  for (const [index, entry] of columns.entry.entries()) {
    const name = getEntry(index);
    const id = entries.get(entry) === 1 ? name : countUp(`${name}:${getLocation(columns, index)}`, counts);
    ids.push(id);
    indexes.set(id, index);
  }
  for (const [index] of columns.entry.entries()) {
    const name = getEntry(index);
    const others = [`${name}:${columns.print[index] ?? ''}`, name];
    for (const other of others) if (!indexes.has(other)) indexes.set(other, index);
  }
  return { ids, indexes };
}

/** Returns the location without the fingerprint after the name of a bundle, which would change with the next renewal. */
function getLocation({ locations, print }: DashboardData['columns'], index: number): string {
  return locations[index]?.[0]?.replace(/#[0-9a-f]{12}$/, '') ?? print[index] ?? '';
}

/** Numbers repeated IDs: `a`, `a~2`, `a~3`. */
function countUp(id: string, counts: Map<string, number>): string {
  const count = (counts.get(id) ?? 0) + 1;
  counts.set(id, count);
  return count === 1 ? id : `${id}~${count}`;
}
