/** Helpers for records, arrays and maps. */

/** Reads an own property. Safe for keys chosen by users, such as `constructor`. */
export function getOwn<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Sets an own property. Safe for keys chosen by users, such as `__proto__`. */
export function setOwn<T>(record: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__')
    Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
  else record[key] = value;
}

/** Adds entries to a copy of a record, or replaces existing ones. Without entries, the record itself is returned. */
export function addEntries<T>(
  record: Record<string, T>,
  entries: readonly (readonly [string, T])[],
): Record<string, T> {
  return entries.length === 0 ? record : { ...record, ...Object.fromEntries(entries) };
}

/** Returns the largest value, and at least `floor`. Unlike `Math.max`, it takes more than 120,000 values. */
export function findLargest(values: Iterable<number>, floor = Number.NEGATIVE_INFINITY): number {
  let largest = floor;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}

/** Compares texts by code unit, independent of the locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Groups in the order of first appearance. Node 20 has no `Map.groupBy`. */
export function groupBy<K, V>(values: Iterable<V>, getKey: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = getKey(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** Finds the values whose key occurred earlier, each with the first value of that key, in linear time. */
export function findRepeated<V>(values: readonly V[], getKey: (value: V) => unknown): [repeated: V, first: V][] {
  return [...groupBy(values, getKey).values()].flatMap(([first, ...repeated]) =>
    first === undefined ? [] : repeated.map((value): [V, V] => [value, first]),
  );
}

/** The size up to which a group is searched: an index for each of 100,000 groups would take 20 MB. */
const MAX_SEARCHED = 8;

/** Finds a value of a group by a second key, which is unique in the group. */
export function indexGroups<V>(
  groups: ReadonlyMap<string, readonly V[]>,
  getKey: (value: V) => string | null,
): (group: string, key: string | null) => V | undefined {
  const indexes = new Map<string, Map<string | null, V>>();
  return (name, key) => {
    const group = groups.get(name) ?? [];
    if (group.length <= MAX_SEARCHED) return group.find((value) => getKey(value) === key);
    return getOrCreate(indexes, name, () => new Map(group.map((value) => [getKey(value), value]))).get(key);
  };
}

/** Whether two objects or lists of primitive values have the same keys and values. */
export function isEqualRecord(a: object, b: object): boolean {
  const left = Object.entries(a);
  const right = b as Record<string, unknown>;
  return left.length === Object.keys(b).length && left.every(([key, value]) => getOwn(right, key) === value);
}

/** Converts one value to a list, and undefined to an empty list. */
export function toArray(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

/** Converts a user's map to an ordinary object, in which a key such as `__proto__` has no special meaning. */
export function toPlainObject(map: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(map ?? {}));
}

/**
 * Returns the value of a key, which is created at the first use. Concurrent callers share a created promise. If the map has `maxSize`
 * values, it is emptied before another is added. Values must not be `undefined`.
 */
export function getOrCreate<Key, Value>(
  values: Map<Key, Value>,
  key: Key,
  create: () => Value,
  maxSize = Number.POSITIVE_INFINITY,
): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const created = create();
  if (values.size >= maxSize) values.clear();
  values.set(key, created);
  return created;
}

/** Sorts items by rank, the highest first; those of the same rank stay in their order. */
export function sortByRank<Item>(items: readonly Item[], rank: (item: Item) => number): Item[] {
  // The difference of two infinite ranks is not a number.
  return items.toSorted((a, b) => rank(b) - rank(a) || 0);
}
