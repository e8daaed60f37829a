/** Suggests corrections for misspelled words. */

/** Suggests the most similar known word; undefined if none is similar enough. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  const wanted = normalizeWord(word);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  if (wanted.length > 100) return undefined;
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const distance = computeEditDistance(wanted, normalizeWord(candidate));
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** The maximum of comparisons for one manifest. After that, there are no more suggestions. */
const MAX_COMPARISONS = 100_000;

/** Creates a `suggest` with a limit on its total work, for all misspelled words of a manifest. */
export function createSuggester(): Suggest {
  let remaining = MAX_COMPARISONS;
  return (word, known) => {
    remaining -= known.length;
    return remaining < 0 ? undefined : suggest(word, known);
  };
}

export type Suggest = (word: string, known: readonly string[]) => string | undefined;

/** Normalizes case and separators, which are ignored. */
function normalizeWord(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

/** Computes the optimal string alignment distance: insertions, deletions, replacements and swaps of neighbors. */
export function computeEditDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min(distanceAt(last, j) + 1, distanceAt(row, j - 1) + 1, distanceAt(last, j - 1) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) distance = Math.min(distance, distanceAt(beforeLast, j - 2) + 1);
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return distanceAt(last, b.length);
}

function distanceAt(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
