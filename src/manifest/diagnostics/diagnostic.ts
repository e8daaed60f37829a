import type { Diagnostic } from '../../domain/index.ts';
import type { SourceProblems } from '../../domain/sources/index.ts';
import { findLineIndex, getLine, type Span } from '../yaml/source-file.ts';
import { MESSAGES, type Message } from './messages.ts';

export { formatDiagnostic } from './format.ts';

/** Where a diagnostic points: a place in a file, with the line for its code frame. */
export type Location = Pick<Diagnostic, 'file' | 'line' | 'column' | 'source'>;

export type DiagnosticCode = keyof typeof MESSAGES;

/** Every code that a manifest can get. */
export const DIAGNOSTIC_CODES = Object.keys(MESSAGES) as DiagnosticCode[];

/** One diagnostic. Its wording, and what the arguments mean, stand in `wording.ts`. */
export function createDiagnostic<C extends DiagnosticCode>(
  code: C,
  where: Location,
  ...args: Parameters<(typeof MESSAGES)[C]>
): Diagnostic {
  const word = MESSAGES[code] as (...args: unknown[]) => Message;
  const { file, line, column, source } = where;
  return { code, ...word(...args), file, line, column, ...(source && { source }) };
}

const SOURCE_MESSAGES: { [C in keyof SourceProblems]: (...args: SourceProblems[C]) => Message } = MESSAGES;

/** One diagnostic about a source. The kind of source has found the problem (`domain/sources/`). */
export function createSourceDiagnostic<C extends keyof SourceProblems>(
  code: C,
  where: Location,
  args: SourceProblems[C],
): Diagnostic {
  return { code, ...SOURCE_MESSAGES[code](...args), ...where };
}

/** The position of a span, and its first line for the code frame. */
export function toLocation({ file, start, end }: Span): Location {
  const index = findLineIndex(file, start);
  const column = start - (file.lineStarts[index] ?? 0) + 1;
  const text = getLine(file, index);
  const length = Math.max(1, Math.min(end - start, text.length - column + 1));
  return { file: file.name, line: index + 1, column: Math.min(column, text.length + 1), source: { text, length } };
}
