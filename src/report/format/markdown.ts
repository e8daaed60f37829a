/** Pieces of GitHub's Markdown around untrusted text. */

import { escapeUnprintable, formatCodePoint } from '../../lib/text/unprintable.ts';
import { truncateToWidth } from './terminal-text.ts';

/** A longer name does not help a reader, and a thousand of them would fill the summary. */
const MAX_NAME_LENGTH = 200;

/** A message ends with what to do, so it gets more room than a name. */
const MAX_MESSAGE_LENGTH = 1_000;

/** The text of an empty table cell. */
export const EMPTY_CELL = '–';

/**
 * A code span, in which HTML, links, @mentions and #references stay plain text. Only a backtick could close it and only
 * a pipe could end its table cell, so these two are replaced by their code points, as control characters are.
 */
export function formatCode(text: string | null): string {
  return formatSpan(text ?? '', MAX_NAME_LENGTH);
}

/** A message that quotes untrusted names; manifest keys in backticks are quoted instead. */
export function formatMessage(text: string): string {
  return formatSpan(text.replaceAll('`', '"'), MAX_MESSAGE_LENGTH);
}

/** The coverage line, which stands out if it is not true. */
export function formatCoverageLine({ text, complete }: { text: string; complete: boolean }): string {
  return complete ? formatMessage(text) : `❌ ${formatMessage(text)}`;
}

function formatSpan(text: string, maxLength: number): string {
  if (text.trim() === '') return EMPTY_CELL;
  return `\`${truncateToWidth(escapeUnprintable(text).replace(/[`|]/g, formatCodePoint), maxLength)}\``;
}

/** A table row of cells that are Markdown already. */
export function formatRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** For output that does not render Markdown: without the targets of links and the marks of emphasis. */
export function formatPlainMarkdown(markdown: string): string {
  return markdown.replace(/\[([^[\]]+)\]\([^()[\]]*\)/g, '$1').replaceAll('**', '');
}
