/** The value of a key that is the object's own: names of entries and places are the user's, and may be `constructor`. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
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

/** Finds values by two keys. A key made of both would have to be put together and hashed for each question. */
export function indexByPair<V>(
  values: Iterable<V>,
  firstOf: (value: V) => string,
  secondOf: (value: V) => string | null,
): (first: string, second: string | null) => V | undefined {
  const index = new Map<string, Map<string | null, V>>();
  for (const value of values) {
    const first = firstOf(value);
    let inner = index.get(first);
    if (inner === undefined) {
      inner = new Map();
      index.set(first, inner);
    }
    inner.set(secondOf(value), value);
  }
  return (first, second) => index.get(first)?.get(second);
}
