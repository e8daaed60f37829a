/**
 * Prints a long result without holding it in memory: a JSON report has about 2 KB for each certificate, so a report on 300,000 certificates
 * does not fit into a string of V8 (512 MiB). A terminal interprets control characters, and a workflow run interprets lines that begin with
 * `::`, and `##[`. Names of certificates are untrusted, so both are escaped if a person or a runner reads the output.
 */

import type { Io } from './io.ts';
import { maskPieces } from './secrets/mask-pieces.ts';

type Output = Pick<Io, 'stdout' | 'drainStdout' | 'mask' | 'isTTY' | 'env'>;

/** Writes pieces of text to standard output, at the speed of the reader. */
export async function printPieces(pieces: Iterable<string>, io: Output): Promise<void> {
  const shown = isShown(io) ? mapPieces(pieces, escapeControls) : pieces;
  for (const part of maskPieces(shown, io.mask)) {
    io.stdout(part);
    await io.drainStdout();
  }
}

/** Prints records that are one line each in the same way, such as those of CSV: line breaks in a record are escaped, too. */
export async function printRecords(records: Iterable<string>, io: Output): Promise<void> {
  await printPieces(isShown(io) ? mapPieces(records, escapeRecord) : records, io);
}

function isShown({ isTTY, env }: Output): boolean {
  return isTTY.stdout || env.GITHUB_ACTIONS === 'true';
}

function* mapPieces(pieces: Iterable<string>, change: (piece: string) => string): Generator<string> {
  for (const piece of pieces) yield change(piece);
}

/** Escapes control characters except for tabs and line breaks, as JSON does, so that a JSON text keeps its meaning. */
function escapeControls(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]/gu, formatEscape).replaceAll('##[', '#\\u0023[');
}

function escapeRecord(record: string): string {
  const [, line = record, end = ''] = /^(.*?)(\r?\n)$/s.exec(record) ?? [];
  return line.replace(/[\r\n]/g, formatEscape).replace(/^(\s*):(?=:)/, '$1\\u003a') + end;
}

function formatEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
