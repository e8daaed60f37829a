/** A text that is kept, or its pieces in order: a long log is tens of megabytes, and to put it together takes as many again. */
export type Text = string | readonly string[];

export function wholeOf(text: Text): string {
  return typeof text === 'string' ? text : text.join('');
}

export function isSameText(text: Text, other: string | null): boolean {
  if (other === null || typeof text === 'string') return text === other;
  if (text.reduce((length, piece) => length + piece.length, 0) !== other.length) return false;
  let at = 0;
  return text.every((piece) => {
    at += piece.length;
    return other.startsWith(piece, at - piece.length);
  });
}

/** Bytes that are given at once. */
const SIZE = 1024 * 1024;

/** UTF-8 has no character that takes more bytes than this for each of its UTF-16 units. */
const MOST_BYTES = 3;

/** In UTF-8, one part after another in the same memory: each is good until the next is asked for. */
export function* encoded(text: Text): Generator<Uint8Array> {
  const bytes = Buffer.allocUnsafe(SIZE);
  let used = 0;
  for (const piece of typeof text === 'string' ? [text] : text) {
    for (let from = 0; from < piece.length; ) {
      const to = endOfPart(piece, from, Math.floor((SIZE - used) / MOST_BYTES));
      used += bytes.write(from === 0 && to === piece.length ? piece : piece.slice(from, to), used);
      from = to;
      if (from < piece.length) {
        yield bytes.subarray(0, used);
        used = 0;
      }
    }
  }
  if (used > 0) yield bytes.subarray(0, used);
}

/** At most so many units on, and not in the middle of a character. */
function endOfPart(piece: string, from: number, most: number): number {
  if (piece.length - from <= most) return piece.length;
  const isCut = most > 0 && /[\ud800-\udbff]/.test(piece.charAt(from + most - 1));
  return from + most - (isCut ? 1 : 0);
}
