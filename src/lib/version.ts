/** The version of certvigil. */

import metadata from '../../package.json' with { type: 'json' };

export const VERSION: string = metadata.version;

/** Compares versions such as `0.10.0` by their numbers: negative if `a` is the earlier one. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [toNumbers(a), toNumbers(b)];
  return first.map((number, index) => number - (second[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** The three numbers; what follows them, as in `1.0.0-rc.1`, does not count. */
function toNumbers(version: string): number[] {
  return [0, 1, 2].map((index) => Number.parseInt(version.split('.')[index] ?? '', 10) || 0);
}
