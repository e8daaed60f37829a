/** Sections of terminal output: titles, indented lines, omitted entries, failures. */

import { createPalette, type Paint, type Palette } from './colors.ts';
import { formatCount } from './labels.ts';
import { truncateToWidth, wrapText } from './terminal-text.ts';

export interface TableOptions {
  color: boolean;
  /** Width of the terminal. Infinity truncates only what is too long for a person to read. */
  columns: number;
}

/** Where a report is printed: how wide, and in which colors. */
export interface Terminal {
  columns: number;
  colors: Palette;
}

export function createTerminal({ color, columns }: TableOptions): Terminal {
  return { columns, colors: createPalette(color) };
}

/** The sections that have lines, separated by blank lines; ends in a newline. */
export function joinSections(sections: readonly (readonly string[])[]): string {
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

/** Lines below their title; nothing if there are no lines. */
export function titleSection(
  title: string,
  lines: readonly string[],
  { columns, colors }: Terminal,
  paint: Paint = colors.heading,
): string[] {
  return lines.length === 0 ? [] : [paint(truncateToWidth(title, columns)), ...lines];
}

/** Wraps each text and indents it by two columns. */
export function indentTexts(texts: readonly string[], { columns }: Terminal): string[] {
  return texts.flatMap((text) => wrapText(text, columns, '  '));
}

/** A headline with its explanation indented below. */
export function renderDetail(headline: string, detail: string, { columns }: Terminal): string[] {
  return [...wrapText(headline, columns, '  '), ...wrapText(detail, columns, '      ')];
}

/** The coverage line, which stands out if it is not true. */
export function renderCoverage({ text, complete }: CoverageLine, { columns, colors }: Terminal): string[] {
  const lines = wrapText(text, columns, '');
  return complete ? lines : lines.map(colors.bad);
}

export interface CoverageLine {
  text: string;
  complete: boolean;
}

export interface ReadFailure {
  certificate: string;
  location: string;
  error: { code: string; detail: string };
}

/** The section on locations that this run could not read; at most `max` of them. */
export function renderReadFailures(failures: readonly ReadFailure[], max: number, terminal: Terminal): string[] {
  const lines = failures
    .slice(0, max)
    .flatMap(({ certificate, location, error }) =>
      renderDetail(`${certificate} at ${location}: ${error.code}`, error.detail, terminal),
    );
  return titleSection('COULD NOT BE READ', [...lines, ...noteTruncation(failures.length, max, terminal)], terminal);
}

/** Says how many entries of a list were omitted; nothing if all are shown. */
export function noteTruncation(total: number, shown: number, { columns }: Terminal): string[] {
  return total <= shown ? [] : wrapText(formatOmitted(total - shown, '--format json shows all'), columns, '  ');
}

/** `and 1,204 more (--format json shows all)`. `where`: where to find them. */
export function formatOmitted(omitted: number, where: string): string {
  return `and ${formatCount(omitted, 'more', 'more')} (${where})`;
}
