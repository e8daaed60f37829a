/** Reads values in the responses of an inventory, by dotted paths. */

/** Splits a path such as `a.b.0.*`; a dot after a backslash belongs to the name. */
function splitPath(path: string): string[] {
  return path.split(/(?<!\\)\./).map((segment) => segment.replaceAll('\\.', '.'));
}

/**
 * Reads the value at a path; undefined if there is none. A number selects an item of a list; `*`, or any other segment, selects all of
 * them: `domains.name` is the same as `domains.*.name`.
 */
export function readPath(value: unknown, path: string): unknown {
  return readSegments(value, splitPath(path));
}

/** The maximum depth to which lists in lists are searched. */
const MAX_DEPTH = 50;

function readSegments(value: unknown, [segment, ...rest]: readonly string[], depth = 0): unknown {
  if (segment === undefined) return value;
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) {
    if (/^\d+$/.test(segment)) return readSegments(value[Number(segment)], rest, depth + 1);
    const following = segment === '*' ? rest : [segment, ...rest];
    const found = value
      .map((item) => readSegments(item, following, depth + 1))
      .filter((one) => one !== undefined && one !== null);
    return found.flat();
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (segment === '*') return readSegments(Object.values(value), ['*', ...rest], depth + 1);
  return Object.hasOwn(value, segment)
    ? readSegments((value as Record<string, unknown>)[segment], rest, depth + 1)
    : undefined;
}

/** Returns a copy of an object with a value at a path, for parameters in the body of a request. */
export function setPath(target: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = splitPath(path);
  if (rest.length === 0) return { ...target, [first]: value };
  const inner = target[first];
  const nested = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  return { ...target, [first]: setPath(nested as Record<string, unknown>, rest.join('.'), value) };
}
