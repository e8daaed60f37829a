/** Matches patterns in which `*` stands for any characters, and `?` for one. */

/** Ignores case. Its time is bounded by the product of both lengths, because both may be untrusted. */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = [...pattern.toLowerCase()];
  const found = [...text.toLowerCase()];
  let at = 0;
  let from = 0;
  /** The last `*`, and the end of what it matches, which grows when the rest does not match. */
  let star: { at: number; upTo: number } | null = null;
  while (from < found.length) {
    const one = wanted[at];
    if (one === '*') {
      star = { at, upTo: from };
      at += 1;
    } else if (one === '?' || one === found[from]) {
      at += 1;
      from += 1;
    } else if (star !== null) {
      star.upTo += 1;
      at = star.at + 1;
      from = star.upTo;
    } else return false;
  }
  return wanted.slice(at).every((one) => one === '*');
}
