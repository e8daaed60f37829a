/** Texts against patterns in which `*` stands for anything, and `?` for one character. */

/** Whatever the case, and in time that is bounded by the product of the two lengths: both may be a stranger's. */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = [...pattern.toLowerCase()];
  const found = [...text.toLowerCase()];
  let at = 0;
  let from = 0;
  /** The last `*`, and up to where of the text it stands for: it is made longer where what follows does not fit. */
  let star: { at: number; upTo: number } | null = null;
  while (from < found.length) {
    const one = wanted[at];
    if (one === '*') {
      star = { at, upTo: from };
      at += 1;
    } else if (one !== undefined && (one === '?' || one === found[from])) {
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
