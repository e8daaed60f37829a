import type { Diagnostic } from '../../domain/index.ts';
import { lineIndex, lineText, type Span } from '../yaml/source-file.ts';
import { WORDINGS, type Wording } from './messages.ts';

export { formatDiagnostic } from './format.ts';

/** Where a diagnostic points: a place in a file, with the line for its code frame. */
export type Where = Pick<Diagnostic, 'file' | 'line' | 'column' | 'source'>;

export type Code = keyof typeof WORDINGS;

/** Every code that a manifest can get. */
export const CODES = Object.keys(WORDINGS) as Code[];

/** One diagnostic. Its wording, and what the arguments mean, stand in `wording.ts`. */
export function diagnostic<C extends Code>(
  code: C,
  where: Where,
  ...args: Parameters<(typeof WORDINGS)[C]>
): Diagnostic {
  const word = WORDINGS[code] as (...args: unknown[]) => Wording;
  const { file, line, column, source } = where;
  return { code, ...word(...args), file, line, column, ...(source && { source }) };
}

/** The position of a span, and its first line for the code frame. */
export function whereIs({ file, start, end }: Span): Where {
  const index = lineIndex(file, start);
  const column = start - (file.lineStarts[index] ?? 0) + 1;
  const text = lineText(file, index);
  const length = Math.max(1, Math.min(end - start, text.length - column + 1));
  return { file: file.name, line: index + 1, column: Math.min(column, text.length + 1), source: { text, length } };
}
