/** A text that is kept, or its pieces in order: a long log is tens of megabytes, and to put it together takes as many again. */
export type ChunkedText = string | readonly string[];

export function joinChunks(text: ChunkedText): string {
  return typeof text === 'string' ? text : text.join('');
}

export function isTextEqual(text: ChunkedText, other: string | null): boolean {
  if (other === null || typeof text === 'string') return text === other;
  if (text.reduce((length, piece) => length + piece.length, 0) !== other.length) return false;
  let at = 0;
  return text.every((piece) => {
    at += piece.length;
    return other.startsWith(piece, at - piece.length);
  });
}

/** Bytes that are given at once. */
const BUFFER_BYTES = 1024 * 1024;

/** UTF-8 has no character that takes more bytes than this for each of its UTF-16 units. */
const MAX_BYTES_PER_UNIT = 3;

/** In UTF-8, one part after another in the same memory: each is good until the next is asked for. */
export function* encodeText(text: ChunkedText): Generator<Uint8Array> {
  const bytes = Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  for (const piece of typeof text === 'string' ? [text] : text) {
    for (let from = 0; from < piece.length; ) {
      const to = findPartEnd(piece, from, Math.floor((BUFFER_BYTES - used) / MAX_BYTES_PER_UNIT));
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
function findPartEnd(piece: string, from: number, most: number): number {
  if (piece.length - from <= most) return piece.length;
  const isCut = most > 0 && /[\ud800-\udbff]/.test(piece.charAt(from + most - 1));
  return from + most - (isCut ? 1 : 0);
}
