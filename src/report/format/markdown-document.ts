/** A page of Markdown that keeps to a size, whatever it has to say. */

import { formatCount } from './labels.ts';

/** A part of the page whose lines can be cut short; a text is there as a whole, or not at all. */
export interface Section {
  before: string;
  lines: string[];
  after: string;
  /** Where what was left out is to be found. */
  rest: string;
}

/** Under GitHub's limit of 1 MiB a step, with room for what else a step has to say. */
const DEFAULT_MAX_BYTES = 1_000_000;

/**
 * The sections that have lines, between a head and a foot: at most `limit` bytes in UTF-8, but for a limit that leaves
 * no room for head and foot.
 */
export function renderDocument(
  head: string,
  sections: readonly (Section | string)[],
  foot: string,
  limit = DEFAULT_MAX_BYTES,
): string {
  let text = head;
  for (const section of sections) {
    // Half of what is left to each, so that the first cannot crowd out the others.
    const room = Math.floor((limit - countBytes(text) - countBytes(foot)) / 2);
    if (typeof section !== 'string') text += section.lines.length > 0 ? renderSection(section, room) : '';
    else if (countBytes(section) <= room) text += section;
  }
  return text + foot;
}

function countBytes(text: string): number {
  return Buffer.byteLength(text);
}

/** As many lines as fit, and how many were left out; nothing where not even that fits. */
function renderSection({ before, lines, after, rest }: Section, room: number): string {
  const left = (number: number) => `\nand ${formatCount(number, 'more', 'more')}, ${rest}\n`;
  let free = room - countBytes(before + after + left(lines.length));
  if (free < 0) return '';
  let shown = 0;
  let body = '';
  for (const line of lines) {
    free -= countBytes(line) + 1;
    if (free < 0) break;
    body += `${line}\n`;
    shown += 1;
  }
  return before + body + (shown < lines.length ? left(lines.length - shown) : '') + after;
}
