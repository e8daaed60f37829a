/** Formats diagnostics for terminals. */
import type { Diagnostic } from '../../domain/index.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';

/** The maximum number of columns of a line that are shown, and of columns before the caret. */
const MAX_COLUMNS = 120;
const COLUMNS_BEFORE_CARET = 70;

// Characters that move the cursor, set colors or change the text direction. Tabs are kept.
const UNPRINTABLE = /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Formats a diagnostic as `file:line:column: error[code]: message`, the line with carets under the position, and the hint. The result has
 * no trailing line break. The name of an included file can contain any character, and a separate line could be a command to the runner.
 */
export function formatDiagnostic(d: Diagnostic, color = false): string {
  const paint = (codes: string, text: string) => (color ? `\u001b[${codes}m${text}\u001b[0m` : text);
  const label = paint(d.severity === 'error' ? '1;31' : '1;33', `${d.severity}[${d.code}]`);
  const lines = [
    `${paint('1', `${escapeUnprintable(d.file)}:${d.line}:${d.column}:`)} ${label}: ${escapeUnprintable(d.message)}`,
  ];
  const gutter = ' '.repeat(String(d.line).length);
  if (d.source) {
    const { text, indent, caret } = formatFrame(d.source, d.column);
    lines.push(paint('34', `${gutter} |`), `${paint('34', `${d.line} |`)} ${text}`.trimEnd());
    lines.push(`${paint('34', `${gutter} |`)} ${indent}${paint('1;31', caret)}`);
  }
  if (d.hint) lines.push(`${gutter} ${paint('34', '=')} ${paint('1', 'help:')} ${escapeUnprintable(d.hint)}`);
  return lines.join('\n');
}

function formatFrame(source: { text: string; length: number }, column: number) {
  const start = source.text.length > MAX_COLUMNS ? Math.max(0, column - 1 - COLUMNS_BEFORE_CARET) : 0;
  const cut = source.text.slice(start, start + MAX_COLUMNS).replace(UNPRINTABLE, '·');
  const before = (start > 0 ? '…' : '') + cut.slice(0, column - 1 - start);
  const text = (start > 0 ? '…' : '') + cut + (start + MAX_COLUMNS < source.text.length ? '…' : '');
  const room = Math.max(1, start + cut.length - column + 1);
  // Tabs stay tabs, so that the caret is aligned regardless of the tab width.
  return { text, indent: before.replace(/[^\t]/g, ' '), caret: '^'.repeat(Math.min(source.length, room)) };
}
