/** The value of a key that is the object's own: names of entries and places are the user's, and may be `constructor`. */
export function getOwn<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Plain code unit order: the same everywhere, whatever the locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Groups in the order of first appearance. (`Map.groupBy` is not in Node 20.) */
export function groupBy<K, V>(values: Iterable<V>, keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** Those whose key another had before them, in one pass: a manifest may have very many. */
export function findRepeated<V>(values: readonly V[], keyOf: (value: V) => unknown): V[] {
  const known = new Set<unknown>();
  return values.filter((value) => {
    const key = keyOf(value);
    if (known.has(key)) return true;
    known.add(key);
    return false;
  });
}

/** Up to here a look at each is faster than a map, and takes no memory. */
const MIN_INDEXED_GROUP_SIZE = 8;

/** Finds values of groups by a second key. A key made of both would have to be put together and hashed for each question. */
export function indexGroups<V>(
  groups: ReadonlyMap<string, readonly V[]>,
  keyOf: (value: V) => string | null,
): (group: string, key: string | null) => V | undefined {
  const indexes = new Map<string, Map<string | null, V>>();
  return (name, key) => {
    const group = groups.get(name);
    if (group === undefined || group.length <= MIN_INDEXED_GROUP_SIZE)
      return group?.find((value) => keyOf(value) === key);
    const index = indexes.get(name) ?? new Map(group.map((value) => [keyOf(value), value]));
    indexes.set(name, index);
    return index.get(key);
  };
}

/** The items of a list, or one value as a list. Empty for undefined. */
export function toArray(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

/** A map of the user's as an ordinary object, in which a key such as `__proto__` has no special meaning. */
export function toPlainObject(map: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(map ?? {}));
}
