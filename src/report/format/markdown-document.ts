/** A Markdown document that stays within a size limit, however much there is to report. */

import { formatRow } from './markdown.ts';
import { formatOmitted } from './terminal.ts';

/** A part of a document. Its lines can be truncated; a plain text is included as a whole or not at all. */
export interface Section {
  before: string;
  lines: string[];
  after: string;
  /** Where to find the omitted lines. */
  rest: string;
}

/** A section below a heading. */
export function createSection(title: string, lines: string[], rest: string): Section {
  return { before: `\n### ${title}\n\n`, lines, after: '', rest };
}

/** The first two lines of a table; its rows follow. */
export function formatTableHead(titles: readonly string[]): string {
  return `${formatRow(titles)}\n${formatRow(titles.map(() => '---'))}\n`;
}

/** A table below a heading, with one row for each item. */
export function createTable(
  title: string,
  columns: readonly string[],
  rows: readonly string[][],
  rest: string,
): Section {
  const { before, ...section } = createSection(title, rows.map(formatRow), rest);
  return { ...section, before: before + formatTableHead(columns) };
}

/** A table that the reader has to unfold. */
export function createFoldedTable(
  summary: string,
  columns: readonly string[],
  rows: readonly string[][],
  rest: string,
): Section {
  return {
    before: `\n<details><summary>${summary}</summary>\n\n${formatTableHead(columns)}`,
    lines: rows.map(formatRow),
    after: '\n</details>\n',
    rest,
  };
}

/** GitHub accepts 1 MiB per step; this leaves room for the rest of the step's summary. */
const DEFAULT_MAX_BYTES = 1_000_000;

/**
 * The sections that have lines, between a head and a foot: at most `limit` bytes of UTF-8, unless head and foot alone
 * are larger.
 */
export function renderDocument(
  head: string,
  sections: readonly (Section | string)[],
  foot: string,
  limit = DEFAULT_MAX_BYTES,
): string {
  let text = head;
  for (const section of sections) {
    // Each section gets half of the remaining room, so that the first cannot crowd out the others.
    const room = Math.floor((limit - countBytes(text) - countBytes(foot)) / 2);
    if (typeof section !== 'string') text += section.lines.length > 0 ? renderSection(section, room) : '';
    else if (countBytes(section) <= room) text += section;
  }
  return text + foot;
}

function countBytes(text: string): number {
  return Buffer.byteLength(text);
}

/** As many lines as fit, and how many were omitted; an empty text if not even that fits. */
function renderSection({ before, lines, after, rest }: Section, room: number): string {
  const note = (omitted: number) => `\n${formatOmitted(omitted, rest)}\n`;
  let free = room - countBytes(before + after + note(lines.length));
  if (free < 0) return '';
  let shown = 0;
  let body = '';
  for (const line of lines) {
    free -= countBytes(line) + 1;
    if (free < 0) break;
    body += `${line}\n`;
    shown += 1;
  }
  return before + body + (shown < lines.length ? note(lines.length - shown) : '') + after;
}
