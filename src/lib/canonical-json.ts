/** Serializes equal values to the same JSON, regardless of the order of their keys. */

import { compareText } from './collections.ts';

/** Serializes a value to compact JSON with the keys of all objects sorted. */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareText(a, b)))
      : part,
  );
}
