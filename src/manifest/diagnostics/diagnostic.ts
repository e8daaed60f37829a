/** Creates diagnostics from codes and positions. */
import type { Diagnostic } from '../../domain/index.ts';
import type { SourceProblems } from '../../domain/sources/index.ts';
import { findLineIndex, getLine, type Span } from '../yaml/source-file.ts';
import { MESSAGES, type Message } from './messages.ts';

export { formatDiagnostic } from './format.ts';

/** A position in a file, with the line to show. */
export type Location = Pick<Diagnostic, 'file' | 'line' | 'column' | 'source'>;

export type DiagnosticCode = keyof typeof MESSAGES;

export const DIAGNOSTIC_CODES = Object.keys(MESSAGES) as DiagnosticCode[];

/** After this many errors, the rest of a file is not checked. */
export const MAX_ERRORS = 10_000;

/** Creates a diagnostic at a position or span. The arguments are those of its message in `messages/`. */
export function createDiagnostic<C extends DiagnosticCode>(
  code: C,
  where: Location | Span,
  ...args: Parameters<(typeof MESSAGES)[C]>
): Diagnostic {
  const word = MESSAGES[code] as (...args: unknown[]) => Message;
  const { file, line, column, source } = 'start' in where ? toLocation(where) : where;
  return { code, ...word(...args), file, line, column, ...(source && { source }) };
}

const SOURCE_MESSAGES: { [C in keyof SourceProblems]: (...args: SourceProblems[C]) => Message } = MESSAGES;

/** Creates a diagnostic that a check in `domain/sources/` reported. */
export function createSourceDiagnostic<C extends keyof SourceProblems>(
  code: C,
  where: Location | Span,
  args: SourceProblems[C],
): Diagnostic {
  return { code, ...SOURCE_MESSAGES[code](...args), ...('start' in where ? toLocation(where) : where) };
}

/** Formats the file and line of a span, for messages about another location. */
export function formatLine(span: Span): string {
  const { file, line } = toLocation(span);
  return `${file}:${line}`;
}

/** Converts a span to its position, with its first line. */
export function toLocation({ file, start, end }: Span): Location {
  const index = findLineIndex(file, start);
  const column = start - (file.lineStarts[index] ?? 0) + 1;
  const text = getLine(file, index);
  const length = Math.max(1, Math.min(end - start, text.length - column + 1));
  return { file: file.name, line: index + 1, column: Math.min(column, text.length + 1), source: { text, length } };
}
