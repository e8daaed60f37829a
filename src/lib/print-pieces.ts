/** Prints a long result without holding it in memory. */

import type { Io } from './io.ts';
import { maskPieces } from './secrets/mask-pieces.ts';

/** Writes pieces of text to standard output, no faster than they are read. */
export async function printPieces(
  pieces: Iterable<string>,
  io: Pick<Io, 'stdout' | 'drainStdout' | 'mask'>,
): Promise<void> {
  for (const part of maskPieces(pieces, io.mask)) {
    io.stdout(part);
    await io.drainStdout();
  }
}
