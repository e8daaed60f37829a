/** JSON that is the same for equal values, whatever the order of their keys. */

import { compareText } from './collections.ts';

/** Compact JSON with the keys of all objects sorted. */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareText(a, b)))
      : part,
  );
}
