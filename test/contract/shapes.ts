/** Reduces JSON to its shape: the order of keys, and the types of values. */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * One line for each object, `PATH: KEY, KEY, ...` with its keys in their order. Items of an array share the path `[]`; where
 * they differ in their keys, each sequence has a line.
 */
export function listKeys(value: unknown): string {
  const lines = new Set<string>();
  visit(value as Json, '$', (at, found) => {
    if (isObject(found)) lines.add(`${at}: ${Object.keys(found).join(', ') || '(none)'}`);
  });
  return `${[...lines].sort(byPath).join('\n')}\n`;
}

/** The types of the value at each path over all samples, ordered by path: `null | string`. */
export function listTypes(samples: readonly unknown[]): Record<string, string> {
  const types = new Map<string, Set<string>>();
  for (const sample of samples) {
    visit(sample as Json, '', (at, found) => {
      if (at !== '') types.set(at, (types.get(at) ?? new Set()).add(typeName(found)));
    });
  }
  return Object.fromEntries(
    [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([at, names]) => [at, [...names].sort().join(' | ')]),
  );
}

function visit(value: Json, at: string, see: (at: string, value: Json) => void): void {
  see(at, value);
  if (Array.isArray(value)) for (const item of value) visit(item, `${at}[]`, see);
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) visit(item, at === '' ? key : `${at}.${key}`, see);
  }
}

function byPath(a: string, b: string): number {
  const [left = '', right = ''] = [a.split(':')[0], b.split(':')[0]];
  if (left !== right) return left < right ? -1 : 1;
  return a < b ? -1 : 1;
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
