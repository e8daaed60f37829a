/** Pieces of GitHub's Markdown around text that comes from strangers. */

import { codePoint, truncate, visible } from './terminal-text.ts';

/** A longer name says no more to a reader, and a thousand of them would fill the page. */
const LONGEST = 200;

/** What stands at the end of a message is what to do. */
const LONGEST_MESSAGE = 1_000;

/** What stands in a cell that has nothing to say. */
export const NOTHING = '–';

/**
 * A code span: in it no HTML, link, @mention or #reference comes to life. Only a backtick could close it and only a
 * pipe could end its table cell, so these two read as their numbers, as control characters do.
 */
export function code(text: string): string {
  return span(text, LONGEST);
}

/** A message: words of ours, with keys of the manifest in backticks, around what strangers have named. */
export function prose(text: string): string {
  return span(text.replaceAll('`', '"'), LONGEST_MESSAGE);
}

function span(text: string, longest: number): string {
  if (text.trim() === '') return NOTHING;
  return `\`${truncate(visible(text).replace(/[`|]/g, codePoint), longest)}\``;
}

/** A table's row of cells that are Markdown already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table's first two lines. */
export function tableHead(titles: readonly string[]): string {
  return `${row(titles)}\n${row(titles.map(() => '---'))}`;
}
