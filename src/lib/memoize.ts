/** Caches for computed values. */

import { getOrCreate } from './collections.ts';

/** Returns a function that computes its value on the first call and returns that value from then on. */
export function lazy<Value>(compute: () => Value): () => Value {
  let computed: { value: Value } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}

/** Returns `compute` with a cache, so that it runs once for each object, and keeps its value as long as the object exists. */
export function memoizeWeakly<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const computed = new WeakMap<Key, { value: Value }>();
  return (key) => {
    const found = computed.get(key) ?? { value: compute(key) };
    computed.set(key, found);
    return found.value;
  };
}

/** Returns `compute` with a cache, so that it runs once for each key. Values must not be `undefined`. */
export function memoize<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const computed = new Map<Key, Value>();
  return (key) => getOrCreate(computed, key, () => compute(key));
}
