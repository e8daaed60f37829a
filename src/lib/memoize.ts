/** Caches for computed values. */

/** Returns a function that computes its value on the first call and returns that value from then on. */
export function lazy<Value>(compute: () => Value): () => Value {
  let computed: { value: Value } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}

/** Returns `compute` with a cache, so that it runs once for each key. Values must not be `undefined`. */
export function memoize<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const computed = new Map<Key, Value>();
  return (key) => getOrCreate(computed, key, () => compute(key));
}

/**
 * The value of a key, which is created when it is first needed. Concurrent callers share a promise that is created. With
 * `maxSize` values, the map is emptied before another is added. Values must not be `undefined`.
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
