/** Text in pieces: a long log is tens of megabytes, and joining it would take as much memory again. */

/** A string, or bytes that are all ASCII, so that what is copied from one file to another is never decoded. */
export type TextPiece = string | Uint8Array;

export type ChunkedText = string | readonly TextPiece[];

/** A text of which pieces can be copied. */
export interface TextSource {
  /** Characters. */
  length: number;
  slice: (start: number, end: number) => TextPiece;
}

/** Only for bytes that are all ASCII. Its pieces are parts of them, and not copies. */
export function createAsciiSource(bytes: Uint8Array): TextSource {
  return { length: bytes.length, slice: (start, end) => bytes.subarray(start, end) };
}

export function joinChunks(text: string | Iterable<TextPiece>): string {
  return typeof text === 'string' ? text : Array.from(text, decodePiece).join('');
}

function decodePiece(piece: TextPiece): string {
  return typeof piece === 'string'
    ? piece
    : Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
}

/** Without a copy. */
export function slicePiece(piece: TextPiece, start: number, end: number): TextPiece {
  if (start === 0 && end === piece.length) return piece;
  return typeof piece === 'string' ? piece.slice(start, end) : piece.subarray(start, end);
}

export function isTextEqual(text: ChunkedText, other: TextSource | null): boolean {
  if (other === null) return false;
  const pieces = typeof text === 'string' ? [text] : text;
  if (pieces.reduce((length, piece) => length + piece.length, 0) !== other.length) return false;
  let at = 0;
  return pieces.every((piece) => {
    at += piece.length;
    return isPieceEqual(piece, other.slice(at - piece.length, at));
  });
}

function isPieceEqual(one: TextPiece, other: TextPiece): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one === other;
  return Buffer.from(one).equals(Buffer.from(other));
}

const BUFFER_BYTES = 256 * 1024;

/** UTF-8 bytes for one UTF-16 code unit. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * Encodes a text in UTF-8. No piece may begin or end within a surrogate pair. All parts use the same buffer: each is valid only until
 * the next one is requested.
 */
export function* encodeText(text: string | Iterable<TextPiece>): Generator<Uint8Array> {
  const bytes = Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  for (const piece of typeof text === 'string' ? [text] : text) {
    for (let from = 0; from < piece.length; ) {
      const to = findPartEnd(piece, from, BUFFER_BYTES - used);
      used += writePart(bytes, used, slicePiece(piece, from, to));
      from = to;
      if (from < piece.length) {
        yield bytes.subarray(0, used);
        used = 0;
      }
    }
  }
  if (used > 0) yield bytes.subarray(0, used);
}

/** Returns the number of bytes. */
function writePart(bytes: Buffer, at: number, part: TextPiece): number {
  if (typeof part === 'string') return bytes.write(part, at);
  bytes.set(part, at);
  return part.length;
}

/** The end of a part with at most `room` bytes that does not split a surrogate pair. */
function findPartEnd(piece: TextPiece, from: number, room: number): number {
  const max = typeof piece === 'string' ? Math.floor(room / MAX_BYTES_PER_UNIT) : room;
  if (piece.length - from <= max) return piece.length;
  const isCut = typeof piece === 'string' && max > 0 && /[\ud800-\udbff]/.test(piece.charAt(from + max - 1));
  return from + max - (isCut ? 1 : 0);
}
