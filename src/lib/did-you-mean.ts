/** The known word nearest to what was written, where it is near enough to have been meant; else undefined. */
export function suggest(written: string, known: Iterable<string>): string | undefined {
  const wanted = normalizeWord(written);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  if (wanted.length > 100) return undefined;
  let best: { word: string; distance: number } | undefined;
  for (const word of known) {
    if (Math.abs(word.length - wanted.length) > limit) continue;
    const distance = computeEditDistance(wanted, normalizeWord(word));
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { word, distance };
  }
  return best?.word;
}

/** Comparisons that are made for one manifest: who has misspelt more than so many take reads of no more. */
const MAX_COMPARISONS = 100_000;

/** `suggest`, for all that is misspelt in a manifest, however much that is. */
export function createSuggester(): Suggest {
  let left = MAX_COMPARISONS;
  return (written, known) => {
    left -= known.length;
    return left < 0 ? undefined : suggest(written, known);
  };
}

export type Suggest = (written: string, known: readonly string[]) => string | undefined;

/** Case and the kind of separator are slips that everyone makes. */
function normalizeWord(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
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
