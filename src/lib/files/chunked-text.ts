/** Text in pieces: a long log is tens of megabytes, and joining it would take as much memory again. */

export type ChunkedText = string | readonly string[];

export function joinChunks(text: string | Iterable<string>): string {
  return typeof text === 'string' ? text : [...text].join('');
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

const BUFFER_BYTES = 256 * 1024;

/** UTF-8 bytes for one UTF-16 code unit. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * Encodes a text in UTF-8. No piece may begin or end within a surrogate pair. All parts use the same buffer: each is valid only until
 * the next one is requested.
 */
export function* encodeText(text: string | Iterable<string>): Generator<Uint8Array> {
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

/** The end of a part with at most `max` code units that does not split a surrogate pair. */
function findPartEnd(piece: string, from: number, max: number): number {
  if (piece.length - from <= max) return piece.length;
  const isCut = max > 0 && /[\ud800-\udbff]/.test(piece.charAt(from + max - 1));
  return from + max - (isCut ? 1 : 0);
}
