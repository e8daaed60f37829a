/** Pieces of GitHub's Markdown around text that comes from strangers. */

import { escapeUnprintable, formatCodePoint, truncateToWidth } from './terminal-text.ts';

/** A longer name says no more to a reader, and a thousand of them would fill the page. */
const MAX_NAME_LENGTH = 200;

/** What stands at the end of a message is what to do. */
const MAX_MESSAGE_LENGTH = 1_000;

/** What stands in a cell that has nothing to say. */
export const EMPTY_CELL = '–';

/**
 * A code span: in it no HTML, link, @mention or #reference comes to life. Only a backtick could close it and only a
 * pipe could end its table cell, so these two read as their numbers, as control characters do.
 */
export function formatCode(text: string): string {
  return formatSpan(text, MAX_NAME_LENGTH);
}

/** A message: words of ours, with keys of the manifest in backticks, around what strangers have named. */
export function formatMessage(text: string): string {
  return formatSpan(text.replaceAll('`', '"'), MAX_MESSAGE_LENGTH);
}

function formatSpan(text: string, longest: number): string {
  if (text.trim() === '') return EMPTY_CELL;
  return `\`${truncateToWidth(escapeUnprintable(text).replace(/[`|]/g, formatCodePoint), longest)}\``;
}

/** A table's row of cells that are Markdown already. */
export function formatRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table's first two lines. */
export function formatTableHead(titles: readonly string[]): string {
  return `${formatRow(titles)}\n${formatRow(titles.map(() => '---'))}`;
}
